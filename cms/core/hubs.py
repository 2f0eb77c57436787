"""Finding the pages of an audience for its hub, whatever apps they belong to, in one query."""

from typing import Any

from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber
from wagtail.models import Page

from .cards import page_types, with_facts
from .localisation import locale_of
from .vocabularies import Audience, HubSection

# Sections in which what is meant for everyone is shown to every audience.
FOR_EVERYONE = {HubSection.MATERIALS, HubSection.CAMPAIGNS}


def pages_for(audience: str, *, locale_id: int, limit: int) -> dict[str, list[Page]]:
    """Return the live pages of one language for an audience, by hub section, in the order of the page tree.

    Args:
        audience: a code of `Audience`.
        locale_id: of the language.
        limit: most pages of one type.

    One query, whatever the number of pages.
    """
    wanted = Q()
    for model in page_types():
        if model.hub_section:
            codes = {audience, Audience.EVERYONE} if model.hub_section in FOR_EVERYONE else {audience}
            for code in codes:
                # SQLite has no JSON containment; the code between quotes is found in the text on every database.
                wanted |= Q(**{f"{model._meta.model_name}__audiences__icontains": f'"{code}"'})
    ranked = (
        with_facts(Page.objects.live().public().filter(wanted, locale_id=locale_id, alias_of=None))
        .annotate(place=Window(RowNumber(), partition_by=F("content_type"), order_by=F("path").asc()))
        .filter(place__lte=limit)
        .order_by("path")
    )
    sections: dict[str, list[Any]] = {}
    for page in ranked:
        page.locale = locale_of(page.locale_id)
        sections.setdefault(page.specific_class.hub_section, []).append(page)
    return sections
