"""What a front end needs to draw the reporting form of its own: `GET /api/v3/reports/form/`."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import override
from ninja import Query, Router, Schema

from cms.core.api.access import anyone
from cms.core.api.caching import confirmed_read
from cms.core.api.problems import refuse_unknown_parameters
from cms.core.api.schemas import Language
from cms.core.api.site import LanguageQuery

from .. import text_rules
from ..questions import questions_for
from ..vocabularies import (
    CATEGORY_HELP,
    URGENT_CATEGORIES,
    AgeBand,
    Category,
    County,
    Platform,
    ReporterRole,
    Sex,
    SiteType,
)

router = Router(auth=anyone, tags=["reports"])
router.add_decorator(confirmed_read, mode="view")


class ChoiceOut(Schema):
    """A code with its words."""

    code: str
    label: str


class QuestionOut(Schema):
    """A question of one category; answers are sent in `answers`, by its code."""

    code: str
    text: str
    choices: list[ChoiceOut]


class CategoryOut(ChoiceOut):
    """What a report can be about. For an urgent one show the help numbers once more."""

    help: str
    is_urgent: bool
    questions: list[QuestionOut]


class LimitsOut(Schema):
    """Longest texts, in characters, and the most addresses."""

    description: int
    addresses: int
    address_count: int
    medium: int
    short: int


class FormOut(Schema):
    """The closed sets of a report in one language."""

    locale: Language
    categories: list[CategoryOut]
    reporter_roles: list[ChoiceOut]
    age_bands: list[ChoiceOut]
    sexes: list[ChoiceOut]
    counties: list[ChoiceOut]
    platforms: list[ChoiceOut]
    site_types: list[ChoiceOut]
    limits: LimitsOut


@router.get("/form/", response=FormOut, summary="What a report can hold", url_name="reports_form")
def form(request: HttpRequest, asked: Query[LanguageQuery]) -> dict[str, Any]:
    """Return categories with their questions, and the other codes. No query."""
    refuse_unknown_parameters(request, set(LanguageQuery.model_fields))
    with override(asked.locale):
        return {
            "locale": asked.locale,
            "categories": [_category(category) for category in Category],
            "reporter_roles": _choices(ReporterRole.choices),
            "age_bands": _choices(AgeBand.choices),
            "sexes": _choices(Sex.choices),
            "counties": _choices(County.choices),
            "platforms": _choices(Platform.choices),
            "site_types": _choices(SiteType.choices),
            "limits": {
                "description": text_rules.DESCRIPTION_LIMIT,
                "addresses": text_rules.ADDRESSES_LIMIT,
                "address_count": text_rules.ADDRESS_COUNT_LIMIT,
                "medium": text_rules.MEDIUM_TEXT_LIMIT,
                "short": text_rules.SHORT_TEXT_LIMIT,
            },
        }


def _category(category: Category) -> dict[str, Any]:
    return {
        "code": category.value,
        "label": str(category.label),
        "help": str(CATEGORY_HELP.get(category, "")),
        "is_urgent": category in URGENT_CATEGORIES,
        "questions": [
            {"code": question.code, "text": str(question.text), "choices": _choices(question.choices)}
            for question in questions_for(category)
        ],
    }


def _choices(choices: Iterable[tuple[str, Any]]) -> list[dict[str, str]]:
    return [{"code": code, "label": str(label)} for code, label in choices if code]
