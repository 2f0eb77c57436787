"""Reading the activity register: counts by county, one page of activities, and the map."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db.models import Count, Sum

from cms.core.vocabularies import County

from .models import Activity

if TYPE_CHECKING:
    from .models import ActivityRegisterPage

PAGE_SIZE = 25
# Where each county stands on the map: column and row of a schematic grid that keeps who borders whom.
TILES: dict[County, tuple[int, int]] = {
    County.AL_10: (0, 0), County.AL_07: (1, 0),
    County.AL_08: (0, 1), County.AL_09: (1, 1),
    County.AL_02: (0, 2), County.AL_11: (1, 2), County.AL_03: (2, 2),
    County.AL_04: (0, 3), County.AL_01: (1, 3), County.AL_06: (2, 3),
    County.AL_12: (0, 4), County.AL_05: (1, 4),
}  # fmt: skip
# Side of a tile and the gap after it, in units of the drawing.
TILE, GAP = 92, 8


@dataclass(frozen=True)
class CountyCount:
    """One county: how many activities, and how many people they expect."""

    code: str
    label: str
    activities: int
    people: int
    url: str
    is_chosen: bool


@dataclass(frozen=True)
class Tile:
    """A county on the map; `x` and `y` are those of its upper left corner."""

    label: str
    count: int
    x: int
    y: int
    level: int

    @property
    def middle(self) -> int:
        return self.x + TILE // 2

    @property
    def name_y(self) -> int:
        return self.y + 34

    @property
    def count_y(self) -> int:
        return self.y + 70


@dataclass(frozen=True)
class Choice:
    """A link that narrows or widens the list."""

    label: Any
    url: str
    is_chosen: bool


@dataclass(frozen=True)
class RegisterView:
    """What the page of the register shows.

    Args:
        year: the chosen year; None for all.
        county: code of the chosen county; empty for all.
        counts: every county, in the order of `County`, for the chosen year.
        activities: all activities that fit, and `people` what they expect together.
        query: the chosen filters as a query, for the file and the paging.
    """

    year: int | None
    county: str
    county_label: str
    counts: list[CountyCount]
    tiles: list[Tile]
    years: list[Choice]
    all_counties_url: str
    activities: int
    people: int
    page: PaginatorPage[Activity]
    query: str


@dataclass(frozen=True)
class Filters:
    """What was asked for, as far as it makes sense."""

    year: int | None = None
    county: str = ""

    def query(self, **changed: Any) -> str:
        """Return the filters as the query of a link, some of them changed; empty where nothing is chosen."""
        asked = {"year": self.year, "county": self.county} | changed
        kept = {name: value for name, value in asked.items() if value}
        return f"?{urlencode(kept)}" if kept else ""


def read_filters(asked: Mapping[str, str]) -> Filters:
    """Return the filters in a query; what makes no sense is passed over."""
    year, county = asked.get("year", ""), asked.get("county", "")
    is_year = len(year) == 4 and year.isascii() and year.isdecimal()
    return Filters(int(year) if is_year else None, county if county in County.values else "")


def public_activities(series: str, filters: Filters) -> Any:
    """Return the approved activities of a series that fit, the newest first."""
    found = Activity.objects.approved().filter(series=series)
    if filters.year:
        found = found.filter(year=filters.year)
    if filters.county:
        found = found.filter(county=filters.county)
    return found.order_by("-date", "-pk")


def register_view(register: "ActivityRegisterPage", asked: Mapping[str, str]) -> RegisterView:
    """Return what the page of the register shows; two queries, whatever its length.

    Args:
        register: the page.
        asked: the query: `year`, `county` and `page`.
    """
    filters = read_filters(asked)
    approved = Activity.objects.approved().filter(series=register.series).order_by()
    groups = list(approved.values_list("year", "county").annotate(Count("pk"), Sum("expected_number")))
    by_county = dict.fromkeys(County.values, (0, 0))
    for year, county, number, people in groups:
        if filters.year in (None, year):
            known = by_county[county]
            by_county[county] = (known[0] + number, known[1] + people)
    chosen = [by_county[filters.county]] if filters.county else list(by_county.values())
    total = sum(number for number, _people in chosen)
    years = sorted({group[0] for group in groups}, reverse=True)
    return RegisterView(
        year=filters.year,
        county=filters.county,
        county_label=str(dict(County.choices).get(filters.county, "")),
        counts=_counts(by_county, filters),
        tiles=list(_tiles(by_county)),
        years=[Choice(year, filters.query(year=year) or "?", year == filters.year) for year in years],
        all_counties_url=filters.query(county="") or "?",
        activities=total,
        people=sum(people for _number, people in chosen),
        page=_Counted(public_activities(register.series, filters), PAGE_SIZE, total).get_page(asked.get("page")),
        query=filters.query(),
    )


class _Counted(Paginator):
    """A paginator that was told the length of its list."""

    def __init__(self, found: Any, size: int, total: int) -> None:
        super().__init__(found, size)
        self._total = total

    @property
    def count(self) -> int:
        return self._total


def _counts(by_county: dict[str, tuple[int, int]], filters: Filters) -> list[CountyCount]:
    return [
        CountyCount(
            code=code,
            label=str(label),
            activities=by_county[code][0],
            people=by_county[code][1],
            url=filters.query(county=code),
            is_chosen=code == filters.county,
        )
        for code, label in County.choices
    ]


def _tiles(by_county: dict[str, tuple[int, int]]) -> Iterator[Tile]:
    """Yield the map. Level 0 is none, 1 some, 2 more than half of what the busiest county has."""
    most = max(number for number, _people in by_county.values())
    for county, (column, row) in TILES.items():
        number = by_county[county][0]
        level = 0 if not number else 2 if number * 2 > most else 1
        yield Tile(str(county.label), number, column * (TILE + GAP), row * (TILE + GAP), level)


def map_size() -> tuple[int, int]:
    """Return width and height of the map, in units of the drawing."""
    columns = 1 + max(column for column, _row in TILES.values())
    rows = 1 + max(row for _column, row in TILES.values())
    return columns * (TILE + GAP) - GAP, rows * (TILE + GAP) - GAP
