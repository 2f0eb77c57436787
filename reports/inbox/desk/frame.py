"""What stands around every page of the desk: whether the inbox is open, and whether it is time for a break."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from ..duties import Duty, duties_of, has_duty
from ..services.exposure import end_look
from .passphrase import opened_keys


def desk_context(request: HttpRequest) -> dict[str, Any]:
    """Return the frame of a page; a look at disturbing text that was going on ends here. One query for analysts.

    `duties` holds the names of the person's duties in lower case, for templates: `duties.assess`.
    """
    held = duties_of(request.user)
    context: dict[str, Any] = {"duties": {duty.name.lower(): duty.value in held for duty in Duty}}
    if has_duty(request.user, Duty.READ):
        context |= {
            "inbox_is_open": bool(opened_keys(request)),
            "stretch": end_look(analyst=request.user),
            "staff_support": settings.HOTLINE_STAFF_SUPPORT,
        }
    return context
