"""Programs that work with the hotline: admitted and revoked by people who hold keys, found by their token."""

import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..audit import record_event
from ..duties import Duty
from ..models import AuditEvent, Recipient, ServiceAccount
from ..receipts import keyed_hash
from ..vocabularies import Scope
from ..webhooks.addresses import WebhookAddressError, check_address
from ..webhooks.sending import secret_of
from .moves import CaseworkError, require_duty_of

TOKEN_PREFIX = "isigurt_"  # noqa: S105  (how tokens begin, so that scanners of leaked secrets know them)
LONGEST_DAYS = 366
_LONGEST_TOKEN = 100
# What the user who stands for a program may do, by scope. Never reading: there is no key behind a token.
_DUTIES: dict[str, frozenset[Duty]] = {
    Scope.VIEW: frozenset({Duty.VIEW}),
    Scope.MOVE: frozenset({Duty.VIEW, Duty.ASSESS}),
}


@dataclass(frozen=True)
class Admission:
    """What a program is admitted with.

    Args:
        scopes: codes of `Scope`.
        recipient_id: the organisation it belongs to; needed for referrals and only then.
        webhook_url: where it is told of changes; empty for nowhere.
        days: for how many days the token works.
    """

    name: str
    scopes: list[str]
    recipient_id: int | None = None
    webhook_url: str = ""
    days: int = LONGEST_DAYS


@dataclass(frozen=True)
class Admitted:
    """An account with its token and the secret of its webhook, which are shown only now."""

    account: ServiceAccount
    token: str
    webhook_secret: str


@transaction.atomic
def admit_program(*, actor: Any, admission: Admission) -> Admitted:
    """Admit a program.

    Raises:
        CaseworkError: without the duty, for a name that is taken, or where something does not fit together.
    """
    require_duty_of(actor, Duty.KEYS)
    recipient = _checked(admission)
    token = TOKEN_PREFIX + secrets.token_urlsafe(32)
    user = get_user_model().objects.create(username=f"program-{secrets.token_hex(8)}", first_name=admission.name[:150])
    user.set_unusable_password()
    user.save()
    duties = {duty.value for scope in admission.scopes for duty in _DUTIES.get(scope, ())}
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="inbox", codename__in=duties))
    account = ServiceAccount(
        name=admission.name,
        user=user,
        scopes=[scope for scope in Scope.values if scope in admission.scopes],
        recipient=recipient,
        token_hash=_hash(token),
        token_ending=token[-4:],
        webhook_url=admission.webhook_url,
        webhook_salt=secrets.token_hex(16),
        created_by=actor,
        expires_on=timezone.localdate() + timedelta(days=admission.days),
    )
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError:
        raise CaseworkError(_("There is a program of this name already.")) from None
    record_event(
        action=AuditEvent.Action.ACCOUNT_CREATED,
        actor=actor,
        subject=admission.name,
        detail=f"{account.pk}: {','.join(account.scopes)}"[:80],
    )
    return Admitted(account, token, secret_of(account.webhook_salt) if account.webhook_url else "")


@transaction.atomic
def revoke_program(*, account_id: int, actor: Any) -> ServiceAccount:
    """Make a token worthless, at once and for ever.

    Raises:
        CaseworkError: without the duty, or if it is gone.
    """
    require_duty_of(actor, Duty.KEYS)
    account = ServiceAccount.objects.select_for_update().filter(pk=account_id).first()
    if account is None:
        raise CaseworkError(_("This program is no longer there."))
    if account.revoked_at is None:
        account.revoked_at = timezone.now()
        account.save(update_fields=["revoked_at"])
        get_user_model().objects.filter(pk=account.user_id).update(is_active=False)
        account.deliveries.filter(delivered_at=None).update(next_attempt_at=None)
        record_event(
            action=AuditEvent.Action.ACCOUNT_REVOKED, actor=actor, subject=account.name, detail=str(account.pk)
        )
    return account


def find_account(token: str, *, today: date | None = None) -> ServiceAccount | None:
    """Return the account whose token this is, if it works today. One query, and one more on its first use of a day."""
    if not token.startswith(TOKEN_PREFIX) or len(token) > _LONGEST_TOKEN or not token.isascii():
        return None
    day = today or timezone.localdate()
    usable = ServiceAccount.objects.usable(day).select_related("user", "recipient")
    account = usable.filter(token_hash=_hash(token)).first()
    if account is not None and account.last_used_on != day:
        ServiceAccount.objects.filter(pk=account.pk).update(last_used_on=day)
    return account


def record_program_reading(*, account: ServiceAccount, subject: str, detail: str = "") -> None:
    """Note on the audit trail what a program read: a public reference, or the name of a list."""
    record_event(
        action=AuditEvent.Action.READ_BY_PROGRAM,
        actor=account.user,
        subject=subject,
        detail=f"{account.pk}: {detail}"[:80] if detail else str(account.pk),
    )


def _hash(token: str) -> bytes:
    return keyed_hash("service token", token.encode())


def _checked(admission: Admission) -> Recipient | None:
    """Return the recipient of an admission that fits together."""
    if not admission.name.strip() or not admission.scopes or set(admission.scopes) - set(Scope.values):
        raise CaseworkError(_("Give the program a name and at least one thing that it may do."))
    if not 1 <= admission.days <= LONGEST_DAYS:
        raise CaseworkError(_("A token works for at least one day and at most one year."))
    recipient = Recipient.objects.in_use().filter(pk=admission.recipient_id or 0).first()
    if (Scope.REFERRALS in admission.scopes) != (recipient is not None):
        raise CaseworkError(_("Choose the organisation if the program fetches referrals, and only then."))
    if admission.webhook_url:
        if recipient is None:
            raise CaseworkError(_("Only a program that fetches referrals is told of changes."))
        try:
            check_address(admission.webhook_url)
        except WebhookAddressError as error:
            raise CaseworkError(error.message) from None
    return recipient
