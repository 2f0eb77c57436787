"""What a school may put on a poster, and the sentences for what it may not."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms.core.documents.glyphs import is_shown

from .materials.posters import Own, Paper
from .models import CampaignMaterialPage, MaterialVariant

# What still stands on one line of a poster that is read from a distance, in characters.
NAME_LIMIT = 80


class OneLine(forms.CharField):
    """A line that a poster can show as it was typed: no hidden signs, none without a letter in our fonts."""

    def __init__(self, **options: Any) -> None:
        # No `maxlength`: browsers cut what is pasted without a word.
        super().__init__(**({"strip": False} | options))
        # Django's own refuses NUL only, in words that nobody understands.
        self.validators = []
        self.widget.attrs |= {"autocomplete": "off"}

    def clean(self, value: Any) -> str:
        text = " ".join(unicodedata.normalize("NFC", str(value or "")).split())
        hidden = [sign for sign in text if unicodedata.category(sign) in ("Cc", "Cf", "Co", "Cn", "Cs")]
        if hidden:
            raise ValidationError(_("This line holds signs that cannot be seen. Please type it again by hand."))
        unshown = "".join(dict.fromkeys(sign for sign in text if not is_shown(sign)))
        if unshown:
            words = _("The poster has no letters for “%(signs)s”. Please use the Latin, Greek or Cyrillic alphabet.")
            raise ValidationError(words, params={"signs": unshown[:10]})
        if len(text) > NAME_LIMIT:
            words = _("This line is too long for a poster: %(length)s characters. Please use at most %(limit)s.")
            raise ValidationError(words, params={"length": len(text), "limit": NAME_LIMIT})
        if self.required and not any(sign.isalnum() for sign in text):
            raise ValidationError(_("Please type the name of your school."))
        return text


class PosterForm(forms.Form):
    """A school's own poster.

    Args:
        posters: the variants to choose from, with their material.
    """

    school = OneLine(label=_("Name of the school or organisation"))
    contact = OneLine(
        label=_("Whom pupils can talk to (optional)"),
        help_text=_("For example the school psychologist and the room. It stands below the name."),
        required=False,
    )
    poster = forms.ChoiceField(label=_("Poster"), widget=forms.RadioSelect)
    paper = forms.ChoiceField(label=_("Paper"), choices=Paper.choices, widget=forms.RadioSelect, initial=Paper.A4)

    def __init__(self, *args: Any, posters: list[tuple[CampaignMaterialPage, MaterialVariant]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.posters = {f"{material.pk}-{variant.pk}": (material, variant) for material, variant in posters}
        choices = [(key, f"{variant.label} – {variant.headline}") for key, (_page, variant) in self.posters.items()]
        self.fields["poster"].choices = choices  # type: ignore[attr-defined]
        self.fields["poster"].initial = choices[0][0] if choices else None
        for name in ("poster", "paper"):
            self.fields[name].error_messages |= {
                "required": _("Please choose one of these."),
                "invalid_choice": _("Please choose one of these."),
            }

    @property
    def chosen(self) -> tuple[CampaignMaterialPage, MaterialVariant]:
        return self.posters[self.cleaned_data["poster"]]

    @property
    def own(self) -> Own:
        return Own(self.cleaned_data["school"], self.cleaned_data["contact"])
