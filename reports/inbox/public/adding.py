"""Adding to a report what its reporter writes under the receipt or on the tracking page."""

from typing import Any

from django.http import HttpRequest

from ..services import log_failure
from .detail_form import DetailForm
from .following import Followed, add_details


def added(request: HttpRequest, followed: Followed) -> dict[str, Any]:
    """Store what was posted, and return what the page then says.

    `status` is 200 with `was_added`, 422 with the errors in `details`, or 503 with all that was typed in `details`.
    """
    details = DetailForm(request.POST)
    if not details.is_valid():
        return {"status": 422, "details": details}
    words, addresses = details.cleaned_data["message"], details.cleaned_data["more_addresses"]
    try:
        add_details(followed=followed, text=words, addresses=addresses)
    except Exception:
        log_failure()
        return {"status": 503, "details": details, "could_not_store": True}
    return {"status": 200, "was_added": True}
