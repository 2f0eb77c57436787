"""Forms of the second factor."""

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _


class CodeForm(forms.Form):
    """The six digits that the phone shows now."""

    code = forms.CharField(
        label=_("Code from your phone"),
        max_length=12,
        validators=[RegexValidator(r"^\s*\d{3}\s?\d{3}\s*$", _("The code has six digits."))],
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "size": 8}),
    )


class RecoveryCodeForm(forms.Form):
    """One of the codes on paper."""

    code = forms.CharField(
        label=_("Recovery code"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false", "size": 12}
        ),
    )
