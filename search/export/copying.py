"""Writing the folder: everything is collected, then, when it is known what there is, addresses are made relative.

A large site needs no more memory than its largest page.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from posixpath import relpath
from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from cms.core.models import HelpService

from .collecting import Collector
from .fetching import Site
from .index_file import index_script
from .rewriting import rewritten_page, rewritten_style

# Says that a folder was made here and may be replaced.
MARK = ".isigurt-export"


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
            exported = _Copy(Collector(site, partial)).run()
        if target.exists():
            shutil.rmtree(target)
        partial.rename(target)
    except OSError as error:
        raise ExportError(f"{target} cannot be written: {error.strerror}") from error
    return exported


class _Copy:
    """The second walk, over what a collector has stored."""

    def __init__(self, collector: Collector) -> None:
        self.found = collector
        self.folder = collector.folder

    def run(self) -> Exported:
        found = self.found
        found.collect()
        for language, _name in settings.LANGUAGES:
            self._write(f"search-index-{language}.js", index_script(language, found.files))
        script = finders.find("js/export/search.js")
        self._write("search.js", Path(str(script)).read_text(encoding="utf-8"))
        for address, file in found.styles.items():
            css = (self.folder / file).read_text(encoding="utf-8")
            self._write(file, rewritten_style(css, path=address, resolve=self._resolver(file)))
        for address, file in found.pages.items():
            self._rewrite(address, file)
        self._write("index.html", self._start_page())
        written = [path for path in self.folder.rglob("*") if path.is_file()]
        size = sum(path.stat().st_size for path in written)
        return Exported(len(found.pages) + 1, len(written), size, found.broken)

    def _rewrite(self, address: str, file: str) -> None:
        language = address.split("/")[1] if address.split("/")[1] in dict(settings.LANGUAGES) else "sq"
        depth = "../" * (len(PurePosixPath(file).parts) - 1)
        found = self.found.searches.get(address)
        with override(language):
            context = self._context(language) | {"online": f"{settings.BASE_URL}{address}"}
            html = rewritten_page(
                (self.folder / file).read_text(encoding="utf-8"),
                path=address,
                resolve=self._resolver(file),
                context=context,
                scripts=(f"{depth}search-index-{found}.js", f"{depth}search.js") if found else (),
            )
        self._write(file, html)

    def _resolver(self, file: str) -> Callable[[str], str | None]:
        """Return what gives the address to write in `file` for an address on the site."""
        folder = str(PurePosixPath(file).parent)

        def resolve(link: str) -> str | None:
            place = self.found.inside(link)
            parts = urlsplit(link) if place else None
            for _step in range(5):
                place = self.found.redirects.get(place, place)
            if parts is None:
                return link
            fragment = f"#{parts.fragment}" if parts.fragment else ""
            if place not in self.found.files:
                query = f"?{parts.query}" if parts.query else ""
                return f"{settings.BASE_URL}{parts.path}{query}{fragment}"
            query = f"?{parts.query}" if parts.query and place in self.found.searches else ""
            return f"{quote(relpath(self.found.files[place], folder))}{query}{fragment}"

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
            file = self.found.files.get(f"/{language}/")
            if file:
                with override(language):
                    homes.append(self._context(language) | {"file": file})
        styles = [file for address, file in self.found.styles.items() if "/css/site" in address]
        return render_to_string("export/start.html", {"homes": homes, "style": styles[0] if styles else ""})

    def _write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")
