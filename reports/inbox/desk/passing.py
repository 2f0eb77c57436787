"""Passing a report on, step by step: choose a recipient, choose what leaves, see exactly that, then let it leave.

Both ways out – a referral and a sealed package – are this one flow. Lists and later steps are in `referrals`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from ..audit import record_event
from ..disclosure import KINDS, kinds_for
from ..documents import read_text
from ..duties import Duty, require_duty
from ..models import AuditEvent, IncidentReport, Recipient, Referral
from ..packages.opening import fingerprint, grouped
from ..passing import Field
from ..ready_texts import ready_text
from ..sealing import CannotOpenError
from ..services.casework import CaseworkError, require_duty_of
from ..services.outgoing import mark_of, outgoing, preview, read_sources, require_may_refer
from ..services.packages import export_package
from ..services.referrals import prepare
from ..vocabularies import ReferralKind
from ..wording import sections
from .passing_forms import PackageForm, PassingForm, ReferralForm
from .passphrase import guarded, opened_keys

FOLDER = "admin/inbox/referrals"


@dataclass(frozen=True)
class Flow:
    """One way out.

    Args:
        preview: gives the document, or raises `CaseworkError`.
        finish: lets it leave and answers the request.
    """

    duty: Duty
    title: Any
    button: Any
    form: type[PassingForm]
    needs_key: bool
    preview: Callable[..., dict[str, Any]]
    finish: Callable[..., HttpResponse]


@sensitive_post_parameters()
def new_referral(request: HttpRequest, report_id: int) -> HttpResponse:
    """Build a referral."""
    require_duty(request, Duty.REFER)
    return _pass_on(request, report_id, REFERRAL)


@sensitive_post_parameters()
def new_package(request: HttpRequest, report_id: int) -> HttpResponse:
    """Build a sealed package and download it."""
    require_duty(request, Duty.EXPORT)
    return _pass_on(request, report_id, PACKAGE)


def _pass_on(request: HttpRequest, report_id: int, flow: Flow) -> HttpResponse:
    report = get_object_or_404(IncidentReport, pk=report_id)
    context: dict[str, Any] = {"report": report, "flow": flow, "title": flow.title, "subtitle": report.public_reference}
    recipient = _chosen_recipient(request, flow)
    if recipient is None:
        return guarded(render(request, f"{FOLDER}/choose.html", context | _choices(report, flow)))
    keys = opened_keys(request)
    try:
        require_duty_of(request.user, Duty.READ)
        require_may_refer(request.user, report)
        sources = read_sources(report=report, private_keys=keys)
    except CaseworkError as error:
        context |= {"message": error.message, "inbox_is_open": bool(keys)}
        return guarded(render(request, f"{FOLDER}/refused.html", context, status=409))
    step = request.POST.get("step", "")
    form = flow.form(
        request.POST if step else None, recipient=recipient, sources=sources, initial=_earlier(request, report, keys)
    )
    context |= {"recipient": recipient, "form": form}
    if step in ("preview", "finish") and form.is_valid():
        given = {"actor": request.user, "choice": form.choice, "private_keys": keys}
        try:
            if step == "finish":
                return guarded(flow.finish(request, report, recipient, form, given))
            document = flow.preview(report=report, recipient=recipient, **given)
        except CaseworkError as error:
            form.add_error(None, error.message)
        else:
            return guarded(_show(request, document, context))
    _record_reading(request, report)
    status = 422 if step in ("preview", "finish") else 200
    return guarded(render(request, f"{FOLDER}/builder.html", context, status=status))


def _show(request: HttpRequest, document: dict[str, Any], context: dict[str, Any]) -> HttpResponse:
    """Show exactly what would leave, with everything chosen carried along for the last step."""
    recipient = context["recipient"]
    _record_reading(request, context["report"])
    key = bytes(recipient.public_key) if recipient.public_key is not None else None
    carried = [
        (name, value) for name, value in _pairs(request.POST) if name not in ("csrfmiddlewaretoken", "step", "seen")
    ]
    return render(
        request,
        f"{FOLDER}/preview.html",
        context
        | {
            "document": document,
            "sections": sections(document),
            "text": ready_text(document),
            "seen": mark_of(document),
            "carried": carried,
            "key_fingerprint": grouped(fingerprint(key)) if key is not None else "",
        },
    )


def _pairs(data: QueryDict) -> list[tuple[str, str]]:
    return [(name, str(value)) for name, values in data.lists() for value in values]


def _record_reading(request: HttpRequest, report: IncidentReport) -> None:
    record_event(
        action=AuditEvent.Action.REPORT_READ, actor=request.user, subject=report.public_reference, detail="passing on"
    )


def _chosen_recipient(request: HttpRequest, flow: Flow) -> Recipient | None:
    typed = (request.POST if request.method == "POST" else request.GET).get("recipient", "")
    if not typed.isascii() or not typed.isdigit() or len(typed) > 18:
        return None
    found = Recipient.objects.in_use().filter(pk=typed).first()
    return None if found is None or (flow.needs_key and found.public_key is None) else found


def _choices(report: IncidentReport, flow: Flow) -> dict[str, Any]:
    """Return the directory by kind: kinds this category usually goes to, then the others; who takes it comes first."""
    category = report.counted_category
    by_kind: dict[str, list[Recipient]] = {}
    for recipient in Recipient.objects.in_use():
        if not flow.needs_key or recipient.public_key is not None:
            by_kind.setdefault(recipient.kind, []).append(recipient)
    groups = [
        (
            kind,
            [
                (entry, entry.takes(category))
                for entry in sorted(by_kind[kind], key=lambda one: not one.takes(category))
            ],
        )
        for kind in kinds_for(category)
        if kind in by_kind
    ]
    usual = KINDS.get(category, tuple(ReferralKind))
    return {
        "usual": [group for group in groups if group[0] in usual],
        "others": [group for group in groups if group[0] not in usual],
    }


def _earlier(request: HttpRequest, report: IncidentReport, keys: dict[int, bytes]) -> dict[str, Any]:
    """Return what an earlier referral of the report passed on, so that a package can say the same."""
    number = request.GET.get("referral", "")
    if not number.isascii() or not number.isdigit() or len(number) > 18:
        return {}
    referral = Referral.objects.filter(pk=number, report=report).first()
    if referral is None or referral.inbox_key_id not in keys:
        return {}
    try:
        document = read_text(row=referral, private_key=keys[referral.inbox_key_id])
    except CannotOpenError:
        return {}
    passed = document["fields"]
    sources = read_sources(report=report, private_keys=keys)
    return {
        "fields_passed": referral.fields_passed,
        "addresses": [place for place, one in enumerate(sources.addresses) if one in passed.get(Field.ADDRESSES, [])],
        "explanation": passed.get(Field.EXPLANATION, ""),
        "legal_ground": passed.get(Field.LEGAL_GROUND, ""),
        "host_country": passed.get(Field.HOST_COUNTRY, ""),
        "description": passed.get(Field.DESCRIPTION, {}).get("text", sources.words),
        "note": document["note"],
        "document_language": document["language"],
    }


def _prepare(request: HttpRequest, report: Any, recipient: Any, form: Any, given: dict[str, Any]) -> HttpResponse:
    referral = prepare(
        report_id=report.pk,
        recipient_id=recipient.pk,
        seen=request.POST.get("seen", ""),
        follow_up_on=form.cleaned_data["follow_up_on"],
        **given,
    )
    return redirect("inbox_referral", referral.pk)


def _export(request: HttpRequest, report: Any, recipient: Any, form: Any, given: dict[str, Any]) -> HttpResponse:
    package = export_package(
        report_id=report.pk,
        recipient_id=recipient.pk,
        seen=request.POST.get("seen", ""),
        reason=form.cleaned_data["reason"],
        **given,
    )
    return HttpResponse(
        package.content,
        content_type="application/octet-stream",
        headers={
            "Content-Disposition": f'attachment; filename="{package.name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


REFERRAL = Flow(
    duty=Duty.REFER,
    title=_("Pass on"),
    button=_("Prepare the referral"),
    form=ReferralForm,
    needs_key=False,
    preview=preview,
    finish=_prepare,
)
PACKAGE = Flow(
    duty=Duty.EXPORT,
    title=_("Sealed package"),
    button=_("Download the sealed package"),
    form=PackageForm,
    needs_key=True,
    preview=outgoing,
    finish=_export,
)
