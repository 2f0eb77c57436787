"""Whether a report looks automatic. Such a report waits for a person in quarantine; none is refused or deleted."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b

from cms.core.text import fold

from . import pressure
from .form_tokens import FormToken
from .receipts import keyed_hash
from .short_memory import add_one, numbers

# Nobody reads and fills the form faster, in seconds.
FASTEST_PERSON = 3
# So many reports in ten minutes are more than a whole town writes; then those without a proof wait for a person.
FLOOD = 2000
# The sixth text within an hour that says the same is looked at by a person.
ALIKE_LIMIT = 5
REMEMBERED_SECONDS = 3600
# Words of a shingle; a text of fewer words than the second number is like many others by chance.
_SHINGLE_WORDS = 3
_FEWEST_WORDS = 8
# Two texts meet in a band if its rows agree: with a share s of common shingles in s³ of the bands (MinHash,
# https://www.cs.princeton.edu/courses/archive/spring13/cos598C/broder97resemblance.pdf).
_BANDS = 6
_ROWS = 3
_BANDS_THAT_MATTER = 2
_PRIME = (1 << 61) - 1


@dataclass(frozen=True)
class Signs:
    """What a submission shows of how it was made.

    Args:
        token: the form's own token; None if it is missing or damaged.
        has_proof: work was proved, which only a program with time or a browser does.
        filled_trap: something was typed where people see no field.
        text: what was written in free words; it is compared and forgotten.
    """

    token: FormToken | None
    has_proof: bool = False
    filled_trap: bool = False
    text: str = ""


def looks_automatic(signs: Signs) -> bool:
    """Return whether a person should look before the report counts as one.

    Many different reports at once, or many of one address, are what a school does after a bad night: no sign at all.
    """
    if signs.filled_trap or is_like_many(signs.text):
        return True
    if signs.has_proof:
        return False
    if signs.token is None or signs.token.age < FASTEST_PERSON:
        return True
    return pressure.recent("report") > FLOOD


def remember(text: str) -> None:
    """Count for an hour that a text like `text` was stored, under keyed hashes from which no word comes back."""
    for key in _bands(text):
        add_one(key, REMEMBERED_SECONDS)


def is_like_many(text: str) -> bool:
    """Return whether at least five texts of the last hour were nearly the same."""
    return sum(number >= ALIKE_LIMIT for number in numbers(_bands(text))) >= _BANDS_THAT_MATTER


def _bands(text: str) -> Iterator[str]:
    """Yield the cache keys of `text`: a keyed hash of the smallest shingles of each band."""
    words = re.findall(r"[^\W\d_]+", fold(text))
    if len(words) < _FEWEST_WORDS:
        return
    key = keyed_hash("look-alike")
    runs = {" ".join(words[start : start + _SHINGLE_WORDS]) for start in range(len(words) - _SHINGLE_WORDS + 1)}
    shingles = [int.from_bytes(blake2b(run.encode(), key=key, digest_size=7).digest()) for run in runs]
    for band in range(_BANDS):
        smallest = []
        for row in range(_ROWS):
            spread = blake2b(bytes([band, row]), key=key, digest_size=14).digest()
            factor, shift = int.from_bytes(spread[:7]) | 1, int.from_bytes(spread[7:])
            smallest.append(min((factor * shingle + shift) % _PRIME for shingle in shingles))
        yield "alike-" + keyed_hash("look-alike band", bytes([band]), *(n.to_bytes(8) for n in smallest)).hex()
