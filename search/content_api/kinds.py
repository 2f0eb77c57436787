"""The types of pages in the API: their names in addresses, and the fields of their own that each of them has."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from cms.core.api.field_schemas import annotation_in
from cms.core.fields import ContentField
from cms.core.models import SitePage
from cms.core.public_pages import site_page_types

from ..vocabularies import EntryType

# Stable: they stand in addresses.
SLUGS: dict[EntryType, str] = {
    EntryType.AUDIENCE: "audiences",
    EntryType.GUIDE: "guides",
    EntryType.LESSON: "lessons",
    EntryType.GOOD_PRACTICE: "good-practices",
    EntryType.QUIZ: "quizzes",
    EntryType.GLOSSARY: "glossary",
    EntryType.FAQ: "faq",
    EntryType.CAMPAIGN: "campaigns",
    EntryType.TOOLKIT: "toolkits",
    EntryType.MATERIAL: "materials",
    EntryType.EVENT: "events",
    EntryType.INITIATIVE: "initiatives",
    EntryType.ANNUAL_REPORT: "annual-reports",
    EntryType.DATASET: "datasets",
    EntryType.NEWS: "news",
    EntryType.PAGE: "pages",
}


@dataclass(frozen=True)
class Kind:
    """A type of pages; `models` are the page types of the CMS that it stands for."""

    type: EntryType
    slug: str
    models: tuple[Any, ...]

    @property
    def name(self) -> str:
        """Return the type in capitals, as schemas are named."""
        return "".join(part.capitalize() for part in self.type.split("_"))

    @property
    def own_fields(self) -> dict[str, Any]:
        """Return the types of this type's own fields that lists have, by name.

        Tables that the index keeps of a page are not among them: `RELATIONS` gives those with their forms.
        """
        found = {name: annotation_in(model, name) for model in self.models for name in model.index_fields}
        return {
            name: annotation if all(name in model.index_fields for model in self.models) else annotation | None
            for name, annotation in found.items()
            if annotation != list[dict[str, Any]]
        }

    @property
    def streams(self) -> dict[str, ContentField]:
        """Return the streams of this type by name."""
        return {
            field.name: field
            for model in self.models
            for field in model._meta.get_fields()
            if isinstance(field, ContentField)
        }


@cache
def kinds() -> dict[str, Kind]:
    """Return all types by their name in addresses."""
    by_type: dict[str, list[type[SitePage]]] = {}
    for model in site_page_types():
        if model.index_type is not None:
            by_type.setdefault(model.index_type, []).append(model)
    return {SLUGS[code]: Kind(code, SLUGS[code], tuple(by_type[code])) for code in EntryType if code.value in by_type}


def kind_of(code: str) -> Kind:
    """Return the type with this code of `EntryType`."""
    return kinds()[SLUGS[EntryType(code)]]
