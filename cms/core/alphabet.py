"""Order of words in the alphabet of their language. Albanian has 36 letters, nine of them written with two signs."""

import unicodedata

from .text import fold

# https://en.wikipedia.org/wiki/Albanian_alphabet. W is no letter of it but stands in names and borrowed words.
_LETTERS = [
    "a", "b", "c", "ç", "d", "dh", "e", "ë", "f", "g", "gj", "h", "i", "j", "k", "l", "ll", "m", "n", "nj", "o", "p",
    "q", "r", "rr", "s", "sh", "t", "th", "u", "v", "w", "x", "xh", "y", "z", "zh",
]  # fmt: skip
_RANK = {letter: rank for rank, letter in enumerate(_LETTERS)}
# What parts words comes before every letter, so that `gjuhë urrejtjeje` follows `gjuhë` at once.
_BETWEEN_WORDS = " -–‑\u00a0"


def albanian_key(text: str) -> tuple[int, ...]:
    """Return a sort key by which `dhomë` follows `dyer` and `çaj` follows `cak`.

    Capitals count like small letters; signs that are no letters are passed over.

    Args:
        text: a word or phrase.
    """
    ranks: list[int] = []
    word = unicodedata.normalize("NFC", text).casefold()
    position = 0
    while position < len(word):
        pair, single = word[position : position + 2], word[position]
        if len(pair) == 2 and pair in _RANK:
            ranks.append(_RANK[pair])
            position += 2
            continue
        position += 1
        if single in _BETWEEN_WORDS:
            ranks.append(-1)
        elif (rank := _RANK.get(single, _RANK.get(fold(single)))) is not None:
            ranks.append(rank)
        elif single.isalnum():
            ranks.append(len(_LETTERS) + ord(single))
    return tuple(ranks)


def alphabetical_key(text: str, language_code: str) -> tuple[int, ...]:
    """Return a sort key for `text` in the alphabet of its language.

    Args:
        text: a word or phrase.
        language_code: `sq` or `en`; any other language sorts like English.
    """
    if language_code == "sq":
        return albanian_key(text)
    return tuple(ord(sign) for sign in fold(text) if sign.isalnum() or sign == " ")


def first_letter(text: str, language_code: str) -> str:
    """Return the letter under which `text` stands, in capitals: `DH` for `dhunë`; `#` where it starts with none.

    Args:
        text: a word or phrase.
        language_code: `sq` or `en`.
    """
    word = unicodedata.normalize("NFC", text).casefold()
    word = next((word[start:] for start, sign in enumerate(word) if sign.isalnum()), "")
    if language_code == "sq" and word[:2] in _RANK and len(word) > 1:
        return word[:2].upper()
    letter = word[:1] if language_code == "sq" else fold(word[:1])[:1]
    return letter.upper() if letter.isalpha() else "#"


def letters(language_code: str) -> list[str]:
    """Return the alphabet in capitals: 36 letters for Albanian, 26 for English."""
    if language_code == "sq":
        return [letter.upper() for letter in _LETTERS if letter != "w"]
    return [chr(code) for code in range(ord("A"), ord("Z") + 1)]
