"""Lists of published pages: one query for the entries, one for their translations, and two for pictures if any."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from ninja import Schema
from pydantic import Field

from cms.core.api.cursors import CURSOR_LIMIT, CursorError, cursor_of, position_of
from cms.core.api.media import References
from cms.core.api.problems import UNKNOWN_CURSOR, UNKNOWN_PARAMETER, refuse
from cms.core.api.schemas import Language
from cms.core.vocabularies import Audience

from ..models import PublishedEntry
from ..vocabularies import FacetKind
from .kinds import Kind, kind_of
from .schemas import ALWAYS

LIMIT_MAXIMUM = 50
# The column that each order sorts by, and whether the largest comes first. The id of the page decides between equals.
ORDERS = {
    "-first_published_at": ("first_published_at", True),
    "first_published_at": ("first_published_at", False),
    "-last_published_at": ("last_published_at", True),
    "last_published_at": ("last_published_at", False),
}
Order = Literal["-first_published_at", "first_published_at", "-last_published_at", "last_published_at"]
# The codes of `DURATIONS`; a test holds the two together.
Duration = Literal["to-5", "to-15", "to-45", "longer"]
_FACETS = {"audience": FacetKind.AUDIENCE, "topic": FacetKind.TOPIC, "duration": FacetKind.DURATION,
           "translated_into": FacetKind.LANGUAGE}  # fmt: skip


class FieldsQuery(Schema):
    """What is wanted of each page."""

    fields: str | None = Field(
        None,
        max_length=400,
        description="Names of fields, separated by commas; `id` and `type` always come. All fields if left out.",
    )

    def wanted(self, known: Iterable[str]) -> frozenset[str]:
        """Return the names asked for.

        Raises:
            HttpError: 422 for a name that is not in `known`.
        """
        if not self.fields:
            return frozenset(known)
        names = {name.strip() for name in self.fields.split(",")}
        if names - set(known):
            refuse(422, UNKNOWN_PARAMETER)
        return frozenset(names | set(ALWAYS))


class ListQuery(FieldsQuery):
    """What is wanted of a list. Age in years."""

    locale: Language | None = Field(None, description="One language; both if left out.")
    audience: Audience | None = None
    topic: str | None = Field(None, max_length=60, pattern=r"^[-a-zA-Z0-9_]*$", description="Code of a topic.")
    age: int | None = Field(None, ge=0, le=99, description="Made for readers of this age, or for no age in particular.")
    duration: Duration | None = None
    translated_into: Language | None = Field(None, description="Only pages that are live in this language too.")
    order: Order = "-first_published_at"
    limit: int = Field(20, ge=1, le=LIMIT_MAXIMUM)
    cursor: str | None = Field(None, max_length=CURSOR_LIMIT, description="`next` of the part before.")


def list_of(kind: Kind, asked: ListQuery, known: Iterable[str]) -> dict[str, Any]:
    """Return a part of the list of pages of a type.

    Args:
        known: names of the fields that a page in this list has.

    Raises:
        HttpError: 422 for an unknown field or cursor.
    """
    wanted = asked.wanted(known)
    column, is_falling = ORDERS[asked.order]
    entries = _filtered(PublishedEntry.objects.of_type(kind.type), asked)
    if asked.cursor:
        entries = _after(entries, asked, column, is_falling)
    sign = "-" if is_falling else ""
    found = list(
        entries.defer("text", "about", "codes").order_by(f"{sign}{column}", f"{sign}page_id")[: asked.limit + 1]
    )
    shown = found[: asked.limit]
    following = None
    if len(found) > asked.limit:
        following = cursor_of(asked.order, getattr(shown[-1], column).isoformat(), shown[-1].pk)
    return {"items": items_of(shown, wanted), "next": following}


def items_of(entries: list[PublishedEntry], wanted: frozenset[str]) -> list[dict[str, Any]]:
    """Return entries in the form of a list, with the fields that are wanted."""
    translations = _translations(entries) if "translations" in wanted else {}
    images = _images(entries) if "image" in wanted else {}
    return [
        {name: value for name, value in _item(entry, translations, images).items() if name in wanted}
        for entry in entries
    ]


def api_path(code: str, page_id: int) -> str:
    """Return the address of a page in the API; `code` is its `EntryType`."""
    return f"/api/v3/content/{kind_of(code).slug}/{page_id}/"


def _filtered(entries: Any, asked: ListQuery) -> QuerySet[PublishedEntry]:
    if asked.locale:
        entries = entries.in_language(asked.locale)
    for name, kind in _FACETS.items():
        if code := getattr(asked, name):
            entries = entries.with_facet(kind, str(code))
    if asked.age is not None:
        entries = entries.filter(
            Q(typical_age_min=None) | Q(typical_age_min__lte=asked.age),
            Q(typical_age_max=None) | Q(typical_age_max__gte=asked.age),
        )
    return entries


def _after(entries: Any, asked: ListQuery, column: str, is_falling: bool) -> QuerySet[PublishedEntry]:
    """Return what follows the cursor: a range of an index, so that a part far down costs what the first one does."""
    moment, page_id = _place(asked)
    comparison = "lt" if is_falling else "gt"
    following = Q(**{f"{column}__{comparison}": moment}) | Q(**{f"page_id__{comparison}": page_id})
    return entries.filter(following, **{f"{column}__{comparison}e": moment})


def _place(asked: ListQuery) -> tuple[datetime, int]:
    try:
        order, text, page_id = position_of(asked.cursor or "")
        moment = parse_datetime(str(text))
    except (CursorError, ValueError):
        refuse(422, UNKNOWN_CURSOR)
    if order != asked.order or moment is None or timezone.is_naive(moment) or not isinstance(page_id, int):
        refuse(422, UNKNOWN_CURSOR)
    return moment, page_id


def _item(
    entry: PublishedEntry, translations: dict[Any, dict[str, Any]], images: dict[int, dict[str, Any] | None]
) -> dict[str, Any]:
    own = {name: entry.body.get(name) for name in kind_of(entry.type).own_fields}
    return {
        "id": entry.pk,
        "type": entry.type,
        "title": entry.title,
        "short_title": entry.body.get("short_title", ""),
        "slug": entry.body.get("slug", ""),
        "summary": entry.summary,
        "url": entry.path,
        "page_url": f"{settings.BASE_URL}{entry.path}",
        "api_url": api_path(entry.type, entry.pk),
        "locale": entry.locale,
        "audiences": entry.audiences,
        "topics": entry.topics,
        "resource_type": entry.resource_type,
        "typical_age_min": entry.typical_age_min,
        "typical_age_max": entry.typical_age_max,
        "time_required": entry.time_required,
        "voice": entry.body.get("voice", "ju"),
        "is_sensitive": entry.is_sensitive,
        "last_reviewed": entry.body.get("last_reviewed"),
        "first_published_at": entry.first_published_at,
        "last_published_at": entry.last_published_at,
        "image": images.get(entry.pk),
        "translations": {"sq": None, "en": None} | translations.get(entry.translation_key, {}),
    } | own


def _translations(entries: list[PublishedEntry]) -> dict[Any, dict[str, Any]]:
    """Return all versions of the given pages by translation key and language; one query."""
    keys = {entry.translation_key for entry in entries}
    found: dict[Any, dict[str, Any]] = {}
    rows = PublishedEntry.objects.filter(translation_key__in=keys) if keys else PublishedEntry.objects.none()
    for row in rows.values_list("translation_key", "locale", "page_id", "title", "path", "type", named=True):
        version = {"id": row.page_id, "title": row.title, "url": row.path, "api_url": api_path(row.type, row.page_id)}
        found.setdefault(row.translation_key, {})[row.locale] = version
    return found


def _images(entries: list[PublishedEntry]) -> dict[int, dict[str, Any] | None]:
    """Return the picture of each page that has one; two queries, none where no page has any."""
    given = {entry.pk: entry.body["social_image"] for entry in entries if entry.body.get("social_image")}
    by_language = {
        language: References(language, images=[given[entry.pk] for entry in entries if entry.pk in given])
        for language in {entry.locale for entry in entries if entry.pk in given}
    }
    return {entry.pk: by_language[entry.locale].image(given[entry.pk]) for entry in entries if entry.pk in given}
