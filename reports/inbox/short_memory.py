"""Counters and marks in the cache that help to tell programs from people. No person, no address and no word is in them.

Where the cache cannot be reached, all of this is forgotten rather than a report.
"""

import logging
from collections.abc import Iterable

from django.core.cache import cache

logger = logging.getLogger(__name__)


def add_one(key: str, seconds: int) -> None:
    """Count one more under `key`, which is forgotten `seconds` after the first."""
    try:
        cache.add(key, 0, seconds)
        try:
            cache.incr(key)
        except ValueError:
            # Pushed out of a full cache between the two lines.
            cache.set(key, 1, seconds)
    except Exception:
        _log()


def numbers(keys: Iterable[str]) -> list[int]:
    """Return the counters that are known among `keys`."""
    try:
        return list(cache.get_many(list(keys)).values())
    except Exception:
        _log()
        return []


def claim(key: str, owner: str, seconds: int) -> bool:
    """Return whether `key` belongs to `owner`: it does if nobody, or `owner`, has claimed it before."""
    try:
        return bool(cache.add(key, owner, seconds)) or cache.get(key) == owner
    except Exception:
        _log()
        return True


def _log() -> None:
    logger.error("The cache cannot be reached; counters are skipped")
