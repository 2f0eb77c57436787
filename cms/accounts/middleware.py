"""Keeps people out of the admin until they have shown their second factor."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse

from cms.core.middleware import is_admin_path

from .second_factor import has_second_factor, needs_second_factor

# What somebody with half a sign-in may open: the rest of the sign-in, the way out, and two files that say nothing.
REACHABLE = frozenset(
    {
        "second_factor_verify", "second_factor_recovery", "second_factor_enrol", "wagtailadmin_login",
        "wagtailadmin_logout", "wagtailadmin_sprite", "wagtailadmin_javascript_catalog",
    }
)  # fmt: skip


class SecondFactorMiddleware:
    """Lead everybody who needs a second factor, or has set one up, to the page that asks for it.

    After `OTPMiddleware`. Only for the admin: the API knows no sessions, and visitors have none.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_admin_path(request.path):
            way = self._missing_step(request)
            if way:
                if request.headers.get("x-requested-with") == "XMLHttpRequest":
                    raise PermissionDenied
                wanted = {"next": request.get_full_path()} if request.method == "GET" else None
                return redirect(reverse(way, query=wanted))
        return self.get_response(request)

    @staticmethod
    def _missing_step(request: HttpRequest) -> str:
        """Return the URL name of the page where the sign-in goes on; empty if nothing is missing."""
        user: Any = request.user
        if not user.is_authenticated or user.is_verified() or _is_reachable(request.path_info):
            return ""
        if has_second_factor(user):
            return "second_factor_verify"
        return "second_factor_enrol" if needs_second_factor(user) else ""


def _is_reachable(path: str) -> bool:
    try:
        return resolve(path).url_name in REACHABLE
    except Resolver404:
        return False
