"""What a card says of a page beside its title: kind, age, minutes, languages, formats, size.

Read together with the pages, by joins, so that a list of cards costs no query more than its pages.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Coalesce
from wagtail.models import Page

from .localisation import locale_ids

# Field of a page type -> name of the annotation on the page.
_OWN_FIELDS = {
    "typical_age_min": "card_age_min",
    "typical_age_max": "card_age_max",
    "time_required": "card_minutes",
}


@dataclass(frozen=True)
class CardFacts:
    """Facts of one page. Ages in years, both ends included; `size` in bytes; None where a fact does not apply."""

    age_min: int | None = None
    age_max: int | None = None
    minutes: int | None = None
    languages: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    size: int | None = None


@cache
def page_types() -> tuple[Any, ...]:
    """Return every page type of ours."""
    from .models import SitePage

    return tuple(model for model in apps.get_models() if issubclass(model, SitePage))


def with_facts(pages: Any) -> Any:
    """Return the queryset `pages` with what `facts_of` and `kind_of` need.

    Args:
        pages: a queryset of `Page`; the instances may be of any type.
    """
    paths: dict[str, list[str]] = {}
    for model in page_types():
        names = {field.name for field in model._meta.get_fields()}
        for field, annotation in _OWN_FIELDS.items():
            if field in names:
                paths.setdefault(annotation, []).append(f"{model._meta.model_name}__{field}")
        if model.kind_field:
            paths.setdefault("card_kind", []).append(f"{model._meta.model_name}__{model.kind_field}")
        if model.card_size_path:
            paths.setdefault("card_size", []).append(f"{model._meta.model_name}__{model.card_size_path}")
    versions = Page.objects.filter(translation_key=OuterRef("translation_key"), live=True, alias_of=None)
    return pages.annotate(
        **{name: Coalesce(*map(F, found)) if len(found) > 1 else F(found[0]) for name, found in paths.items()},
        **{f"card_in_{code}": Exists(versions.filter(locale_id=pk)) for code, pk in sorted(locale_ids().items())},
    )


def facts_of(page: Page) -> CardFacts:
    """Return the facts of a page that was read `with_facts`, or those a page of its own type knows of itself."""
    model = page.specific_class
    annotated = hasattr(page, "card_minutes")
    values = {
        annotation.removeprefix("card_"): getattr(page, annotation if annotated else field, None)
        for field, annotation in _OWN_FIELDS.items()
    }
    # What a hub offers may be there in one language only; of other pages a card says nothing.
    offered = bool(getattr(model, "hub_section", ""))
    languages = tuple(code for code in ("sq", "en") if getattr(page, f"card_in_{code}", False)) if offered else ()
    return CardFacts(
        **values,
        languages=languages,
        formats=getattr(model, "card_formats", ()),
        size=getattr(page, "card_size", None),
    )


def kind_of(page: Page) -> str:
    """Return the label of the page's kind, such as `manual`; empty where its type has no kinds."""
    model = page.specific_class
    field = getattr(model, "kind_field", "")
    code = getattr(page, field, None) or getattr(page, "card_kind", None)
    if not field or not code:
        return ""
    return str(dict(model._meta.get_field(field).flatchoices).get(code, ""))
