"""How much is coming in, counted for everybody together. No address, no browser, no person is counted."""

import time

from .short_memory import add_one, numbers

# Minutes that are looked back over.
WINDOW = 10
_KEY = "hotline-{what}-{minute}"


def count(what: str) -> None:
    """Count one arrival of a kind, such as `report` or `lookup`."""
    add_one(_KEY.format(what=what, minute=_minute()), (WINDOW + 1) * 60)


def recent(what: str) -> int:
    """Return how many arrivals of a kind came in the last ten minutes."""
    now = _minute()
    return sum(numbers(_KEY.format(what=what, minute=minute) for minute in range(now - WINDOW + 1, now + 1)))


def _minute() -> int:
    return int(time.time() // 60)
