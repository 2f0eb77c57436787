"""What the holder of a receipt adds: words and addresses, under the same rules as the report itself."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .. import text_rules
from .fields import WordsField


class DetailForm(forms.Form):
    """A message, more addresses, or both."""

    message = WordsField(
        label=_("What would you like to add?"),
        max_length=text_rules.MEDIUM_TEXT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Words only. Please do not paste pictures."),
        error_messages={"max_length": _("This text is too long. Please shorten it, or send the rest in a second one.")},
    )
    more_addresses = WordsField(
        label=_("More addresses"),
        max_length=text_rules.ADDRESSES_LIMIT,
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false", "autocapitalize": "none"}),
        help_text=_("A link, a user name, a phone number, an app or a game. You can paste many at once."),
        error_messages={"max_length": _("These addresses are too long. Please send the rest in a second report.")},
    )

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["auto_id"] = "report-%s"
        super().__init__(*args, **kwargs)

    def clean_more_addresses(self) -> list[str]:
        return text_rules.split_addresses(self.cleaned_data["more_addresses"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not data["message"].strip() and not data["more_addresses"]:
            self.add_error("message", ValidationError(_("Write something first, or just close this page.")))
        return data
