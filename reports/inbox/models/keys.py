"""Keys of the inbox. No private half is ever stored open.

A moderator's passphrase opens a personal key; personal keys open inbox keys; inbox keys open reports. So access can be
given and taken, and inbox keys can be replaced, without anybody's passphrase.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class RecoveryKey(models.Model):
    """The public half of the offline key to which each inbox key is sealed. Its secret exists on paper only."""

    public_key = models.BinaryField(_("public key"), max_length=32)
    is_split = models.BooleanField(_("kept as three shares, of which two are needed"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    used_at = models.DateTimeField(_("last used"), null=True, blank=True)

    class Meta:
        verbose_name = _("recovery key")
        verbose_name_plural = _("recovery keys")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["is_active"], condition=models.Q(is_active=True), name="one_active_recovery_key"
            )
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class InboxKey(models.Model):
    """An X25519 key pair to which reports are sealed. Old keys stay, so that old reports stay readable."""

    public_key = models.BinaryField(_("public key"), max_length=32)
    recovery_key = models.ForeignKey(RecoveryKey, on_delete=models.PROTECT, related_name="inbox_keys")
    sealed_for_recovery = models.BinaryField(
        max_length=80, help_text=_("The private key, sealed to the recovery key that was written down once.")
    )
    recovery_witness = models.BinaryField(
        max_length=32, help_text=_("Made with the private key, so that nobody can put another recovery key in place.")
    )
    signing_public_key = models.BinaryField(
        _("signing key"), max_length=32, help_text=_("Ed25519: recipients check our packages with it.")
    )
    sealed_signing_key = models.BinaryField(help_text=_("Its private half, sealed to this inbox key."))
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    rotation_advised_at = models.DateTimeField(
        _("rotation advised since"), null=True, blank=True, help_text=_("Somebody who could open it has left.")
    )

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


class PersonalKey(models.Model):
    """A moderator's own X25519 key pair, the private half wrapped under the inbox passphrase with argon2id.

    With no grant it is a request: somebody who can open the inbox may seal the inbox keys to it.
    """

    moderator = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("moderator"), on_delete=models.CASCADE, related_name="inbox_key"
    )
    public_key = models.BinaryField(_("public key"), max_length=32)
    salt = models.BinaryField(max_length=16, help_text=_("New with every change of the passphrase."))
    wrapped_key = models.BinaryField(max_length=80)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("personal key")
        verbose_name_plural = _("personal keys")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.moderator}"


class KeyGrant(models.Model):
    """One moderator's access to one inbox key: its private half sealed to that moderator's personal key."""

    inbox_key = models.ForeignKey(InboxKey, on_delete=models.CASCADE, related_name="grants")
    personal_key = models.ForeignKey(PersonalKey, on_delete=models.CASCADE, related_name="grants")
    sealed_key = models.BinaryField(max_length=80)
    witness = models.BinaryField(
        max_length=32, help_text=_("Made with the inbox key, so that nobody without it can add a grant of their own.")
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("key grant")
        verbose_name_plural = _("key grants")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["inbox_key", "personal_key"], name="one_grant_a_key_and_moderator")
        ]

    def __str__(self) -> str:
        return f"{self.inbox_key} – {self.personal_key}"
