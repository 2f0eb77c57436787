"""What every address of the API has in common: its language, HEAD and OPTIONS, JSON in, problem+json out."""

import json
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.utils.cache import set_response_etag
from django.utils.translation import get_language_from_request, override

from ..middleware import PRIVATE_CACHE
from .problems import PROBLEM_TYPE, SENTENCES, problem

GetResponse = Callable[[HttpRequest], HttpResponse]
PREFIX = "/api/v3/"
_WITH_BODY = ("POST", "PUT", "PATCH")


class ApiMiddleware:
    """Answer programs as HTTP says: in the language asked for, to HEAD and OPTIONS too, and never with a page."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(PREFIX):
            return self.get_response(request)
        language = language_of(request)
        with override(language):
            response = _refused_body(request) or self._answer(request)
            if response.status_code >= 400:
                response = _as_problem(response)
                response["Cache-Control"] = PRIVATE_CACHE
                response["Content-Language"] = language
        return response

    def _answer(self, request: HttpRequest) -> HttpResponse:
        method = request.method
        if method == "HEAD":
            # The server leaves the body out; all headers are those of GET.
            request.method = "GET"
        response = self.get_response(request)
        request.method = method
        if method == "HEAD" and _needs_tag(response):
            set_response_etag(response)
        if response.status_code == 405:
            methods = {name.strip() for name in response.get("Allow", "").split(",") if name.strip()}
            response["Allow"] = ", ".join(sorted(methods | {"OPTIONS"} | ({"HEAD"} if "GET" in methods else set())))
            if method == "OPTIONS":
                return HttpResponse(status=204, headers={"Allow": response["Allow"], "Cache-Control": PRIVATE_CACHE})
        return response


def _needs_tag(response: HttpResponse) -> bool:
    """Return whether Django would have tagged this answer, had it been asked for with GET."""
    is_kept = "no-store" not in response.get("Cache-Control", "")
    return response.status_code == 200 and is_kept and not response.has_header("ETag")


def language_of(request: HttpRequest) -> str:
    """Return the language in which to speak to the program: `locale` in the query, else its `Accept-Language`."""
    asked = request.GET.get("locale", "")
    return asked if asked in dict(settings.LANGUAGES) else get_language_from_request(request)


def _refused_body(request: HttpRequest) -> HttpResponse | None:
    """Return a problem for a body that no route can mean: no JSON, or no object. Uploads of editors are let through."""
    if request.method not in _WITH_BODY or request.content_type == "multipart/form-data":
        return None
    try:
        if not request.body:
            return None
        status = _status_of(request.body) if request.content_type == "application/json" else 415
    except RequestDataTooBig:
        status = 413
    except UnreadablePostError:
        status = 400
    return problem(status) if status else None


def _status_of(body: bytes) -> int:
    """Return the status of the problem with a body; 0 for a JSON object."""
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        return 400
    return 0 if isinstance(sent, dict) else 422


def _as_problem(response: HttpResponse) -> HttpResponse:
    """Return an error as a problem; a page, which Django made, is replaced."""
    if response.get("Content-Type", "").startswith((PROBLEM_TYPE, "application/json")):
        return response
    status = response.status_code if response.status_code in SENTENCES else 400 if response.status_code < 500 else 500
    replaced = problem(status)
    for name in ("Allow", "Retry-After"):
        if response.has_header(name):
            replaced[name] = response[name]
    return replaced
