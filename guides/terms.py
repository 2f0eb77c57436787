"""Finding glossary terms in a text and leading their first use to the glossary. Knows HTML only as far as needed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from django.conf import settings
from django.core.cache import cache

from .inflections import name_pattern
from .models import GlossaryPage, GlossaryTerm

_TAG = re.compile(r"<!--.*?-->|<(?:[^>\"']|\"[^\"]*\"|'[^']*')*>", re.S)
_TAG_NAME = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
# A link inside a link is no HTML; in headings, labels and controls it would be in the way.
_UNTOUCHED = {
    "a", "button", "caption", "code", "dfn", "h1", "h2", "h3", "h4", "h5", "h6", "label", "legend", "option", "script",
    "style", "summary", "svg", "textarea", "th",
}  # fmt: skip
_BRACKETS = re.compile(r"\s*\(([^)]*)\)")


@dataclass(frozen=True)
class Explanations:
    """What texts of one language lead to: the glossary's address, and each term's fragment with its names."""

    url: str = ""
    terms: tuple[tuple[str, tuple[str, ...]], ...] = ()


def explanations_in(language_code: str) -> Explanations:
    """Return the explanations of one language. Two queries, kept as long as the surroundings of a page.

    Args:
        language_code: `sq` or `en`.
    """
    key = f"explanations-{language_code}"
    found: Explanations | None = cache.get(key)
    if found is None:
        found = _read(language_code)
        cache.set(key, found, settings.SURROUNDINGS_CACHE_SECONDS)
    return found


def _read(language_code: str) -> Explanations:
    pages = GlossaryPage.objects.live().public().filter(locale__language_code=language_code, alias_of=None)
    page = pages.select_related("locale").first()
    if page is None:
        return Explanations()
    terms = GlossaryTerm.objects.live_in(language_code).linked_in_texts().only("term", "slug", "alternate_names")
    return Explanations(
        url=str(page.get_url() or ""),
        terms=tuple((term.slug, tuple(names_of(term.term, term.alternate_name_list))) for term in terms),
    )


def names_of(term: str, alternate_names: Iterable[str]) -> list[str]:
    """Return the words by which a text may call a term.

    `joshje (grooming)` has two names; brackets after another name only comment on it.

    Args:
        term: as the glossary heads it.
        alternate_names: its other names.
    """
    names = [_BRACKETS.sub("", term), *_BRACKETS.findall(term)]
    names += [_BRACKETS.sub("", name) for name in alternate_names]
    return list(dict.fromkeys(name.strip() for name in names if name.strip()))


def explain(html: str, explanations: Explanations, language_code: str) -> str:
    """Return `html` with the first use of each term as a link to its explanation.

    Headings, links and controls stay as they are.

    Args:
        html: a well-formed fragment of a page.
        explanations: of the language of the fragment.
        language_code: in which its words are inflected.
    """
    if not explanations.url or not explanations.terms:
        return html
    pattern = _pattern(explanations.terms, language_code)
    linked: set[str] = set()
    parts: list[str] = []
    position, depth = 0, 0
    for tag in _TAG.finditer(html):
        text = html[position : tag.start()]
        parts.append(text if depth else _linked(text, pattern, explanations, linked))
        parts.append(tag.group())
        depth = max(0, depth + _step(tag.group()))
        position = tag.end()
    rest = html[position:]
    parts.append(rest if depth else _linked(rest, pattern, explanations, linked))
    return "".join(parts)


def _step(tag: str) -> int:
    """Return 1 where `tag` opens something untouched, -1 where it ends it, else 0."""
    match = _TAG_NAME.match(tag)
    if match is None or match.group(2).lower() not in _UNTOUCHED or tag.endswith("/>"):
        return 0
    return -1 if match.group(1) else 1


def _linked(text: str, pattern: re.Pattern[str], explanations: Explanations, linked: set[str]) -> str:
    def link(match: re.Match[str]) -> str:
        slug = explanations.terms[int(str(match.lastgroup).split("_")[1])][0]
        if slug in linked:
            return match.group()
        linked.add(slug)
        return f'<a class="term" href="{escape(explanations.url)}#{escape(slug)}">{match.group()}</a>'

    return pattern.sub(link, text) if text.strip() else text


@lru_cache(maxsize=8)
def _pattern(terms: tuple[tuple[str, tuple[str, ...]], ...], language_code: str) -> re.Pattern[str]:
    """Return one pattern for all names, longer ones first, so that a phrase wins over a word in it."""
    names = [(name, index) for index, (_slug, found) in enumerate(terms) for name in found]
    names.sort(key=lambda entry: (-len(entry[0]), entry[0]))
    # A group name may stand once in a pattern: `_3_17` is a name of the third term, the seventeenth of all names.
    alternatives = [
        f"(?P<_{index}_{number}>{name_pattern(name, language_code)})" for number, (name, index) in enumerate(names)
    ]
    return re.compile(rf"(?<![\w&#-])(?:{'|'.join(alternatives)})(?!\w)", re.I)
