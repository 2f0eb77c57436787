"""Text functions that every app shares: folding for search, slugs and comparison."""

import unicodedata

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "–": "-", "—": "-", "‑": "-"})


def fold(text: str) -> str:
    """Return `text` lower-cased, without diacritics, with one kind of apostrophe and hyphen.

    `Fëmijë` and `femije` fold to the same string, so a search on a phone without ë and ç finds the page.

    Args:
        text: any string, of any length.
    """
    folded = text.translate(_APOSTROPHES)
    # Taking a character apart can bring capitals to light, and making them small can leave something to take apart.
    for _pass in range(2):
        folded = unicodedata.normalize("NFKD", folded).casefold()
    return "".join(character for character in folded if not unicodedata.combining(character))


_ALBANIAN_LETTERS = [
    "a",
    "b",
    "c",
    "ç",
    "d",
    "dh",
    "e",
    "ë",
    "f",
    "g",
    "gj",
    "h",
    "i",
    "j",
    "k",
    "l",
    "ll",
    "m",
    "n",
    "nj",
    "o",
    "p",
    "q",
    "r",
    "rr",
    "s",
    "sh",
    "t",
    "th",
    "u",
    "v",
    "x",
    "xh",
    "y",
    "z",
    "zh",
]
_ALBANIAN_RANK = {letter: rank for rank, letter in enumerate(_ALBANIAN_LETTERS)}


def alphabetical_key(text: str, language_code: str) -> tuple[int, ...]:
    """Return a sort key for `text` in the alphabet of its language.

    Albanian has 36 letters, nine of them written with two characters (`dhomë` comes after `dyer`).

    Args:
        text: a word or phrase.
        language_code: `sq` or `en`; any other language sorts like English.
    """
    if language_code != "sq":
        return tuple(ord(character) for character in fold(text))
    word = text.casefold()
    ranks: list[int] = []
    position = 0
    while position < len(word):
        pair = word[position : position + 2]
        letter = pair if len(pair) == 2 and pair in _ALBANIAN_RANK else word[position]
        ranks.append(_ALBANIAN_RANK.get(letter, -1 if letter in " -" else 100 + ord(letter[0])))
        position += len(letter)
    return tuple(ranks)


def first_letter(text: str, language_code: str) -> str:
    """Return the first letter of `text` in the alphabet of its language, in capitals: `DH` for `dhunë`."""
    word = text.strip().casefold()
    pair = word[:2]
    letter = pair if language_code == "sq" and len(pair) == 2 and pair in _ALBANIAN_RANK else word[:1]
    return letter.upper()
