"""The trail of who did what in the inbox: append-only and chained by keyed hashes. Writing it is in `audit`."""

from datetime import date, datetime, time, timedelta
from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    def newest_before(self, sequence: int | None, count: int) -> "AuditEventQuerySet":
        """Return the `count` newest events before `sequence`, or of all, newest first, with who did them."""
        earlier = self if sequence is None else self.filter(sequence__lt=sequence)
        return earlier.select_related("actor").order_by("-sequence")[:count]

    def on_day(self, day: date) -> "AuditEventQuerySet":
        """Return the events of one day of the local calendar."""
        start = timezone.make_aware(datetime.combine(day, time.min))
        end = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
        return self.filter(occurred_at__gte=start, occurred_at__lt=end)

    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("Audit events are never changed.")

    def delete(self) -> NoReturn:
        raise TypeError("Audit events are never deleted.")


class AuditEvent(models.Model):
    """One thing somebody did. `entry_hash` covers this row and `previous_hash`, so that a change shows.

    `actor` is None for commands and for the reporter. `detail` holds codes only, such as `received>in_assessment`.
    """

    class Action(models.TextChoices):
        KEY_CREATED = "key_created", _("inbox key created")
        KEY_ASKED = "key_asked", _("access asked for")
        KEY_GRANTED = "key_granted", _("access granted")
        KEY_REVOKED = "key_revoked", _("access taken away")
        KEY_RECOVERED = "key_recovered", _("key recovered with the offline key")
        RECOVERY_RENEWED = "recovery_renewed", _("recovery key replaced")
        INBOX_OPENED = "inbox_opened", _("inbox opened")
        INBOX_CLOSED = "inbox_closed", _("inbox closed")
        PASSPHRASE_FAILED = "passphrase_failed", _("wrong passphrase")
        PASSPHRASE_CHANGED = "passphrase_changed", _("passphrase changed")
        REPORT_READ = "report_read", _("report read")
        TEXT_REVEALED = "text_revealed", _("paragraph revealed")
        REPORT_ENTERED = "report_entered", _("report entered by staff")
        CLAIMED = "claimed", _("claimed")
        RELEASED = "released", _("released")
        REASSIGNED = "reassigned", _("reassigned")
        MOVED = "moved", _("state changed")
        ASSESSED = "assessed", _("category assessed")
        PRIORITY_SET = "priority_set", _("priority set")
        QUARANTINE_LIFTED = "quarantine_lifted", _("let out of quarantine")
        NOTE_WRITTEN = "note_written", _("internal note written")
        MESSAGE_SENT = "message_sent", _("message sent")
        GROUPED = "grouped", _("put into an incident")
        UNGROUPED = "ungrouped", _("taken out of an incident")
        REFERRAL_PREPARED = "referral_prepared", _("referral prepared")
        REFERRAL_SENT = "referral_sent", _("referral sent")
        REFERRAL_RECEIVED = "referral_received", _("referral received by them")
        REFERRAL_ANSWERED = "referral_answered", _("referral answered")
        REFERRAL_WITHDRAWN = "referral_withdrawn", _("referral taken back")
        FOLLOW_UP_SET = "follow_up_set", _("follow-up date set")
        EXPORTED = "exported", _("exported")
        RECIPIENT_CHANGED = "recipient_changed", _("recipient changed")
        HOLD_SET = "hold_set", _("held from deletion")
        HOLD_LIFTED = "hold_lifted", _("hold lifted")
        PURGED = "purged", _("deleted after retention")
        STATISTICS_FROZEN = "statistics_frozen", _("statistics frozen")
        REPORTER_WROTE = "reporter_wrote", _("the reporter wrote")
        REPORTER_WITHDREW = "reporter_withdrew", _("the reporter withdrew")
        ACCOUNT_CREATED = "account_created", _("program admitted")
        ACCOUNT_REVOKED = "account_revoked", _("program’s token revoked")
        READ_BY_PROGRAM = "read_by_program", _("read by a program")
        CONTACT_DELETED = "contact_deleted", _("contact deleted by the reporter")

    # The key of the row as well: a column outside `entry_hash` could be changed unseen.
    sequence = models.PositiveBigIntegerField(_("sequence"), primary_key=True)
    action = models.CharField(_("action"), max_length=24, choices=Action)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("who"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    subject = models.CharField(_("subject"), max_length=160, blank=True)
    reason = models.CharField(_("reason"), max_length=24, blank=True)
    detail = models.CharField(_("detail"), max_length=80, blank=True)
    occurred_at = models.DateTimeField(_("when"))
    previous_hash = models.CharField(max_length=64)
    entry_hash = models.CharField(max_length=64)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit event")
        verbose_name_plural = _("audit events")
        ordering = ["sequence"]
        default_permissions = ("view",)
        # One for each filter of the desk's page, which reads backwards from the end.
        indexes = [
            models.Index(fields=["subject", "sequence"], name="audit_by_subject"),
            models.Index(fields=["actor", "sequence"], name="audit_by_actor"),
            models.Index(fields=["action", "sequence"], name="audit_by_action"),
            models.Index(fields=["occurred_at"], name="audit_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence}: {self.action}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("Audit events are never changed.")
        super().save(force_insert=True, using=kwargs.get("using"))

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("Audit events are never deleted.")


class AuditHead(models.Model):
    """The end of the chain: how many events there are and the last hash, under a keyed hash of its own.

    Without it, the newest events could be cut off and the rest would still be a sound chain.
    """

    last_sequence = models.PositiveBigIntegerField(default=0)
    last_hash = models.CharField(max_length=64)
    seal = models.CharField(max_length=64)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.last_sequence)


class AuditCheck(models.Model):
    """One verification of the whole chain, for the desk to show when somebody last looked. Proves nothing by itself."""

    ran_at = models.DateTimeField(_("when"))
    events = models.PositiveBigIntegerField(_("events"))
    problem = models.CharField(_("problem"), max_length=16, blank=True)
    first_bad = models.PositiveBigIntegerField(_("first bad sequence"), null=True, blank=True)

    class Meta:
        verbose_name = _("verification of the audit trail")
        verbose_name_plural = _("verifications of the audit trail")
        ordering = ["-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.ran_at:%Y-%m-%d} {self.problem or self.events}"
