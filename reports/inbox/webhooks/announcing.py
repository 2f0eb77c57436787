"""Who is told of a change, and when it is tried again. What has to be told is a row before anything is called."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from ..models import Referral, ServiceAccount, WebhookDelivery
from .addresses import WebhookAddressError
from .sending import body_of, call, secret_of

# Minutes until each further attempt; then it is given up. The partner finds what it missed by asking.
WAITS = (1, 5, 30, 120, 480, 1440)
_AT_ONCE = 50
# How long one call may hold a row, so that a process that is killed leaves it to the next one.
_HELD_MINUTES = 2


def announce(*, referral: Referral, event: str) -> None:
    """Note that the programs of the recipient are to be told, and tell them after the commit.

    Called inside the transaction of what changed, so that neither is ever without the other.
    """
    now = timezone.now()
    accounts = ServiceAccount.objects.to_be_told(referral.recipient_id, timezone.localdate(now))
    rows = [
        WebhookDelivery(account=account, event=event, referral=referral.pk, next_attempt_at=now) for account in accounts
    ]
    if rows:
        WebhookDelivery.objects.bulk_create(rows)
        transaction.on_commit(deliver_webhooks.enqueue, robust=True)


@task()
def deliver_webhooks() -> int:
    """Send what is due; returns how many were taken. Run again by `manage.py deliver_webhooks`, every few minutes."""
    due = WebhookDelivery.objects.due(timezone.now()).order_by("next_attempt_at")
    return sum(_attempt(pk) for pk in list(due.values_list("pk", flat=True)[:_AT_ONCE]))


def _attempt(delivery_id: int) -> bool:
    """Try one delivery; return whether it was taken. Of several processes that try at once, one calls."""
    now = timezone.now()
    held = WebhookDelivery.objects.due(now).filter(pk=delivery_id)
    if not held.update(next_attempt_at=now + timedelta(minutes=_HELD_MINUTES)):
        return False
    delivery = WebhookDelivery.objects.select_related("account").get(pk=delivery_id)
    account = delivery.account
    if not account.works_on(timezone.localdate(now)) or not account.webhook_url:
        WebhookDelivery.objects.filter(pk=delivery_id).update(next_attempt_at=None)
        return False
    body = body_of(delivery_id=delivery.pk, event=delivery.event, referral=delivery.referral)
    try:
        status = call(url=account.webhook_url, secret=secret_of(account.webhook_salt), body=body)
    except WebhookAddressError:
        status = None
    return _note(delivery, status)


def _note(delivery: WebhookDelivery, status: int | None) -> bool:
    now = timezone.now()
    is_taken = status is not None and 200 <= status < 300
    waits = WAITS[delivery.attempts : delivery.attempts + 1]
    following = None if is_taken or not waits else now + timedelta(minutes=waits[0])
    WebhookDelivery.objects.filter(pk=delivery.pk).update(
        attempts=delivery.attempts + 1,
        last_status=status,
        delivered_at=now if is_taken else None,
        next_attempt_at=following,
    )
    return is_taken
