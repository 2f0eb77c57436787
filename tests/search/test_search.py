"""What readers find: the same on both databases, in Albanian and in English."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from wagtail.models import Page

from benchmarks.synthetic import add_documents
from cms.core.index_document import IndexDocument
from cms.core.models import LoadedItem
from search.finder import PAGE_SIZE
from search.matching import CANDIDATE_LIMIT, Filters
from search.models import PromotedResult, PublishedEntry, SynonymSet
from tests.factories import GuidePageFactory, StandardPageFactory, loaded, paragraph
from tests.search.conftest import found, publish, title_of, titles

pytestmark = pytest.mark.django_db
PAIRS = list(
    csv.DictReader((Path(settings.BASE_DIR) / "content" / "search_pairs.tsv").open(encoding="utf-8"), delimiter="\t")
)


@pytest.fixture
def item_ids() -> dict[int, str]:
    """Return the content pack's id of each page."""
    rows = LoadedItem.objects.select_related("content_type")
    return {row.object_id: row.item_id for row in rows if issubclass(row.content_type.model_class(), Page)}


@pytest.mark.parametrize("pair", PAIRS, ids=[f"{pair['query']}-{pair['language']}" for pair in PAIRS])
def test_search_when_a_pair_of_the_pack_is_typed_then_the_expected_page_comes(
    pair: dict[str, str], item_ids: dict[int, str]
) -> None:
    answer = found(pair["query"], pair["language"])
    # Glossary entries do not count as results.
    names = [item_ids[result.id] for result in answer.results if result.type != "glossary"]
    if pair["expected"] == "-":
        assert names == []
    elif pair["rule"] == "first":
        assert names[0] == pair["expected"]
    else:
        assert pair["expected"] in names[:10]


@pytest.mark.parametrize("query", ["femije", "fëmijë", "FËMIJË", "femijë", "fëmijëve", "femijet"])
def test_search_when_typed_with_or_without_diacritics_or_in_any_form_then_the_page_is_found(query: str) -> None:
    publish(GuidePageFactory(title="Zëri i tretë", body=paragraph("Fëmijë zgjuarsishtë")))
    assert titles(f"{query} zgjuarsishte") == ["Zëri i tretë"]


@pytest.mark.parametrize("query", ["116 111", "116111", "116-111"])
def test_number_when_typed_in_any_grouping_then_the_same_pages_are_found(query: str) -> None:
    assert titles(query) == titles("116 111")


def test_search_when_words_are_only_stop_words_then_something_is_still_found() -> None:
    assert found("si të").total > 0


def test_sensitive_page_when_searched_then_a_child_finds_it_and_no_text_of_it_shows() -> None:
    guide = loaded("guide.sextortion")
    result = next(result for result in found("shantazh").results if result.id == guide.pk)
    assert guide.is_sensitive
    assert "videothirrje" in PublishedEntry.objects.get(pk=guide.pk).text
    result = next(result for result in found("videothirrje").results if result.id == guide.pk)
    assert result.excerpt == guide.summary


def test_ranking_when_a_word_stands_in_a_title_then_that_page_comes_before_one_that_mentions_it() -> None:
    publish(GuidePageFactory(title="Përmend", body=paragraph("kanarinimi " * 20)))
    publish(GuidePageFactory(title="Kanarinimi"))
    publish(GuidePageFactory(title="E fundit", body=paragraph("kanarinimi")))
    assert titles("kanarinimi") == ["Kanarinimi", "Përmend", "E fundit"]


def test_ranking_when_pages_are_equally_good_then_the_newest_comes_first() -> None:
    for number in range(3):
        publish(GuidePageFactory(title=f"Kanarina {number}"))
    assert titles("kanarina") == ["Kanarina 2", "Kanarina 1", "Kanarina 0"]


def test_publication_when_searched_then_it_is_not_confused_with_reporting() -> None:
    order = titles("raporte")
    assert order.index(title_of("report.national-annual")) < order.index(title_of("page.how-we-handle-reports"))


def test_several_words_when_no_page_has_all_then_pages_with_most_come_and_it_is_said() -> None:
    answer = found("joshje grooming aeroporti")
    assert answer.is_partial
    assert answer.results[0].plain_title == title_of("guide.grooming")
    assert not found("joshje grooming").is_partial


def test_albanian_search_when_it_finds_something_then_english_stays_away_and_else_it_helps() -> None:
    assert {result.locale for result in found("internet").results} == {"sq"}
    SynonymSet.objects.all().delete()
    answer = found("passwords")
    assert {result.locale for result in answer.results} == {"en"}
    assert answer.own_total == 0


def test_english_search_when_albanian_has_more_then_it_comes_after_the_english_and_no_page_comes_twice() -> None:
    publish(GuidePageFactory(title="Internet vetëm shqip"))
    answer = [result for page in (1, 2, 3, 4, 5, 6) for result in found("internet", "en", page=page).results]
    locales = [result.locale for result in answer]
    assert locales == sorted(locales)
    assert "Internet vetëm shqip" in [result.plain_title for result in answer if result.locale == "sq"]
    keys = list(PublishedEntry.objects.filter(pk__in=[r.id for r in answer]).values_list("translation_key", flat=True))
    assert len(keys) == len(set(keys)) > PAGE_SIZE


@pytest.mark.parametrize(
    ("query", "language", "meant"),
    [("fjalkalim", "sq", "fjalëkalim"), ("pasword", "en", "password"), ("fmijë", "sq", "fëmijë"), ("zqxw", "sq", "")],
)
def test_mistyped_word_when_nothing_has_it_then_the_nearest_word_is_searched_and_named(
    query: str, language: str, meant: str
) -> None:
    answer = found(query, language)
    assert answer.did_you_mean == meant
    assert answer.is_corrected == bool(meant)
    assert bool(answer.results) == bool(meant)


def test_mistyped_word_when_another_word_is_right_then_the_better_spelling_is_offered() -> None:
    answer = found("grooming fjalkalim")
    assert answer.is_partial
    assert answer.did_you_mean == "grooming fjalëkalim"


@pytest.mark.parametrize(
    "query", ["vetëvrasje", "dua të vras veten", "më kërcënojnë", "me kercenon", "suicide", "blackmail"]
)
@pytest.mark.parametrize("language", ["sq", "en"])
def test_distress_when_typed_in_either_language_then_help_and_raporto_come_first(query: str, language: str) -> None:
    answer = found(query, language)
    assert answer.shows_help
    assert [result.id for result in answer.promoted] == [loaded("page.raporto", language).pk]


@pytest.mark.parametrize("query", ["loja", "plan mësimi", "posteri", "password", "games", ""])
def test_neutral_query_when_typed_then_no_help_panel_stands_in_the_way(query: str) -> None:
    assert not found(query).shows_help
    assert not found(query, "en").shows_help


@pytest.mark.parametrize(("query", "language"), [("raporto", "sq"), ("si të raportoj", "sq"), ("complaint", "en")])
def test_promoted_result_of_the_pack_when_its_query_is_typed_then_it_comes_first(query: str, language: str) -> None:
    answer = found(query, language)
    assert answer.results[0].id == loaded("page.raporto", language).pk
    assert answer.results[0].is_promoted
    assert [result.id for result in answer.promoted] == [answer.results[0].id]
    assert [result.id for result in answer.results].count(answer.results[0].id) == 1


def test_promoted_result_when_an_editor_makes_one_then_the_page_of_the_language_comes_first() -> None:
    PromotedResult.objects.create(language="en", phrases="canary bird", page=loaded("guide.gaming").page_ptr)
    answer = found("Canary BIRD", "en")
    assert answer.results[0].id == loaded("guide.gaming", "en").pk
    assert found("canary", "en").promoted == []
    loaded("guide.gaming", "en").unpublish()
    cache.clear()
    assert found("canary bird", "en").promoted == []


def test_promoted_result_when_it_is_for_distress_then_it_stands_with_the_help_numbers() -> None:
    PromotedResult.objects.create(
        language="sq", phrases="kanarinë e trishtuar", page=loaded("page.offline-help").page_ptr, shows_help=True
    )
    answer = found("jam si një kanarinë shumë e trishtuar")
    assert answer.shows_help
    assert [result.plain_title for result in answer.promoted] == [title_of("page.offline-help")]


def test_synonyms_when_an_editor_adds_some_then_each_finds_what_the_others_find() -> None:
    assert found("kanarina").total == 0
    SynonymSet.objects.create(language="sq", words="kanarinë\nlojë online\nzog këngëtar")
    assert title_of("guide.gaming") in titles("kanarina")
    assert title_of("guide.gaming") in titles("zogjtë këngëtarë")
    assert found("zogjtë").total == 0


def test_filters_when_set_then_only_fitting_pages_come_and_counts_agree() -> None:
    answer = found("internet")
    count = answer.counts["audience:teachers"]
    filtered = found("internet", filters=Filters((("audience", "teachers"),)))
    assert 0 < count == filtered.total < answer.total
    assert all("teachers" in entry.audiences for entry in entries(filtered.results))
    both = found("internet", filters=Filters((("audience", "teachers"), ("type", "lesson"))))
    assert {result.type for result in both.results} == {"lesson"}


def test_age_when_asked_in_years_then_pages_made_for_it_come() -> None:
    for entry in entries(found("", filters=Filters(age=8)).results):
        assert entry.typical_age_min is not None or entry.typical_age_max is not None
        assert (entry.typical_age_min or 0) <= 8 <= (entry.typical_age_max or 99)


def entries(results: list) -> Iterator[PublishedEntry]:
    ids = [result.id for result in results]
    assert ids
    return iter(PublishedEntry.objects.filter(pk__in=ids))


def test_pages_when_turned_then_all_results_come_once_and_the_last_page_answers_for_any_beyond() -> None:
    first = found("internet")
    pages = [found("internet", page=number + 1) for number in range(first.pages)]
    ids = [result.id for page in pages for result in page.results]
    assert len(ids) == len(set(ids)) == first.total > PAGE_SIZE
    beyond = found("internet", page=9999)
    assert beyond.page == first.pages
    assert [result.id for result in beyond.results] == [result.id for result in pages[-1].results]


def test_common_word_when_more_pages_have_it_than_are_ranked_then_those_with_it_in_the_title_come_first() -> None:
    publish(StandardPageFactory(title="Kanarinimi i parë"))
    document = IndexDocument(type="page", title="E zakonshme", summary="", headings="", text="kanarinimi")
    add_documents(Page.objects.get(pk=loaded("page.home").pk), [document] * CANDIDATE_LIMIT)
    answer = found("kanarinimi")
    assert answer.is_capped
    assert answer.total == CANDIDATE_LIMIT
    assert answer.results[0].plain_title == "Kanarinimi i parë"


@pytest.mark.parametrize("query", ["internet", "fjalkalim", "grooming fjalkalim", "asgje si kjo ketu", "suicide", ""])
@pytest.mark.parametrize("language", ["sq", "en"])
def test_search_when_warm_then_three_statements_are_enough(query: str, language: str) -> None:
    found("internet", language)
    with CaptureQueriesContext(connection) as queries:
        found(query, language)
    assert len(queries) <= 3


@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=300), st.sampled_from(["sq", "en"]), st.integers(-5, 10_000))
def test_search_when_given_anything_then_it_answers(query: str, language: str, page: int) -> None:
    answer = found(query, language, page=page)
    assert 1 <= answer.page <= answer.pages
    assert len(answer.results) <= PAGE_SIZE
