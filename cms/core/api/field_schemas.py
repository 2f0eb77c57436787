"""JSON Schemas of the own fields of page types, made from the model's fields."""

from datetime import date, datetime
from typing import Any, Literal, get_type_hints

from django.db import models

from ..fields import CodeListField

_KINDS: tuple[tuple[type[models.Field], Any], ...] = (
    (models.BooleanField, bool),
    (models.DateTimeField, datetime),
    (models.DateField, date),
    (models.DecimalField, float),
    (models.FloatField, float),
    (models.IntegerField, int),
    (models.CharField, str),
    (models.TextField, str),
)


def annotation_in(model: type[models.Model], name: str) -> Any:
    """Return the type of what `model` calls `name`, a field or a property, as the API gives it."""
    attribute = getattr(model, name, None)
    if isinstance(attribute, property):
        return get_type_hints(attribute.fget)["return"]
    return annotation_of(model._meta.get_field(name))


def annotation_of(field: Any) -> Any:
    """Return the type of a model field as the API gives it; codes of closed sets are named.

    Raises:
        TypeError: for a kind of field that is not known here.
    """
    if isinstance(field, CodeListField):
        return list[Literal[tuple(code for code, _label in field.code_choices)]]  # type: ignore[misc]
    if field.choices:
        codes = tuple(code for code, _label in field.flatchoices)
        annotation: Any = Literal[(*codes, "") if field.blank and "" not in codes else codes]
    else:
        annotation = next((kind for model_field, kind in _KINDS if isinstance(field, model_field)), None)
        if annotation is None:
            raise TypeError(f"{field} has no form in the API.")
    return annotation | None if field.null else annotation
