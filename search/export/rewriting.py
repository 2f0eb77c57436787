"""Pages and stylesheets for a folder: addresses made relative, and a clear sentence where a server would be needed."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin

from bs4 import BeautifulSoup
from bs4.element import Tag
from django.template.loader import render_to_string

# Gives the address to write for the address found; None takes the link away.
Resolve = Callable[[str], str | None]

_CSS_ADDRESS = re.compile(r"""url\(\s*(['"]?)([^'")]+)\1\s*\)""")
_ADDRESSES = (("a", "href"), ("area", "href"), ("img", "src"), ("source", "src"), ("video", "src"), ("video", "poster"),
              ("track", "src"), ("audio", "src"))  # fmt: skip
# What only makes sense with a server or with another site's programs.
_LEFT_OUT = (
    "script[src]", "link[rel=manifest]", "link[rel=alternate][type]", ".pictures-switch", ".footer__kept",
    ".quick-exit__hint", "template",
)  # fmt: skip


def rewritten_page(
    html: str, *, path: str, resolve: Resolve, context: dict[str, Any], scripts: tuple[str, ...] = ()
) -> str:
    """Return a page as it can be opened from a folder.

    Args:
        html: the page as the site answers it.
        path: its address on the site, from which relative ones start.
        resolve: gives what to write for an address on this page.
        context: for the sentences: `online` (address of the page on the web), `numbers`, `made_on`.
        scripts: addresses of classic scripts that the page needs, as they are written.
    """
    soup = BeautifulSoup(html, "html.parser")
    for selector in _LEFT_OUT:
        for found in soup.select(selector):
            found.decompose()
    for name, attribute in _ADDRESSES:
        for element in soup.select(f"{name}[{attribute}]"):
            _resolved(element, attribute, path, resolve)
    for element in soup.select("[srcset]"):
        element["srcset"] = _sources(str(element["srcset"]), path, resolve)
    for link in soup.select("link[rel=stylesheet], link[rel=icon], link[rel=apple-touch-icon]"):
        _resolved(link, "href", path, resolve)
    # The sentences come last: their addresses lead to the web on purpose.
    for form in soup.select("form"):
        _without_server(form, path, resolve, context)
    if (bar := soup.select_one(".help-bar")) is not None:
        note = render_to_string("export/note.html", context)
        bar.insert_after(BeautifulSoup(note, "html.parser"))
    for script in scripts:
        if soup.body is not None:
            soup.body.append(soup.new_tag("script", src=script))
    return str(soup)


def rewritten_style(css: str, *, path: str, resolve: Resolve) -> str:
    """Return a stylesheet whose addresses are relative."""

    def replaced(match: re.Match[str]) -> str:
        if match[2].startswith("data:"):
            return match[0]
        return f'url("{resolve(urljoin(path, match[2])) or match[2]}")'

    return _CSS_ADDRESS.sub(replaced, css)


def _without_server(form: Tag, path: str, resolve: Resolve, context: dict[str, Any]) -> None:
    if form.get("method") == "dialog":
        return
    if form.get("role") == "search":
        form["action"] = resolve(urljoin(path, str(form.get("action") or path))) or ""
        return
    notice = render_to_string("export/form.html", context)
    form.replace_with(BeautifulSoup(notice, "html.parser"))


def _resolved(element: Tag, attribute: str, path: str, resolve: Resolve) -> None:
    value = str(element[attribute])
    if value.startswith("#") or not value:
        return
    found = resolve(urljoin(path, value))
    if found is None:
        element.unwrap() if element.name == "a" else element.decompose()
        return
    element[attribute] = found
    if found.startswith(("http:", "https:")) and "download" in element.attrs:
        del element["download"]


def _sources(value: str, path: str, resolve: Resolve) -> str:
    kept = []
    for candidate in value.split(","):
        address, _space, size = candidate.strip().partition(" ")
        found = resolve(urljoin(path, address))
        if found is not None:
            kept.append(f"{found} {size}".strip())
    return ", ".join(kept)
