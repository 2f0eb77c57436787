"""The first walk: from the site's own pages over every link, each answer stored as it comes."""

from collections import deque
from email.message import Message
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from bs4 import BeautifulSoup
from wagtail.models import Page

from cms.core.archives import safe_name

from ..models import SearchPage
from .fetching import Fetched, Site
from .rewriting import rewritten_style

_NOT_COPIED = ("/admin/", "/api/", "/service-worker.js")
_LINKING = (("a", "href"), ("img", "src"), ("source", "src"), ("video", "src"), ("video", "poster"), ("track", "src"),
            ("audio", "src"))  # fmt: skip
_LINKED_FILES = "link[rel=stylesheet], link[rel=icon], link[rel=apple-touch-icon]"
_NAME_LIMIT = 120


class Collector:
    """What has been stored where. Addresses are paths on the site without query, files are below the folder.

    Args:
        site: the running application.
        folder: where files go.
    """

    def __init__(self, site: Site, folder: Path) -> None:
        self.site = site
        self.folder = folder
        self.files: dict[str, str] = {}
        # Those of `files` whose addresses are still to be made relative.
        self.pages: dict[str, str] = {}
        self.styles: dict[str, str] = {}
        self.redirects: dict[str, str] = {}
        self.broken: list[str] = []
        self.stored = 0
        self._by_etag: dict[str, str] = {}
        self._taken: dict[str, set[str]] = {}
        own = list(Page.objects.live().public().filter(alias_of=None, depth__gt=1).select_related("locale"))
        self.own_pages = {address for page in own if (address := page.get_url())}
        searches = SearchPage.objects.live().public().filter(alias_of=None).select_related("locale")
        self.searches = {str(page.get_url()): page.locale.language_code for page in searches}

    def collect(self) -> None:
        """Fetch and store everything that links lead to."""
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
            place = self.inside(urljoin(address, fetched.headers.get("location", "")))
            if place:
                self.redirects[address] = place
            return [place] if place else []
        if fetched.status != 200:
            # A page that is not translated yet answers 404 on purpose; the link leads to it on the web.
            if "/not-translated/" not in address:
                self.broken.append(address)
            return []
        if fetched.is_html and address not in self.own_pages and "no-store" in fetched.headers.get("cache-control", ""):
            # A tool, not a text: it stays on the web.
            return []
        return self._kept(address, fetched)

    def _kept(self, address: str, fetched: Fetched) -> list[str]:
        etag = fetched.headers.get("etag", "")
        if not (fetched.is_html or fetched.is_css) and etag in self._by_etag:
            self.files[address] = self._by_etag[etag]
            return []
        file = self.files[address] = self._file_for(address, fetched)
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as written:
            for part in fetched.parts:
                written.write(part)
        self.stored += 1
        if fetched.is_html:
            self.pages[address] = file
            return self._links_of(path.read_text(encoding="utf-8"), address)
        if fetched.is_css:
            self.styles[address] = file
            found: list[str] = []

            def remember(link: str) -> None:
                if place := self.inside(link):
                    found.append(place)

            rewritten_style(path.read_text(encoding="utf-8"), path=address, resolve=remember)
            return found
        if etag and not etag.startswith("W/"):
            self._by_etag[etag] = file
        return []

    def _links_of(self, html: str, address: str) -> list[str]:
        soup = BeautifulSoup(html, "html.parser")
        links = [str(element[key]) for name, key in _LINKING for element in soup.select(f"{name}[{key}]")]
        links += [str(element["href"]) for element in soup.select(_LINKED_FILES)]
        for element in soup.select("[srcset]"):
            links += [candidate.strip().split(" ")[0] for candidate in str(element["srcset"]).split(",")]
        return [place for link in links if (place := self.inside(urljoin(address, link)))]

    def inside(self, link: str) -> str:
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
        taken = self._taken.setdefault(folder.lower(), set())
        name = safe_name(parts[-1], taken, limit=_NAME_LIMIT)
        taken.add(name.lower())
        file = f"{folder}/{name}" if folder else name
        return file


def _file_name(fetched: Fetched) -> str:
    """Return the name that an answer gives its file."""
    message = Message()
    message["Content-Disposition"] = fetched.headers.get("content-disposition", "")
    return message.get_filename() or "file"
