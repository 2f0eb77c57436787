"""Narrowing the list, and finding a report by its reference. Only closed sets: no column is named in an address."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from ..duties import Duty
from ..models import IncidentReport
from ..models.reports import IncidentReportQuerySet
from ..services.duplicates import INCIDENT_PREFIX
from ..vocabularies import Category, Channel, County, Priority, State
from .words import name_of

LANGUAGES = (("sq", _("Albanian")), ("en", _("English")))
ME, NOBODY = "me", "nobody"
_REFERENCE_LENGTH = 6
_BACKEND = "django.contrib.auth.backends.ModelBackend"


def people_with(duty: Duty) -> Any:
    """Return everybody who has `duty`, by user name. One query."""
    users: Any = get_user_model().objects
    found = users.with_perm(f"inbox.{duty}", include_superusers=False, backend=_BACKEND)
    return found.order_by("username")


def assessors() -> Any:
    """Return everybody who may hold reports, by user name. One query."""
    return people_with(Duty.ASSESS)


def colleagues() -> Any:
    """Return the people a report can be given to: who may hold reports and is no program. One query."""
    return assessors().filter(service_account=None)


class FilterForm(forms.Form):
    """Every field is a choice; what is none of the choices is left out without a word."""

    state = forms.ChoiceField(label=_("State"), required=False)
    priority = forms.ChoiceField(label=_("Priority"), required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)
    channel = forms.ChoiceField(label=_("Channel"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    county = forms.ChoiceField(label=_("County"), required=False)
    holder = forms.ChoiceField(label=_("Held by"), required=False)

    use_required_attribute = False

    def __init__(self, data: Any, *, people: list[Any]) -> None:
        super().__init__(data, auto_id="filter-%s")
        holders = [(ME, _("me")), (NOBODY, _("nobody")), *((str(person.pk), name_of(person)) for person in people)]
        offered: dict[str, Any] = {
            "state": [(state.value, capfirst(str(state.label))) for state in State],
            "priority": Priority.choices,
            "category": Category.choices,
            "channel": [(channel.value, capfirst(str(channel.label))) for channel in Channel],
            "language": LANGUAGES,
            "county": County.choices,
            "holder": holders,
        }
        for name, choices in offered.items():
            field: Any = self.fields[name]
            field.choices = [("", _("any")), *choices]

    @property
    def chosen(self) -> dict[str, str]:
        """Return what is to be kept to, by field."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def narrow(self, reports: IncidentReportQuerySet, user: Any) -> IncidentReportQuerySet:
        """Return those of `reports` that fit."""
        wanted: dict[str, Any] = dict(self.chosen)
        holder = wanted.pop("holder", "")
        if holder == NOBODY:
            wanted["assignee"] = None
        elif holder:
            wanted["assignee_id"] = user.pk if holder == ME else int(holder)
        return reports.filter(**wanted)


def find_by_reference(typed: str) -> IncidentReportQuerySet:
    """Return the report of a public reference, or those of an incident's, as somebody may write it.

    Small letters, blanks and a missing `IS-` are read kindly. Whole references only: it is one look into an index.
    """
    reference = "".join(typed.upper().split())
    if len(reference) == _REFERENCE_LENGTH:
        reference = f"IS-{reference}"
    reports: IncidentReportQuerySet = IncidentReport.objects.all()
    if reference.startswith(f"{INCIDENT_PREFIX}-"):
        return reports.filter(incident__reference=reference)
    return reports.filter(public_reference=reference)
