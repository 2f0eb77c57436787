"""What pages of one type have beside their text: steps of a lesson, terms of the glossary, signatories, key figures.

One entry a type in `RELATIONS`: the form of its fields, and a function that reads them from the page. Every function
costs a fixed number of queries.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from ninja import Schema
from wagtail.models import Page
from wagtail.rich_text import expand_db_html

from cms.core.api.media import document_out
from cms.core.api.schemas import DocumentOut, Language, LinkOut
from cms.core.vocabularies import Audience

from ..vocabularies import EntryType

# Turns pages of any language into links to their versions in the language of the answer, by translation key.
Links = Callable[[list[Page]], dict[Any, dict[str, Any]]]
Read = Callable[[Any, Links], dict[str, Any]]


class LessonStepOut(Schema):
    """A part of a lesson, with its minutes."""

    minutes: int
    title: str
    text: str


class TermOut(Schema):
    """A term of the glossary; `avoid` holds words not to use for it, and why."""

    term: str
    slug: str
    short_definition: str
    definition: str
    alternate_names: list[str]
    avoid: list[str]
    avoid_reason: str


class ActionOut(Schema):
    """Something an audience can do at once."""

    text: str
    page: LinkOut | None


class OrganisationOut(Schema):
    """An organisation."""

    code: str
    name: str
    url: str


class TimelineEntryOut(Schema):
    """A step of an initiative; without a date it is not documented."""

    date: date | None
    text: str


class SignatoryOut(Schema):
    """A line of a register of signatories, in the order of the alphabet."""

    name: str
    sector: str
    date: date | None
    municipality: str
    country: str
    is_confirmed: bool


class EditionOut(Schema):
    """A year of a campaign; its address is that of the archive and the year."""

    year: int
    start_date: date | None
    end_date: date | None


class ActivityOut(Schema):
    """An activity of the register. Number of people expected."""

    id: int
    title: str
    organisation: str
    kind: str
    date: date
    municipality: str
    municipality_name: str
    county: str
    audiences: list[Audience]
    expected_number: int | None
    description: str
    language: Language


class VariantOut(Schema):
    """A version of a material, for example the poster of one day."""

    code: str
    label: str
    headline: str
    lines: list[str]
    document: DocumentOut | None


class ReportFigureOut(Schema):
    """A figure with its source. `words` has the number with its precision and unit, in the page's language."""

    code: str
    label: str
    number: str
    words: str
    value: float | None
    unit: str
    period: str
    is_exact: bool
    source: str
    source_url: str
    url: str


def _audience(page: Any, links: Links) -> dict[str, Any]:
    found = links([*(action.page for action in page.action_list if action.page), *page.recommended])
    return {
        "actions": [
            {"text": action.text, "page": found.get(action.page.translation_key) if action.page else None}
            for action in page.action_list
        ],
        "recommended": [found[one.translation_key] for one in page.recommended if one.translation_key in found],
    }


def _lesson(page: Any, links: Links) -> dict[str, Any]:
    return {
        "steps": [{"minutes": step.minutes, "title": step.title, "text": step.text} for step in page.steps.all()],
        "materials": page.materials.splitlines(),
        "safeguarding_note": page.safeguarding_note,
        "attachments": [document_out(link.document) for link in page.attachments.select_related("document")],
    }


def _glossary(page: Any, links: Links) -> dict[str, Any]:
    return {
        "terms": [
            {
                "term": term.term,
                "slug": term.slug,
                "short_definition": term.short_definition,
                "definition": expand_db_html(term.definition),
                "alternate_names": term.alternate_name_list,
                "avoid": term.avoid_list,
                "avoid_reason": term.avoid_reason,
            }
            for term in page.terms
        ]
    }


def _campaign(page: Any, links: Links) -> dict[str, Any]:
    partners = page.partners.select_related("organisation")
    organisations = [partner.organisation for partner in partners]
    return {
        "partners": [{"code": one.code, "name": one.name, "url": one.url} for one in organisations],
        "timeline": page.timeline_list,
        "pages": list(links(page.belonging).values()),
    }


def _initiative(page: Any, links: Links) -> dict[str, Any]:
    return {
        "timeline": page.timeline_list,
        "signatories": page.signatory_list,
        "documents": [document_out(link.document) for link in page.documents.select_related("document")],
    }


def _material(page: Any, links: Links) -> dict[str, Any]:
    return {
        "variants": variants_of(page),
        "lesson": next(iter(links([page.lesson] if page.lesson else []).values()), None),
    }


def variants_of(material: Any) -> list[dict[str, Any]]:
    """Return the versions of a campaign material, in their order."""
    return [
        {
            "code": variant.code,
            "label": variant.label,
            "headline": variant.headline,
            "lines": variant.line_list,
            "document": document_out(variant.document) if variant.document else None,
        }
        for variant in material.variants.select_related("document")
    ]


def _annual_report(page: Any, links: Links) -> dict[str, Any]:
    names = ("code", "label", "number", "words", "unit", "period", "is_exact", "source", "source_url", "url")
    return {
        "key_figures": [
            {name: getattr(figure, name) for name in names}
            | {"value": None if figure.value is None else float(figure.value)}
            for figure in page.figures()
        ],
        "document": document_out(page.document) if page.document else None,
    }


def _good_practice(page: Any, links: Links) -> dict[str, Any]:
    return {
        "aim": page.aim,
        "resources_needed": page.resource_list,
        "evidence": page.evidence,
        "source_url": page.source_url,
    }


def _page(page: Any, links: Links) -> dict[str, Any]:
    return {"editions": getattr(page, "edition_list", []), "activities": getattr(page, "activity_list", [])}


RELATIONS: dict[str, tuple[dict[str, Any], Read]] = {
    EntryType.AUDIENCE: ({"actions": list[ActionOut], "recommended": list[LinkOut]}, _audience),
    EntryType.LESSON: (
        {
            "steps": list[LessonStepOut],
            "materials": list[str],
            "safeguarding_note": str,
            "attachments": list[DocumentOut],
        },
        _lesson,
    ),
    EntryType.GLOSSARY: ({"terms": list[TermOut]}, _glossary),
    EntryType.GOOD_PRACTICE: (
        {"aim": str, "resources_needed": list[str], "evidence": str, "source_url": str},
        _good_practice,
    ),
    EntryType.CAMPAIGN: (
        {"partners": list[OrganisationOut], "timeline": list[TimelineEntryOut], "pages": list[LinkOut]},
        _campaign,
    ),
    EntryType.INITIATIVE: (
        {
            "timeline": list[TimelineEntryOut],
            "signatories": list[SignatoryOut],
            "documents": list[DocumentOut],
        },
        _initiative,
    ),
    EntryType.PAGE: ({"editions": list[EditionOut], "activities": list[ActivityOut]}, _page),
    EntryType.MATERIAL: ({"variants": list[VariantOut], "lesson": LinkOut | None}, _material),
    EntryType.ANNUAL_REPORT: ({"key_figures": list[ReportFigureOut], "document": DocumentOut | None}, _annual_report),
}
