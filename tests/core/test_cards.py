"""What cards say is read with the pages."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from cms.core.cards import CardFacts, facts_of, kind_of, with_facts
from tests.factories import GuidePageFactory, loaded

pytestmark = pytest.mark.django_db


def test_facts_when_read_with_pages_of_any_type_then_one_query_brings_them_all() -> None:
    keys = [loaded(item).pk for item in ("guide.gaming", "lesson.awareness-hour", "quiz.parents", "page.about")]
    with CaptureQueriesContext(connection) as queries:
        pages = {page.pk: page for page in with_facts(Page.objects.filter(pk__in=keys))}
    assert len(queries) == 1
    guide, lesson, quiz, about = (facts_of(pages[key]) for key in keys)
    assert guide == CardFacts(8, 18, 4, ("sq", "en"))
    assert lesson == CardFacts(11, 15, 45, ("sq", "en"), ("PDF", "IMSCC"))
    assert (quiz.age_min, quiz.minutes) == (None, 7)
    assert about == CardFacts()


def test_facts_when_a_page_is_of_its_own_type_then_its_fields_are_enough() -> None:
    page = GuidePageFactory(typical_age_min=9, typical_age_max=12, time_required=3, resource_type="manual")
    assert facts_of(page).age_max == 12
    assert kind_of(page) == kind_of(with_facts(Page.objects.filter(pk=page.pk)).get()) != ""
    assert kind_of(loaded("page.about")) == ""
    assert page.type_label == kind_of(page).capitalize()
