"""A visitor's copy is confirmed without drawing the page, and never after anything it shows has changed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Revision

from cms.core.counting import is_shown
from cms.core.freshness import read_site_state
from cms.core.models import Announcement, ChangeCount, HelpService, Organisation, SiteSettings, note_change
from search.services import index_pages, index_paths
from tests.factories import GuidePageFactory, StandardPageFactory, loaded, paragraph

pytestmark = pytest.mark.django_db
GUIDE = "guide.gaming"


def status_of_copy(visitor: Client, url: str, etag: str) -> int:
    return visitor.get(url, headers={"If-None-Match": etag}).status_code


def test_copy_when_nothing_has_changed_then_one_query_confirms_it(visitor: Client) -> None:
    url = loaded(GUIDE).url
    first = visitor.get(url)
    with CaptureQueriesContext(connection) as queries:
        second = visitor.get(url, headers={"If-None-Match": f'"something-else", {first["ETag"]}'})
    assert second.status_code == 304
    assert second.content == b""
    assert second["ETag"] == first["ETag"]
    assert second["Cache-Control"] == first["Cache-Control"]
    assert len(queries) == 1


def test_copy_when_a_proxy_compressed_it_then_the_weak_tag_confirms_it_too(visitor: Client) -> None:
    url = loaded(GUIDE).url
    etag = visitor.get(url)["ETag"]
    assert status_of_copy(visitor, url, f"W/{etag}") == 304
    assert visitor.head(url, headers={"If-None-Match": etag}).status_code == 304


def test_tags_when_compared_then_each_language_and_page_has_its_own(visitor: Client) -> None:
    urls = [loaded(item, language).url for item in (GUIDE, "page.home") for language in ("sq", "en")]
    assert len({visitor.get(url)["ETag"] for url in urls}) == len(urls)


def edited_page() -> None:
    page = loaded(GUIDE)
    page.body = paragraph("Një fjali e re.")
    page.save_revision().publish()


def changed_settings() -> None:
    settings = SiteSettings.objects.get()
    settings.footer_line_sq = "Një rresht i ri në fund."
    settings.save()


def changed_menu() -> None:
    item = SiteSettings.objects.get().header_items.first()
    item.label_sq = "Këshilla"
    item.save()


def changed_number() -> None:
    service = HelpService.objects.get(code="police", locale__language_code="sq")
    service.telephone_display = "1 2 9"
    service.save()


def deleted_partner() -> None:
    Organisation.objects.filter(locale__language_code="sq").first().delete()


def announced() -> None:
    now = timezone.now()
    locale = loaded(GUIDE).locale
    Announcement.objects.create(text="Sot jemi", locale=locale, starts_at=now, ends_at=now + timedelta(days=1))


def renamed_neighbour() -> None:
    page = loaded("page.guides")
    page.slug = "keshilla"
    page.save_revision().publish()


def unpublished_translation() -> None:
    loaded(GUIDE, "en").unpublish()


def moved_elsewhere() -> None:
    page = Page.objects.get(pk=loaded("guide.cyberbullying").pk)
    page.move(Page.objects.get(pk=loaded("page.about").pk), pos="last-child")


@pytest.mark.parametrize(
    "change",
    [
        edited_page,
        changed_settings,
        changed_menu,
        changed_number,
        deleted_partner,
        announced,
        renamed_neighbour,
        unpublished_translation,
        moved_elsewhere,
    ],
)
def test_copy_when_page_or_surroundings_change_then_the_page_is_drawn_again_and_shows_it(
    visitor: Client, change: Callable[[], None]
) -> None:
    url = loaded(GUIDE).url
    before = visitor.get(url)
    change()
    response = visitor.get(loaded(GUIDE).url, headers={"If-None-Match": before["ETag"]})
    assert response.status_code == 200
    assert response["ETag"] != before["ETag"]
    if change is not moved_elsewhere:
        assert response.content != before.content
    assert status_of_copy(visitor, loaded(GUIDE).url, response["ETag"]) == 304


def test_announcement_when_its_time_comes_and_goes_then_every_copy_is_drawn_again(visitor: Client) -> None:
    page = loaded(GUIDE)
    start = timezone.now().replace(hour=9, minute=0) + timedelta(days=1)
    Announcement.objects.create(
        text="Java e sigurisë", locale=page.locale, starts_at=start, ends_at=start + timedelta(hours=2)
    )
    seen = []
    with time_machine.travel(start - timedelta(minutes=1), tick=False) as clock:
        for minutes in (-1, 1, 60, 121):
            clock.move_to(start + timedelta(minutes=minutes))
            response = visitor.get(page.url)
            seen.append(("Java e sigurisë" in response.content.decode(), response["ETag"]))
    assert [shown for shown, _etag in seen] == [False, True, True, False]
    assert seen[0][1] != seen[1][1] == seen[2][1] != seen[3][1]


def test_copy_when_the_page_becomes_sensitive_private_or_is_taken_down_then_it_is_not_confirmed(
    visitor: Client,
) -> None:
    page = loaded("guide.gaming")
    etag = visitor.get(page.url)["ETag"]
    page.is_sensitive = True
    page.save_revision().publish()
    response = visitor.get(page.url, headers={"If-None-Match": etag})
    assert (response.status_code, response["Cache-Control"]) == (200, "private, no-store")
    assert "ETag" not in response

    other = loaded("page.about")
    etag = visitor.get(other.url)["ETag"]
    PageViewRestriction.objects.create(page=other, restriction_type=PageViewRestriction.LOGIN)
    assert status_of_copy(visitor, other.url, etag) == 302
    PageViewRestriction.objects.all().delete()
    other.unpublish()
    assert status_of_copy(visitor, other.url, etag) == 404


def test_draft_when_saved_then_visitors_copies_stay_confirmed(visitor: Client) -> None:
    page = loaded(GUIDE)
    etag = visitor.get(page.url)["ETag"]
    page.title = "Vetëm një draft"
    page.save_revision()
    assert Revision.page_revisions.filter(object_id=str(page.pk)).exists()
    assert status_of_copy(visitor, page.url, etag) == 304


def test_tag_when_somebody_is_signed_in_or_asks_a_question_then_there_is_none_of_the_public_answer(
    visitor: Client,
) -> None:
    url = loaded(GUIDE).url
    etag = visitor.get(url)["ETag"]
    staff = Client()
    staff.force_login(get_user_model().objects.create_superuser("admin", password="fjalëkalim-prove"))
    assert staff.get(url, headers={"If-None-Match": etag}).status_code == 200
    assert visitor.get(url, {"q": "x"}).get("ETag") != etag
    search = loaded("page.search").url
    assert visitor.get(search)["ETag"] != visitor.get(url)["ETag"]


def test_tag_when_a_new_release_is_deployed_then_copies_are_drawn_again(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = loaded(GUIDE).url
    etag = visitor.get(url)["ETag"]
    monkeypatch.setattr("cms.core.freshness.release", lambda: "another")
    assert status_of_copy(visitor, url, etag) == 200


def test_count_when_a_change_is_rolled_back_then_it_did_not_happen() -> None:
    before = sum(ChangeCount.objects.values_list("number", flat=True))

    with transaction.atomic():
        GuidePageFactory()
        transaction.set_rollback(True)
    assert sum(ChangeCount.objects.values_list("number", flat=True)) == before
    note_change()
    assert sum(ChangeCount.objects.values_list("number", flat=True)) == before + 1


def test_index_when_written_after_the_page_was_then_copies_of_lists_are_drawn_again() -> None:
    page = GuidePageFactory()
    before = read_site_state().changes
    index_pages(page_ids=[page.pk])
    indexed = read_site_state().changes
    assert indexed > before
    # Wagtail moves addresses behind the models.
    Page.objects.filter(pk=page.pk).update(url_path=page.url_path.replace(page.slug, "adrese-tjeter"))
    index_paths(page=Page.objects.get(pk=page.pk))
    moved = read_site_state().changes
    assert moved > indexed
    index_paths(page=Page.objects.get(pk=page.pk))
    assert read_site_state().changes == moved


def test_models_when_sorted_then_what_pages_show_counts_and_what_is_private_does_not() -> None:
    from django.apps import apps

    counted = {model._meta.label for model in apps.get_models() if is_shown(model)}
    assert {"guides.GuidePage", "core.HelpService", "core.HeaderItem", "wagtailcore.Page", "media.SiteImage"} <= counted
    assert not {label for label in counted if label.startswith(("inbox.", "accounts.", "sessions.", "auth."))}
    assert "wagtailcore.Revision" not in counted
    assert "media.SiteRendition" not in counted
    assert counted.isdisjoint({
        "search.EntryFacet", "search.EntryText", "search.PublishedEntry", "search.VocabularyWord",
    })  # fmt: skip


def test_page_when_visited_for_the_first_time_then_reading_counts_nothing(visitor: Client) -> None:
    page: Any = StandardPageFactory(body=paragraph("Tekst."))
    before = sum(ChangeCount.objects.values_list("number", flat=True))
    visitor.get(page.url)
    assert sum(ChangeCount.objects.values_list("number", flat=True)) == before
