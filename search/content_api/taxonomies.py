"""The closed sets by which content is described and filtered, with their names: `GET /api/v3/taxonomies/`."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import override
from ninja import Query, Router, Schema

from cms.core.api.access import anyone
from cms.core.api.caching import confirmed_read
from cms.core.api.problems import refuse_unknown_parameters
from cms.core.api.schemas import Language
from cms.core.api.site import LanguageQuery
from cms.core.models import Topic
from cms.core.vocabularies import Audience, Competence, EducationalLevel, Licence, ResourceType, SubRole

from ..vocabularies import AGE_BANDS, DURATIONS, Band
from .kinds import kinds

router = Router(auth=anyone, tags=["site"])
router.add_decorator(confirmed_read, mode="view")


class TermOfSetOut(Schema):
    """A code, stable and the same in all languages, with its name in one."""

    code: str
    label: str


class BandOut(TermOfSetOut):
    """A range; without `upper` it has no end. Years for ages, minutes for durations."""

    lower: int
    upper: int | None


class TypeOut(TermOfSetOut):
    """A type of pages with the path of its list."""

    list_url: str


class TaxonomiesOut(Schema):
    """All closed sets in one language."""

    locale: Language
    audiences: list[TermOfSetOut]
    sub_roles: list[TermOfSetOut]
    topics: list[TermOfSetOut]
    types: list[TypeOut]
    resource_types: list[TermOfSetOut]
    educational_levels: list[TermOfSetOut]
    competences: list[TermOfSetOut]
    licences: list[TermOfSetOut]
    ages: list[BandOut]
    durations: list[BandOut]


@router.get("/", response=TaxonomiesOut, summary="The closed sets", url_name="taxonomies")
def taxonomies(request: HttpRequest, asked: Query[LanguageQuery]) -> dict[str, Any]:
    """Return audiences, topics, types and the other sets. Two queries."""
    refuse_unknown_parameters(request, set(LanguageQuery.model_fields))
    topics = Topic.objects.filter(locale__language_code=asked.locale).order_by("name").values_list("code", "name")
    with override(asked.locale):
        return {
            "locale": asked.locale,
            "audiences": _terms(Audience.choices),
            "sub_roles": _terms(SubRole.choices),
            "topics": _terms(topics),
            "types": [
                {
                    "code": kind.type.value,
                    "label": capfirst(str(kind.type.label)),
                    "list_url": f"/api/v3/content/{slug}/",
                }
                for slug, kind in kinds().items()
            ],
            "resource_types": _terms(ResourceType.choices),
            "educational_levels": _terms(EducationalLevel.choices),
            "competences": _terms(Competence.choices),
            "licences": _terms(Licence.choices),
            "ages": _bands(AGE_BANDS),
            "durations": _bands(DURATIONS),
        }


def _terms(choices: Iterable[tuple[str, Any]]) -> list[dict[str, str]]:
    return [{"code": code, "label": str(label)} for code, label in choices]


def _bands(bands: list[Band]) -> list[dict[str, Any]]:
    return [{"code": band.code, "label": str(band.label), "lower": band.lower, "upper": band.upper} for band in bands]
