"""Whom reports are passed to, and what was passed."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from cms.core.fields import CodeListField

from ..sealing import SealedDocument
from ..vocabularies import Category, ReferralKind, ReferralResponse, ReferralState
from .sealed import SealedModel

# Referrals whose answer is still to come.
WAITING = (ReferralState.SENT, ReferralState.ACKNOWLEDGED)
KEY_BYTES = 32


class RecipientQuerySet(models.QuerySet["Recipient"]):
    def in_use(self) -> "RecipientQuerySet":
        """Return those to whom something may be sent."""
        return self.filter(is_active=True)


class Recipient(models.Model):
    """One entry of the hotline's directory: an organisation, what it takes, and the key its referrals are sealed to."""

    class Language(models.TextChoices):
        ALBANIAN = "sq", _("Albanian")
        ENGLISH = "en", _("English")

    name = models.CharField(_("name"), max_length=160)
    kind = models.CharField(_("kind"), max_length=20, choices=ReferralKind)
    language = models.CharField(_("language it reads"), max_length=2, choices=Language, default=Language.ALBANIAN)
    organisation = models.ForeignKey(
        "core.Organisation",
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    accepts_categories = CodeListField(
        _("categories it takes"), choices_source=Category, help_text=_("Nothing ticked means: all of them.")
    )
    how_to_reach = models.CharField(
        _("how to reach it"),
        max_length=300,
        blank=True,
        help_text=_("Office, telephone, e-mail or form. Nothing else."),
    )
    public_key = models.BinaryField(_("public key"), max_length=KEY_BYTES, null=True, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = RecipientQuerySet.as_manager()

    class Meta:
        verbose_name = _("recipient of referrals")
        verbose_name_plural = _("recipients of referrals")
        ordering = ["kind", "name"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["kind", "name"], name="recipient_once_a_kind"),
            models.CheckConstraint(
                condition=models.Q(public_key=None) | models.Q(Exact(Length("public_key"), KEY_BYTES)),
                name="recipient_key_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def takes(self, category: str) -> bool:
        """Return whether reports of `category` are for it."""
        return not self.accepts_categories or category in self.accepts_categories


class ReferralQuerySet(models.QuerySet["Referral"]):
    def waiting(self) -> "ReferralQuerySet":
        """Return what was sent and has no answer yet."""
        return self.filter(state__in=WAITING)

    def due(self, today: date) -> "ReferralQuerySet":
        """Return what has to be followed up by `today`, what is not sent yet included."""
        return self.filter(state__in=[*WAITING, ReferralState.PREPARED], follow_up_on__lte=today)

    def without_sealed(self) -> "ReferralQuerySet":
        """Leave the sealed bytes in the database: lists never need them."""
        return self.defer(
            "sealed_key",
            "sealed_document",
            "recipient_sealed_key",
            "recipient_sealed_document",
            "recipient_sealed_contact_key",
            "recipient_sealed_contact",
        )


class Referral(SealedModel):
    """What was passed to one recipient. Sealed to the inbox key for staff, and to the recipient's own key for them.

    The reporter's contact is in neither document: it is sealed to the recipient apart, so that it can be deleted alone.
    """

    report = models.ForeignKey("inbox.IncidentReport", on_delete=models.CASCADE, related_name="referrals")
    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="referrals")
    kind = models.CharField(_("kind"), max_length=20, choices=ReferralKind)
    fields_passed = models.JSONField(_("fields passed on"), default=list)
    recipient_key_fingerprint = models.CharField(max_length=64, blank=True)
    recipient_sealed_key = models.BinaryField(null=True)
    recipient_sealed_document = models.BinaryField(null=True)
    recipient_sealed_contact_key = models.BinaryField(null=True)
    recipient_sealed_contact = models.BinaryField(null=True)
    state = models.CharField(_("state"), max_length=12, choices=ReferralState, default=ReferralState.PREPARED)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("who"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    acknowledged_at = models.DateTimeField(_("received by them"), null=True, blank=True)
    follow_up_on = models.DateField(_("follow up on"), null=True, blank=True)
    response = models.CharField(_("response"), max_length=14, choices=ReferralResponse, blank=True)
    responded_at = models.DateTimeField(_("answered"), null=True, blank=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = _("referral")
        verbose_name_plural = _("referrals")
        ordering = ["-pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["state", "follow_up_on"], name="referral_follow_up")]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "recipient"],
                condition=models.Q(state=ReferralState.PREPARED),
                name="one_prepared_referral_a_recipient",
            ),
            models.CheckConstraint(
                condition=models.Q(state=ReferralState.PREPARED)
                | models.Q(sent_at__isnull=False)
                | models.Q(state=ReferralState.WITHDRAWN),
                name="sent_referral_has_date",
            ),
            models.CheckConstraint(
                condition=(
                    models.Q(state=ReferralState.ANSWERED, response__gt="", responded_at__isnull=False)
                    | ~models.Q(state=ReferralState.ANSWERED)
                ),
                name="answered_referral_has_response",
            ),
            models.CheckConstraint(
                condition=models.Q(recipient_sealed_key=None, recipient_sealed_document=None)
                | models.Q(
                    recipient_sealed_key__isnull=False,
                    recipient_sealed_document__isnull=False,
                    recipient_key_fingerprint__gt="",
                ),
                name="recipient_copy_is_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(recipient_sealed_contact=None, recipient_sealed_contact_key=None)
                | models.Q(
                    recipient_sealed_contact__isnull=False,
                    recipient_sealed_contact_key__isnull=False,
                    recipient_sealed_key__isnull=False,
                ),
                name="recipient_contact_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recipient} {self.pk}"

    @property
    def sealed_for_recipient(self) -> SealedDocument | None:
        """Return the recipient's copy; None where it has no key or the copy was taken back."""
        if self.recipient_sealed_key is None or self.recipient_sealed_document is None:
            return None
        return SealedDocument(bytes(self.recipient_sealed_key), bytes(self.recipient_sealed_document))

    @property
    def sealed_contact_for_recipient(self) -> SealedDocument | None:
        """Return how to reach the reporter, for the recipient; None where it was not passed on or was deleted."""
        if self.recipient_sealed_contact_key is None or self.recipient_sealed_contact is None:
            return None
        return SealedDocument(bytes(self.recipient_sealed_contact_key), bytes(self.recipient_sealed_contact))
