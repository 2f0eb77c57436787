"""Lesson plans with timed steps."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, TranslatableMixin

from cms.core.documents.printed import PrintedFile
from cms.core.fields import CodeListField
from cms.core.models import SitePage
from cms.core.schema_org import licence_of
from cms.core.vocabularies import Competence, EducationalLevel, HubSection, Licence, ResourceType

from .resources import AgeAndTime, ExplainsTerms, learning_resource


def minutes_mismatch(steps: list[int], lesson: int | None) -> str:
    """Return what is wrong where the steps do not fill the lesson, and how to put it right; empty where they do.

    Args:
        steps: minutes of each step.
        lesson: minutes of the lesson; None where it has no duration yet.
    """
    together = sum(steps)
    if not together or not lesson or together == lesson:
        return ""
    values = {"steps": together, "lesson": lesson, "difference": abs(lesson - together)}
    if together < lesson:
        message = _(
            "The steps add up to %(steps)s minutes, but the lesson takes %(lesson)s. "
            "Give the steps %(difference)s minutes more, or shorten the lesson."
        )
    else:
        message = _(
            "The steps add up to %(steps)s minutes, but the lesson takes %(lesson)s. "
            "Take %(difference)s minutes from the steps, or lengthen the lesson."
        )
    return str(message % values)


class LessonStep(TranslatableMixin, Orderable):
    """One part of a lesson."""

    lesson = ParentalKey("guides.LessonPlanPage", on_delete=models.CASCADE, related_name="steps")
    minutes = models.PositiveSmallIntegerField(_("minutes"), validators=[MinValueValidator(1)])
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text"))

    panels = [FieldRowPanel([FieldPanel("minutes"), FieldPanel("title")]), FieldPanel("text")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        constraints = [
            models.CheckConstraint(condition=models.Q(minutes__gte=1), name="lesson_step_takes_a_minute_or_more")
        ]


class LessonAttachment(Orderable):
    """A file that belongs to a lesson."""

    lesson = ParentalKey("guides.LessonPlanPage", on_delete=models.CASCADE, related_name="attachments")
    document = models.ForeignKey("media.SiteDocument", on_delete=models.CASCADE, related_name="+")

    panels = [FieldPanel("document")]


class LessonPlanForm(WagtailAdminPageForm):
    """The editing form of a lesson, which checks the steps as they stand in the form, not as they were saved last."""

    def _post_clean(self) -> None:
        steps = self.formsets.get("steps")
        has_steps = self.is_bound and steps is not None and steps.is_valid()
        if has_steps:
            steps.save(commit=False)
        self.instance.is_unfinished = self.is_deferred_validation or not has_steps
        super()._post_clean()


class LessonPlanPage(AgeAndTime, ExplainsTerms, SitePage):
    """A lesson plan. The minutes of its steps add up to `time_required`."""

    educational_level = CodeListField(_("educational level"), choices_source=EducationalLevel)
    class_range = models.CharField(_("classes"), max_length=12, blank=True, help_text=_("For example 6-9."))
    subjects = models.CharField(_("subjects"), max_length=200, blank=True)
    group_size_min = models.PositiveSmallIntegerField(_("pupils, at least"), null=True, blank=True)
    group_size_max = models.PositiveSmallIntegerField(_("pupils, at most"), null=True, blank=True)
    objectives = models.TextField(_("objectives"), blank=True, help_text=_("One a line."))
    competences = CodeListField(_("competences (DigComp 2.2)"), choices_source=Competence)
    materials = models.TextField(_("materials"), blank=True, help_text=_("What to bring, one a line."))
    safeguarding_note = models.TextField(_("safeguarding note"), blank=True)
    licence = models.CharField(_("licence"), max_length=24, choices=Licence, default=Licence.FREE_TO_COPY)

    index_type = "lesson"
    index_fields = ("educational_level", "class_range", "subjects", "objectives", "competences", "licence")
    # A draft may be saved before its minutes add up; what is published may not.
    is_unfinished = False
    hub_section = HubSection.LESSONS
    card_formats = ("PDF", "IMSCC")
    base_form_class = LessonPlanForm
    parent_page_types = ["guides.GuideIndexPage"]
    subpage_types: list[str] = []

    content_panels = [
        *SitePage.content_panels,
        MultiFieldPanel(
            [
                *AgeAndTime.panels_age_and_time,
                FieldRowPanel([FieldPanel("class_range"), FieldPanel("group_size_min"), FieldPanel("group_size_max")]),
                FieldPanel("educational_level"),
                FieldPanel("subjects"),
                FieldPanel("competences"),
                FieldPanel("licence"),
            ],
            heading=_("Learning resource"),
        ),
        FieldPanel("objectives"),
        FieldPanel("materials"),
        InlinePanel("steps", label=_("Step"), heading=_("Steps")),
        FieldPanel("safeguarding_note"),
        InlinePanel("attachments", label=_("Attachment"), heading=_("Attachments")),
        FieldPanel("explains_terms"),
    ]

    class Meta(AgeAndTime.Meta):
        verbose_name = _("lesson plan")
        verbose_name_plural = _("lesson plans")

    def index_texts(self) -> list[str]:
        steps = [f"{step.title} {step.text}" for step in self.steps.all()]
        return [self.subjects, self.objectives, self.materials, self.safeguarding_note, *steps]

    def printed_files(self) -> list[PrintedFile]:
        from ..services import printed_lesson

        return [PrintedFile(f"{self.slug}.pdf", self.title, lambda: printed_lesson(lesson=self))]

    @property
    def objective_list(self) -> list[str]:
        return self.objectives.splitlines()

    @property
    def material_list(self) -> list[str]:
        return self.materials.splitlines()

    @property
    def class_span(self) -> str:
        """Return the classes as they are printed: `6–9`."""
        return self.class_range.replace("-", "–")

    @property
    def competence_list(self) -> list[tuple[str, str]]:
        """Return code and label of each competence, in the order of the framework."""
        labels = dict(Competence.choices)
        return [(code, str(labels[code])) for code in sorted(self.competences) if code in labels]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..services import file_sizes

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | {
            # A preview shows what is not published yet; its files are still those of the published lesson.
            "file_sizes": {} if getattr(request, "is_preview", False) else file_sizes(self),
            "lesson_steps": list(self.steps.all()),
            "lesson_attachments": list(self.attachments.select_related("document")),
        }

    def clean(self) -> None:
        super().clean()
        if not self.is_unfinished and (message := minutes_mismatch(self.step_minutes, self.time_required)):
            raise ValidationError({"time_required": message})

    @property
    def step_minutes(self) -> list[int]:
        """Return the minutes of each step, in order."""
        return [step.minutes or 0 for step in self.steps.all()]

    def structured_data(self) -> dict[str, Any]:
        return (
            super().structured_data()
            | learning_resource(self, ResourceType.LESSON_PLAN)
            | {"teaches": self.objective_list, "educationalLevel": self.educational_level}
            | licence_of(self.licence)
        )
