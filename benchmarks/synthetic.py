"""Synthetic pages in the index, for tests and measurements. Never used in production: the pages are bare rows."""

import random
from collections.abc import Iterator
from uuid import uuid4

from django.utils import timezone
from wagtail.models import Page

from cms.core.index_document import IndexDocument
from search.vocabulary import change_vocabulary
from search.writing import row_of, write_rows

BATCH = 500
# In one of fifty pages, in one of two, and in the title of one of ten that have it.
RARE, COMMON, SECOND_COMMON = "kanarinimi", "zakonisht3", "shpesh4"
_SYLLABLES = [
    f"{first}{vowel}" for first in ("b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t") for vowel in "aeiou"
]
_ENDINGS = ["", "i", "in", "it", "e", "et", "eve", "a", "en", "es", "at", "ave"]


def add_documents(parent: Page, documents: list[IndexDocument]) -> None:
    """Write a bare live page below `parent` and its rows of the index for each document.

    Args:
        parent: whose language the documents are in.
        documents: what the pages would tell about themselves.
    """
    language = parent.locale.language_code
    for start in range(0, len(documents), BATCH):
        batch = documents[start : start + BATCH]
        pages = _pages(parent, [document.title for document in batch])
        rows = {}
        for page, document in zip(pages, batch, strict=True):
            row = row_of(page, document, f"/{language}/{page.slug}/")
            row.set_languages([language])
            rows[page.pk] = row
        write_rows(rows)
        change_vocabulary(removed=[], added=[row.entry for row in rows.values()])


def _pages(parent: Page, titles: list[str]) -> list[Page]:
    parent.refresh_from_db()
    last = parent.get_last_child()
    number = int(last.path[-Page.steplen :], 36) if last else 0
    now = timezone.now()
    pages = []
    for position, title in enumerate(titles, number + 1):
        slug = f"sintetike-{position}"
        page = Page(
            title=title,
            draft_title=title,
            slug=slug,
            path=Page._get_path(parent.path, parent.depth + 1, position),
            depth=parent.depth + 1,
            url_path=f"{parent.url_path}{slug}/",
            locale=parent.locale,
            translation_key=uuid4(),
            live=True,
            first_published_at=now,
            last_published_at=now,
        )
        pages.append(page)
    Page.objects.bulk_create(pages)
    Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild + len(titles))
    return pages


def synthetic_documents(count: int, seed: int = 1) -> Iterator[IndexDocument]:
    """Yield documents of about 350 words, always the same for a seed; some words are rare, some common.

    Args:
        count: number of documents.
        seed: of the random choice.
    """
    choice = random.Random(seed)  # noqa: S311
    words = ["".join(choice.choices(_SYLLABLES, k=choice.randint(2, 4))) for _number in range(4000)]
    for number in range(count):
        text = [f"{word}{choice.choice(_ENDINGS)}" for word in choice.choices(words, k=350)]
        for word, one_of in ((RARE, 50), (COMMON, 2), (SECOND_COMMON, 2)):
            if choice.randrange(one_of) == 0:
                text.insert(choice.randrange(len(text)), word)
        title = " ".join(choice.choices(words, k=5)) + (f" {COMMON}" if choice.randrange(20) == 0 else "")
        low = choice.choice([None, 6, 10, 13, 16])
        yield IndexDocument(
            type=choice.choice(["guide", "lesson", "page", "news"]),
            title=f"{title.capitalize()} {number}",
            summary=" ".join(choice.choices(words, k=20)),
            headings=" ".join(choice.choices(words, k=12)),
            text=" ".join(text),
            audiences=choice.sample(["children", "parents", "teachers", "industry", "everyone"], k=2),
            topics=[{"code": code, "name": code} for code in choice.sample(["gaming", "privacy", "scams", "ai"], k=2)],
            typical_age_min=low,
            typical_age_max=low + 3 if low else None,
            time_required=choice.choice([None, 4, 10, 30, 60]),
            body={"slug": f"sintetike-{number}", "body": [{"type": "paragraph", "value": " ".join(text)}]},
        )
