"""A report from the public: what moderators work with in the clear, and the sealed rest."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..vocabularies import (
    AgeBand,
    Category,
    Channel,
    County,
    Outcome,
    Platform,
    Priority,
    ReporterRole,
    SiteType,
    State,
)
from .sealed import SealedModel

# What the querysets below ask for, in the same words: only then does a database use a partial index.
_NOT_CLOSED = ~models.Q(state=State.CLOSED)
_NOT_SUSPECT = models.Q(is_suspect=False)
_OPEN = _NOT_CLOSED & _NOT_SUSPECT
_QUARANTINE = _NOT_CLOSED & models.Q(is_suspect=True)


class IncidentReportQuerySet(models.QuerySet["IncidentReport"]):
    def open(self) -> "IncidentReportQuerySet":
        """Return reports somebody still has to work on, those in quarantine aside."""
        return self.exclude(state=State.CLOSED).filter(is_suspect=False)

    def in_quarantine(self) -> "IncidentReportQuerySet":
        """Return reports that look automatic and that no person has decided on."""
        return self.exclude(state=State.CLOSED).filter(is_suspect=True)

    def overdue(self, now: datetime) -> "IncidentReportQuerySet":
        """Return open reports whose clock runs and has run out at `now`."""
        return self.open().filter(due_at__lt=now, clock_paused_at=None)

    def in_state(self, state: str) -> "IncidentReportQuerySet":
        """Return reports that stand in `state`, those in quarantine aside."""
        return self.filter(state=state, is_suspect=False)

    def held_by(self, user: Any) -> "IncidentReportQuerySet":
        """Return what `user` holds and has not closed."""
        return self.exclude(state=State.CLOSED).filter(assignee=user)

    def with_unread_message(self) -> "IncidentReportQuerySet":
        """Return reports, closed ones too, on which the reporter wrote something that nobody has read."""
        return self.filter(has_unread_message=True)

    def by_urgency(self) -> "IncidentReportQuerySet":
        """Return the most urgent first: by priority, then by when the next step is due."""
        return self.order_by("priority", "due_at", "pk")

    def past_retention(self, now: datetime) -> "IncidentReportQuerySet":
        """Return closed reports whose time of keeping is over at `now`, those on legal hold aside."""
        by_days: dict[float, list[str]] = {}
        for outcome, days in settings.HOTLINE_RETENTION_DAYS.items():
            by_days.setdefault(days, []).append(outcome)
        is_over = models.Q(pk__in=[])
        for days, outcomes in by_days.items():
            is_over |= models.Q(outcome__in=outcomes, closed_at__lte=now - timedelta(days=days))
        return self.filter(is_over, state=State.CLOSED, on_legal_hold=False)

    def without_sealed(self) -> "IncidentReportQuerySet":
        """Leave the sealed bytes in the database: lists never need them."""
        return self.defer("sealed_document", "sealed_key", "sealed_contact_key", "sealed_contact")


class IncidentReport(SealedModel):
    """One report. Text, addresses and contact exist only sealed; the contact apart, so that it can be deleted alone.

    Times are kept to the hour, so that a report cannot be matched with a line of somebody's access log.
    """

    public_reference = models.CharField(_("reference"), max_length=9, unique=True)
    receipt_hash = models.BinaryField(max_length=32, unique=True)
    receipt_public_key = models.BinaryField(max_length=32)
    submission_digest = models.BinaryField(max_length=32, unique=True)
    sealed_contact_key = models.BinaryField(null=True)
    sealed_contact = models.BinaryField(null=True)

    category = models.CharField(_("category"), max_length=24, choices=Category)
    assessed_category = models.CharField(_("assessed category"), max_length=24, choices=Category, blank=True)
    reporter_role = models.CharField(
        _("reporter"), max_length=16, choices=ReporterRole, default=ReporterRole.UNDISCLOSED
    )
    age_band = models.CharField(_("age"), max_length=8, choices=AgeBand, default=AgeBand.UNKNOWN)
    platform = models.CharField(_("platform"), max_length=16, choices=Platform, blank=True)
    site_type = models.CharField(_("kind of site"), max_length=16, choices=SiteType, blank=True)
    county = models.CharField(_("county"), max_length=5, choices=County, blank=True)
    channel = models.CharField(_("channel"), max_length=8, choices=Channel)
    language = models.CharField(_("language"), max_length=2)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.RECEIVED)
    outcome = models.CharField(_("outcome"), max_length=28, choices=Outcome, blank=True)
    priority = models.CharField(_("priority"), max_length=2, choices=Priority, default=Priority.P3)
    is_suspect = models.BooleanField(_("looks automatic"), default=False)
    is_test = models.BooleanField(
        _("test"), default=False, help_text=_("Sent by a program that is being tried out; it is never counted.")
    )
    received_at = models.DateTimeField(_("received"))

    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("held by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="held_reports",
    )
    second_reader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("second reader"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Who took the second look. Without one a P1 report cannot be closed."),
    )
    second_look_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("second look asked for by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    incident = models.ForeignKey(
        "inbox.Incident",
        verbose_name=_("incident"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="reports",
    )
    has_unread_message = models.BooleanField(_("the reporter wrote"), default=False)
    due_at = models.DateTimeField(_("due"), help_text=_("When the next step is due; moved on by every pause."))
    clock_paused_at = models.DateTimeField(_("clock paused since"), null=True, blank=True)
    paused_hours = models.PositiveIntegerField(
        _("hours paused"), default=0, help_text=_("Hours spent waiting for the reporter, or closed before a reopening.")
    )
    closed_at = models.DateTimeField(_("closed on"), null=True, blank=True)
    on_legal_hold = models.BooleanField(_("on legal hold"), default=False)

    objects: Any = IncidentReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("incident report")
        verbose_name_plural = _("incident reports")
        ordering = ["-received_at", "-pk"]
        default_permissions = ("view",)
        permissions = [
            ("read_incidentreport", "Can read the text of reports, with the inbox key"),
            ("assess_incidentreport", "Can claim, assess and answer reports"),
            ("decide_incidentreport", "Can take the second look and close P1 reports"),
            ("refer_incidentreport", "Can refer reports to other organisations"),
            ("export_incidentreport", "Can export a report as a sealed package"),
            ("enter_incidentreport", "Can enter reports from telephone and e-mail"),
            ("supervise_incidentreport", "Can reassign reports and hold them from deletion"),
        ]
        indexes = [
            # One for each queue of the desk, in the order in which it is read: a page costs the same in any size.
            models.Index(fields=["state", "priority", "due_at", "id"], name="inbox_queue", condition=_NOT_SUSPECT),
            models.Index(fields=["priority", "due_at", "id"], name="inbox_open", condition=_OPEN),
            models.Index(fields=["priority", "due_at", "id"], name="inbox_quarantine", condition=_QUARANTINE),
            models.Index(
                fields=["priority", "due_at", "id"], name="inbox_unread", condition=models.Q(has_unread_message=True)
            ),
            models.Index(fields=["assignee", "priority", "due_at", "id"], name="inbox_held", condition=_NOT_CLOSED),
            models.Index(fields=["state", "due_at"], name="inbox_due"),
            models.Index(fields=["id"], name="inbox_tests", condition=models.Q(is_test=True)),
            models.Index(fields=["state", "closed_at", "id"], name="inbox_retention"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state=State.CLOSED, outcome__gt="", closed_at__isnull=False)
                | (~models.Q(state=State.CLOSED) & models.Q(outcome="", closed_at=None)),
                name="closed_report_has_outcome",
            ),
            models.CheckConstraint(
                condition=models.Q(sealed_contact=None, sealed_contact_key=None)
                | models.Q(sealed_contact__isnull=False, sealed_contact_key__isnull=False),
                name="contact_is_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(state=State.AWAITING_REPORTER, clock_paused_at__isnull=False)
                | (~models.Q(state=State.AWAITING_REPORTER) & models.Q(clock_paused_at=None)),
                name="clock_pauses_while_waiting",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=State.CLOSED, priority=Priority.P1) | models.Q(second_reader__isnull=False),
                name="closed_p1_had_second_reader",
            ),
            models.CheckConstraint(
                condition=~models.Q(second_reader=models.F("second_look_asked_by")),
                name="second_reader_is_another",
            ),
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="report_state_is_known"),
            models.CheckConstraint(
                condition=models.Q(is_test=False) | models.Q(is_suspect=True), name="test_report_stays_in_quarantine"
            ),
        ]

    def __str__(self) -> str:
        return self.public_reference

    @property
    def counted_category(self) -> str:
        """Return the assessed category, or the reported one while nobody has assessed it."""
        return self.assessed_category or self.category
