"""House rules of the hotline that Django's check framework enforces at start-up."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from .vocabularies import Outcome


@register("isigurt")
def every_outcome_has_retention_days(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A report with an outcome that is forgotten here would be kept for ever, or a misspelt one deleted too early."""
    days = settings.HOTLINE_RETENTION_DAYS
    errors: list[CheckMessage] = []
    if set(days) != set(Outcome.values):
        wrong = ", ".join(sorted(set(days) ^ set(Outcome.values)))
        errors.append(Error(f"HOTLINE_RETENTION_DAYS must name each outcome and no other: {wrong}.", id="isigurt.E010"))
    if not all(isinstance(value, int) and not isinstance(value, bool) and value >= 1 for value in days.values()):
        errors.append(Error("HOTLINE_RETENTION_DAYS must be whole days, at least 1.", id="isigurt.E011"))
    return errors
