"""Who may do what in the hotline. The only place that reads permissions of the inbox.

A superuser has none of these duties: running the system is no reason to see reports.
"""

from typing import Any

from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

_CACHE = "_inbox_duties"


class Duty(models.TextChoices):
    """What somebody does in the hotline; the value is the code name of the permission."""

    VIEW = "view_incidentreport", _("see the queues")
    READ = "read_incidentreport", _("read reports")
    ASSESS = "assess_incidentreport", _("assess and answer")
    DECIDE = "decide_incidentreport", _("second look and P1")
    REFER = "refer_incidentreport", _("refer")
    EXPORT = "export_incidentreport", _("export")
    ENTER = "enter_incidentreport", _("enter reports by telephone")
    SUPERVISE = "supervise_incidentreport", _("supervise")
    KEYS = "manage_inboxkey", _("grant and revoke keys")
    STATISTICS = "view_statfact", _("see statistics")
    AUDIT = "view_auditevent", _("see the audit trail")


class Role(models.TextChoices):
    """The roles of a hotline; each is a group of the same name."""

    INTAKE_ANALYST = "Hotline: intake analyst", _("intake analyst")
    SENIOR_ANALYST = "Hotline: senior analyst", _("senior analyst")
    LIAISON = "Hotline: liaison", _("liaison")
    SUPERVISOR = "Hotline: supervisor", _("supervisor")
    STATISTICIAN = "Hotline: statistician", _("statistician")
    AUDITOR = "Hotline: auditor", _("auditor")


DUTIES: dict[str, frozenset[Duty]] = {
    Role.INTAKE_ANALYST: frozenset({Duty.VIEW, Duty.READ, Duty.ASSESS, Duty.ENTER}),
    Role.SENIOR_ANALYST: frozenset(
        {Duty.VIEW, Duty.READ, Duty.ASSESS, Duty.ENTER, Duty.DECIDE, Duty.REFER, Duty.EXPORT, Duty.KEYS}
    ),
    Role.LIAISON: frozenset({Duty.VIEW, Duty.READ, Duty.REFER, Duty.EXPORT}),
    # Sees queues and people, no text: there is no READ.
    Role.SUPERVISOR: frozenset({Duty.VIEW, Duty.SUPERVISE, Duty.KEYS, Duty.STATISTICS}),
    Role.STATISTICIAN: frozenset({Duty.STATISTICS}),
    Role.AUDITOR: frozenset({Duty.AUDIT}),
}


def duties_of(user: Any) -> frozenset[str]:
    """Return the code names of the duties `user` has through groups or directly; read once a user object."""
    known: frozenset[str] | None = getattr(user, _CACHE, None)
    if known is not None:
        return known
    if not getattr(user, "is_active", False) or not user.is_authenticated:
        return frozenset()
    if user.is_superuser:
        # Django answers that a superuser may do everything; here only what was given by name counts.
        held = models.Q(group__user=user) | models.Q(user=user)
        given = Permission.objects.filter(held, content_type__app_label="inbox")
        names = list(given.values_list("codename", flat=True))
    else:
        names = [name.removeprefix("inbox.") for name in user.get_all_permissions() if name.startswith("inbox.")]
    found = frozenset(Duty.values).intersection(names)
    setattr(user, _CACHE, found)
    return found


def has_duty(user: Any, duty: Duty) -> bool:
    """Return whether `user` has `duty`."""
    return duty.value in duties_of(user)


def require_duty(request: HttpRequest, *duties: Duty) -> None:
    """Let pass who has at least one of `duties`.

    Raises:
        PermissionDenied: for everybody else.
    """
    if not any(has_duty(request.user, duty) for duty in duties):
        raise PermissionDenied
