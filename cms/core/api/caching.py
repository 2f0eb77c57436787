"""Caching of public answers: a copy is confirmed before the content is read; nothing with a token is ever kept."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import parse_qsl

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from ..freshness import site_state, unchanged
from ..middleware import PRIVATE_CACHE
from ..release import release

View = Callable[..., HttpResponse]


def confirmed_read(view: View) -> View:
    """Let a public read answer 304 in one query, before it does its work.

    For views that show published content and nothing else; one that marks its answer as private gets no tag.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        tag = _tag(request)
        if (response := unchanged(request, tag)) is None:
            response = view(request, *args, **kwargs)
            if tag is not None and response.status_code == 200 and not response.has_header("Cache-Control"):
                response["ETag"] = tag
        return response

    return answer


def never_kept(view: View) -> View:
    """Keep every answer, refusals too, out of all caches, and apart for each token."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = PRIVATE_CACHE
        patch_vary_headers(response, ["Authorization"])
        return response

    return answer


def _tag(request: HttpRequest) -> str | None:
    if settings.DEBUG or request.method not in ("GET", "HEAD") or "Authorization" in request.headers:
        return None
    query = sorted(parse_qsl(request.META.get("QUERY_STRING", ""), keep_blank_values=True))
    parts = (release(), site_state(request), request.get_host(), request.path, query)
    return f'"{hashlib.blake2s(repr([str(part) for part in parts]).encode(), digest_size=12).hexdigest()}"'
