"""Forms of the directory of recipients."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.core.models import Organisation

from ..models import Recipient
from ..services.recipients import RecipientEntry


class RecipientForm(forms.ModelForm):
    """What the directory says of a recipient, the key aside."""

    class Meta:
        model = Recipient
        fields = ["name", "kind", "language", "organisation", "how_to_reach", "accepts_categories", "is_active"]

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        organisation: forms.ModelChoiceField = self.fields["organisation"]  # type: ignore[assignment]
        organisation.queryset = Organisation.objects.filter(locale__language_code="sq")

    @property
    def entry(self) -> RecipientEntry:
        """Return what was typed. Only after `is_valid`."""
        data = self.cleaned_data
        organisation = data["organisation"]
        return RecipientEntry(
            name=data["name"],
            kind=data["kind"],
            language=data["language"],
            accepts_categories=data["accepts_categories"],
            how_to_reach=data["how_to_reach"],
            is_active=data["is_active"],
            organisation_id=organisation.pk if organisation is not None else None,
        )


class KeyForm(forms.Form):
    """A key and the fingerprint that was read out for it."""

    public_key = forms.CharField(
        label=_("Public key"),
        max_length=400,
        widget=forms.Textarea({"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("64 digits and letters from a to f, as the partner’s program printed them."),
    )
    spoken = forms.CharField(
        label=_("Fingerprint, as it was read out to you on the telephone"),
        max_length=80,
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "numeric"}),
        help_text=_("Eight groups of five digits. Call a number that you know, not one from the message with the key."),
    )


class KeyRemovalForm(forms.Form):
    """The fingerprint of the key that goes, typed once more."""

    spoken = forms.CharField(
        label=_("Fingerprint of the key that you take away"),
        max_length=80,
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "numeric"}),
    )
