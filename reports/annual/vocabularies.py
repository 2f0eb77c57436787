"""Closed sets of datasets and charts, and the forms a period may have. Stored values are English and stable."""

import re
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.core.vocabularies import Licence

LANGUAGES = ("sq", "en")
PERIOD = re.compile(r"\d{4}(-(0[1-9]|1[0-2])|-Q[1-4])?")
CODE = re.compile(r"[a-z0-9]+([-_][a-z0-9]+)*")


class Unit(models.TextChoices):
    """What a figure counts. Figures of different units are never compared."""

    REPORT = "report", _("reports")
    INCIDENT = "incident", _("incidents")
    REFERRAL = "referral", _("referrals")
    PAGE = "page", _("pages")
    CHILD = "child", _("children")
    PUPIL = "pupil", _("pupils")
    PERSON = "person", _("people")
    REGION = "region", _("regions")
    SCHOOL = "school", _("schools")
    HOUR = "hour", _("hours")
    RATIO = "ratio", _("ratio")
    PERCENT = "percent", "%"


class Precision(models.TextChoices):
    """How exactly the source states a figure."""

    EXACT = "exact", _("exactly")
    ABOUT = "about", _("about")
    OVER = "over", _("over")
    ALMOST = "almost", _("almost")


class Periodicity(models.TextChoices):
    """How often a dataset grows (DCAT `accrualPeriodicity`); codes of the EU frequency authority, in small letters."""

    ANNUAL = "annual", _("every year")
    QUARTERLY = "quarterly", _("every quarter")
    MONTHLY = "monthly", _("every month")
    IRREGULAR = "irreg", _("irregularly")
    NEVER = "never", _("once")

    @property
    def address(self) -> str:
        """Return its address in the EU's frequency authority table."""
        names = {"quarterly": "QUARTERLY"}
        name = names.get(self.value, self.value.upper())
        return f"http://publications.europa.eu/resource/authority/frequency/{name}"


class Place(models.TextChoices):
    """The area that a dataset covers (DCAT `spatial`); codes of the EU country authority."""

    ALBANIA = "ALB", _("Albania")

    @property
    def address(self) -> str:
        """Return its address in the EU's country authority table."""
        return f"http://publications.europa.eu/resource/authority/country/{self.value}"


class Filling(models.TextChoices):
    """Who fills a dataset."""

    EDITORS = "editors", _("editors, from a CSV file")
    HOTLINE = "hotline", _("the hotline’s published statistics")


class Origin(models.TextChoices):
    """Where one version of a dataset came from."""

    PACK = "pack", _("initial content")
    UPLOAD = "upload", _("CSV file")
    HOTLINE = "hotline", _("hotline’s statistics")


class ChartKind(models.TextChoices):
    """What a chart looks like."""

    BAR = "bar", _("bars: compare values")
    STACKED = "stacked", _("stacked bars: parts over time")
    LINE = "line", _("line: change over time")
    SHARE = "share", _("share: parts of a whole")


LICENCE_ADDRESSES: dict[str, str] = {Licence.CC_BY.value: "https://creativecommons.org/licenses/by/4.0/"}


def label_of(vocabulary: Any, value: str) -> str:
    """Return the words of a stored `value` in the active language; the value itself where it is unknown."""
    return str(dict(vocabulary.choices).get(value, value))
