"""What the tests of the index and the search share."""

from typing import Any

from wagtail.models import Page

from search.finder import Found, find
from search.models import PublishedEntry
from tests.factories import loaded


def publish(page: Any) -> Any:
    """Publish a page as an editor does; returns it as read back."""
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def entry_of(page: Page) -> PublishedEntry | None:
    return PublishedEntry.objects.filter(page_id=page.pk).first()


def titles(query: str, language: str = "sq", **options: Any) -> list[str]:
    return [result.plain_title for result in found(query, language, **options).results]


def found(query: str, language: str = "sq", **options: Any) -> Found:
    return find(query=query, language=language, **options)


def title_of(item_id: str, language: str = "sq") -> str:
    return str(loaded(item_id, language).title)
