"""What the report form asks, field by field, with its words. Checks and storing are in `report_form`."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .. import text_rules
from ..models import ReportingForm
from ..questions import ASKED, YES
from ..vocabularies import TILE_CATEGORIES, AgeBand, Category, County, Platform, ReporterRole, Sex, Tile
from .fields import ChoiceField, RadioField, UnseenField, WordsField

ANSWER_PREFIX = "answer_"
DO_NOT_KNOW = _("I do not know")


class ReportFields(forms.Form):
    """Only what happened and one of addresses and description are required.

    Args:
        reporting_form: the snippet with the editors' words and the categories they offer; None without a database.
        is_complete: all options are shown, whatever was chosen before; the page's script shows those that fit.
    """

    is_in_danger = RadioField(label=_("Is someone in danger now?"), choices=[(YES, _("Yes, now")), ("no", _("No"))])
    door = UnseenField()
    reporter_role = RadioField(label=_("Who are you?"), choices=ReporterRole.choices, help_text=_("You need not say."))
    tile = RadioField(
        label=_("What happened?"),
        choices=Tile.choices,
        help_text=_("Choose what comes closest. If you are not sure, the last one is fine."),
    )
    category = RadioField(label=_("Which of these comes closest?"), choices=Category.choices)
    addresses = WordsField(
        label=_("Where did it happen?"),
        max_length=text_rules.ADDRESSES_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "autocapitalize": "none"}),
        help_text=_("A link, a user name, a phone number, an app or a game. You can paste many at once."),
        error_messages={"max_length": _("These addresses are too long. Please send the rest in a second report.")},
    )
    no_link = forms.BooleanField(label=_("I have no link and no name"), required=False)
    platform = ChoiceField(label=_("Which app or site is it?"), choices=[("", DO_NOT_KNOW), *Platform.choices])
    description = WordsField(
        label=_("Tell us in your own words"),
        max_length=text_rules.DESCRIPTION_LIMIT,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("A few words are enough. Please do not paste pictures."),
        error_messages={"max_length": _("This text is too long. Please shorten it, or send the rest in a second one.")},
    )
    happened_when = WordsField(
        label=_("When did it happen?"),
        max_length=text_rules.SHORT_TEXT_LIMIT,
        help_text=_("For example: last night, or since the start of school."),
        error_messages={"max_length": _("This is too long. Please use fewer words.")},
    )
    age_band = ChoiceField(
        label=_("How old is this person?"),
        choices=[("", DO_NOT_KNOW), *(choice for choice in AgeBand.choices if choice[0] != AgeBand.UNKNOWN)],
    )
    affected_sex = ChoiceField(label=_("Girl or boy?"), choices=[("", _("I do not want to say")), *Sex.choices])
    county = ChoiceField(label=_("In which county?"), choices=[("", DO_NOT_KNOW), *County.choices])
    other_person = WordsField(
        label=_("Who did it, if you know?"),
        max_length=text_rules.MEDIUM_TEXT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A name, a user name, or how you know them."),
        error_messages={"max_length": _("This is too long. Please use fewer words.")},
    )
    done_so_far = WordsField(
        label=_("What has already been done?"),
        max_length=text_rules.MEDIUM_TEXT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example: told the app, told a teacher, called the police."),
        error_messages={"max_length": _("This is too long. Please use fewer words.")},
    )
    contact = WordsField(
        label=_("How can we reach you?"),
        max_length=text_rules.SHORT_TEXT_LIMIT,
        help_text=_("An e-mail address or a phone number that nobody else reads. Empty means anonymous."),
        error_messages={"max_length": _("This is too long. Please use fewer words.")},
    )
    consents_to_contact = forms.BooleanField(label=_("You may contact me"), required=False)
    consents_to_pass_on = forms.BooleanField(
        label=_("You may give my contact to the police or to child protection, if they need it to help."),
        required=False,
    )
    website = UnseenField(label=_("Leave this empty"))
    token = UnseenField()
    proof = UnseenField()
    reporting_form = UnseenField()

    use_required_attribute = False

    def __init__(
        self,
        *args: Any,
        reporting_form: ReportingForm | None = None,
        is_complete: bool = False,
        **kwargs: Any,
    ) -> None:
        kwargs["auto_id"] = "report-%s"
        super().__init__(*args, **kwargs)
        self.snippet = reporting_form
        self.is_complete = is_complete
        self.offered = reporting_form.offered_categories if reporting_form else list(Category)
        for question in ASKED:
            self.fields[ANSWER_PREFIX + question.code] = RadioField(label=question.text, choices=question.choices)
        fields: dict[str, Any] = self.fields
        fields["category"].choices = [(category.value, category.label) for category in self.offered]
        fields["tile"].choices = [choice for choice in Tile.choices if self._is_offered(choice[0])]
        if reporting_form is not None:
            fields["consents_to_contact"].label = reporting_form.consent_text
            self.initial.setdefault("reporting_form", reporting_form.pk)

    def raw(self, name: str) -> str:
        """Return what was posted for a field, or what it starts with, as text."""
        value = self.data.get(name, "") if self.is_bound else self.initial.get(name, "")
        return str(value or "")

    def _is_offered(self, tile: str) -> bool:
        return tile == Tile.UNSURE or bool(self.offered_in(tile))

    def offered_in(self, tile: str) -> list[Category]:
        """Return the categories of a tile that editors offer."""
        return [category for category in TILE_CATEGORIES.get(tile, ()) if category in self.offered]
