"""What somebody without an account sends us and an editor decides on. Shared by the activity register and the
initiatives. Written by `campaigns.moderation` only."""

from typing import Any, TypeVar

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Kind = TypeVar("Kind", bound="Submission")


class State(models.TextChoices):
    """How far a submission has come."""

    PENDING = "pending", _("waiting")
    APPROVED = "approved", _("approved")
    REFUSED = "refused", pgettext_lazy("submission", "refused")
    WITHDRAWN = "withdrawn", _("taken off the list")


class Reason(models.TextChoices):
    """Why a submission is not, or no longer, on a public list."""

    PERSONAL_DATA = "personal_data", _("names a child or private data")
    NOT_ABOUT = "not_about", _("is not about safety on the internet")
    UNCLEAR = "unclear", _("cannot be understood or checked")
    DUPLICATE = "duplicate", _("is there already")
    ADVERTISING = "advertising", _("is advertising")
    CALLED_OFF = "called_off", _("does not take place, or was taken back")
    OTHER = "other", _("another reason")


class SubmissionQuerySet(models.QuerySet[Kind]):
    """Reading submissions."""

    def pending(self) -> "SubmissionQuerySet[Kind]":
        """Return those that nobody has decided on."""
        return self.filter(state=State.PENDING)

    def approved(self) -> "SubmissionQuerySet[Kind]":
        """Return those that the public sees."""
        return self.filter(state=State.APPROVED)


class Submission(models.Model):
    """Something sent through a public form. The e-mail address lives as long as the decision is open, and no longer:
    the database refuses a row that has been decided on and still holds one."""

    # Random bits of the form it came from: the same form sent twice is one submission.
    form_token = models.CharField(max_length=40, unique=True, editable=False)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="sq")
    contact_email = models.EmailField(
        _("e-mail for questions"), blank=True, help_text=_("Never public; deleted with the decision.")
    )
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.PENDING)
    submitted_at = models.DateTimeField(_("sent"), default=timezone.now)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    reason = models.CharField(_("reason"), max_length=13, choices=Reason, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="%(class)s_state_known"),
            models.CheckConstraint(
                condition=Q(state=State.PENDING, decided_at=None)
                | Q(decided_at__isnull=False) & ~Q(state=State.PENDING),
                name="%(class)s_decided_once",
            ),
            models.CheckConstraint(
                condition=Q(state=State.PENDING) | Q(contact_email=""), name="%(class)s_contact_until_decided"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.PENDING, State.APPROVED]) | ~Q(reason=""), name="%(class)s_has_reason"
            ),
        ]
        indexes = [models.Index(fields=["state", "-submitted_at"], name="%(class)s_waiting")]

    @property
    def is_pending(self) -> bool:
        return self.state == State.PENDING

    @property
    def is_approved(self) -> bool:
        return self.state == State.APPROVED


def plain_line() -> RegexValidator:
    """Return the validator of one line of text: no control signs, of which the public needs none."""
    return RegexValidator(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]", inverse_match=True, message=_(
        "The text holds a character that cannot be read. Please type it again."
    ))  # fmt: skip


def place_of(municipality: Any, country: str) -> str:
    """Return a municipality by name, or else a country."""
    return str(municipality) if municipality else country
