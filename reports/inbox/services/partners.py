"""What a partner's program does with the referrals to its own organisation. Each function is one transaction."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..audit import record_event
from ..models import AuditEvent, Referral, ServiceAccount
from ..models.referrals import ReferralQuerySet
from ..vocabularies import ReferralResponse, ReferralState
from .moves import CaseworkError

Action = AuditEvent.Action
# With which a partner says that the referral has arrived.
RECEIVED = "received"
_TAKEN = frozenset({ReferralState.SENT, ReferralState.ACKNOWLEDGED, ReferralState.ANSWERED})


def referrals_of(account: ServiceAccount) -> ReferralQuerySet:
    """Return what was sent to the organisation of a program, what was taken back since included."""
    return Referral.objects.filter(recipient=account.recipient_id, sent_at__isnull=False).select_related("report")


@transaction.atomic
def answer_referral(*, referral_id: int, account: ServiceAccount, response: str) -> Referral:
    """Keep what a partner says to a referral; saying the same again changes nothing.

    Args:
        response: `received`, or one of `ReferralResponse`.

    Raises:
        CaseworkError: if it is not theirs, was taken back, or for another code.
    """
    theirs = Referral.objects.filter(recipient=account.recipient_id, sent_at__isnull=False)
    referral = theirs.select_for_update(of=("self",)).select_related("report").filter(pk=referral_id).first()
    if referral is None:
        raise CaseworkError(_("This referral is no longer there."))
    if referral.state not in _TAKEN:
        raise CaseworkError(_("This referral was taken back."))
    if response == RECEIVED:
        return _receive(referral, account)
    if response not in ReferralResponse.values:
        raise CaseworkError(_("Choose an answer."))
    if referral.response != response:
        referral.state, referral.response, referral.responded_at = ReferralState.ANSWERED, response, timezone.now()
        referral.save(update_fields=["state", "response", "responded_at"])
        _record(Action.REFERRAL_ANSWERED, referral, account, response)
    return referral


def _receive(referral: Referral, account: ServiceAccount) -> Referral:
    if referral.state == ReferralState.SENT:
        referral.state, referral.acknowledged_at = ReferralState.ACKNOWLEDGED, timezone.now()
        referral.save(update_fields=["state", "acknowledged_at"])
        _record(Action.REFERRAL_RECEIVED, referral, account)
    return referral


def _record(action: str, referral: Referral, account: ServiceAccount, code: str = "") -> None:
    record_event(
        action=action,
        actor=account.user,
        subject=referral.report.public_reference,
        detail=f"{referral.pk}:{referral.kind}:{referral.recipient_id}" + (f":{code}" if code else ""),
    )
