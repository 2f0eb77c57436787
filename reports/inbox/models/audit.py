"""The trail of who did what in the inbox: append-only and chained by hashes."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("Audit events are never changed.")

    def delete(self) -> NoReturn:
        raise TypeError("Audit events are never deleted.")


class AuditEvent(models.Model):
    """One thing somebody did. `entry_hash` covers this row and `previous_hash`, so that a change shows."""

    class Action(models.TextChoices):
        KEY_CREATED = "key_created", _("inbox key created")
        KEY_GRANTED = "key_granted", _("access granted")
        INBOX_OPENED = "inbox_opened", _("inbox opened")
        INBOX_CLOSED = "inbox_closed", _("inbox closed")
        PASSPHRASE_FAILED = "passphrase_failed", _("wrong passphrase")
        PASSPHRASE_CHANGED = "passphrase_changed", _("passphrase changed")
        REPORT_READ = "report_read", _("report read")

    sequence = models.PositiveBigIntegerField(_("sequence"), unique=True)
    action = models.CharField(_("action"), max_length=24, choices=Action)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("who"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    subject = models.CharField(_("subject"), max_length=60, blank=True)
    occurred_at = models.DateTimeField(_("when"))
    previous_hash = models.CharField(max_length=64)
    entry_hash = models.CharField(max_length=64)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit event")
        verbose_name_plural = _("audit events")
        ordering = ["sequence"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.sequence}: {self.action}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("Audit events are never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("Audit events are never deleted.")
