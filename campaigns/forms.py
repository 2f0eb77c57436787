"""The public forms: an activity for the register, and the request to join an initiative."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.fields import CodesFormField
from cms.core.form_tokens import FormToken, new_token, read_token
from cms.core.vocabularies import Audience, municipalities_by_county

from .models import Activity, MembershipRequest, Sector
from .models.activities import FIRST_YEAR, MOST_PEOPLE

# Somebody who fills in a form takes longer than this, and comes back to it within a day. Seconds.
FASTEST, SLOWEST = 3, 24 * 3600
_UNREADABLE = _("The text holds a character that cannot be read. Please type it again.")
_CHOOSE = _("Choose one from the list.")


class SubmissionForm(forms.ModelForm):
    """What both forms have in common: an unseen field that only programs fill in, and a signed token with its time.

    Whoever trips over these is asked to press the button once more; nothing typed is lost.
    """

    website = forms.CharField(label=_("Leave this field empty"), required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)

    use_required_attribute = False
    salt = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "field-%s")
        super().__init__(*args, **kwargs)
        self.fresh_token = new_token(self.salt)
        self.initial["token"] = self.fresh_token
        self.form_token: FormToken | None = None
        self._describe_fields()

    def _describe_fields(self) -> None:
        for name, field in self.fields.items():
            field.widget.attrs["autocomplete"] = "off" if name != "contact_email" else "email"
            # With it a browser cuts off what is pasted without a word; ours says what is too long.
            field.widget.attrs.pop("maxlength", None)
            if isinstance(field, forms.CharField):
                field.error_messages["null_characters_not_allowed"] = _UNREADABLE

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        token = read_token(self.data.get("token", ""), self.salt)
        if cleaned.get("website") or token is None or not FASTEST <= token.age <= SLOWEST:
            self._renew()
            raise ValidationError(_("Please look over what you wrote, and press the button once more."), "again")
        self.form_token = token
        return cleaned

    def _renew(self) -> None:
        """Give the form that goes back a sound token, unless the one it has only needs a moment."""
        token = read_token(self.data.get("token", ""), self.salt)
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data["website"] = ""
        if token is None or token.age > SLOWEST:
            data["token"] = self.fresh_token
        self.data = data

    @property
    def details(self) -> dict[str, Any]:
        """Return the answers, as the service takes them."""
        unseen = ("website", "token")
        return {name: value for name, value in self.cleaned_data.items() if name not in unseen}


def _municipality_choices(empty: Any) -> list[Any]:
    return [("", empty), *municipalities_by_county()]


class ActivityForm(SubmissionForm):
    """An activity of a school or organisation."""

    municipality = forms.ChoiceField(label=_("Municipality"), error_messages={"invalid_choice": _CHOOSE})
    audiences = CodesFormField(
        label=_("For whom is it?"),
        choices=Audience.choices,
        error_messages={"invalid_choice": _CHOOSE, "required": _("Choose at least one.")},
    )
    kind = forms.ChoiceField(
        label=_("What is it?"), choices=Activity.Kind.choices, initial="", error_messages={"invalid_choice": _CHOOSE}
    )
    expected_number = forms.IntegerField(
        label=_("How many people do you expect?"),
        min_value=1,
        max_value=MOST_PEOPLE,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": _("Write a whole number, for example 60.")},
    )
    date = forms.DateField(
        label=_("On which day?"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        input_formats=["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y"],
        error_messages={"invalid": _("Write the day as day.month.year, for example 9.2.2027.")},
    )

    salt = "activity register"

    class Meta:
        model = Activity
        fields = [
            "organisation", "title", "kind", "date", "municipality", "audiences", "expected_number", "description",
            "contact_email",
        ]  # fmt: skip
        labels = {
            "organisation": _("School or organisation"),
            "title": _("What do you call it?"),
            "description": _("Short description"),
            "contact_email": _("E-mail for questions"),
        }
        help_texts = {
            "organisation": _("The name as people know it. No names of children or of teachers."),
            "title": _("For example: “Safe internet hour in class 7”."),
            "description": _("One or two sentences. May stay empty. No names, no telephone numbers."),
            "contact_email": _(
                "May stay empty. Only the editors see it, if they have a question; it is never published, and it is "
                "deleted when they have decided."
            ),
        }
        widgets = {"description": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["municipality"].choices = _municipality_choices(_("Choose a municipality"))
        # The names are Albanian on an English page too.
        fields["municipality"].widget.attrs["lang"] = "sq"
        fields["kind"].choices = [("", _("Choose one")), *Activity.Kind.choices]

    def clean_date(self) -> datetime.date:
        """Refuse a day that no campaign of ours can be on.

        Raises:
            ValidationError: with a sentence for the sender.
        """
        day: datetime.date = self.cleaned_data["date"]
        if not FIRST_YEAR <= day.year <= timezone.localdate().year + 1:
            raise ValidationError(_("This day is too far away. Is the year right?"), "year")
        return day


class MembershipForm(SubmissionForm):
    """The request of an organisation to join an initiative."""

    sector = forms.ChoiceField(label=_("Sector"), error_messages={"invalid_choice": _CHOOSE})
    municipality = forms.ChoiceField(
        label=_("Municipality"), required=False, error_messages={"invalid_choice": _CHOOSE}
    )

    salt = "membership request"

    class Meta:
        model = MembershipRequest
        fields = ["organisation", "sector", "municipality", "country", "description", "contact_email"]
        labels = {
            "organisation": _("Name of the organisation"),
            "country": _("Country, if you are not in Albania"),
            "description": _("How do you want to help?"),
            "contact_email": _("E-mail of the organisation"),
        }
        help_texts = {
            "organisation": _("As it shall stand in the public register."),
            "description": _("Only the editors read this. May stay empty."),
            "contact_email": _(
                "We need it to make sure that the request comes from you. Only the editors see it; it is never "
                "published, and it is deleted when they have decided."
            ),
        }
        widgets = {"description": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["sector"].choices = [("", _("Choose one")), *Sector.choices]
        fields["municipality"].choices = _municipality_choices(_("Choose a municipality"))
        fields["municipality"].widget.attrs["lang"] = "sq"
        fields["contact_email"].required = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        place, country = cleaned.get("municipality"), cleaned.get("country")
        if "municipality" in cleaned and "country" in cleaned and bool(place) == bool(country):
            self.add_error("municipality", _("Choose a municipality in Albania, or write the country: one of the two."))
        return cleaned
