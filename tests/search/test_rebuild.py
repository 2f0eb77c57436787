"""Whatever happens to pages, writing the index step by step and writing it anew give the same rows."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from wagtail.models import Locale, Page, PageViewRestriction

from cms.core.models import PageTopic, Topic
from search.models import EntryFacet, EntryText, PublishedEntry, VocabularyWord
from search.services import rebuild_index
from tests.factories import GuidePageFactory, StandardPageFactory, loaded, paragraph

pytestmark = pytest.mark.django_db
WORDS = ["kanarina", "fëmijët", "ngacmimi", "116 111", "fjalëkalimeve", "RAPORTO"]
# Pages of the little tree: a section, two pages below it, one page beside it.
PAGES = 4


def rows(model: Any, *left_out: str) -> list[Any]:
    names = [field.attname for field in model._meta.concrete_fields if field.attname not in left_out]
    return sorted(map(repr, model.objects.values_list(*names)))


def snapshot() -> dict[str, list[Any]]:
    return {
        "entries": rows(PublishedEntry),
        "texts": rows(EntryText),
        "facets": rows(EntryFacet, "id"),
        "words": rows(VocabularyWord, "id"),
    }


def assert_text_index_is_in_step() -> None:
    """Let SQLite compare its text index with the columns; PostgreSQL generates its own from them."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO search_entrytext_index(search_entrytext_index, rank) VALUES ('integrity-check', 1)"
            )


class Site:
    """A little tree of pages, and everything an editor may do to it."""

    def __init__(self) -> None:
        section = StandardPageFactory(title="Seksioni", slug="seksioni")
        below = [StandardPageFactory(parent=section, title=f"Faqja {number}", slug=f"f{number}") for number in (1, 2)]
        beside = StandardPageFactory(title="Tjetra", slug="tjetra")
        self.ids = [page.pk for page in (section, *below, beside)]
        self.number = 0

    def do(self, name: str, target: int, value: int) -> None:
        page = Page.objects.filter(pk=self.ids[target]).first()
        if page is not None:
            self.number += 1
            action: Callable[[Page, int], None] = getattr(self, name)
            action(page, value)

    def publish(self, page: Page, value: int) -> None:
        page.specific.save_revision().publish()

    def edit(self, page: Page, value: int) -> None:
        specific = page.specific
        specific.title = f"{WORDS[value]} {self.number}"
        specific.body = paragraph(f"{WORDS[-value]} dhe {WORDS[value]}")
        specific.audiences = ["children", "parents"][: value % 3]
        topic = Topic.objects.filter(locale=page.locale).order_by("pk")[value]
        specific.topic_links.set([PageTopic(topic=topic, locale=page.locale)])
        specific.save_revision().publish()

    def save_draft(self, page: Page, value: int) -> None:
        specific = page.specific
        specific.title = f"Skicë {WORDS[value]}"
        specific.save_revision()

    def rename(self, page: Page, value: int) -> None:
        specific = page.specific
        specific.slug = f"adresa-{self.number}"
        specific.save_revision().publish()

    def unpublish(self, page: Page, value: int) -> None:
        page.specific.unpublish()

    def move(self, page: Page, value: int) -> None:
        target = Page.objects.filter(pk=self.ids[value % PAGES]).first()
        if target is not None and target != page and not target.is_descendant_of(page):
            page.move(target, pos="last-child")

    def restrict(self, page: Page, value: int) -> None:
        PageViewRestriction.objects.get_or_create(page=page, restriction_type="login")

    def open(self, page: Page, value: int) -> None:
        for restriction in PageViewRestriction.objects.filter(page=page):
            restriction.delete()

    def translate(self, page: Page, value: int) -> None:
        english = Locale.objects.get(language_code="en")
        translation = Page.objects.filter(translation_key=page.translation_key, locale=english).first()
        if translation is None:
            home = Page.objects.get(pk=loaded("page.home", "en").pk)
            translation = StandardPageFactory(
                parent=home, locale=english, translation_key=page.translation_key, title=f"Page {self.number}"
            )
        if value % 2:
            translation.specific.unpublish()
        else:
            translation.specific.save_revision().publish()

    def delete(self, page: Page, value: int) -> None:
        Page.objects.get(pk=page.pk).delete()


ACTIONS = [
    "publish", "edit", "save_draft", "rename", "unpublish", "move", "restrict", "open", "translate", "delete",
]  # fmt: skip
STEPS = st.lists(st.tuples(st.sampled_from(ACTIONS), st.integers(0, PAGES - 1), st.integers(0, 5)), max_size=8)


@pytest.fixture
def few_pages(db: Any) -> None:
    """Take the pages of the pack out of the index, so that writing it anew takes a moment."""
    Page.objects.filter(depth__gt=2).update(live=False)
    rebuild_index()


# Making a failing case smaller takes minutes here, and eight steps can be read.
@settings(
    max_examples=25,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(STEPS)
def test_index_when_anything_is_done_to_pages_then_it_is_what_a_rebuild_writes(
    few_pages: None, steps: list[tuple[str, int, int]]
) -> None:
    with transaction.atomic():
        site = Site()
        for number in range(PAGES):
            site.do("publish", number, 0)
        for step in steps:
            site.do(*step)
        assert_text_index_is_in_step()
        step_by_step = snapshot()
        rebuild_index()
        assert step_by_step == snapshot()
        assert_text_index_is_in_step()
        transaction.set_rollback(True)


def test_rebuild_when_run_on_the_whole_pack_then_it_writes_the_rows_that_loading_wrote() -> None:
    loaded = snapshot()
    assert len(loaded["entries"]) > 100
    rebuild_index()
    assert loaded == snapshot()


def test_rebuild_when_not_needed_then_nothing_is_written() -> None:
    with CaptureQueriesContext(connection) as queries:
        call_command("rebuild_index", if_needed=True)
    assert len(queries) <= 3
    PublishedEntry.objects.filter(page=loaded("guide.gaming")).update(analyser=0)
    call_command("rebuild_index", if_needed=True, verbosity=0)
    assert not PublishedEntry.objects.filter(analyser=0).exists()


def test_rebuild_when_the_index_is_empty_then_it_is_needed(capsys: pytest.CaptureFixture[str]) -> None:
    before = PublishedEntry.objects.count()
    PublishedEntry.objects.all().delete()
    call_command("rebuild_index", if_needed=True)
    assert capsys.readouterr().out == f"Index: {before} entries.\n"


def test_rebuild_when_it_grows_then_its_queries_grow_by_the_batch_and_not_by_the_page() -> None:
    with CaptureQueriesContext(connection) as few:
        rebuild_index()
    for number in range(30):
        GuidePageFactory(title=f"Kanarina {number}")
    with CaptureQueriesContext(connection) as many:
        rebuild_index()
    assert len(many) - len(few) <= 5
    # Neither a page nor a word has queries of its own.
    assert len(few) <= 400
