"""Walking the site from its pages over every link, and writing what is found into a folder.

Answers are written as they come; in a second walk, when it is known what there is, addresses are made relative. So a
large site needs no more memory than its largest page.
"""

import shutil
from collections import deque
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path, PurePosixPath
from posixpath import relpath
from typing import Any
from urllib.parse import quote, unquote, urljoin, urlsplit

from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import Page

from cms.core.archives import safe_name
from cms.core.models import HelpService

from ..models import SearchPage
from .fetching import Fetched, Site
from .index_file import index_script
from .rewriting import rewritten_page, rewritten_style

# Says that a folder was made here and may be replaced.
MARK = ".isigurt-export"
_NOT_COPIED = ("/admin/", "/api/", "/service-worker.js")
_LINKING = (("a", "href"), ("img", "src"), ("source", "src"), ("video", "src"), ("video", "poster"), ("track", "src"),
            ("audio", "src"))  # fmt: skip
_LINKED_FILES = "link[rel=stylesheet], link[rel=icon], link[rel=apple-touch-icon]"
_NAME_LIMIT = 120


class ExportError(Exception):
    """The folder cannot be written; the message says why."""


@dataclass
class Exported:
    """What was written: numbers of pages and other files, bytes, and addresses that answered with an error."""

    pages: int = 0
    files: int = 0
    size: int = 0
    broken: list[str] = field(default_factory=list)


def export_site(target: Path) -> Exported:
    """Write the public site into the folder `target`, in place of an earlier export.

    The folder appears when it is whole: a run that is interrupted leaves the earlier one as it was.

    Raises:
        ExportError: where `target` holds something else, or cannot be written.
    """
    if target.exists() and not (target / MARK).exists() and (not target.is_dir() or any(target.iterdir())):
        raise ExportError(f"{target} is not empty and was not made by an export.")
    partial = target.with_name(f"{target.name}.partial")
    try:
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        (partial / MARK).write_text("", encoding="utf-8")
        with Site() as site:
            exported = _Copy(site, partial).run()
        if target.exists():
            shutil.rmtree(target)
        partial.rename(target)
    except OSError as error:
        raise ExportError(f"{target} cannot be written: {error.strerror}") from error
    return exported


class _Copy:
    """One walk over the site."""

    def __init__(self, site: Site, folder: Path) -> None:
        self.site = site
        self.folder = folder
        self.result = Exported()
        # Address on the site -> file in the folder, both without query; redirected addresses lead to others.
        self.files: dict[str, str] = {}
        self.redirects: dict[str, str] = {}
        self.by_etag: dict[str, str] = {}
        self.taken: set[str] = set()
        self.pages: dict[str, str] = {}
        self.styles: dict[str, str] = {}
        own = list(Page.objects.live().public().filter(alias_of=None, depth__gt=1).select_related("locale"))
        self.own_pages = {address for page in own if (address := page.get_url())}
        searches = SearchPage.objects.live().public().filter(alias_of=None).select_related("locale")
        self.searches = {str(page.get_url()): page.locale.language_code for page in searches}

    def run(self) -> Exported:
        self._collect()
        for language, _name in settings.LANGUAGES:
            self._write(f"search-index-{language}.js", index_script(language, self.files))
        script = finders.find("js/export/search.js")
        self._write("search.js", Path(str(script)).read_text(encoding="utf-8"))
        for address, file in self.styles.items():
            css = (self.folder / file).read_text(encoding="utf-8")
            self._replace(file, rewritten_style(css, path=address, resolve=self._resolver(file)))
        for address, file in self.pages.items():
            self._rewrite(address, file)
        self._write("index.html", self._start_page())
        self.result.pages = len(self.pages) + 1
        self.result.size = sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())
        return self.result

    def _collect(self) -> None:
        waiting = deque(sorted(self.own_pages))
        seen = set(waiting)
        while waiting:
            address = waiting.popleft()
            for found in self._copied(address):
                if found not in seen:
                    seen.add(found)
                    waiting.append(found)

    def _copied(self, address: str) -> list[str]:
        """Write what is at `address`; return the addresses it leads to."""
        fetched = self.site.fetch(address)
        if fetched.status in (301, 302, 303, 307, 308):
            place = self._inside(urljoin(address, fetched.headers.get("location", "")))
            if place:
                self.redirects[address] = place
            return [place] if place else []
        if fetched.status != 200:
            # A page that is not translated yet answers 404 on purpose; the link leads to it on the web.
            if "/not-translated/" not in address:
                self.result.broken.append(address)
            return []
        if fetched.is_html and address not in self.own_pages and "no-store" in fetched.headers.get("cache-control", ""):
            # A tool, not a text: it stays on the web.
            return []
        return self._kept(address, fetched)

    def _kept(self, address: str, fetched: Fetched) -> list[str]:
        etag = fetched.headers.get("etag", "")
        if not (fetched.is_html or fetched.is_css) and etag in self.by_etag:
            self.files[address] = self.by_etag[etag]
            return []
        file = self.files[address] = self._file_for(address, fetched)
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as written:
            for part in fetched.parts:
                written.write(part)
        self.result.files += 1
        if fetched.is_html:
            self.pages[address] = file
            return self._links_of(path.read_text(encoding="utf-8"), address)
        if fetched.is_css:
            self.styles[address] = file
            found: list[str] = []

            def remember(link: str) -> None:
                if place := self._inside(link):
                    found.append(place)

            rewritten_style(path.read_text(encoding="utf-8"), path=address, resolve=remember)
            return found
        if etag and not etag.startswith("W/"):
            self.by_etag[etag] = file
        return []

    def _links_of(self, html: str, address: str) -> list[str]:
        soup = BeautifulSoup(html, "html.parser")
        links = [str(element[key]) for name, key in _LINKING for element in soup.select(f"{name}[{key}]")]
        links += [str(element["href"]) for element in soup.select(_LINKED_FILES)]
        for element in soup.select("[srcset]"):
            links += [candidate.strip().split(" ")[0] for candidate in str(element["srcset"]).split(",")]
        return [place for link in links if (place := self._inside(urljoin(address, link)))]

    def _inside(self, link: str) -> str:
        """Return the address on this site without query and fragment; empty for what is elsewhere or not copied."""
        try:
            parts = urlsplit(link)
        except ValueError:
            return ""
        is_here = parts.netloc in ("", self.site.address.netloc) and parts.scheme in ("", self.site.address.scheme)
        if not is_here or not parts.path.startswith("/") or parts.path.startswith(_NOT_COPIED):
            return ""
        return parts.path

    def _file_for(self, address: str, fetched: Fetched) -> str:
        """Return a free file name in the folder, at the place that the address says."""
        parts = [safe_name(unquote(part), limit=_NAME_LIMIT) for part in address.split("/") if part]
        if fetched.is_html:
            parts.append("index.html")
        elif address.endswith("/"):
            parts.append(safe_name(_file_name(fetched), limit=_NAME_LIMIT))
        folder = "/".join(parts[:-1])
        beside = {name.removeprefix(f"{folder}/") for name in self.taken if name.startswith(f"{folder}/")}
        name = safe_name(parts[-1], beside, limit=_NAME_LIMIT)
        file = f"{folder}/{name}" if folder else name
        self.taken.add(file.lower())
        return file

    def _rewrite(self, address: str, file: str) -> None:
        language = address.split("/")[1] if address.split("/")[1] in dict(settings.LANGUAGES) else "sq"
        depth = "../" * (len(PurePosixPath(file).parts) - 1)
        found = self.searches.get(address)
        with override(language):
            context = self._context(language) | {"online": f"{settings.BASE_URL}{address}"}
            html = rewritten_page(
                (self.folder / file).read_text(encoding="utf-8"),
                path=address,
                resolve=self._resolver(file),
                context=context,
                scripts=(f"{depth}search-index-{found}.js", f"{depth}search.js") if found else (),
            )
        self._replace(file, html)

    def _resolver(self, file: str) -> Any:
        """Return what gives the address to write in `file` for an address on the site."""
        folder = str(PurePosixPath(file).parent)

        def resolve(link: str) -> str | None:
            place = self._inside(link)
            parts = urlsplit(link) if place else None
            for _step in range(5):
                place = self.redirects.get(place, place)
            if parts is None:
                return link
            fragment = f"#{parts.fragment}" if parts.fragment else ""
            if place not in self.files:
                query = f"?{parts.query}" if parts.query else ""
                return f"{settings.BASE_URL}{parts.path}{query}{fragment}"
            query = f"?{parts.query}" if parts.query and place in self.searches else ""
            return f"{quote(relpath(self.files[place], folder))}{query}{fragment}"

        return resolve

    def _context(self, language: str) -> dict[str, Any]:
        services = HelpService.objects.live_in(language).exclude(telephone="")
        return {
            "language": language,
            "numbers": list(services),
            "made_on": timezone.localdate(),
            "home": settings.BASE_URL,
        }

    def _start_page(self) -> str:
        """Return the page that is opened first: the choice of a language."""
        homes = []
        for language, _name in settings.LANGUAGES:
            file = self.files.get(f"/{language}/")
            if file:
                with override(language):
                    homes.append(self._context(language) | {"file": file})
        styles = [file for address, file in self.styles.items() if "/css/site" in address]
        return render_to_string("export/start.html", {"homes": homes, "style": styles[0] if styles else ""})

    def _write(self, name: str, text: str) -> None:
        self.result.files += 1
        self._replace(name, text)

    def _replace(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")


def _file_name(fetched: Fetched) -> str:
    """Return the name that an answer gives its file."""
    message = Message()
    message["Content-Disposition"] = fetched.headers.get("content-disposition", "")
    return message.get_filename() or "file"
