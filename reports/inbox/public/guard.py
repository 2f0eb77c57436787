"""What every public view of the hotline has in common: private answers, no other site, bodies that can be read."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters

from cms.core.public_forms import comes_from_another_site

View = Callable[[HttpRequest], HttpResponse]


def public_view(view: View) -> View:
    """Return `view` as the public may call it.

    There is no session to protect, so instead of a CSRF cookie a post from another site is refused. Every answer stays
    out of caches, search engines and referrers.
    """

    @csrf_exempt
    @sensitive_post_parameters()
    @wraps(view)
    def answer(request: HttpRequest) -> HttpResponse:
        if request.method == "POST":
            if comes_from_another_site(request):
                return private(render(request, "pages/inbox/refused.html", status=403))
            try:
                request.POST  # noqa: B018  (reading it is what can fail)
            except (BadRequest, SuspiciousOperation, UnreadablePostError):
                return private(_unreadable(request))
        return private(view(request))

    return answer


def private(response: HttpResponse) -> HttpResponse:
    """Return `response` kept out of caches, referrers and search engines."""
    if "no-store" not in response.get("Cache-Control", ""):
        response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _unreadable(request: HttpRequest) -> HttpResponse:
    context: dict[str, Any] = {"message": _("This form could not be read. Please go back and send it again, or call.")}
    return render(request, "errors/refused.html", context, status=400)
