"""The body of a page as plain nodes: lists and dictionaries of text, for programs that set type.

Pictures, videos, cards and forms are for the screen and are left out.
"""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ..figures import figures_for, filled_text
from ..localisation import active_language
from ..page_links import urls_for
from .glyphs import printable

Node = dict[str, Any]
_SCHEMES = {"http", "https", "mailto", "tel"}
_MARKS = {"b": "strong", "strong": "strong", "i": "emph", "em": "emph"}
_UNPRINTABLE = re.compile(r"[\s<>\"\\^`{|}\x00-\x20]")
_URL_LIMIT = 2000


def absolute(url: str) -> str:
    """Return `url` with scheme and host of this site where it has none; empty for what no paper can lead to.

    Args:
        url: a path or an address.
    """
    address = f"{settings.WAGTAILADMIN_BASE_URL}{url}" if url.startswith("/") else url
    try:
        scheme = urlsplit(address).scheme
    except ValueError:
        return ""
    if scheme not in _SCHEMES or len(address) > _URL_LIMIT or _UNPRINTABLE.search(address):
        return ""
    return address


class _RichText(HTMLParser):
    """Reads stored rich text into paragraphs and lists of marked runs."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.nodes: list[Node] = []
        self.lists: list[Node] = []
        self.runs: list[Node] | None = None
        self.marks: list[str] = []
        self.href = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("ul", "ol"):
            self.runs = None
            node: Node = {"kind": "list" if tag == "ul" else "numbered", "items": []}
            if not self.lists:
                self.nodes.append(node)
            self.lists.append(self.lists[-1] if self.lists else node)
        elif tag == "li" and self.lists:
            self.runs = []
            self.lists[-1]["items"].append(self.runs)
        elif tag == "p":
            if self.runs is None or not self.lists:
                self._paragraph()
            elif self.runs:
                self._add(" ")
        elif tag == "br":
            self._add(" ")
        elif tag in _MARKS:
            self.marks.append(_MARKS[tag])
        elif tag == "a":
            self.href = _address(dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("ul", "ol") and self.lists:
            self.lists.pop()
            self.runs = None
        elif tag in ("p", "li") and not (tag == "p" and self.lists):
            self.runs = None
        elif tag in _MARKS and _MARKS[tag] in self.marks:
            self.marks.remove(_MARKS[tag])
        elif tag == "a":
            self.href = ""

    def handle_data(self, data: str) -> None:
        if data.strip() or self.runs:
            self._add(data)

    def _paragraph(self) -> None:
        self.runs = []
        self.nodes.append({"kind": "paragraph", "runs": self.runs})

    def _add(self, data: str) -> None:
        if self.runs is None:
            self._paragraph()
        text = printable(data)
        # Words at the seam of two runs stay apart.
        lead, tail = " " if data[:1].isspace() else "", " " if data[-1:].isspace() else ""
        shown = f"{lead}{text}{tail}" if text else lead
        if shown and self.runs is not None:
            self.runs.append(
                {"text": shown, "strong": "strong" in self.marks, "emph": "emph" in self.marks, "href": self.href}
            )


def _address(attributes: dict[str, str | None]) -> str:
    if attributes.get("linktype") == "page":
        return absolute(urls_for([str(attributes.get("id") or "")])[0])
    return absolute(str(attributes.get("href") or ""))


def rich_nodes(source: str) -> list[Node]:
    """Return stored rich text as nodes of kind `paragraph`, `list` and `numbered`.

    Args:
        source: rich text as Wagtail stores it; anything else is read as far as it makes sense.
    """
    reader = _RichText()
    reader.feed(source)
    reader.close()
    for node in reader.nodes:
        if "items" in node:
            node["items"] = [runs for runs in node["items"] if runs]
    return [node for node in reader.nodes if node.get("items") or node.get("runs")]


def _runs_of(node: Node) -> list[Any]:
    return [run for runs in node.get("items", [node.get("runs", [])]) for run in runs]


def plain_runs(text: str) -> list[Node]:
    """Return plain text as one unmarked run."""
    return [{"text": printable(text), "strong": False, "emph": False, "href": ""}]


Builder = Callable[[Any, str], list[Node]]


def stream_nodes(
    stream: Any, *, top_level: int = 2, voice: str = "ju", own: dict[str, Builder] | None = None
) -> list[Node]:
    """Return the blocks of a body as nodes, with heading levels that never skip one.

    Args:
        stream: the value of a body field.
        top_level: the level of the first heading; the title of the document has 1.
        voice: `ti` or `ju`, for headings that speak to the reader.
        own: how blocks that only one app knows become nodes, by type.

    Costs no query where the page's links are preloaded, else one.
    """
    nodes: list[Node] = []
    builders = _BUILDERS | (own or {})
    level = top_level - 1
    for block in stream:
        if block.block_type == "heading":
            level = min(max(int(block.value["level"]), top_level), level + 1)
            if text := printable(str(block.value["text"])):
                nodes.append({"kind": "heading", "level": level, "text": text})
        elif (build := builders.get(block.block_type)) is not None:
            nodes += build(block.value, voice)
    return nodes


def _items(values: Any) -> list[list[Node]]:
    found = [[run for node in rich_nodes(item.source) for run in _runs_of(node)] for item in values]
    return [runs for runs in found if runs]


def _listed(kind: str, values: Any) -> list[Node]:
    items = _items(values)
    return [{"kind": kind, "items": items}] if items else []


def _callout(value: Any, voice: str) -> list[Node]:
    labels = {"help": _("Help"), "warning": _("Take care"), "info": _("Good to know")}
    kind = value["kind"] if value["kind"] in labels else "info"
    return [{"kind": "callout", "tone": kind, "label": labels[kind], "nodes": rich_nodes(value["text"].source)}]


def _do_dont(value: Any, voice: str) -> list[Node]:
    person = "to one person" if voice == "ti" else "to several people"
    labels = {
        "to one person": (pgettext("to one person", "Do"), pgettext("to one person", "Don’t")),
        "to several people": (pgettext("to several people", "Do"), pgettext("to several people", "Don’t")),
    }[person]
    return [
        {
            "kind": "do_dont",
            "sides": [
                {"label": labels[0], "sign": "✓", "items": _items(value["do"])},
                {"label": labels[1], "sign": "✗", "items": _items(value["dont"])},
            ],
        }
    ]


def _titled(title: str) -> list[Node]:
    text = printable(title)
    return [{"kind": "paragraph", "runs": [plain_runs(text)[0] | {"strong": True}]}] if text else []


def _quote(value: Any, voice: str) -> list[Node]:
    return [{"kind": "quote", "text": printable(value["text"]), "by": printable(value["attribution"] or "")}]


def _sections(value: Any, title: str, text: str) -> list[Node]:
    return [node for item in value["items"] for node in [*_titled(item[title]), *rich_nodes(item[text].source)]]


def _table(value: Any, voice: str) -> list[Node]:
    heads = [printable(str(column["heading"])) for column in value.columns]
    rows = [[printable("" if cell.value is None else str(cell.value)) for cell in row] for row in value.rows]
    if not heads or any(len(row) != len(heads) for row in rows):
        return []
    return [{"kind": "table", "caption": printable(value.caption or ""), "heads": heads, "rows": rows}]


def _statistics(value: Any, voice: str) -> list[Node]:
    figures = figures_for(active_language())
    items = [rich_nodes(filled_text(item.source, figures)) for item in value["items"]]
    runs = [[run for node in nodes for run in _runs_of(node)] for nodes in items]
    return [{"kind": "list", "items": [item for item in runs if item]}] if any(runs) else []


def _key_figure(value: Any, voice: str) -> list[Node]:
    figure = figures_for(active_language()).get(value["code"])
    if figure is None:
        return []
    text = f"{figure.label}, {figure.period}: {figure.words} ({figure.source})"
    return [{"kind": "paragraph", "runs": plain_runs(text)}]


_BUILDERS: dict[str, Builder] = {
    "paragraph": lambda value, voice: rich_nodes(value.source),
    "callout": _callout,
    "quote": _quote,
    "steps": lambda value, voice: _listed("numbered", value["items"]),
    "do_dont": _do_dont,
    "checklist": lambda value, voice: [*_titled(value["title"] or ""), *_listed("checklist", value["items"])],
    "accordion": lambda value, voice: _sections(value, "title", "text"),
    "faq": lambda value, voice: _sections(value, "question", "answer"),
    "timeline": lambda value, voice: _sections(value, "date", "text"),
    "statistics": _statistics,
    "key_figure": _key_figure,
    "table": _table,
}
