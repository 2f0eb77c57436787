"""What every answer of a private page has in common."""

from django.http import HttpResponse


def guarded(response: HttpResponse) -> HttpResponse:
    """Return `response` kept out of every cache and under the strict content policy, inside the admin too."""
    response["Cache-Control"] = "private, no-store"
    response._strict_csp = True  # type: ignore[attr-defined]
    return response
