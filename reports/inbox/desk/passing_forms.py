"""The form in which a moderator chooses what leaves. What may leave is decided by the services, not here."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..disclosure import FOLLOW_UP_DAYS, MINIMAL_FIELDS, NOTICES, USUAL_FOLLOW_UP_DAYS, WRITTEN_FIELDS, allowed_fields
from ..legal_grounds import EXPLANATIONS, LEGAL_GROUNDS, suggestion
from ..models import Recipient
from ..passing import Choice, Field, Sources, value_of
from ..vocabularies import ExportReason
from ..wording import Section, section_of

_LONGEST_WORDS = 200_000
_LONGEST_TEXT = 4_000


@dataclass(frozen=True)
class Row:
    """One field on offer.

    Args:
        section: what would leave, in words; None where the moderator writes it below the tick, or must choose.
        control: the form field in which it is written, chosen or shortened; None where there is none.
        obstacle: why it cannot be ticked; empty where it can.
    """

    name: str
    label: Any
    is_minimal: bool
    is_ticked: bool
    section: Section | None
    control: Any
    obstacle: Any


class PassingForm(forms.Form):
    """What of a report leaves, ticked field by field."""

    fields_passed = forms.MultipleChoiceField(required=False)
    addresses = forms.TypedMultipleChoiceField(label=Field.ADDRESSES.label, coerce=int, required=False)
    explanation = forms.CharField(
        label=Field.EXPLANATION.label, required=False, max_length=_LONGEST_TEXT, widget=forms.Textarea({"rows": 4})
    )
    legal_ground = forms.CharField(
        label=Field.LEGAL_GROUND.label, required=False, max_length=_LONGEST_TEXT, widget=forms.Textarea({"rows": 3})
    )
    host_country = forms.CharField(label=Field.HOST_COUNTRY.label, required=False, max_length=60)
    description = forms.CharField(
        label=Field.DESCRIPTION.label,
        required=False,
        max_length=_LONGEST_WORDS,
        strip=False,
        widget=forms.Textarea({"rows": 8}),
    )
    note = forms.CharField(
        label=_("Covering note"), required=False, max_length=_LONGEST_TEXT, widget=forms.Textarea({"rows": 4})
    )
    document_language = forms.ChoiceField(label=_("Language of the document"), choices=Recipient.Language.choices)

    def __init__(self, *args: Any, recipient: Recipient, sources: Sources, **kwargs: Any) -> None:
        self.recipient, self.sources = recipient, sources
        kwargs["initial"] = self._start() | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        offered: Any = self.fields["fields_passed"]
        offered.choices = [(name.value, name.label) for name in allowed_fields(recipient.kind)]
        places: Any = self.fields["addresses"]
        places.choices = list(enumerate(sources.addresses))

    def _start(self) -> dict[str, Any]:
        kind, language = self.recipient.kind, self.recipient.language
        category = self.sources.report.counted_category
        minimal = [name for name in allowed_fields(kind) if name in MINIMAL_FIELDS[kind]]
        count = len(self.sources.addresses)
        # A company gets only what is on its own service: of several addresses a person chooses.
        are_all_meant = kind not in NOTICES or count == 1
        return {
            "fields_passed": [name.value for name in minimal if name in WRITTEN_FIELDS or value_of(name, self.sources)],
            "addresses": list(range(count)) if are_all_meant else [],
            "explanation": suggestion(EXPLANATIONS, category, language),
            "legal_ground": suggestion(LEGAL_GROUNDS, category, language),
            "description": self.sources.words,
            "document_language": language,
        }

    @property
    def choice(self) -> Choice:
        """Return what was chosen. Only after `is_valid`."""
        data = self.cleaned_data
        chosen = set(data["fields_passed"])
        return Choice(
            fields=frozenset(chosen),
            language=data["document_language"],
            addresses=tuple(data["addresses"]) if Field.ADDRESSES in chosen else (),
            description=data["description"],
            explanation=data["explanation"],
            legal_ground=data["legal_ground"],
            host_country=data["host_country"],
            note=data["note"],
        )

    @property
    def rows(self) -> list[Row]:
        """Return every field on offer with what would leave, the minimum first."""
        ticked = {str(name) for name in self["fields_passed"].value() or []}
        return [self._row(name, name.value in ticked) for name in allowed_fields(self.recipient.kind)]

    def _row(self, name: Field, is_ticked: bool) -> Row:
        value = value_of(name, self.sources)
        control = self[name.value] if name.value in self.fields else None
        obstacle = self._obstacle(name, value)
        return Row(
            name=name.value,
            label=name.label,
            is_minimal=name in MINIMAL_FIELDS[self.recipient.kind],
            is_ticked=is_ticked and not obstacle,
            section=section_of(name, value) if value and control is None and not obstacle else None,
            control=control if not obstacle else None,
            obstacle=obstacle,
        )

    def _obstacle(self, name: Field, value: Any) -> Any:
        contact = self.sources.contact
        if name == Field.CONTACT and contact is not None and not contact.consents_to_pass_on:
            return _("The reporter has not agreed that the contact is passed on.")
        return "" if value or name in WRITTEN_FIELDS else _("The report says nothing about it.")

    @property
    def chosen_addresses(self) -> list[tuple[int, str, bool]]:
        """Return place, address and tick of each address."""
        ticked = {str(place) for place in self["addresses"].value() or []}
        return [(place, address, str(place) in ticked) for place, address in enumerate(self.sources.addresses)]


class ReferralForm(PassingForm):
    """A referral: what leaves, and when to ask what became of it."""

    follow_up_on = forms.DateField(
        label=_("Follow up on"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )

    def _start(self) -> dict[str, Any]:
        days = FOLLOW_UP_DAYS.get(self.recipient.kind, USUAL_FOLLOW_UP_DAYS)
        return super()._start() | {"follow_up_on": timezone.localdate() + timedelta(days=days)}

    def clean_follow_up_on(self) -> Any:
        return require_not_past(self.cleaned_data["follow_up_on"])


class PackageForm(PassingForm):
    """A sealed package: what leaves, and why."""

    reason = forms.ChoiceField(label=_("Why does the report leave?"), choices=[("", "–"), *ExportReason.choices])


class FollowUpForm(forms.Form):
    """Another day to follow up on; empty for none."""

    follow_up_on = forms.DateField(
        label=_("Follow up on"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )

    def clean_follow_up_on(self) -> Any:
        return require_not_past(self.cleaned_data["follow_up_on"])


def require_not_past(day: Any) -> Any:
    """Let a day pass that has not gone by.

    Raises:
        ValidationError: for an earlier one.
    """
    if day is not None and day < timezone.localdate():
        raise ValidationError(_("This day has passed."), "past")
    return day
