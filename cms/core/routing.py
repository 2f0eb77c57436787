"""Finding the page of an address in one query instead of two for each level of the tree."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.query import PageQuerySet
from wagtail.url_routing import RouteResult
from wagtail.views import serve as wagtail_serve

from .freshness import kept, public_etag, unchanged
from .localisation import active_language, locale_ids, locale_of


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Serve the page at `path` below the language prefix.

    The page is handed to Wagtail's own view, so hooks and view restrictions apply as always; where nothing is found,
    Wagtail routes by itself. A visitor who holds the page as it is gets 304 before it is even looked for.
    """
    etag = public_etag(request)
    if (answer := unchanged(request, etag)) is not None:
        return answer
    request.public_etag = etag  # type: ignore[attr-defined]
    remember_site(request)
    slugs = [component for component in path.split("/") if component]
    chain = page_chain(request, slugs)
    below = slugs[len(chain) - 1 :] if chain else []
    if chain and chain[-1].live and (not below or getattr(chain[-1].specific_class, "routes_below", False)):
        page = chain[-1].specific
        page.locale = locale_of(page.locale_id)
        page.chain = chain
        page.restricted_paths = kept(request, "restricted", restricted_paths)
        found = page.route(request, below) if below else RouteResult(page)
        request._wagtail_route_for_request = found  # type: ignore[attr-defined]
    return wagtail_serve(request, path)


def remember_site(request: HttpRequest) -> None:
    """Give the request its site, which Wagtail would look up for each of them."""
    name = f"site-{request.get_host()}-{request.get_port()}"
    request._wagtail_site = kept(request, name, lambda: Site.find_for_request(request))  # type: ignore[attr-defined]


def restricted_paths() -> list[str]:
    """Return the tree paths of all pages that are not open to everybody, with everything below them."""
    return list(PageViewRestriction.objects.values_list("page__path", flat=True))


def open_pages(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Return those of `pages` that everybody may read; asks the database nothing while the restrictions are kept.

    Args:
        pages: a queryset of pages of any type.
        request: whose state of the site counts.
    """
    for path in kept(request, "restricted", restricted_paths):
        pages = pages.exclude(path__startswith=path)
    return pages


def page_chain(request: HttpRequest, slugs: list[str]) -> list[Page]:
    """Return the pages from the home page of the active language down `slugs`, as far as there are any.

    One query over the slug index, whatever the depth.
    """
    site = Site.find_for_request(request)
    locale_id = locale_ids().get(active_language())
    if site is None or locale_id is None:
        return []
    is_home = Q(translation_key=site.root_page.translation_key)
    candidates = Page.objects.filter(is_home | Q(slug__in=slugs), locale_id=locale_id)
    by_place = {(page.path[: -Page.steplen], page.slug): page for page in candidates}
    home = next((page for page in by_place.values() if page.translation_key == site.root_page.translation_key), None)
    chain = [home] if home else []
    for slug in slugs if chain else []:
        found = by_place.get((chain[-1].path, slug))
        if not chain[-1].live:
            return []
        if found is None:
            break
        chain.append(found)
    for page in chain:
        page.locale = locale_of(page.locale_id)
    return chain
