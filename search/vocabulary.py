"""Keeping the vocabulary in step with the entries."""

from collections import Counter
from collections.abc import Iterable
from itertools import groupby

from django.db import connection
from django.db.models import F

from cms.core.text import fold

from .documents import spelled_words
from .models import PublishedEntry, VocabularyWord

# Rows a statement; SQLite takes at most 32,766 values.
ROWS = 500
ENDS = 3
LETTERS = 40


def change_vocabulary(*, removed: Iterable[PublishedEntry], added: Iterable[PublishedEntry]) -> None:
    """Count the words of entries that were rewritten or removed out, and those of their new versions in."""
    changes: Counter[tuple[str, str]] = Counter()
    for entry in removed:
        changes.subtract((entry.locale, word) for word in _words(entry))
    for entry in added:
        changes.update((entry.locale, word) for word in _words(entry))
    _count_in(sorted((locale, word, count) for (locale, word), count in changes.items() if count > 0))
    _count_out(sorted((locale, -count, word) for (locale, word), count in changes.items() if count < 0))


def _words(entry: PublishedEntry) -> set[str]:
    return spelled_words(entry.title, entry.summary, entry.text)


def _count_in(rows: list[tuple[str, str, int]]) -> None:
    table = VocabularyWord._meta.db_table
    for start in range(0, len(rows), ROWS):
        values: list[str | int] = []
        batch = rows[start : start + ROWS]
        for locale, word, count in batch:
            folded = fold(word)[:LETTERS]
            values += [locale, word, folded, folded[:ENDS], folded[-ENDS:], len(folded), count]
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} (locale, word, folded, head, tail, length, entries) "  # noqa: S608
                f"VALUES {', '.join(['(%s, %s, %s, %s, %s, %s, %s)'] * len(batch))} "
                f"ON CONFLICT (locale, word) DO UPDATE SET entries = {table}.entries + excluded.entries",
                values,
            )


def _count_out(rows: list[tuple[str, int, str]]) -> None:
    for (locale, count), group in groupby(rows, key=lambda row: row[:2]):
        words = [word for _locale, _count, word in group]
        for start in range(0, len(words), ROWS):
            gone = VocabularyWord.objects.filter(locale=locale, word__in=words[start : start + ROWS])
            gone.filter(entries__lte=count).delete()
            gone.update(entries=F("entries") - count)
