"""From an address of the site to the page at it, in both languages, redirects included."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import override
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from cms.core.localisation import locale_ids
from cms.core.routing import page_chain, remember_site

from ..models import PublishedEntry

# Longest path that is looked for.
PATH_LIMIT = 500
# So deep no page lies; more parts would only make a longer query.
_PARTS_LIMIT = 20


def entry_at(request: HttpRequest, path: str) -> PublishedEntry | None:
    """Return the entry of the page at `path`, which begins with the language; None if there is none. Few queries."""
    parts = [part for part in path.split("/") if part]
    if not parts or parts[0] not in locale_ids() or len(parts) > _PARTS_LIMIT:
        return None
    remember_site(request)
    with override(parts[0]):
        chain = page_chain(request, parts[1:])
    if len(chain) != len(parts):
        return None
    return PublishedEntry.objects.filter(pk=chain[-1].pk).first()


def redirect_at(request: HttpRequest, path: str) -> dict[str, Any] | None:
    """Return where the address has moved to, or None."""
    if path == "/":
        return {"kind": "redirect", "location": "/sq/", "is_permanent": False}
    site = Site.find_for_request(request)
    normalised = Redirect.normalise_path(path)
    found = Redirect.get_for_site(site).select_related("redirect_page").filter(old_path=normalised).first()
    if found is None or not (location := found.link):
        return None
    own = f"{site.root_url}/" if site is not None else ""
    if own and location.startswith(own):
        location = location[len(own) - 1 :]
    return {"kind": "redirect", "location": location, "is_permanent": found.is_permanent}
