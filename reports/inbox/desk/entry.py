"""Taking down a report from a caller or an e-mail. The receipt is shown once, to be read out."""

import secrets
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from .. import text_rules
from ..documents import ReportContact, ReportContent, ReportMetadata
from ..duties import Duty, require_duty
from ..questions import QUESTIONS, questions_for
from ..receipts import grouped
from ..services.entry import enter_report
from ..services.intake import CannotStoreError, log_failure
from ..vocabularies import AgeBand, Category, Channel, County, Platform, ReporterRole, SiteType
from .filters import LANGUAGES
from .forms import DeskForm, TypedText
from .frame import desk_context
from .passphrase import guarded
from .words import SEXES

_TOKEN_SALT = "report taken down by staff"  # noqa: S105  (a name, not a secret)
_CHANNELS = [(channel.value, capfirst(str(channel.label))) for channel in (Channel.PHONE, Channel.EMAIL)]


def _optional(choices: Any) -> list[tuple[str, Any]]:
    return [("", _("not said")), *((value, capfirst(str(label))) for value, label in choices)]


class EntryForm(DeskForm):
    """What the public form asks, in the words of who takes it down."""

    code = "entry"

    channel = forms.ChoiceField(label=_("How did it reach you?"), widget=forms.RadioSelect, initial=Channel.PHONE)
    language = forms.ChoiceField(
        label=_("In which language shall we answer?"), choices=LANGUAGES, widget=forms.RadioSelect, initial="sq"
    )
    is_in_danger = forms.BooleanField(label=_("Somebody is in danger now"), required=False)
    category = forms.ChoiceField(label=_("What happened?"), error_messages={"required": _("Choose what happened.")})
    description = TypedText(
        label=_("In the caller’s own words"), rows=6, required=False, max_length=text_rules.DESCRIPTION_LIMIT
    )
    addresses = TypedText(
        label=_("Where?"),
        rows=3,
        required=False,
        max_length=text_rules.ADDRESSES_LIMIT,
        help_text=_("A link, a user name, a phone number, an app. One a line. Never open it yourself."),
    )
    happened_when = forms.CharField(
        label=_("When did it happen?"), required=False, max_length=text_rules.SHORT_TEXT_LIMIT
    )
    platform = forms.ChoiceField(label=_("Platform"), required=False, choices=_optional(Platform.choices))
    site_type = forms.ChoiceField(label=_("Kind of site"), required=False, choices=_optional(SiteType.choices))
    age_band = forms.ChoiceField(label=_("Age"), required=False, choices=_optional(AgeBand.choices[:-1]))
    affected_sex = forms.ChoiceField(label=_("Sex"), required=False, choices=_optional(SEXES))
    county = forms.ChoiceField(label=_("County"), required=False, choices=_optional(County.choices))
    reporter_role = forms.ChoiceField(
        label=_("Who reports?"), choices=ReporterRole.choices, initial=ReporterRole.UNDISCLOSED
    )
    other_person = TypedText(
        label=_("Who did it, as far as is known?"), rows=2, required=False, max_length=text_rules.DESCRIPTION_LIMIT
    )
    done_so_far = TypedText(
        label=_("What was done so far?"), rows=2, required=False, max_length=text_rules.DESCRIPTION_LIMIT
    )
    contact = forms.CharField(
        label=_("Telephone or e-mail"),
        required=False,
        max_length=text_rules.SHORT_TEXT_LIMIT,
        help_text=_("Only if the caller wants it. It is sealed apart and can be deleted alone."),
    )
    consents_to_contact = forms.BooleanField(label=_("We may contact this person"), required=False)
    consents_to_pass_on = forms.BooleanField(label=_("The contact may be passed on with a referral"), required=False)
    token = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"token": signing.dumps(secrets.token_hex(20), salt=_TOKEN_SALT)})
        channel: Any = self.fields["channel"]
        channel.choices = _CHANNELS
        self.offer("category", [(category.value, category.label) for category in Category])
        for question in QUESTIONS:
            self.fields[f"answer_{question.code}"] = forms.ChoiceField(
                label=question.text, required=False, choices=[("", _("not said")), *question.choices]
            )

    @property
    def questions(self) -> list[tuple[Any, str]]:
        """Return the fields of the questions, each with the codes of the categories it is asked for."""
        return [(self[f"answer_{question.code}"], " ".join(sorted(question.categories))) for question in QUESTIONS]

    def clean_token(self) -> str:
        try:
            return str(signing.loads(self.cleaned_data["token"], salt=_TOKEN_SALT))
        except signing.BadSignature:
            return secrets.token_hex(20)

    def clean_addresses(self) -> list[str]:
        text_rules.refuse_files(self.cleaned_data["addresses"])
        return text_rules.split_addresses(self.cleaned_data["addresses"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in ("description", "happened_when", "other_person", "done_so_far", "contact"):
            try:
                text_rules.refuse_files(data.get(name, ""))
            except ValidationError as error:
                self.add_error(name, error)
        if not (data.get("addresses") or data.get("description") or {"addresses", "description"} & self.errors.keys()):
            self.add_error("description", ValidationError(_("Write down what happened, or at least where."), "empty"))
        consents = data.get("consents_to_contact") or data.get("consents_to_pass_on")
        if data.get("contact") and not consents and "contact" not in self.errors:
            self.add_error(
                "contact", ValidationError(_("Tick what the caller agreed to, or leave the contact empty."), "consent")
            )
        return data

    @property
    def report_content(self) -> ReportContent:
        """Return what is sealed; only answers to questions of the chosen category. Only after `is_valid`."""
        data = self.cleaned_data
        asked = [question.code for question in questions_for(data["category"])]
        answers = {code: data[f"answer_{code}"] for code in asked if data[f"answer_{code}"]}
        texts = ("description", "addresses", "happened_when", "is_in_danger", "affected_sex", "other_person")
        return ReportContent(**{name: data[name] for name in texts}, done_so_far=data["done_so_far"], answers=answers)

    @property
    def metadata(self) -> ReportMetadata:
        """Return what stays in the clear. Only after `is_valid`."""
        data = self.cleaned_data
        return ReportMetadata(
            category=data["category"],
            reporter_role=data["reporter_role"],
            age_band=data["age_band"] or AgeBand.UNKNOWN,
            platform=data["platform"],
            site_type=data["site_type"],
            county=data["county"],
        )

    @property
    def reporter_contact(self) -> ReportContact | None:
        """Return how to reach the caller, or None. Only after `is_valid`."""
        data = self.cleaned_data
        if not data["contact"]:
            return None
        return ReportContact(data["contact"], data["consents_to_contact"], data["consents_to_pass_on"])


@sensitive_post_parameters()
def enter(request: HttpRequest) -> HttpResponse:
    """Show the form; take the report and show its receipt, or the form again with everything that was typed."""
    require_duty(request, Duty.ENTER)
    context = desk_context(request)
    form = EntryForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound and form.is_valid():
        try:
            submitted = enter_report(
                actor=request.user,
                content=form.report_content,
                metadata=form.metadata,
                contact=form.reporter_contact,
                language=form.cleaned_data["language"],
                channel=form.cleaned_data["channel"],
                token=form.cleaned_data["token"],
            )
        except CannotStoreError:
            log_failure()
            form.add_error(None, _("The report could not be stored. Nothing you typed is lost: please try again."))
            status = 503
        else:
            context |= {"receipt": grouped(submitted.receipt), "report": submitted.report}
            return guarded(render(request, "admin/inbox/entered.html", context))
    elif form.is_bound:
        status = 422
    return guarded(render(request, "admin/inbox/entry.html", context | {"form": form}, status=status))
