"""Form fields for what the public types: kind to browsers, strict about files, never silent about an error."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from .. import text_rules


@dataclass(frozen=True)
class Option:
    """One radio button with its words. `group` names the doors or tiles it belongs to, for the page's script."""

    tag: Any
    element_id: str
    value: str
    label: Any
    hint: Any = ""
    group: str = ""


def options(field: BoundField) -> list[Option]:
    """Return the radio buttons of `field`, in order."""
    return [
        Option(choice.tag(), choice.id_for_label, str(choice.data["value"]), choice.choice_label) for choice in field
    ]


class WordsField(forms.CharField):
    """Text as it was typed. A browser counts a new line as one character and sends two: here it is one again."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.error_messages["null_characters_not_allowed"] = text_rules.UNREADABLE
        self.widget.attrs.setdefault("autocomplete", "off")

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        text_rules.refuse_files(text)
        return text

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        # With `maxlength` a browser cuts off what is pasted without a word. Ours says what is too long.
        attributes: dict[str, Any] = super().widget_attrs(widget)
        attributes.pop("maxlength", None)
        return attributes


class ChoiceField(forms.ChoiceField):
    """A choice that may be left out."""

    default_error_messages = {"invalid_choice": _("Please choose one of the answers.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.widget.attrs.setdefault("autocomplete", "off")


class RadioField(ChoiceField):
    """A choice shown as radio buttons, none of them chosen beforehand."""

    widget = forms.RadioSelect


class UnseenField(forms.CharField):
    """What nobody sees is never wrong: an error in it would turn somebody away without a word."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def clean(self, value: Any) -> str:
        return str(value or "").replace("\x00", "")
