"""What learning resources have in common: ages and time, explained terms, their description for machines."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel


class AgeAndTime(models.Model):
    """For whom and how long: LRMI `typicalAgeRange` in years and `timeRequired` in minutes."""

    typical_age_min = models.PositiveSmallIntegerField(
        _("age from (years)"), null=True, blank=True, validators=[MaxValueValidator(99)]
    )
    typical_age_max = models.PositiveSmallIntegerField(
        _("age to (years)"), null=True, blank=True, validators=[MaxValueValidator(99)]
    )
    time_required = models.PositiveSmallIntegerField(
        _("time needed (minutes)"), null=True, blank=True, validators=[MaxValueValidator(600)]
    )

    schema_type = "LearningResource"
    panels_age_and_time = [
        FieldRowPanel([FieldPanel("typical_age_min"), FieldPanel("typical_age_max"), FieldPanel("time_required")])
    ]

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(typical_age_min__isnull=True)
                | models.Q(typical_age_max__isnull=True)
                | models.Q(typical_age_max__gte=models.F("typical_age_min")),
                name="%(class)s_ages_in_order",
            )
        ]

    def clean(self) -> None:
        super().clean()
        low, high = self.typical_age_min, self.typical_age_max
        if low is not None and high is not None and low > high:
            raise ValidationError({"typical_age_max": _("The upper age is below the lower one.")})


class ExplainsTerms(models.Model):
    """A page whose text leads to the glossary at the first use of each term."""

    explains_terms = models.BooleanField(
        _("explain terms"),
        default=True,
        help_text=_("The first use of each glossary term in the text becomes a link to its explanation."),
    )

    class Meta:
        abstract = True


def learning_resource(page: Any, resource_type: str) -> dict[str, Any]:
    """Return the LRMI properties of `page` for its JSON-LD (https://schema.org/LearningResource)."""
    data: dict[str, Any] = {"learningResourceType": resource_type}
    if page.typical_age_min is not None:
        data["typicalAgeRange"] = f"{page.typical_age_min}-{page.typical_age_max or ''}"
    if page.time_required:
        data["timeRequired"] = f"PT{page.time_required}M"
    return data
