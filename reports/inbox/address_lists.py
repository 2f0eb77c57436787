"""Taking apart what somebody pasted as "where": links, names, telephone numbers and apps, one an item.

No address is left out, and nothing here opens or resolves an address.
"""

import re

# Domains that people type without a scheme; others count as words.
_COMMON_ENDINGS = (
    "com|net|org|al|xk|mk|me|it|gr|de|eu|uk|us|ru|info|biz|app|dev|io|gg|tv|co|to|xyz|site|online|link|onion"
)
_LINK = re.compile(
    rf"^(?:[a-z][a-z0-9+.-]*://\S+|hxxps?\S+|www\.\S+|(?:[\w-]+\.)+(?:{_COMMON_ENDINGS})(?::\d+)?(?:[/?#]\S*)?)$", re.I
)
_NAME = re.compile(r"^@[\w.-]{2,}$")
_MAIL = re.compile(r"^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$")
# A comma inside a link belongs to it unless the next item begins right after it.
_SEPARATOR = re.compile(
    rf"[,;](?=\s|$|https?://|www\.|@|(?:[\w-]+\.)+(?:{_COMMON_ENDINGS})(?:[/?#\s,;]|$))|\s+[|•·]\s+|\t+", re.I
)
_SEPARATOR_IN_WORDS = re.compile(r"[,;]")
# Two links without a blank between them; an address inside another one follows one of these signs.
_GLUED = re.compile(r"(?<=[^\s/=?&#:(<\"'|,;])(?=https?://)", re.I)
_AROUND = "<>\"'“”„‘’«»()[]{}"
_AFTER = ".,;:!?…"
# Words that only join one address to the next.
_JOINING = frozenset({
    "dhe", "ose", "edhe", "shiko", "shikoni", "shih", "ja", "këtu", "ketu", "te", "tek", "në", "ne", "and", "or",
    "also", "see", "here", "at", "on",
})  # fmt: skip
_BULLET = re.compile(r"^\s*(?:[-*•·–—]|\d{1,3}[.)])\s+")


def split_items(text: str) -> list[str]:
    """Return the items of `text` in the order they were typed, each once.

    Lines, commas and semicolons separate; links, @names and e-mail addresses stand for themselves wherever they are,
    and the words between them stay together: `Ana në Instagram @ana_k, 069 123 4567` gives three items.
    """
    items: list[str] = []
    for line in text.splitlines():
        for part in _SEPARATOR.split(_BULLET.sub("", line)):
            items += _items_of(_GLUED.sub(" ", part))
    return list(dict.fromkeys(item for item in items if re.search(r"\w", item)))


def _items_of(part: str) -> list[str]:
    """Return the items of one part; words that only join them are no item where there is another."""
    items: list[str] = []
    words: list[str] = []
    for token in part.split():
        bare = _bare(token)
        if _LINK.match(bare) or _NAME.match(bare) or _MAIL.match(bare):
            items += _phrases(words)
            words = []
            items.append(bare)
        else:
            words.append(token)
    items += _phrases(words)
    return [item for item in items if not _only_joins(item)] or items


def _only_joins(item: str) -> bool:
    return all(word.strip(_AFTER).lower() in _JOINING for word in item.split())


def _phrases(words: list[str]) -> list[str]:
    return [phrase.strip() for phrase in _SEPARATOR_IN_WORDS.split(" ".join(words)) if phrase.strip()]


def _bare(token: str) -> str:
    """Return `token` without the punctuation of the sentence around it; brackets that a link opens stay."""
    bare = token.lstrip(_AROUND)
    while bare and bare[-1] in _AROUND + _AFTER:
        if bare[-1] in ")]}" and bare.count(bare[-1]) <= bare.count({")": "(", "]": "[", "}": "{"}[bare[-1]]):
            break
        bare = bare[:-1]
    return bare
