"""An attacker of published statistics: has every table, compares any two answers, and knows the rules by heart."""

from dataclasses import dataclass
from random import Random
from typing import Any

from reports.inbox.models import StatFact
from reports.inbox.quarters import Quarter
from reports.inbox.statistics import Table, periods, tables_of
from reports.inbox.suppression import POSSIBLE_VALUES, possible_values
from reports.inbox.vocabularies import AgeBand, Category, Channel, County, Outcome, Priority, ReferralKind

# A count that keeps so many possible values is not derived.
ENOUGH = 4
SAME_PEOPLE = {
    "received": (
        "received_by_month", "received_by_category", "received_by_age", "received_by_channel", "received_by_county"
    ),
    "closed": ("closed_by_outcome", "closed_by_category"),
    "referred": ("referred_by_kind",),
}  # fmt: skip


def make_facts(random: Random, quarters: list[Quarter]) -> list[StatFact]:
    """Store random facts of a hotline of some size, in which some columns have few in most of their cells."""
    facts = []
    for quarter in quarters:
        for kind, size in (("received", random.choice([8, 40, 120, 400])), ("closed", 150), ("referred", 60)):
            favourites = {
                "category": _favourites(random, Category), "age_band": _favourites(random, AgeBand),
                "channel": _favourites(random, Channel), "county": _favourites(random, County),
                "outcome": _favourites(random, Outcome), "referral_kind": _favourites(random, ReferralKind),
                "priority": _favourites(random, Priority),
            }  # fmt: skip
            for _fact in range(random.randint(size // 2, size)):
                columns = {name: random.choice(values) for name, values in favourites.items()}
                fact = StatFact(
                    kind=kind, month=random.choice(quarter.months), hours=random.randint(0, 400), language="sq",
                    reporter_role="witness", **columns,
                )  # fmt: skip
                facts.append(fact)
                if kind == "closed" and random.random() < 0.05:
                    # The same closing taken back.
                    copied = {name: getattr(fact, name) for name in ("month", "hours", "language", "reporter_role")}
                    facts.append(StatFact(kind="reopened", **columns, **copied))
    StatFact.objects.bulk_create(facts, batch_size=500)
    return facts


def _favourites(random: Random, vocabulary: Any) -> list[str]:
    """Return the values of a vocabulary, some of them many times."""
    return [value for value in vocabulary.values for _time in range(random.choice([0, 1, 1, 3, 12]))] or ["other"]


@dataclass
class Attacker:
    """What somebody has who keeps every answer of the door. `rounding` is by how much a shown number may be off."""

    rounding: int = 2

    def __post_init__(self) -> None:
        self.tables = {(period, table.code): table for period in periods() for table in tables_of(period.code)}

    def total_between(self, period: str, codes: tuple[str, ...]) -> tuple[int, int]:
        """Return the least and the most that all tables of the same people allow for their total."""
        least, most = 0, 10**9
        for code in codes:
            table = self.tables[period, code]
            shown = [row.value for row in table.rows if row.value is not None]
            least = max(least, sum(value - self.rounding for value in shown))
            if shown and len(shown) == len(table.rows):
                most = min(most, sum(value + self.rounding for value in shown))
            if table.total is not None:
                least, most = max(least, table.total - self.rounding), min(most, table.total + self.rounding)
        return least, most

    def compare(self, random: Random) -> list[tuple[str, str, str]]:
        """Ask twice, at random, and return the cells whose count the two answers give away."""
        (period, code), table = random.choice(list(self.tables.items()))
        if table.is_median or all(row.value is not None for row in table.rows):
            return []
        codes = next(codes for codes in SAME_PEOPLE.values() if code in codes)
        way = random.choice(["total less parts", "another table", "with and without a filter", "now and later"])
        if way == "now and later":
            return self._ask_again(table)
        if way == "with and without a filter":
            return self._leave_some_out(random, table)
        known = (code,) if way == "total less parts" else codes
        return self._work_out(table, self.total_between(period, known))

    def _leave_some_out(self, random: Random, table: Table) -> list[tuple[str, str, str]]:
        """The total, less any of the parts: what remains is one cell, or it is not."""
        if table.total is None:
            return []
        shown = [row for row in table.rows if row.value is not None]
        left_out = random.sample(shown, random.randint(0, len(shown)))
        remaining = [row for row in table.rows if row not in left_out]
        is_one = len(remaining) == 1 and remaining[0].value is None
        return [(table.period, table.code, remaining[0].code)] if is_one else []

    @staticmethod
    def _ask_again(table: Table) -> list[tuple[str, str, str]]:
        """The same question after more has happened: a number that moved tells what came to it meanwhile."""
        later = {again.code: again for again in tables_of(table.period)}[table.code]
        pairs = zip(table.rows, later.rows, strict=True)
        return [(table.period, table.code, row.code) for row, again in pairs if row.value != again.value]

    def _work_out(self, table: Table, total: tuple[int, int]) -> list[tuple[str, str, str]]:
        """Return the withheld cells that keep fewer than `ENOUGH` possible values, whatever they may be."""
        shown = [row.value for row in table.rows if row.value is not None]
        if not shown and table.total is None:
            return []
        withheld = [row.code for row in table.rows if row.value is None]
        least = max(0, total[0] - sum(value + self.rounding for value in shown))
        most = total[1] - sum(value - self.rounding for value in shown)
        possible: dict[str, set[int]] = {code: set() for code in withheld}
        for hidden in range(least, min(most, least + 400) + 1):
            self._suppose_all_small(withheld, hidden, bool(shown), possible)
            self._suppose_one_more(table, withheld, hidden, possible)
        return [
            (table.period, table.code, code)
            for code, values in possible.items()
            if len(values) < ENOUGH and min(values, default=0) < 10
        ]

    @staticmethod
    def _suppose_all_small(
        withheld: list[str], hidden: int, is_some_shown: bool, possible: dict[str, set[int]]
    ) -> None:
        if hidden > 9 * len(withheld) or (is_some_shown and possible_values(hidden, len(withheld)) < POSSIBLE_VALUES):
            return
        for code in withheld:
            possible[code].update(range(max(0, hidden - 9 * (len(withheld) - 1)), min(9, hidden) + 1))

    @staticmethod
    def _suppose_one_more(table: Table, withheld: list[str], hidden: int, possible: dict[str, set[int]]) -> None:
        """Suppose that one withheld cell is no small one: then it is the last that would have been shown."""
        order = [row.code for row in table.rows]
        last_shown = max((place for place, row in enumerate(table.rows) if row.value is not None), default=-1)
        small = len(withheld) - 1
        for code in withheld:
            if order.index(code) < last_shown:
                continue
            for of_small in range(min(9 * small, hidden - 10) + 1):
                if possible_values(of_small, small) >= POSSIBLE_VALUES:
                    continue
                possible[code].add(hidden - of_small)
                for other in withheld:
                    if other != code:
                        possible[other].update(range(max(0, of_small - 9 * (small - 1)), min(9, of_small) + 1))
