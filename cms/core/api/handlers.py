"""Exceptions of the API as problems: in the language asked for, without a word of what was sent."""

import logging
import sys
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import DataError, IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import ValidationError as PydanticError

from ..logs import PlainFormatter
from .problems import problem

logger = logging.getLogger(__name__)
# What Wagtail's own routes raise at malformed input that they do not check first.
_MALFORMED = (TypeError, ValueError, KeyError, IndexError, AttributeError, OverflowError, DataError, IntegrityError)
_WORDS: dict[str, Any] = {
    "missing": _("This is required."),
    "extra_forbidden": _("This field is not known here."),
    "string_too_long": _("This is too long."),
    "string_too_short": _("This is too short."),
    "too_long": _("These are too many."),
    "too_short": _("These are too few."),
    "string_type": _("This must be text."),
    "string_pattern_mismatch": _("This is not in the right form."),
    "list_type": _("This must be a list."),
    "dict_type": _("This must be an object."),
    "int_parsing": _("This must be a whole number."),
    "int_type": _("This must be a whole number."),
    "bool_parsing": _("This must be true or false."),
    "bool_type": _("This must be true or false."),
    "greater_than_equal": _("This number is too small."),
    "less_than_equal": _("This number is too large."),
    "enum": _("This is none of the known codes."),
    "literal_error": _("This is none of the known codes."),
}
_NOT_AS_IT_SHOULD_BE = _("This is not as it should be.")
_LOC_LIMIT = 6


def register_handlers(api: NinjaAPI) -> None:
    """Let `api` answer the exceptions of every route, Wagtail's own too, as problems of ours."""

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        return problem(422, errors=[_told(entry) for entry in error.errors])

    @api.exception_handler(PydanticError)
    def invalid_inside(request: HttpRequest, error: PydanticError) -> HttpResponse:
        return problem(422, errors=[_told(dict(entry)) for entry in error.errors()])

    @api.exception_handler(Http404)
    def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
        return problem(404)

    @api.exception_handler(AuthenticationError)
    def unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        return _challenged(problem(401))

    @api.exception_handler(PermissionDenied)
    def denied(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
        return problem(403) if request.user.is_authenticated else _challenged(problem(401))

    @api.exception_handler(HttpError)
    def refused(request: HttpRequest, error: HttpError) -> HttpResponse:
        response = problem(error.status_code, str(error))
        if error.status_code in (429, 503):
            response["Retry-After"] = "60"
        return response

    @api.exception_handler(RequestDataTooBig)
    def too_big(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
        return problem(413)

    @api.exception_handler(Exception)
    def unexpected(request: HttpRequest, error: Exception) -> HttpResponse:
        if not (_is_stock(request) and isinstance(error, _MALFORMED)):
            raise error
        logger.warning(
            "A route of Wagtail's did not expect this input\n%s", PlainFormatter().formatException(sys.exc_info())
        )
        return problem(422)


def _challenged(response: HttpResponse) -> HttpResponse:
    response["WWW-Authenticate"] = "Bearer"
    return response


def _is_stock(request: HttpRequest) -> bool:
    """Return whether the route is one of Wagtail's own."""
    match = request.resolver_match
    view = match.func if match is not None else None
    path_view = getattr(view, "__self__", None) or _closure(view)
    operations = getattr(path_view, "operations", [])
    return bool(operations) and all(one.view_func.__module__.startswith("wagtail.") for one in operations)


def _closure(view: Any) -> Any:
    """Return the path view inside the function that ninja hands to Django."""
    cells = getattr(view, "__closure__", None) or ()
    return next((cell.cell_contents for cell in cells if hasattr(cell.cell_contents, "operations")), None)


def _told(entry: dict[str, Any]) -> dict[str, Any]:
    """Return what is wrong and where, with names of ours only: a key that nobody knows is not repeated."""
    kind = str(entry.get("type", ""))
    place = [part for part in entry.get("loc", ()) if isinstance(part, int | str)][:_LOC_LIMIT]
    if kind == "extra_forbidden":
        place = place[:-1]
    if "answers" in place:
        place = place[: place.index("answers") + 1]
    message = _WORDS.get(kind, _NOT_AS_IT_SHOULD_BE)
    if kind == "value_error":
        message = str(entry.get("msg", "")).removeprefix("Value error, ") or message
    return {"type": kind, "loc": place, "msg": str(message)}
