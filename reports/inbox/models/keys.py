"""Keys of the inbox. The private half is never stored open: only wrapped, once a moderator and once for recovery."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class InboxKey(models.Model):
    """An X25519 key pair to which reports are sealed. Old keys stay, so that old reports stay readable."""

    public_key = models.BinaryField(_("public key"), max_length=32)
    recovery_salt = models.BinaryField(max_length=16)
    wrapped_for_recovery = models.BinaryField(
        max_length=120, help_text=_("The private key, wrapped under the recovery key that was printed once.")
    )
    signing_public_key = models.BinaryField(
        _("signing key"), max_length=32, help_text=_("Ed25519: recipients check our packages with it.")
    )
    sealed_signing_key = models.BinaryField(help_text=_("Its private half, sealed to this inbox key."))
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("inbox key")
        verbose_name_plural = _("inbox keys")
        default_permissions = ()
        permissions = [("manage_inboxkey", "Can grant and revoke access to the inbox")]
        constraints = [
            models.UniqueConstraint(
                fields=["is_active"], condition=models.Q(is_active=True), name="one_active_inbox_key"
            )
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class KeyGrant(models.Model):
    """One moderator's access to one inbox key: the private key wrapped under that moderator's passphrase."""

    inbox_key = models.ForeignKey(InboxKey, on_delete=models.CASCADE, related_name="grants")
    moderator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="inbox_grants")
    salt = models.BinaryField(max_length=16)
    wrapped_key = models.BinaryField(max_length=120)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("key grant")
        verbose_name_plural = _("key grants")
        constraints = [models.UniqueConstraint(fields=["inbox_key", "moderator"], name="one_grant_a_key_and_moderator")]

    def __str__(self) -> str:
        return f"{self.inbox_key} – {self.moderator}"
