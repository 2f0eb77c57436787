"""Whom reports are passed to, and what was passed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from cms.core.fields import CodeListField

from ..vocabularies import Category, ReferralKind, ReferralResponse, ReferralState
from .sealed import SealedModel


class Recipient(models.Model):
    """One entry of the hotline's directory: an organisation, what it takes, and the key its referrals are sealed to."""

    name = models.CharField(_("name"), max_length=160)
    kind = models.CharField(_("kind"), max_length=20, choices=ReferralKind)
    organisation = models.ForeignKey(
        "core.Organisation",
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    accepts_categories = CodeListField(_("categories it takes"), choices_source=Category)
    how_to_reach = models.CharField(_("how to reach it"), max_length=300, blank=True)
    public_key = models.BinaryField(_("public key"), max_length=32, null=True, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("is_active")]),
        FieldPanel("organisation"),
        FieldPanel("accepts_categories"),
        FieldPanel("how_to_reach"),
    ]

    class Meta:
        verbose_name = _("recipient of referrals")
        verbose_name_plural = _("recipients of referrals")
        ordering = ["kind", "name"]

    def __str__(self) -> str:
        return self.name


class Referral(SealedModel):
    """What was passed to one recipient. Sealed to the inbox key for staff, and to the recipient's own key for them."""

    report = models.ForeignKey("inbox.IncidentReport", on_delete=models.CASCADE, related_name="referrals")
    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="referrals")
    kind = models.CharField(_("kind"), max_length=20, choices=ReferralKind)
    fields_passed = models.JSONField(_("fields passed on"), default=list)
    recipient_key_fingerprint = models.CharField(max_length=64, blank=True)
    recipient_sealed_key = models.BinaryField(null=True)
    recipient_sealed_document = models.BinaryField(null=True)
    state = models.CharField(_("state"), max_length=12, choices=ReferralState, default=ReferralState.PREPARED)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    follow_up_on = models.DateField(_("follow up on"), null=True, blank=True)
    response = models.CharField(_("response"), max_length=14, choices=ReferralResponse, blank=True)
    responded_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        verbose_name = _("referral")
        verbose_name_plural = _("referrals")
        ordering = ["-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state=ReferralState.PREPARED)
                | models.Q(sent_at__isnull=False)
                | models.Q(state=ReferralState.WITHDRAWN),
                name="sent_referral_has_date",
            )
        ]

    def __str__(self) -> str:
        return f"{self.recipient} {self.pk}"
