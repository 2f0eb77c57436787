"""Patterns that find a name in running text: Albanian nouns change their endings, English ones take an -s."""

import re

# Case and number endings of nouns and adjectives, longest first; borrowed words take them after a hyphen.
# Morphology volume of the Academy of Sciences’ *Gramatika e gjuhës shqipe*, chapters on noun and adjective.
_ENDINGS = (
    "jeve", "eve", "ëve", "ave", "uve", "jes", "jen", "jet", "esh", "ash", "ish", "ën", "ës", "ët", "en", "es", "et",
    "an", "as", "at", "in", "it", "un", "ut", "së", "në", "ja", "ve", "sh", "a", "e", "ë", "i", "u", "n", "s", "t",
)  # fmt: skip
_ALBANIAN_ENDING = rf"(?:-?(?:{'|'.join(_ENDINGS)}))?"
# The article in front of genitives and adjectives follows the case of the noun.
_ARTICLES = {"i", "e", "të", "së"}
_ARTICLE = "(?:i|e|të|së)"
_SHORTEST_INFLECTED = 4
_SPACE = r"[\s\u00a0]+"


def name_pattern(name: str, language_code: str) -> str:
    """Return a regular expression for `name` in the forms it takes in a text, without boundaries around it.

    Args:
        name: one word or several, in the form a dictionary has it.
        language_code: `sq` or `en`.
    """
    words = name.split()
    if language_code == "sq":
        return _SPACE.join(_albanian(word) for word in words)
    return _SPACE.join([*(re.escape(word) for word in words[:-1]), _english(words[-1])])


def _english(word: str) -> str:
    return re.escape(word) + "(?:s|es)?"


def _albanian(word: str) -> str:
    small = word.casefold()
    if small in _ARTICLES:
        return _ARTICLE
    if len(word) < _SHORTEST_INFLECTED or word.isupper():
        return re.escape(word) + (_ALBANIAN_ENDING if word.isupper() else "")
    if small.endswith("ëm"):
        # The ë falls out before an ending: bullizëm, bullizmi.
        return re.escape(word[:-2]) + f"(?:ëm|m{_ALBANIAN_ENDING})"
    stem = word[:-1] if small[-1] in "eëai" else word
    return re.escape(stem) + _ALBANIAN_ENDING
