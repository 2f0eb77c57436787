"""Whether a visitor's copy of a public answer is still what we would send: one small query instead of a page.

The tag of an answer is made of everything the answer depends on. `wagtail_hooks` counts the changes.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any, TypeVar

from django.conf import settings
from django.core.cache import cache
from django.db.models import Value
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response

from .models import Announcement, ChangeCount
from .release import release

Kept = TypeVar("Kept")


@dataclass(frozen=True)
class SiteState:
    """What every public answer depends on: changes so far, announcements that show now, the local date."""

    changes: int
    announcements: tuple[int, ...]
    day: date

    def __str__(self) -> str:
        return f"{self.changes}.{'-'.join(map(str, self.announcements))}.{self.day.isoformat()}"


def site_state(request: HttpRequest) -> SiteState:
    """Return the state of the site, read once a request, in one query.

    Read it before the content: a change in between then makes the tag too old, never the content.
    """
    known: SiteState | None = getattr(request, "_isigurt_state", None)
    if known is None:
        known = read_site_state()
        request._isigurt_state = known  # type: ignore[attr-defined]
    return known


def read_site_state() -> SiteState:
    """Return the state of the site as it is in the database now."""
    now = timezone.now()
    counts = ChangeCount.objects.order_by().annotate(kind=Value("change")).values_list("kind", "number")
    showing = Announcement.objects.showing(now).order_by().annotate(kind=Value("announcement"))
    rows = list(counts.union(showing.values_list("kind", "pk"), all=True))
    return SiteState(
        changes=sum(number for kind, number in rows if kind == "change"),
        announcements=tuple(sorted(number for kind, number in rows if kind == "announcement")),
        day=timezone.localdate(now),
    )


def kept(request: HttpRequest, name: str, read: Callable[[], Kept]) -> Kept:
    """Return what `read` gives, kept under `name` until the site changes.

    Args:
        request: whose state of the site counts.
        name: distinguishes what is kept; with the language or host where the value depends on them.
        read: reads the value from the database; its value can be pickled.
    """
    key = f"{name}-{site_state(request)}"
    found: Kept | None = cache.get(key)
    if found is None:
        found = read()
        cache.set(key, found, settings.SURROUNDINGS_CACHE_SECONDS)
    return found


def public_etag(request: HttpRequest) -> str | None:
    """Return the tag of the public answer at this address; None where the answer may differ between visitors.

    Search results, previews, and whatever a session or a token shows have none.
    """
    if settings.DEBUG or request.method not in ("GET", "HEAD") or request.META.get("QUERY_STRING"):
        return None
    if settings.SESSION_COOKIE_NAME in request.COOKIES or "Authorization" in request.headers:
        return None
    parts = (release(), site_state(request), request.get_host(), request.path, saves_data(request))
    return f'"{hashlib.blake2s(repr([str(part) for part in parts]).encode(), digest_size=12).hexdigest()}"'


def saves_data(request: HttpRequest) -> bool:
    """Return whether pictures are to be left out: the address says so, else the browser's own setting."""
    wish = request.GET.get("pictures")
    return wish == "no" if wish in ("yes", "no") else request.headers.get("Save-Data", "").lower() == "on"


def confirmed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a view that shows nothing but published content answer 304 before it does its work."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        etag = public_etag(request)
        if (response := unchanged(request, etag)) is None:
            response = view(request, *args, **kwargs)
            if etag is not None:
                response["ETag"] = etag
        return response

    return answer


def unchanged(request: HttpRequest, etag: str | None) -> HttpResponse | None:
    """Return 304 if the visitor holds the answer with this tag (412 if they asked for another), else None."""
    if etag is None:
        return None
    response = get_conditional_response(request, etag=etag)
    if response is not None:
        response["ETag"] = etag
    return response
