"""The activity register: what schools and organisations do for Safer Internet Day, by county. No personal data."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail_localize.fields import SynchronizedField

from cms.core.fields import CodeListField
from cms.core.models import SitePage
from cms.core.vocabularies import Audience, County, Municipality, county_of

from .submissions import Submission, SubmissionQuerySet, plain_line

MOST_PEOPLE = 50_000
FIRST_YEAR, LAST_YEAR = 2005, 2100
# So many activities are in the published index; the file for download has all of them.
INDEXED = 500


class ActivityRegisterPage(SitePage):
    """The public list of activities of a series, and the way to the form. Opens and closes by its dates."""

    series = models.SlugField(_("series"), max_length=20, default="sid")
    opens_on = models.DateField(_("opens on"), null=True, blank=True, help_text=_("Empty: open already."))
    closes_on = models.DateField(_("closes on"), null=True, blank=True, help_text=_("Empty: stays open."))

    schema_type = "CollectionPage"
    override_translatable_fields = [SynchronizedField("series")]
    index_fields = ("series", "opens_on", "closes_on", "activity_list")
    parent_page_types = ["campaigns.CampaignIndexPage"]
    subpage_types: list[str] = []

    content_panels = [
        *SitePage.content_panels,
        MultiFieldPanel(
            [FieldPanel("series"), FieldRowPanel([FieldPanel("opens_on"), FieldPanel("closes_on")])],
            heading=_("Register"),
        ),
    ]

    class Meta:
        verbose_name = _("activity register")
        verbose_name_plural = _("activity registers")

    @property
    def is_open(self) -> bool:
        """Return whether activities may be sent today."""
        today = timezone.localdate()
        begun = self.opens_on is None or self.opens_on <= today
        return begun and (self.closes_on is None or today <= self.closes_on)

    @property
    def opens_later(self) -> bool:
        """Return whether the first day for sending is still to come."""
        return self.opens_on is not None and self.opens_on > timezone.localdate()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..registers import register_view

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | {"shown_activities": register_view(self, request.GET)}

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().serve(request, *args, **kwargs)
        if request.GET:
            # Each choice of filters is the same list; search engines need it once.
            response["X-Robots-Tag"] = "noindex"
        return response

    def index_texts(self) -> list[str]:
        return [f"{activity.title} {activity.organisation} {activity.place}" for activity in self._indexed()]

    @property
    def activity_list(self) -> list[dict[str, Any]]:
        """Return the newest approved activities, for the API."""
        return [activity.public_data() for activity in self._indexed()]

    def _indexed(self) -> list["Activity"]:
        found = Activity.objects.approved().filter(series=self.series).order_by("-date", "-pk")
        return list(found[:INDEXED])


class Activity(Submission):
    """An activity of a school or organisation."""

    class Kind(models.TextChoices):
        LESSON = "lesson", _("hour in class")
        PARENTS = "parents", _("meeting with parents")
        TRAINING = "training", _("training")
        TALK = "talk", _("talk or discussion")
        COMPETITION = "competition", _("competition or quiz")
        CREATIVE = "creative", _("exhibition, theatre or film")
        OUTDOORS = "outdoors", _("stand or march")
        MEDIA = "media", _("in the media or online")
        OTHER = "other", _("something else")

    series = models.SlugField(_("series"), max_length=20, default="sid", editable=False)
    title = models.CharField(_("title"), max_length=120, validators=[plain_line()])
    organisation = models.CharField(_("school or organisation"), max_length=160, validators=[plain_line()])
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.LESSON)
    date = models.DateField(_("date"))
    # Derived from the date and the municipality, so that lists filter by an index.
    year = models.PositiveSmallIntegerField(_("year"), editable=False)
    municipality = models.CharField(_("municipality"), max_length=20, choices=Municipality)
    county = models.CharField(_("county"), max_length=5, choices=County, editable=False)
    audiences = CodeListField(_("for whom"), choices_source=Audience, blank=False)
    expected_number = models.PositiveIntegerField(
        _("expected number of people"), validators=[MinValueValidator(1), MaxValueValidator(MOST_PEOPLE)]
    )
    description = models.TextField(_("short description"), max_length=600, blank=True)

    objects = SubmissionQuerySet["Activity"].as_manager()

    class Meta(Submission.Meta):
        abstract = False
        ordering = ["-date", "-pk"]
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        indexes = [
            *Submission.Meta.indexes,
            models.Index(fields=["series", "state", "year", "county", "-date"], name="activity_public"),
        ]
        constraints = [
            *Submission.Meta.constraints,
            models.CheckConstraint(condition=Q(municipality__in=Municipality.values), name="activity_municipality"),
            models.CheckConstraint(condition=Q(county__in=County.values), name="activity_county"),
            models.CheckConstraint(
                condition=Q(expected_number__gte=1, expected_number__lte=MOST_PEOPLE), name="activity_expected_number"
            ),
            models.CheckConstraint(condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR), name="activity_year"),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; the county follows the municipality and the year the date, whoever changes them."""
        self.county, self.year = county_of(self.municipality), self.date.year
        super().save(*args, **kwargs)

    @property
    def place(self) -> str:
        return str(self.get_municipality_display())

    @property
    def audience_labels(self) -> list[Any]:
        field: Any = self._meta.get_field("audiences")
        return field.labels(self.audiences)

    def public_data(self) -> dict[str, Any]:
        """Return everything about the activity that anybody may read."""
        return {
            "id": self.pk,
            "title": self.title,
            "organisation": self.organisation,
            "kind": self.kind,
            "date": self.date,
            "municipality": self.municipality,
            "municipality_name": self.place,
            "county": self.county,
            "audiences": list(self.audiences),
            "expected_number": self.expected_number,
            "description": self.description,
            "language": self.language,
        }
