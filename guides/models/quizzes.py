"""Quizzes: questions to test oneself. Nothing is sent, counted or kept: the answers stay on the reader's screen."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.blocks.struct_block import StructBlockValidationError

from cms.core.fields import ContentField
from cms.core.models import SitePage
from cms.core.vocabularies import HubSection, ResourceType

from .resources import AgeAndTime, learning_resource


class QuizAnswerBlock(blocks.StructBlock):
    """One answer and what we say to whoever chooses it: an explanation, never a verdict on the reader."""

    text = blocks.CharBlock(label=_("Answer"), max_length=160)
    is_right = blocks.BooleanBlock(label=_("Right"), required=False)
    feedback = blocks.CharBlock(
        label=_("What we say to it"),
        max_length=300,
        help_text=_("Explain why. Never blame: somebody who has been through this may be reading."),
    )


class QuizQuestionBlock(blocks.StructBlock):
    """A question, its answers, and what to say about each of them."""

    question = blocks.CharBlock(label=_("Question"), max_length=240)
    answers = blocks.ListBlock(QuizAnswerBlock(), label=_("Answers"), min_num=2, max_num=6)

    class Meta:
        label = _("Question")
        icon = "help"
        template = "blocks/quiz_question.html"
        preview_value = {
            "question": "Dikush në lojë të kërkon fjalëkalimin. Çfarë bën?",
            "answers": [
                {"text": "Nuk ia jap.", "is_right": True, "feedback": "Fjalëkalimi është vetëm yti."},
                {
                    "text": "Ia jap, se jemi shokë.",
                    "is_right": False,
                    "feedback": "Edhe shokët s’kanë pse ta dinë.",
                },
            ],
        }
        description = _("A question with answers; each answer is explained.")

    def clean(self, value: Any) -> Any:
        """Refuse a question that no answer answers.

        Raises:
            StructBlockValidationError: where no answer is marked as right.
        """
        cleaned = super().clean(value)
        if not any(answer["is_right"] for answer in cleaned["answers"]):
            raise StructBlockValidationError(non_block_errors=[_("Mark at least one answer as right.")])
        return cleaned


class QuizPage(AgeAndTime, SitePage):
    """Questions to test oneself: no account, no score, no request while it is done."""

    questions = ContentField([("question", QuizQuestionBlock())], verbose_name=_("questions"), blank=True)

    index_type = "quiz"
    hub_section = HubSection.QUIZZES
    parent_page_types = ["guides.GuideIndexPage"]
    subpage_types: list[str] = []

    content_panels = [
        *SitePage.content_panels,
        FieldPanel("questions"),
        MultiFieldPanel([*AgeAndTime.panels_age_and_time], heading=_("Learning resource")),
    ]

    class Meta(AgeAndTime.Meta):
        verbose_name = _("quiz")
        verbose_name_plural = _("quizzes")

    def structured_data(self) -> dict[str, Any]:
        return super().structured_data() | learning_resource(self, ResourceType.QUIZ)

    def index_texts(self) -> list[str]:
        """Return the questions and answers, by which readers may search for this quiz."""
        return [
            text
            for block in self.questions
            for text in (block.value["question"], *(answer["text"] for answer in block.value["answers"]))
        ]
