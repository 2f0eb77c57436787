"""Closed sets of programs that work with the hotline. Codes are stable."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """One thing that a program may do with its token."""

    SUBMIT = "submit", _("send reports that need no proof of work")
    VIEW = "view", _("see what reports are about and where they stand, never their text")
    MOVE = "move", _("claim reports and move them on")
    REFERRALS = "referrals", _("fetch and answer the referrals to its own organisation")


class WebhookEvent(models.TextChoices):
    """What a partner's program is told about. It learns that something changed, and nothing else."""

    REFERRAL_SENT = "referral.sent", _("a referral was sent")
    REFERRAL_CHANGED = "referral.changed", _("a referral was changed")
    REFERRAL_WITHDRAWN = "referral.withdrawn", _("a referral was taken back")
