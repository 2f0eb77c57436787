"""Referrals after they were prepared: what waits, one referral, and its next steps. Building one is in `passing`."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from ..audit import record_event
from ..documents import read_contact, read_text
from ..duties import Duty, has_duty, require_duty
from ..models import AuditEvent, Referral
from ..models.referrals import WAITING
from ..packages.opening import fingerprint, grouped
from ..passing import Field
from ..ready_texts import ready_text
from ..sealing import CannotOpenError
from ..services import referrals as services
from ..services.casework import CaseworkError
from ..vocabularies import PassedField, ReferralResponse, ReferralState
from ..wording import sections
from .passing_forms import FollowUpForm
from .passphrase import guarded, opened_keys

_PER_PAGE = 50
_QUEUES: dict[str, Any] = {
    "due": gettext_lazy("To follow up"),
    "prepared": gettext_lazy("Not sent yet"),
    "waiting": gettext_lazy("Waiting for an answer"),
    "all": gettext_lazy("All"),
}


@require_GET
def referrals(request: HttpRequest) -> HttpResponse:
    """List referrals; what has to be followed up comes first. Metadata only."""
    require_duty(request, Duty.REFER)
    queue = request.GET.get("queue", "due")
    today = timezone.localdate()
    found = (
        Referral.objects.without_sealed()
        .select_related("recipient", "report", "created_by")
        .defer(
            *(f"report__{name}" for name in ("sealed_document", "sealed_key", "sealed_contact", "sealed_contact_key"))
        )
    )
    if queue == "prepared":
        found = found.filter(state=ReferralState.PREPARED)
    elif queue == "waiting":
        found = found.waiting()
    elif queue != "all":
        queue = "due"
        found = found.due(today).order_by("follow_up_on", "pk")
    page = Paginator(found, _PER_PAGE).get_page(request.GET.get("p"))
    context = {"page": page, "queue": queue, "queues": _QUEUES, "today": today, "title": _("Referrals")}
    return guarded(render(request, "admin/inbox/referrals/list.html", context))


@require_GET
def referral(request: HttpRequest, referral_id: int) -> HttpResponse:
    """Show one referral. What was passed on shows only while the inbox is open, and each such view is audited."""
    require_duty(request, Duty.REFER)
    found = get_object_or_404(
        Referral.objects.select_related("recipient", "report", "created_by", "inbox_key"), pk=referral_id
    )
    keys = opened_keys(request)
    recipient = found.recipient
    current = fingerprint(bytes(recipient.public_key)) if recipient.public_key is not None else ""
    context: dict[str, Any] = {
        "referral": found,
        "title": _("Referral"),
        "subtitle": found.report.public_reference,
        "inbox_is_open": bool(keys),
        "passed_labels": [PassedField(name).label for name in found.fields_passed],
        "sealed_to": grouped(found.recipient_key_fingerprint),
        "key_has_changed": bool(found.recipient_key_fingerprint) and found.recipient_key_fingerprint != current,
        "can_export": has_duty(request.user, Duty.EXPORT) and bool(current),
        "is_waiting": found.state in WAITING,
        "responses": ReferralResponse.choices,
        "follow_up": FollowUpForm(initial={"follow_up_on": found.follow_up_on}),
    }
    return guarded(render(request, "admin/inbox/referrals/referral.html", context | _content(request, found, keys)))


def _content(request: HttpRequest, found: Referral, keys: dict[int, bytes]) -> dict[str, Any]:
    """Return what was passed on, if it may be shown: the contact only while the reporter has not deleted it."""
    key = keys.get(found.inbox_key_id)
    if key is None or not has_duty(request.user, Duty.READ):
        return {}
    try:
        document = read_text(row=found, private_key=key)
        if Field.CONTACT in found.fields_passed:
            contact = read_contact(report=found.report, private_key=keys.get(found.report.inbox_key_id, key))
            document["contact"] = contact.contact if contact is not None else ""
    except CannotOpenError:
        return {}
    record_event(
        action=AuditEvent.Action.REPORT_READ,
        actor=request.user,
        subject=found.report.public_reference,
        detail=f"referral {found.pk}",
    )
    return {
        "document": document,
        "sections": sections(document),
        "contact_is_gone": Field.CONTACT in found.fields_passed and not document.get("contact"),
        # With a key the sealed copy travels; without one, somebody copies or prints the text.
        "text": ready_text(document) if found.sealed_for_recipient is None and found.state != "withdrawn" else "",
    }


def _follow_up(request: HttpRequest, given: dict[str, Any]) -> None:
    form = FollowUpForm(request.POST)
    if not form.is_valid():
        raise CaseworkError(_("This day has passed."))
    services.set_follow_up(follow_up_on=form.cleaned_data["follow_up_on"], **given)


_STEPS: dict[str, Callable[[HttpRequest, dict[str, Any]], Any]] = {
    "sent": lambda request, given: services.mark_sent(**given),
    "received": lambda request, given: services.acknowledge(**given),
    "answered": lambda request, given: services.record_answer(response=request.POST.get("response", ""), **given),
    "withdrawn": lambda request, given: services.take_back(**given),
    "follow_up": _follow_up,
}


@require_POST
def referral_step(request: HttpRequest, referral_id: int) -> HttpResponse:
    """Take the next step of a referral and go back to it."""
    require_duty(request, Duty.REFER)
    step = _STEPS.get(request.POST.get("step", ""))
    try:
        if step is None:
            raise CaseworkError(_("There is no such step."))
        step(request, {"referral_id": referral_id, "actor": request.user})
    except CaseworkError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Saved."))
    return guarded(redirect("inbox_referral", referral_id))
