"""The passphrase forms of the desk. What the public fills in is in `public`."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .keys import MINIMUM_PASSPHRASE

_LONGEST_PASSPHRASE = 200


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
