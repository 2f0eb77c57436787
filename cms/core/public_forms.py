"""What public forms without accounts and cookies have in common: posts from other sites, and rows that look typed by
programs. What a form asks, and what becomes of it, is its app's."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from .middleware import refuse

View = Callable[..., HttpResponse]


def comes_from_another_site(request: HttpRequest) -> bool:
    """Return whether a browser says so. One that says nothing is believed: there is no session to abuse."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in ("same-origin", "none")
    # Our own pages may allow no referrer, so browsers send them as "null".
    origin = request.headers.get("Origin", "null")
    return origin != "null" and origin.partition("://")[2] != request.get_host()


def public_form(view: View) -> View:
    """Return `view` as visitors without a cookie may post to it; every answer stays out of caches.

    There is no session to protect, so instead of a CSRF cookie a post from another site is refused.
    """

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST":
            if comes_from_another_site(request):
                return refuse(
                    request, 403, _("This form was sent from another site. Please fill it in on our own page.")
                )
            try:
                request.POST  # noqa: B018  (reading it is what can fail)
            except (BadRequest, SuspiciousOperation, UnreadablePostError):
                return refuse(request, 400, _("This form could not be read. Please go back and send it again."))
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex"
        return response

    return answer
