"""The reporting form and the passphrase form."""

import secrets
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from . import text_rules
from .documents import ReportContact, ReportContent, ReportMetadata
from .keys import MINIMUM_PASSPHRASE
from .models import ReportingForm
from .vocabularies import AgeBand, Category, ReporterRole

_TOKEN_SALT = "reporting form"  # noqa: S105  (a name, not a secret)
# Nobody reads and fills the form faster; a quicker sender is looked at, never turned away. Seconds.
_FASTEST_PERSON = 3
_LONGEST_PASSPHRASE = 200


def new_token() -> str:
    """Return a signed one-time token with 160 random bits and the time it was made."""
    return signing.dumps(secrets.token_hex(20), salt=_TOKEN_SALT)


class WordsField(forms.CharField):
    """Text as it was typed. A browser counts a new line as one character and sends two: here it is one again."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        # With `maxlength` a browser cuts off what is pasted without a word. Ours says what is too long.
        attributes: dict[str, Any] = super().widget_attrs(widget)
        attributes.pop("maxlength", None)
        return attributes


class ReportForm(forms.Form):
    """What is asked, in the order of the page. Only the category and one of addresses and description are required."""

    reporter_role = forms.ChoiceField(
        label=_("Who are you?"),
        choices=ReporterRole.choices,
        initial=ReporterRole.UNDISCLOSED,
        required=False,
        help_text=_("You need not say."),
    )
    category = forms.ChoiceField(
        label=_("What happened?"),
        choices=Category.choices,
        widget=forms.RadioSelect,
        help_text=_("Choose what comes closest. If you are not sure, the last one is fine."),
        error_messages={"required": _("Choose what happened. “I am not sure” is fine too.")},
    )
    addresses = WordsField(
        label=_("Where?"),
        required=False,
        max_length=text_rules.ADDRESSES_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=_("A link, a user name, a phone number, an app or a game. One a line. If you have none, go on."),
        error_messages={"max_length": _("These addresses are too long. Please send the rest in a second report.")},
    )
    description = WordsField(
        label=_("Tell us in your own words"),
        required=False,
        max_length=text_rules.DESCRIPTION_LIMIT,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("A few words are enough. Please do not paste pictures."),
        error_messages={"max_length": _("This text is too long. Please shorten it, or send the rest in a second one.")},
    )
    happened_when = WordsField(
        label=_("When did it happen?"),
        required=False,
        max_length=text_rules.SHORT_TEXT_LIMIT,
        help_text=_("For example: last night, or since the start of school."),
    )
    age_band = forms.ChoiceField(
        label=_("How old is the person affected?"),
        choices=AgeBand.choices,
        initial=AgeBand.UNKNOWN,
        required=False,
    )
    contact = WordsField(
        label=_("Do you want us to be able to reach you?"),
        required=False,
        max_length=text_rules.SHORT_TEXT_LIMIT,
        help_text=_("An e-mail address or a phone number that nobody else reads. Empty means anonymous."),
    )
    consents_to_contact = forms.BooleanField(label=_("You may contact me"), required=False)
    # What nobody sees is never wrong: an error in it would turn somebody away without a word.
    website = forms.CharField(label=_("Leave this empty"), required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)
    reporting_form = forms.CharField(widget=forms.HiddenInput, required=False)

    use_required_attribute = False

    def __init__(self, *args: Any, reporting_form: ReportingForm | None = None, **kwargs: Any) -> None:
        kwargs["auto_id"] = "report-%s"
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.setdefault("autocomplete", "off")
            field.error_messages["null_characters_not_allowed"] = text_rules.UNREADABLE
        if reporting_form is not None:
            offered = [(choice.value, choice.label) for choice in reporting_form.offered_categories]
            category: Any = self.fields["category"]
            category.choices = offered
            self.fields["consents_to_contact"].label = reporting_form.consent_text
            self.initial["reporting_form"] = reporting_form.pk
        if not self.is_bound:
            self.initial["token"] = new_token()

    def clean_addresses(self) -> list[str]:
        text = self.cleaned_data["addresses"]
        text_rules.refuse_files(text)
        return text_rules.split_addresses(text)

    def clean_description(self) -> str:
        return self._words("description")

    def clean_happened_when(self) -> str:
        return self._words("happened_when")

    def clean_contact(self) -> str:
        return self._words("contact")

    def _words(self, name: str) -> str:
        text: str = self.cleaned_data[name]
        text_rules.refuse_files(text)
        return text

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        wrote_something = data.get("addresses") or data.get("description")
        has_errors = "addresses" in self.errors or "description" in self.errors
        if not wrote_something and not has_errors:
            self.add_error(
                "description", ValidationError(_("Tell us where it happened, or describe it in your own words."))
            )
        if data.get("contact") and not data.get("consents_to_contact") and "contact" not in self.errors:
            self.add_error(
                "consents_to_contact",
                ValidationError(_("Tick the box if we may contact you, or leave the contact field empty.")),
            )
        return data

    @property
    def content(self) -> ReportContent:
        """Return what is sealed. Only after `is_valid`."""
        data = self.cleaned_data
        return ReportContent(
            description=data["description"],
            addresses=data["addresses"],
            happened_when=data["happened_when"],
        )

    @property
    def reporter_contact(self) -> ReportContact | None:
        """Return how to reach the reporter, or None. Only after `is_valid`."""
        data = self.cleaned_data
        return ReportContact(data["contact"], data["consents_to_contact"]) if data["contact"] else None

    @property
    def metadata(self) -> ReportMetadata:
        """Return what stays in the clear. Only after `is_valid`."""
        data = self.cleaned_data
        return ReportMetadata(
            category=data["category"],
            reporter_role=data["reporter_role"] or ReporterRole.UNDISCLOSED,
            age_band=data["age_band"] or AgeBand.UNKNOWN,
            is_suspect=self._looks_automatic(),
        )

    def _looks_automatic(self) -> bool:
        try:
            signing.loads(self.cleaned_data["token"], salt=_TOKEN_SALT)
        except signing.BadSignature:
            return True
        try:
            signing.loads(self.cleaned_data["token"], salt=_TOKEN_SALT, max_age=_FASTEST_PERSON)
        except signing.SignatureExpired:
            return bool(self.cleaned_data["website"])
        return True

    @property
    def submission_token(self) -> str:
        """Return the token the receipt is derived from; a fresh one where the form's own was damaged."""
        try:
            return str(signing.loads(self.cleaned_data["token"], salt=_TOKEN_SALT))
        except signing.BadSignature:
            return secrets.token_hex(20)


class PassphraseForm(forms.Form):
    """A moderator's inbox passphrase."""

    passphrase = forms.CharField(
        label=_("Inbox passphrase"),
        strip=False,
        max_length=_LONGEST_PASSPHRASE,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Not the password you sign in with."),
    )


class PassphraseChangeForm(PassphraseForm):
    """The passphrase now, and the new one twice."""

    new_passphrase = forms.CharField(
        label=_("New inbox passphrase"),
        strip=False,
        min_length=MINIMUM_PASSPHRASE,
        max_length=_LONGEST_PASSPHRASE,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Six words that only you would put together are easy to remember and hard to guess."),
    )
    repeated = forms.CharField(
        label=_("New inbox passphrase, once more"),
        strip=False,
        max_length=_LONGEST_PASSPHRASE,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    def clean_repeated(self) -> str:
        repeated: str = self.cleaned_data["repeated"]
        if repeated != self.cleaned_data.get("new_passphrase", repeated):
            raise ValidationError(_("The two passphrases differ."), "differ")
        return repeated
