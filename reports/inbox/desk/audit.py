"""The audit trail on the desk: who did what, page by page, and whether the trail is whole. Shows no text of reports."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import connection
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from .. import append_only
from ..audit_chain import Problem, is_linked
from ..audit_words import detail_in_words, reason_in_words
from ..duties import Duty, require_duty
from ..models import AuditCheck, AuditEvent, AuditHead
from ..services.audit_checks import check_trail
from .passphrase import guarded

PAGE = 50
# A longer trail is checked by the command: walking it takes longer than a page may.
CHECKED_HERE = 100_000
NOBODY = "0"


class TrailFilter(forms.Form):
    """What the auditor looks for; each field alone or together."""

    actor = forms.ChoiceField(label=gettext_lazy("Who"), required=False)
    action = forms.ChoiceField(
        label=gettext_lazy("What"), required=False, choices=[("", gettext_lazy("anything")), *AuditEvent.Action.choices]
    )
    subject = forms.CharField(label=gettext_lazy("Reference or name"), required=False, max_length=160)
    day = forms.DateField(
        label=gettext_lazy("Day"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        # The first and the last day of all have no neighbour to be measured with.
        validators=[MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2999, 12, 31))],
    )
    before = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = AuditEvent.objects.filter(actor=OuterRef("pk"))
        people = get_user_model().objects.filter(Exists(seen)).order_by("username")
        names = [(str(key), name) for key, name in people.values_list("pk", "username")]
        self.fields["actor"].choices = [  # type: ignore[attr-defined]
            ("", _("anybody")), (NOBODY, _("a command or the reporter")), *names,
        ]  # fmt: skip

    def events(self) -> Any:
        """Return the events that fit what was asked for."""
        asked = self.cleaned_data
        events = AuditEvent.objects.all()
        if asked["actor"]:
            events = events.filter(actor=None if asked["actor"] == NOBODY else asked["actor"])
        if asked["action"]:
            events = events.filter(action=asked["action"])
        if asked["subject"]:
            events = events.filter(subject=asked["subject"].strip())
        if asked["day"]:
            events = events.on_day(asked["day"])
        return events


@dataclass(frozen=True)
class TrailRow:
    """One event as it is shown; `fits` says whether it is as it was written."""

    event: AuditEvent
    reason: str
    detail: str
    fits: bool


@require_GET
def trail(request: HttpRequest) -> HttpResponse:
    """Show the trail, newest first, and what is known of its soundness."""
    require_duty(request, Duty.AUDIT)
    form = TrailFilter(request.GET)
    rows: list[TrailRow] = []
    older = ""
    if form.is_valid():
        events = list(form.events().newest_before(form.cleaned_data["before"], PAGE + 1))
        rows = _rows(events)[:PAGE]
        if len(events) > PAGE:
            older = _address_of(form, rows[-1].event.sequence)
    head = AuditHead.objects.filter(pk=1).first()
    context = {
        "form": form,
        "rows": rows,
        "unfit": [row for row in rows if not row.fits],
        "older": older,
        "newest": _address_of(form, None) if form.is_valid() and form.cleaned_data["before"] else "",
        "is_filtered": any(value for name, value in request.GET.items() if name != "before"),
        "length": head.last_sequence if head else 0,
        "last_check": AuditCheck.objects.first(),
        "problems": dict(Problem.choices),
        "is_protected": append_only.is_installed(connection),
        "can_check_here": head is None or head.last_sequence <= CHECKED_HERE,
    }
    return guarded(render(request, "admin/inbox/audit/trail.html", context, status=200 if form.is_valid() else 422))


@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """Verify the whole trail now, if it is short enough for a page."""
    require_duty(request, Duty.AUDIT)
    if AuditHead.objects.filter(last_sequence__gt=CHECKED_HERE).exists():
        raise PermissionDenied
    found = check_trail()
    if found.is_sound:
        messages.success(request, _("The trail was checked from the first event to the last: it is sound."))
    else:
        messages.error(request, _("The trail is not sound. Tell whoever is responsible for the hotline at once."))
    return guarded(redirect("inbox_audit"))


def _rows(events: list[AuditEvent]) -> list[TrailRow]:
    """Return events, newest first, each held to the one before it where that is on the page as well."""
    rows = []
    for place, event in enumerate(events):
        following = events[place + 1] if place + 1 < len(events) else None
        previous = following if following is not None and following.sequence == event.sequence - 1 else None
        rows.append(TrailRow(event, reason_in_words(event), detail_in_words(event), is_linked(event, previous)))
    return rows


def _address_of(form: TrailFilter, before: int | None) -> str:
    asked = {name: form.data.get(name, "") for name in ("actor", "action", "subject", "day")}
    if before is not None:
        asked["before"] = str(before)
    return "?" + urlencode({name: value for name, value in asked.items() if value})
