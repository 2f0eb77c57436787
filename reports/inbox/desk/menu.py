"""Entries of the admin's menu, each shown to those whose duty it is."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from ..duties import Duty, has_duty


class DutyMenuItem(MenuItem):
    """An entry for people with one duty."""

    def __init__(self, duty: Duty, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.duty = duty

    def is_shown(self, request: HttpRequest) -> bool:
        return has_duty(request.user, self.duty)


def audit() -> MenuItem:
    return DutyMenuItem(
        Duty.AUDIT, _("Audit trail"), reverse("inbox_audit"), name="inbox-audit", icon_name="history", order=60
    )


def statistics() -> MenuItem:
    return DutyMenuItem(
        Duty.STATISTICS, _("Statistics"), reverse("inbox_statistics"), name="inbox-statistics", icon_name="table",
        order=55,
    )  # fmt: skip
