"""The form that opens a report again with its code, and the sentence for each way of mistyping it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..form_tokens import new_token
from ..receipts import ReceiptError, parse_receipt
from .fields import UnseenField

SENTENCES = {
    "empty": _("Type your code here."),
    "reference": _("This is the number for talking to us. The code is longer: 17 signs in five groups."),
    "short": _("Something is missing: these are %(detail)s signs, a code has 17. Is a group left out?"),
    "long": _("This is too long: these are %(detail)s signs, a code has 17. Is a group there twice?"),
    "symbol": _("No code has the sign “%(detail)s”. Please look at it once more."),
    "check": _("One sign is not right, or two have changed places. Please compare it group by group."),
}


class CodeField(forms.CharField):
    """A code as people type it, read kindly; the check symbol finds typing errors before anything is looked up."""

    def to_python(self, value: Any) -> str:
        try:
            return parse_receipt(str(value or "")[:200])
        except ReceiptError as error:
            shown = error.detail if error.detail.isprintable() else "?"
            raise ValidationError(SENTENCES[error.kind], error.kind, {"detail": shown}) from None


class CodeForm(forms.Form):
    """The code, and the unseen fields that tell people from programs."""

    code = CodeField(
        label=_("Your code"),
        required=False,
        help_text=_("17 signs in five groups. Capital or small letters make no difference."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "class": "code-input"}
        ),
    )
    token = UnseenField()
    proof = UnseenField()

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["auto_id"] = "report-%s"
        super().__init__(*args, **kwargs)
        self.initial.setdefault("token", new_token())
