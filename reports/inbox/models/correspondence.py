"""What is written about a report after it arrived: messages both ways, and notes for colleagues only."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..sealing import SealedDocument
from ..vocabularies import MessageDirection, MessageKind
from .sealed import SealedModel


class Message(SealedModel):
    """One message. Sealed twice: to the inbox key for staff, and to the receipt, which only the reporter holds."""

    report = models.ForeignKey("inbox.IncidentReport", on_delete=models.CASCADE, related_name="messages")
    direction = models.CharField(_("direction"), max_length=13, choices=MessageDirection)
    kind = models.CharField(_("kind"), max_length=9, choices=MessageKind, default=MessageKind.MESSAGE)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("who"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    reporter_sealed_key = models.BinaryField()
    reporter_sealed_document = models.BinaryField()
    sent_at = models.DateTimeField(_("sent"), help_text=_("To the hour."))

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.get_direction_display()} {self.pk}"

    @property
    def sealed_for_reporter(self) -> SealedDocument:
        return SealedDocument(bytes(self.reporter_sealed_key), bytes(self.reporter_sealed_document))


class InternalNote(SealedModel):
    """A note for colleagues. No reporter and no partner ever sees it."""

    report = models.ForeignKey("inbox.IncidentReport", on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("who"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    written_at = models.DateTimeField(_("written"), auto_now_add=True)

    class Meta:
        verbose_name = _("internal note")
        verbose_name_plural = _("internal notes")
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"
