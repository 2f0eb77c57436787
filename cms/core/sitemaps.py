"""`/sitemap.xml`: every page the world is told about, with its translations (https://www.sitemaps.org/protocol.html).

Beyond `SITEMAP_LIMIT` addresses it becomes an index of several files.
"""

from collections.abc import Iterable
from uuid import UUID
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from .freshness import confirmed
from .metadata import absolute
from .public_pages import ListedPage, listed_pages

# The protocol allows 50,000 addresses and 50 MB a file; with the translations one takes about 500 bytes.
SITEMAP_LIMIT = 20_000
_START = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'


@confirmed
def sitemap(request: HttpRequest) -> HttpResponse:
    """Answer with all addresses, or with the index of the files that hold them."""
    pages = listed_pages(request)
    if len(pages) <= SITEMAP_LIMIT:
        return _xml(_url_set(pages, pages))
    parts = range(1, -(-len(pages) // SITEMAP_LIMIT) + 1)
    entries = [f"<sitemap><loc>{escape(absolute(f'/sitemap-{part}.xml'))}</loc></sitemap>" for part in parts]
    return _xml([f"<sitemapindex {_NAMESPACES}>", *entries, "</sitemapindex>"])


@confirmed
def sitemap_part(request: HttpRequest, part: int) -> HttpResponse:
    """Answer with one file of the index, counted from one."""
    pages = listed_pages(request)
    chosen = pages[(part - 1) * SITEMAP_LIMIT : part * SITEMAP_LIMIT] if part else []
    if not chosen or len(pages) <= SITEMAP_LIMIT:
        raise Http404
    return _xml(_url_set(chosen, pages))


def _url_set(chosen: list[ListedPage], pages: list[ListedPage]) -> Iterable[str]:
    versions: dict[UUID, list[ListedPage]] = {}
    for page in pages:
        versions.setdefault(page.translation_key, []).append(page)
    yield f"<urlset {_NAMESPACES}>"
    for page in chosen:
        address = f"<loc>{escape(absolute(page.path))}</loc>"
        changed = f"<lastmod>{page.changed_at.isoformat(timespec='seconds')}</lastmod>" if page.changed_at else ""
        yield f"<url>{address}{changed}{_alternates(versions[page.translation_key])}</url>"
    yield "</urlset>"


def _alternates(versions: list[ListedPage]) -> str:
    """Return the links to all versions of a page, itself among them, as the protocol's extension asks."""
    links = [(page.language, page.path) for page in versions]
    links += [("x-default", path) for language, path in links if language == settings.LANGUAGE_CODE]
    return "".join(
        f'<xhtml:link rel="alternate" hreflang="{language}" href={quoteattr(absolute(path))}/>'
        for language, path in links
    )


def _xml(lines: Iterable[str]) -> HttpResponse:
    return HttpResponse(_START + "\n".join(lines) + "\n", content_type="application/xml; charset=utf-8")
