"""What is live, public and no alias has an entry; nothing else has one."""

from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, Page, PageViewRestriction, Site
from wagtail_localize.models import Translation, TranslationSource

from cms.core.models import SitePage, Topic
from guides.models import GlossaryTerm, GuidePage
from search.documents import spelled_words
from search.models import EntryFacet, EntryText, PublishedEntry, VocabularyWord
from search.vocabularies import EntryType
from tests.factories import GuidePageFactory, StandardPageFactory, loaded, paragraph
from tests.search.conftest import entry_of, publish, titles

pytestmark = pytest.mark.django_db
# Types of which the content pack has no page.
NOT_IN_THE_PACK = {EntryType.EVENT, EntryType.NEWS, EntryType.GOOD_PRACTICE}


def test_pack_when_loaded_then_every_live_page_but_the_search_has_an_entry() -> None:
    live = Page.objects.live().filter(depth__gt=1)
    search_pages = {loaded("page.search", language).pk for language in ("sq", "en")}
    assert set(PublishedEntry.objects.values_list("pk", flat=True)) == set(live.values_list("pk", flat=True)) - (
        search_pages
    )
    assert set(EntryType) - set(PublishedEntry.objects.values_list("type", flat=True)) == NOT_IN_THE_PACK


def test_page_types_when_they_name_their_kind_then_it_is_one_of_the_index() -> None:
    kinds = {model.index_type for model in apps.get_models() if issubclass(model, SitePage)}
    assert kinds - {None} == set(EntryType.values)


def test_entry_when_written_then_it_holds_what_a_list_and_a_front_end_need() -> None:
    guide = loaded("guide.sextortion")
    entry = entry_of(guide)
    assert entry is not None
    assert (entry.locale, entry.type, entry.path) == ("sq", "guide", "/sq/udhezues/shantazhi-seksual/")
    assert (entry.typical_age_min, entry.typical_age_max, entry.time_required) == (12, 18, 4)
    assert entry.is_sensitive
    assert entry.languages == ["en", "sq"]
    assert entry.revision == guide.live_revision_id
    assert {"code": "sextortion", "name": "Shantazhi seksual"} in entry.topics
    assert {block["type"] for block in entry.body["body"]} >= {"steps", "do_dont", "callout"}
    assert "Mos paguaj dhe mos dërgo më asgjë" in entry.text
    facets = {("audience", "children"), ("topic", "sextortion"), ("age", "13-15"), ("duration", "to-5")}
    assert facets <= set(entry.facet_codes())
    assert ("age", "3-5") not in entry.facet_codes()
    assert set(entry.facets.values_list("kind", "code")) == set(entry.facet_codes())


def test_entries_when_read_then_no_note_of_editors_and_nothing_of_the_inbox_is_in_them() -> None:
    guide = GuidePageFactory(editor_note="kanarina e redaksisë")
    publish(guide)
    fields = [field.name for field in PublishedEntry._meta.concrete_fields]
    rows = [*PublishedEntry.objects.values_list(*fields), *EntryText.objects.values_list("body_terms")]
    assert "kanarina" not in repr(rows)
    assert "inbox" not in {entry.page.specific_class._meta.app_label for entry in PublishedEntry.objects.all()}


def test_page_when_published_edited_and_unpublished_then_its_entry_follows() -> None:
    page = GuidePageFactory(live=False, title="Kanarina", body=paragraph("fjalaprovuese"))
    assert entry_of(page) is None
    page = publish(page)
    assert titles("fjalaprovuese") == ["Kanarina"]
    page.title = "Kanarina e dytë"
    page.save_revision()
    assert titles("fjalaprovuese") == ["Kanarina"]
    page = publish(page)
    assert titles("fjalaprovuese") == ["Kanarina e dytë"]
    page.unpublish()
    assert titles("fjalaprovuese") == []
    assert not VocabularyWord.objects.filter(word="fjalaprovuese").exists()


def test_page_when_deleted_then_its_words_go_too() -> None:
    page = publish(GuidePageFactory(title="Kanarinash"))
    assert VocabularyWord.objects.get(locale="sq", word="kanarinash").entries == 1
    page.delete()
    assert not VocabularyWord.objects.filter(word="kanarinash").exists()
    assert not PublishedEntry.objects.filter(pk=page.pk).exists()


def test_branch_when_made_private_then_nothing_below_is_found_until_it_is_public_again() -> None:
    below = publish(GuidePageFactory(title="Kanarinë private"))
    restriction = PageViewRestriction.objects.create(page=below.get_parent(), restriction_type="login")
    assert entry_of(below) is None
    assert entry_of(loaded("guide.gaming")) is None
    restriction.delete()
    assert entry_of(below) is not None
    assert entry_of(loaded("guide.gaming")) is not None


def test_slug_when_changed_above_then_the_addresses_below_change() -> None:
    parent = loaded("page.guides")
    parent.slug = "keshilla"
    publish(parent)
    entry = entry_of(loaded("guide.gaming"))
    assert entry is not None
    assert entry.path == "/sq/keshilla/lojerat-online/"


def test_slug_of_a_draft_when_changed_then_live_pages_below_follow(
    django_capture_on_commit_callbacks: Any,
) -> None:
    draft = StandardPageFactory(live=False, slug="e-pabotuar")
    child = StandardPageFactory(parent=draft, slug="e-botuar")
    publish(child)
    with django_capture_on_commit_callbacks(execute=True):
        draft = type(draft).objects.get(pk=draft.pk)
        draft.slug = "e-riemertuar"
        draft.save()
    entry = entry_of(child)
    assert entry is not None
    assert entry.path == "/sq/e-riemertuar/e-botuar/"


def test_page_when_moved_then_it_and_all_below_have_new_addresses() -> None:
    section = publish(StandardPageFactory(slug="seksioni"))
    child = publish(StandardPageFactory(parent=section, slug="femija"))
    section.move(Page.objects.get(pk=loaded("page.about").pk), pos="last-child")
    paths = [entry.path for page in (section, child) if (entry := entry_of(page))]
    assert paths == ["/sq/rreth-nesh/seksioni/", "/sq/rreth-nesh/seksioni/femija/"]


def test_page_when_moved_below_a_private_one_then_it_is_not_found_any_more() -> None:
    private = publish(StandardPageFactory())
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    page = publish(StandardPageFactory(title="Kanarina e lëvizur"))
    page.move(Page.objects.get(pk=private.pk), pos="last-child")
    assert entry_of(page) is None


def test_translation_when_published_by_localize_then_it_is_found_and_both_versions_know_each_other(
    en: Locale, django_capture_on_commit_callbacks: Any
) -> None:
    page = publish(GuidePageFactory(title="Kanarina shqip"))
    with django_capture_on_commit_callbacks(execute=True):
        source, _created = TranslationSource.update_or_create_from_instance(page)
        Translation.objects.create(source=source, target_locale=en).save_target(publish=True)
    translation = Page.objects.get(translation_key=page.translation_key, locale=en)
    albanian, english = entry_of(page), entry_of(translation)
    assert albanian is not None
    assert english is not None
    assert albanian.languages == english.languages == ["en", "sq"]
    translation.unpublish()
    albanian.refresh_from_db()
    assert albanian.languages == ["sq"]
    assert set(albanian.facets.filter(kind="language").values_list("code", flat=True)) == {"sq"}


def test_alias_when_made_then_it_has_no_entry_of_its_own(en: Locale) -> None:
    page = publish(GuidePageFactory(title="Kanarina e vetme"))
    alias = page.create_alias(parent=Page.objects.get(pk=loaded("page.lessons").pk), update_slug="alias")
    assert entry_of(alias) is None
    page.title = "Kanarina e ndryshuar"
    publish(page)
    assert titles("kanarina e ndryshuar") == ["Kanarina e ndryshuar"]


def test_translation_when_turned_back_into_an_alias_then_its_entry_goes() -> None:
    english = loaded("guide.gaming", "en")
    english.alias_of_id = loaded("guide.gaming").pk
    english.save(update_fields=["alias_of_id"], clean=False)
    assert entry_of(english) is None


def test_topic_when_renamed_or_deleted_then_the_entries_about_it_follow(sq: Locale) -> None:
    topic = Topic.objects.get(code="gaming", locale=sq)
    topic.name = "Kanarina"
    topic.save()
    entry = entry_of(loaded("guide.gaming"))
    assert entry is not None
    assert {"code": "gaming", "name": "Kanarina"} in entry.topics
    topic.delete()
    entry = entry_of(loaded("guide.gaming"))
    assert entry is not None
    assert "gaming" not in {topic["code"] for topic in entry.topics}
    assert not EntryFacet.objects.filter(entry=entry, kind="topic", code="gaming").exists()


def test_glossary_term_when_written_then_the_glossary_is_found_by_it(sq: Locale) -> None:
    GlossaryTerm.objects.create(term="kanarinim", slug="kanarinim", short_definition="Provë.", locale=sq)
    assert titles("kanarinimi") == [loaded("page.glossary").title]


def test_site_when_its_root_changes_then_all_addresses_are_written_again() -> None:
    site = Site.objects.get(is_default_site=True)
    site.root_page = Page.objects.get(pk=loaded("page.guides").pk)
    site.save()
    entry = entry_of(loaded("guide.gaming"))
    assert entry is not None
    assert entry.path == "/sq/lojerat-online/"
    assert entry_of(loaded("page.about")) is None


def test_copy_when_kept_live_then_it_is_found_too() -> None:
    page = publish(GuidePageFactory(title="Kanarina e kopjuar"))
    page.copy(update_attrs={"slug": "kopja", "title": "Kopja e kanarinës"}, keep_live=True)
    assert sorted(titles("kanarina")) == ["Kanarina e kopjuar", "Kopja e kanarinës"]


def test_vocabulary_when_counted_then_it_holds_the_words_of_live_pages_as_they_are_spelled() -> None:
    word = VocabularyWord.objects.get(locale="sq", word="fjalëkalimin")
    using = [
        entry
        for entry in PublishedEntry.objects.filter(locale="sq")
        if "fjalëkalimin" in spelled_words(entry.title, entry.summary, entry.text)
    ]
    assert word.entries == len(using) > 0
    assert (word.folded, word.head, word.tail, word.length) == ("fjalekalimin", "fja", "min", 12)


def test_list_when_read_from_the_index_then_one_query_answers_and_the_key_leads_on() -> None:
    guides = PublishedEntry.objects.in_language("sq").of_type(EntryType.GUIDE).with_facet("audience", "parents")
    with CaptureQueriesContext(connection) as queries:
        first = list(guides.for_age(14).newest()[:3])
    assert len(queries) == 1
    assert len(first) == 3
    last = first[-1]
    following = list(guides.for_age(14).newest().after(last.first_published_at, last.pk))
    everything = list(guides.for_age(14).newest())
    assert [*first, *following] == everything
    assert {entry.pk for entry in everything} <= set(GuidePage.objects.live().values_list("pk", flat=True))


def test_figures_when_published_then_the_entries_that_name_them_follow(django_capture_on_commit_callbacks: Any) -> None:
    from reports.annual.models import DatasetVersion
    from reports.annual.services import publish_version
    from reports.annual.vocabularies import Origin

    dataset, report = loaded("dataset.figures"), loaded("report.national-annual")
    version = dataset.version
    rows = list(version.observations.order_by("position"))
    assert "407 incidente" in PublishedEntry.objects.get(pk=report.pk).text
    for row in rows:
        row.value = 4070 if row.code == "2024-incidents" else row.value
    with django_capture_on_commit_callbacks(execute=True):
        publish_version(dataset_key=dataset.translation_key, rows=rows, labels=version.labels, origin=Origin.UPLOAD)
    assert DatasetVersion.objects.current().of(dataset.translation_key).get().number == 2
    text = PublishedEntry.objects.get(pk=report.pk).text
    assert "4\N{NO-BREAK SPACE}070 incidente" in text
    assert "407 incidente" not in text
