"""Programs that work with the hotline, and what they are to be told. Tokens exist here only as keyed hashes."""

from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.core.fields import CodeListField

from ..vocabularies import Scope, WebhookEvent


class ServiceAccountQuerySet(models.QuerySet["ServiceAccount"]):
    def usable(self, today: date) -> "ServiceAccountQuerySet":
        """Return accounts whose token works today."""
        return self.filter(revoked_at=None, expires_on__gte=today, user__is_active=True)

    def to_be_told(self, recipient_id: int, today: date) -> "ServiceAccountQuerySet":
        """Return accounts of a recipient that want to hear of changes."""
        return self.usable(today).filter(recipient_id=recipient_id).exclude(webhook_url="")


class ServiceAccount(models.Model):
    """A program with a token. `user` stands for it in the audit trail and cannot sign in.

    `webhook_salt` and the hotline's key give the secret that signs what is sent to `webhook_url`; it is never stored.
    """

    name = models.CharField(_("name"), max_length=80, unique=True)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="service_account")
    scopes = CodeListField(_("what it may do"), choices_source=Scope, blank=False)
    recipient = models.ForeignKey(
        "inbox.Recipient",
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="service_accounts",
    )
    token_hash = models.BinaryField(max_length=32, unique=True)
    token_ending = models.CharField(max_length=4)
    webhook_url = models.URLField(_("address to tell"), max_length=300, blank=True)
    webhook_salt = models.CharField(max_length=32)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("made by"), on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    expires_on = models.DateField(_("last day"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    last_used_on = models.DateField(_("last used"), null=True, blank=True)

    objects = ServiceAccountQuerySet.as_manager()

    class Meta:
        verbose_name = _("program with a token")
        verbose_name_plural = _("programs with tokens")
        ordering = ["name"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.name

    def may(self, scope: str) -> bool:
        """Return whether the token is for `scope`."""
        return scope in self.scopes

    def works_on(self, today: date) -> bool:
        """Return whether the token works on a day."""
        return self.revoked_at is None and self.expires_on >= today


class WebhookDeliveryQuerySet(models.QuerySet["WebhookDelivery"]):
    def due(self, now: datetime) -> "WebhookDeliveryQuerySet":
        """Return what has to be sent, or tried again, at `now`."""
        return self.filter(next_attempt_at__lte=now)


class WebhookDelivery(models.Model):
    """One thing that one program is to be told. `next_attempt_at` is empty once it was taken, or given up."""

    account = models.ForeignKey(ServiceAccount, on_delete=models.CASCADE, related_name="deliveries")
    event = models.CharField(_("event"), max_length=24, choices=WebhookEvent)
    referral = models.PositiveBigIntegerField(_("number of the referral"))
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt"), null=True, blank=True)
    delivered_at = models.DateTimeField(_("taken"), null=True, blank=True)
    last_status = models.PositiveSmallIntegerField(
        _("last answer"), null=True, blank=True, help_text=_("Status of HTTP; empty where there was no connection.")
    )

    objects = WebhookDeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("message to a program")
        verbose_name_plural = _("messages to programs")
        ordering = ["-pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["next_attempt_at"], name="webhook_due")]

    def __str__(self) -> str:
        return f"{self.event} {self.referral}"
