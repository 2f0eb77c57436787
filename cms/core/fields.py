"""Model fields of the project: a light StreamField and a list of codes from a closed set."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField


class ContentField(StreamField):
    """A StreamField whose migrations do not repeat its block definitions.

    Blocks hold no database structure. Spelling them out in migrations makes every change of a help text a migration,
    and every migration marks all translations as outdated in wagtail-localize.
    """

    def deconstruct(self) -> Any:
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [[]], kwargs


class CodesFormField(forms.TypedMultipleChoiceField):
    """Checkboxes, one a code."""

    widget = forms.CheckboxSelectMultiple


class CodeListField(models.JSONField):
    """A list of distinct codes, each from `choices_source`, in the order of that source.

    Args:
        choices_source: a `TextChoices` class or a list of `(code, label)` pairs. It stays out of migrations.
    """

    def __init__(self, *args: Any, choices_source: Any = (), **kwargs: Any) -> None:
        self.choices_source = choices_source
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    @property
    def code_choices(self) -> list[tuple[str, Any]]:
        return list(getattr(self.choices_source, "choices", self.choices_source))

    def validate(self, value: Any, model_instance: Any) -> None:
        super().validate(value, model_instance)
        known = {code for code, _label in self.code_choices}
        unknown = [code for code in value if code not in known]
        if unknown:
            raise ValidationError(_("Unknown code: %(codes)s"), params={"codes": ", ".join(map(str, unknown))})

    def formfield(self, **kwargs: Any) -> forms.Field:
        return CodesFormField(
            choices=self.code_choices,
            required=not self.blank,
            label=kwargs.get("label", self.verbose_name),
            help_text=self.help_text,
            initial=[],
        )

    def labels(self, codes: list[str]) -> list[Any]:
        """Return the labels of `codes` in the active language; unknown codes are left out."""
        return [label for code, label in self.code_choices if code in codes]
