"""Errors as problem+json (RFC 9457), in the language asked for. They never repeat what was sent."""

from http import HTTPStatus
from typing import Any, NoReturn

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext_lazy as _
from ninja.errors import HttpError

from ..middleware import PRIVATE_CACHE

PROBLEM_TYPE = "application/problem+json"
UNKNOWN_PARAMETER = _("There is a parameter that this address does not know.")
UNKNOWN_CURSOR = _("The cursor is not one of this list.")
SENTENCES: dict[int, Any] = {
    400: _("This request cannot be read."),
    401: _("This needs a valid token."),
    403: _("This token does not allow it."),
    404: _("There is nothing here."),
    405: _("This address does not take this method."),
    406: _("This address does not answer in the form that was asked for."),
    409: _("This is not possible now."),
    413: _("This is too long. Please send a shorter text."),
    415: _("Send JSON with the content type application/json."),
    422: _("Something in the request is not as it should be."),
    429: _("Too much at once. Please wait a little."),
    500: _("Something went wrong on our side."),
    503: _("This does not work at the moment. Please try again later."),
}


def problem(status: int, detail: Any = "", **more: Any) -> HttpResponse:
    """Return a problem; `detail` is a sentence for a person, by default the one for `status`."""
    response = JsonResponse(
        {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
        | {"detail": str(detail or SENTENCES.get(status, ""))}
        | more,
        status=status,
        content_type=PROBLEM_TYPE,
    )
    response["Cache-Control"] = PRIVATE_CACHE
    return response


def refuse(status: int, detail: Any = "") -> NoReturn:
    """End the request with a problem.

    Raises:
        HttpError: always.
    """
    raise HttpError(status, str(detail or SENTENCES[status]))


def refuse_unknown_parameters(request: HttpRequest, known: set[str]) -> None:
    """Refuse a query with a parameter that is not in `known`: a misspelt filter would silently give too much.

    Raises:
        HttpError: 422.
    """
    if set(request.GET) - known:
        refuse(422, UNKNOWN_PARAMETER)
