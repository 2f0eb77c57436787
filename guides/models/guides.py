"""Guides, their index, good practices and quizzes."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from cms.core.blocks import ContentBlock
from cms.core.fields import ContentField
from cms.core.models import SitePage
from cms.core.vocabularies import ResourceType


class AgeAndTime(models.Model):
    """For whom and how long: LRMI `typicalAgeRange` in years and `timeRequired` in minutes."""

    typical_age_min = models.PositiveSmallIntegerField(
        _("age from (years)"), null=True, blank=True, validators=[MaxValueValidator(99)]
    )
    typical_age_max = models.PositiveSmallIntegerField(
        _("age to (years)"), null=True, blank=True, validators=[MaxValueValidator(99)]
    )
    time_required = models.PositiveSmallIntegerField(
        _("time needed (minutes)"), null=True, blank=True, validators=[MaxValueValidator(600)]
    )

    schema_type = "LearningResource"
    panels_age_and_time = [
        FieldRowPanel([FieldPanel("typical_age_min"), FieldPanel("typical_age_max"), FieldPanel("time_required")])
    ]

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        low, high = self.typical_age_min, self.typical_age_max
        if low is not None and high is not None and low > high:
            raise ValidationError({"typical_age_max": _("The upper age is below the lower one.")})


class GuideIndexPage(SitePage):
    """Lists what lies below it: guides, lesson plans, good practices or quizzes."""

    schema_type = "CollectionPage"
    subpage_types = [
        "guides.GuidePage",
        "guides.LessonPlanPage",
        "guides.GoodPracticePage",
        "guides.QuizPage",
    ]

    class Meta:
        verbose_name = _("index of guides")
        verbose_name_plural = _("indexes of guides")


class GuidePage(AgeAndTime, SitePage):
    """A guide (schema.org `LearningResource`)."""

    resource_type = models.CharField(
        _("resource type"), max_length=20, choices=ResourceType, default=ResourceType.GUIDE
    )
    easy_read_body = ContentField(ContentBlock(), verbose_name=_("easy-to-read version"), blank=True)

    index_type = "guide"
    parent_page_types = ["guides.GuideIndexPage"]
    subpage_types: list[str] = []

    content_panels = [
        *SitePage.content_panels,
        MultiFieldPanel([FieldPanel("resource_type"), *AgeAndTime.panels_age_and_time], heading=_("Learning resource")),
        FieldPanel("easy_read_body"),
    ]

    class Meta:
        verbose_name = _("guide")
        verbose_name_plural = _("guides")

    def index_texts(self) -> list[str]:
        return [str(text) for text in self.easy_read_body.stream_block.get_searchable_content(self.easy_read_body)]

    @property
    def type_label(self) -> str:
        return capfirst(self.get_resource_type_display())

    def structured_data(self) -> dict[str, Any]:
        return super().structured_data() | learning_resource(self, self.resource_type)


class GoodPracticePage(AgeAndTime, SitePage):
    """Something that worked at one school or organisation."""

    organisation = models.CharField(_("organisation"), max_length=160, blank=True)
    place = models.CharField(_("place"), max_length=120, blank=True)
    evidence = models.TextField(_("how we know that it works"), blank=True)

    index_type = "good_practice"
    index_fields = ("organisation", "place")
    parent_page_types = ["guides.GuideIndexPage"]
    subpage_types: list[str] = []

    content_panels = [
        *SitePage.content_panels,
        FieldRowPanel([FieldPanel("organisation"), FieldPanel("place")]),
        FieldPanel("evidence"),
        *AgeAndTime.panels_age_and_time,
    ]

    class Meta:
        verbose_name = _("good practice")
        verbose_name_plural = _("good practices")

    def index_texts(self) -> list[str]:
        return [self.organisation, self.place, self.evidence]

    def structured_data(self) -> dict[str, Any]:
        return super().structured_data() | learning_resource(self, ResourceType.GOOD_PRACTICE)


class QuizQuestionBlock(blocks.StructBlock):
    """A question, its answers, and what to say about each of them."""

    question = blocks.CharBlock(label=_("Question"), max_length=240)
    answers = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("text", blocks.CharBlock(label=_("Answer"), max_length=160)),
                ("is_right", blocks.BooleanBlock(label=_("Right"), required=False)),
                ("feedback", blocks.CharBlock(label=_("What we say to it"), max_length=240, required=False)),
            ]
        ),
        label=_("Answers"),
        min_num=2,
        max_num=6,
    )

    class Meta:
        label = _("Question")
        icon = "help"
        template = "blocks/quiz_question.html"


class QuizPage(AgeAndTime, SitePage):
    """Questions to test oneself: no account, no score kept, the answers open on demand."""

    questions = ContentField([("question", QuizQuestionBlock())], verbose_name=_("questions"), blank=True)

    index_type = "quiz"
    parent_page_types = ["guides.GuideIndexPage"]
    subpage_types: list[str] = []

    content_panels = [*SitePage.content_panels, FieldPanel("questions"), *AgeAndTime.panels_age_and_time]

    class Meta:
        verbose_name = _("quiz")
        verbose_name_plural = _("quizzes")

    def index_texts(self) -> list[str]:
        return [str(text) for text in self.questions.stream_block.get_searchable_content(self.questions)]

    def structured_data(self) -> dict[str, Any]:
        return super().structured_data() | learning_resource(self, ResourceType.QUIZ)


def learning_resource(page: Any, resource_type: str) -> dict[str, Any]:
    """Return the LRMI properties of `page` for its JSON-LD (https://schema.org/LearningResource)."""
    data: dict[str, Any] = {"learningResourceType": resource_type}
    if page.typical_age_min is not None:
        data["typicalAgeRange"] = f"{page.typical_age_min}-{page.typical_age_max or ''}"
    if page.time_required:
        data["timeRequired"] = f"PT{page.time_required}M"
    return data
