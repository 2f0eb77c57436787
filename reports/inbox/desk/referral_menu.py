"""Where referrals and their recipients stand in the menu of the admin: shown to whom they concern."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from ..duties import Duty, has_duty
from ..services.recipients import READERS


class DutyMenuItem(MenuItem):
    """An entry for people who have one of `duties`."""

    def __init__(self, *args: Any, duties: tuple[Duty, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.duties = duties

    def is_shown(self, request: HttpRequest) -> bool:
        return any(has_duty(request.user, duty) for duty in self.duties)


def referrals_item() -> MenuItem:
    """Return the entry of the list of referrals."""
    return DutyMenuItem(
        _("Referrals"), reverse_lazy("inbox_referrals"), icon_name="mail", order=51, duties=(Duty.REFER,)
    )


def recipients_item() -> MenuItem:
    """Return the entry of the directory."""
    return DutyMenuItem(_("Recipients"), reverse_lazy("inbox_recipients"), icon_name="group", order=52, duties=READERS)
