"""Writing the published index: what is live, public and no alias has an entry, and nothing else has one."""

from collections.abc import Iterable

from django.db import transaction
from wagtail.models import Page

from cms.core.localisation import locale_of
from cms.core.models import note_change

from .analysis import VERSION
from .models import PublishedEntry, VocabularyWord
from .writing import BATCH, index_batch, page_path


@transaction.atomic
def index_pages(*, page_ids: Iterable[int]) -> None:
    """Bring the entries of pages up to date: write what is live and public, remove what is not.

    Args:
        page_ids: of any pages; those that are gone lose their entries.
    """
    for moved in _index(page_ids):
        index_paths(page=Page.objects.get(pk=moved))


@transaction.atomic
def forget_pages(*, page_ids: Iterable[int]) -> None:
    """Remove the entries of pages, whatever the database still says of them: Wagtail unpublishes before it deletes."""
    index_batch(list(page_ids), is_gone=True)


@transaction.atomic
def index_subtree(*, page: Page) -> None:
    """Bring the entries of `page` and all below it up to date, after a move or a change of who may read."""
    index_pages(page_ids=Page.objects.filter(path__startswith=page.path).values_list("pk", flat=True))


@transaction.atomic
def index_paths(*, page: Page) -> None:
    """Write the addresses below `page` again, after its own has changed."""
    below = Page.objects.filter(path__startswith=page.path, published_entry__isnull=False)
    changed = []
    for found in below.select_related("published_entry").defer("published_entry__body", "published_entry__text"):
        found.locale = locale_of(found.locale_id)
        path = page_path(found)
        if path and path != found.published_entry.path:
            found.published_entry.path = path
            changed.append(found.published_entry)
    PublishedEntry.objects.bulk_update(changed, ["path"], batch_size=BATCH)
    if changed:
        note_change()


@transaction.atomic
def rebuild_index() -> int:
    """Write the whole index again; returns the number of entries."""
    PublishedEntry.objects.all().delete()
    VocabularyWord.objects.all().delete()
    _index(Page.objects.filter(live=True).values_list("pk", flat=True))
    return PublishedEntry.objects.count()


def is_index_current() -> bool:
    """Return whether live pages have entries, and all entries were made by this version of the analysis."""
    if PublishedEntry.objects.exclude(analyser=VERSION).exists():
        return False
    return PublishedEntry.objects.exists() or not Page.objects.filter(live=True, depth__gt=1).exists()


def _index(page_ids: Iterable[int]) -> list[int]:
    """Index pages batch by batch; returns the ids of those below which addresses may have changed."""
    ids = sorted(set(page_ids))
    batches = [ids[start : start + BATCH] for start in range(0, len(ids), BATCH)]
    return [moved for batch in batches for moved in index_batch(batch)]
