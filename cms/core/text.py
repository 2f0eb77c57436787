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
