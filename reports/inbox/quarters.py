"""Quarters of a year, the periods of published statistics. Dates only, no database."""

import re
from dataclasses import dataclass
from datetime import date

from django.utils import formats

from .suppression import DELAY

_NAME = re.compile(r"(\d{4})-Q([1-4])")


@dataclass(frozen=True, order=True)
class Quarter:
    """One quarter; `number` is 1 to 4."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Quarter":
        """Return the quarter in which `day` lies."""
        return cls(day.year, (day.month - 1) // 3 + 1)

    @classmethod
    def named(cls, name: str) -> "Quarter":
        """Return the quarter of a name such as `2024-Q1`.

        Raises:
            ValueError: for any other text.
        """
        match = _NAME.fullmatch(name)
        if match is None:
            raise ValueError(name)
        return cls(int(match[1]), int(match[2]))

    @property
    def name(self) -> str:
        return f"{self.year}-Q{self.number}"

    @property
    def months(self) -> list[date]:
        """Return the first days of its three months."""
        return [date(self.year, self.number * 3 - 2 + place, 1) for place in range(3)]

    @property
    def in_words(self) -> str:
        """Return its first and last month and its year in the active language."""
        first, last = (formats.date_format(month, "F") for month in (self.months[0], self.months[2]))
        return f"{first}–{last} {self.year}"

    @property
    def following(self) -> "Quarter":
        return Quarter(self.year + 1, 1) if self.number == 4 else Quarter(self.year, self.number + 1)

    def is_publishable(self, today: date) -> bool:
        """Return whether it has been over for long enough on `today`."""
        return today >= self.following.months[0] + DELAY
