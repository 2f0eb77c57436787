"""Closed sets of the index: kinds of entries and of facets, bands of age and duration."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class EntryType(models.TextChoices):
    """What an entry is. Pages name theirs in `SitePage.index_type`."""

    GUIDE = "guide", _("Guide")
    LESSON = "lesson", _("Lesson plan")
    CAMPAIGN = "campaign", _("Campaign")
    EVENT = "event", _("Event")
    TOOLKIT = "toolkit", _("Toolkit")
    MATERIAL = "material", _("Campaign material")
    INITIATIVE = "initiative", _("Initiative")
    ANNUAL_REPORT = "annual_report", _("Publication")
    DATASET = "dataset", _("Dataset")
    AUDIENCE = "audience", _("For an audience")
    NEWS = "news", _("News")
    GOOD_PRACTICE = "good_practice", _("Good practice")
    QUIZ = "quiz", _("Quiz")
    FAQ = "faq", _("Questions and answers")
    GLOSSARY = "glossary", _("Glossary")
    PAGE = "page", _("Page")


class FacetKind(models.TextChoices):
    """What entries are counted and filtered by."""

    AUDIENCE = "audience", _("For whom")
    TOPIC = "topic", _("Topic")
    TYPE = "type", _("Kind")
    AGE = "age", _("Age")
    LANGUAGE = "language", _("Language")
    DURATION = "duration", _("Time needed")


@dataclass(frozen=True)
class Band:
    """A range of whole numbers with a name; `upper` None has no end."""

    code: str
    label: Any
    lower: int
    upper: int | None

    def overlaps(self, low: int | None, high: int | None) -> bool:
        """Return whether the range from `low` to `high` (None: open) has a number in common with the band."""
        below = self.upper is not None and low is not None and low > self.upper
        return not below and (high is None or high >= self.lower)


# Years. The codes are those of `age_bands` in `content/taxonomies.yaml`.
AGE_BANDS = [
    Band("3-5", _("Ages 3–5"), 3, 5),
    Band("6-9", _("Ages 6–9"), 6, 9),
    Band("10-12", _("Ages 10–12"), 10, 12),
    Band("13-15", _("Ages 13–15"), 13, 15),
    Band("16-18", _("Ages 16–18"), 16, 18),
    Band("adult", _("Adults"), 18, None),
]
# Minutes.
DURATIONS = [
    Band("to-5", _("Up to 5 minutes"), 0, 5),
    Band("to-15", _("6 to 15 minutes"), 6, 15),
    Band("to-45", _("16 to 45 minutes"), 16, 45),
    Band("longer", _("Longer than 45 minutes"), 46, None),
]
LANGUAGE_CODES = ["sq", "en"]


def age_bands(low: int | None, high: int | None) -> list[str]:
    """Return the codes of the bands that ages from `low` to `high` touch; none where no age is given."""
    if low is None and high is None:
        return []
    return [band.code for band in AGE_BANDS if band.overlaps(low, high)]


def duration_band(minutes: int | None) -> list[str]:
    """Return the code of the band of a duration, as a list; empty where it is not given."""
    return [band.code for band in DURATIONS if band.overlaps(minutes, minutes)] if minutes else []
