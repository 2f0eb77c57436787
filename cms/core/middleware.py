"""Middleware of the whole site: caching rules, the admin's own policy, a guard against hostile input."""

from collections.abc import Callable
from http import HTTPStatus

from csp.constants import SELF, UNSAFE_INLINE
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.functional import Promise
from django.utils.translation import get_language_from_path, get_language_from_request, override
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.redirects.middleware import RedirectMiddleware

GetResponse = Callable[[HttpRequest], HttpResponse]

ADMIN_PREFIX = "/admin/"
# Addresses that exist without a language prefix; a 404 among them is a 404.
WITHOUT_LANGUAGE = (
    "/admin/", "/api/", "/static/", "/media/", "/documents/", "/bundles/", "/lessons/", "/.well-known/", "/data/",
    "/catalog.", "/publications/",
)  # fmt: skip
PUBLIC_CACHE = "public, max-age=60, s-maxage=300, stale-while-revalidate=600"
PRIVATE_CACHE = "private, no-store"
# The longest body a public route accepts, in bytes. A report is text; 20,000 characters of it fit.
PUBLIC_BODY_LIMIT = 256 * 1024
# A form that is too long is still read, so that its page can give back what was typed; this is where that ends.
READABLE_FORM_LIMIT = 1024 * 1024


def is_admin_path(path: str) -> bool:
    return path.startswith((ADMIN_PREFIX, "/django-admin/"))


class PublicCacheMiddleware:
    """Say of every answer who may keep it.

    Visitors have no cookies and no accounts, so a public answer is the same for everybody. Everything that carries
    a session, a token or the admin stays private.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.has_header("Cache-Control"):
            return response
        if "Authorization" in request.headers:
            response["Cache-Control"] = PRIVATE_CACHE
            patch_vary_headers(response, ["Authorization"])
        elif self._is_private(request, response):
            response["Cache-Control"] = PRIVATE_CACHE
        elif request.method in ("GET", "HEAD") and response.status_code in (200, 301, 304):
            response["Cache-Control"] = PUBLIC_CACHE
            self._strip_vary(response)
        elif request.method in ("GET", "HEAD") and response.status_code == 404:
            response["Cache-Control"] = "public, max-age=30"
            self._strip_vary(response)
        else:
            response["Cache-Control"] = "no-cache"
        return response

    @staticmethod
    def _is_private(request: HttpRequest, response: HttpResponse) -> bool:
        signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES
        return is_admin_path(request.path) or bool(response.cookies) or signed_in

    @staticmethod
    def _strip_vary(response: HttpResponse) -> None:
        """The language comes from the path and there are no cookies: neither may split a shared cache."""
        kept = [
            name.strip()
            for name in response.get("Vary", "").split(",")
            if name.strip() and name.strip().lower() not in ("accept-language", "cookie")
        ]
        if kept:
            response["Vary"] = ", ".join(kept)
        elif response.has_header("Vary"):
            del response["Vary"]


class CompressPublicMiddleware(GZipMiddleware):
    """Compress public text for deployments without a proxy that does.

    Only what everybody gets alike: nothing in it is secret, so its length tells nothing, and the same bytes stay the
    same bytes.
    """

    max_random_bytes = 0
    types = ("text/", "application/json", "application/xml", "application/atom+xml", "application/rss+xml")

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_public = response.get("Cache-Control", "").startswith("public")
        if response.streaming or not is_public or not response.get("Content-Type", "").startswith(self.types):
            return response
        return super().process_response(request, response)


class AdminPolicyMiddleware:
    """Give the Wagtail admin the inline scripts and styles it needs; the inbox keeps the strict policy."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not is_admin_path(request.path):
            return response
        # The preview panel of the page editor is a frame.
        response["X-Frame-Options"] = "SAMEORIGIN"
        response._csp_replace = {"frame-ancestors": [SELF], "frame-src": [SELF]}  # type: ignore[attr-defined]
        if not getattr(response, "_strict_csp", False):
            response._csp_update = {  # type: ignore[attr-defined]
                "script-src": [UNSAFE_INLINE],
                "style-src": [UNSAFE_INLINE],
                "img-src": ["blob:"],
            }
        return response


class SiteLocaleMiddleware(LocaleMiddleware):
    """Take the language from the address; lead visitors of addresses without one to a page, but never programs."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_404 = response.status_code == 404 and request.path.startswith(WITHOUT_LANGUAGE)
        # Programs are answered alike whatever language their browser prefers; problems say theirs themselves.
        if is_404 or request.path.startswith("/api/v3/"):
            return response
        return super().process_response(request, response)


class SiteRedirectMiddleware(RedirectMiddleware):
    """Look for redirects of pages only: programs ask `content/resolve/`, and no 404 of theirs costs a query."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        return response if request.path.startswith("/api/") else super().process_response(request, response)


class InputGuardMiddleware:
    """Refuse what no route of ours can mean: NUL bytes, huge bodies, files on public routes, absurd numbers."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._refusal(request) or self.get_response(request)

    def _refusal(self, request: HttpRequest) -> HttpResponse | None:
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return refuse(request, 400, _("This address cannot be read."))
        if is_admin_path(request.path):
            return None
        return self._refuse_body(request) or self._refuse_api_query(request)

    def _refuse_body(self, request: HttpRequest) -> HttpResponse | None:
        if request.content_type == "multipart/form-data" and not self._may_upload(request):
            return refuse(request, 415, _("Files are not accepted here. Please send only words and addresses."))
        try:
            length = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            return refuse(request, 400, _("This request cannot be read."))
        is_form = request.content_type == "application/x-www-form-urlencoded" and not request.path.startswith("/api/")
        if length > (READABLE_FORM_LIMIT if is_form else PUBLIC_BODY_LIMIT) and not self._may_upload(request):
            return refuse(request, 413, _("This is too long. Please send a shorter text."))
        return None

    @staticmethod
    def _may_upload(request: HttpRequest) -> bool:
        """Editors' programs may upload images and documents through the API with their token; nobody else any file."""
        return request.path.startswith(("/api/v3/images/", "/api/v3/documents/")) and "Authorization" in request.headers

    @staticmethod
    def _refuse_api_query(request: HttpRequest) -> HttpResponse | None:
        if not request.path.startswith("/api/"):
            return None
        for name in ("offset", "limit", "page", "id"):
            value = request.GET.get(name, "")
            if value.isdigit() and len(value) > 9:
                return refuse(request, 400, _("A number in the query is too large."))
        if '"' in request.GET.get("search", ""):
            # SQLite's FTS5 takes a double quote as syntax and fails.
            query = request.GET.copy()
            words = request.GET.get("search", "").replace('"', " ").strip()
            if not words:
                return refuse(request, 400, _("Type a word made of letters or numbers."))
            query["search"] = words
            request.GET = query  # type: ignore[assignment]
            request.META["QUERY_STRING"] = query.urlencode()
        return None


def _problem(request: HttpRequest, status: int, message: Promise) -> HttpResponse:
    asked = request.GET.get("locale", "")
    with override(asked if asked in dict(settings.LANGUAGES) else get_language_from_request(request)):
        told = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": str(message)}
        return JsonResponse(told, status=status, content_type="application/problem+json")


def refuse(request: HttpRequest, status: int, message: Promise) -> HttpResponse:
    """Return an error in the form the caller understands: problem+json for the API, else a page."""
    response: HttpResponse
    if request.path.startswith("/api/"):
        response = _problem(request, status, message)
    else:
        with override(get_language_from_path(request.path_info) or settings.LANGUAGE_CODE):
            response = render(request, "errors/refused.html", {"message": str(message)}, status=status)
    response["Cache-Control"] = PRIVATE_CACHE
    response["Referrer-Policy"] = "no-referrer"
    return response
