"""What a page offers on paper, said without knowing which page it is: apps meet here without importing each other."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

# Files that are compared by their bytes carry no date of their own: Safer Internet Day 2024.
UNDATED = datetime(2024, 2, 6, tzinfo=UTC)


@dataclass(frozen=True)
class PrintedFile:
    """One file; `make` sets it, and raises what the setting raises."""

    name: str
    title: str
    make: Callable[[], bytes]
