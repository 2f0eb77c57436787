"""Forms of the pages about keys. Those that ask for a passphrase to open something are in `forms`."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..forms import PassphraseChangeForm


class NewPassphraseForm(PassphraseChangeForm):
    """A first passphrase, twice; or one in place of a passphrase that was forgotten."""

    passphrase = None  # type: ignore[assignment]  # Django's way to leave an inherited field out
    starts_over = forms.BooleanField(
        label=_("I cannot open the inbox any more and ask to be let in again."), required=False
    )

    def __init__(self, *args: Any, replaces: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if replaces:
            self.fields["starts_over"].required = True
        else:
            del self.fields["starts_over"]


class ComparedForm(forms.Form):
    """The word of whoever lets somebody in that the numbers are the same."""

    number = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)
    is_compared = forms.BooleanField(
        label=_("I have heard this number from the person’s own mouth, and it is the same."),
        error_messages={"required": _("Compare the number with the person first.")},
    )
