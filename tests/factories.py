"""Pages and snippets for tests, Albanian by default, below the index pages of the content pack."""

from datetime import date, timedelta
from typing import Any

import factory
from wagtail.models import Locale, Page
from wagtail_factories import PageFactory

from campaigns.models import CampaignPage, EventPage
from cms.core.loader.markdown import stable_id
from cms.core.models import LoadedItem, SitePage
from guides.models import GoodPracticePage, GuidePage, LessonPlanPage, LessonStep, QuizPage
from home.models import NewsIndexPage, NewsPage, StandardPage


def loaded(item_id: str, language: str = "sq") -> Any:
    """Return the object that the content pack's item became."""
    return LoadedItem.objects.get(item_id=item_id, language=language).target


class SitePageFactory(PageFactory):
    """What all pages of ours need. Give `parent`."""

    title = factory.Sequence(lambda number: f"Faqe prove {number}")
    slug = factory.Sequence(lambda number: f"faqe-prove-{number}")
    summary = "Një përmbledhje e shkurtër."
    locale = factory.LazyFunction(lambda: Locale.objects.get(language_code="sq"))

    class Meta:
        model = SitePage
        abstract = True


class GuidePageFactory(SitePageFactory):
    parent = factory.LazyFunction(lambda: Page.objects.get(pk=loaded("page.guides").pk))

    class Meta:
        model = GuidePage


class LessonPlanPageFactory(SitePageFactory):
    parent = factory.LazyFunction(lambda: Page.objects.get(pk=loaded("page.lessons").pk))

    class Meta:
        model = LessonPlanPage


class QuizPageFactory(SitePageFactory):
    parent = factory.LazyFunction(lambda: Page.objects.get(pk=loaded("page.quizzes").pk))

    class Meta:
        model = QuizPage


class GoodPracticePageFactory(SitePageFactory):
    """A practice of an organisation that does not exist. Give `parent` for a list of its own."""

    parent = factory.LazyFunction(lambda: Page.objects.get(pk=loaded("page.guides").pk))

    class Meta:
        model = GoodPracticePage


class CampaignPageFactory(SitePageFactory):
    """An edition of the campaign in a year that the pack does not have."""

    parent = factory.LazyFunction(lambda: Page.objects.get(pk=loaded("campaign.index").pk))
    year = 2023
    series = "sid"
    start_date = date(2023, 2, 7)
    end_date = date(2023, 2, 7)

    class Meta:
        model = CampaignPage


class EventPageFactory(SitePageFactory):
    """An event of an organisation that does not exist, one hour long. Give `start`."""

    parent = factory.LazyFunction(lambda: Page.objects.get(pk=loaded("campaign.safer-internet-day-2024").pk))
    end = factory.LazyAttribute(lambda event: event.start + timedelta(hours=1))
    location = "Salla prove"
    municipality = "tirane"
    organiser = "Organizata Prove"

    class Meta:
        model = EventPage


def add_steps(lesson: LessonPlanPage, *minutes: int) -> LessonPlanPage:
    """Give `lesson` steps of so many minutes each; returns it, unsaved."""
    lesson.steps.set(
        [
            LessonStep(minutes=value, title=f"Hapi {number}", text="Teksti i hapit.", sort_order=number)
            for number, value in enumerate(minutes, start=1)
        ]
    )
    return lesson


class StandardPageFactory(SitePageFactory):
    parent = factory.LazyFunction(lambda: Page.objects.get(pk=loaded("page.home").pk))

    class Meta:
        model = StandardPage


class NewsIndexPageFactory(StandardPageFactory):
    class Meta:
        model = NewsIndexPage


class NewsPageFactory(SitePageFactory):
    parent = factory.SubFactory(NewsIndexPageFactory)
    date_published = date(2024, 2, 6)

    class Meta:
        model = NewsPage


def paragraph(text: str) -> list[dict[str, Any]]:
    """Return a body of one paragraph."""
    return [{"type": "paragraph", "value": f"<p>{text}</p>", "id": stable_id("test", text)}]
