"""Writing submissions: taking them in, and an editor's decision about them. Each function is one transaction."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.log_actions import log

from cms.core.models import note_change

from .models import Activity, MembershipRequest, Reason, State, Submission

Kind = TypeVar("Kind", bound=Submission)
# When so many of one kind wait, no more are taken in: a flood must not bury what schools send, nor fill the disk.
MOST_WAITING = 2000
# Days for which a refused or withdrawn submission is kept, and for which an address waits with an undecided one.
DAYS_HIDDEN, DAYS_WAITING = 365, 180


class ModerationError(Exception):
    """Why a submission could not be taken in or decided on."""


class TooManyWaitingError(ModerationError):
    """More is waiting than editors can read."""


class AlreadyDecidedError(ModerationError):
    """Somebody else has decided in the meantime."""


class ReasonMissingError(ModerationError):
    """A refusal says why."""


def submit_activity(*, form_token: str, series: str, language: str, **details: Any) -> Activity:
    """Take in an activity; it waits for an editor. The same form sent twice is one activity.

    Args:
        form_token: the random bits of the form it came from.
        series: of the register.
        language: in which it was written, `sq` or `en`.
        details: the fields of `Activity` that the form asks for.

    Raises:
        TooManyWaitingError: where more is waiting than can be read.
    """
    return _take_in(Activity(form_token=form_token, series=series, language=language, **details))


def request_membership(*, form_token: str, initiative_key: Any, language: str, **details: Any) -> MembershipRequest:
    """Take in the request to join an initiative; it waits for an editor. The same form sent twice is one request.

    Args:
        form_token: the random bits of the form it came from.
        initiative_key: translation key of the initiative's page.
        language: in which it was written, `sq` or `en`.
        details: the fields of `MembershipRequest` that the form asks for.

    Raises:
        TooManyWaitingError: where more is waiting than can be read.
    """
    return _take_in(
        MembershipRequest(form_token=form_token, initiative_key=initiative_key, language=language, **details)
    )


def approve(*, submission: Kind, moderator: Any) -> Kind:
    """Put a waiting submission on its public list; the e-mail address is deleted.

    Raises:
        AlreadyDecidedError: where it waits no more.
    """
    return _decide(submission, State.APPROVED, moderator, expected=State.PENDING)


def refuse(*, submission: Kind, moderator: Any, reason: str, note: str = "") -> Kind:
    """Refuse a waiting submission; the e-mail address is deleted.

    Args:
        submission: what waits.
        moderator: who decides.
        reason: a code of `Reason`.
        note: more about it, for other editors; needed where the reason is another one.

    Raises:
        AlreadyDecidedError: where it waits no more.
        ReasonMissingError: without a reason.
    """
    return _decide(submission, State.REFUSED, moderator, expected=State.PENDING, reason=reason, note=note)


def withdraw(*, submission: Kind, moderator: Any, reason: str, note: str = "") -> Kind:
    """Take an approved submission off its public list again.

    Args:
        submission: what is on the list.
        moderator: who decides.
        reason: a code of `Reason`.
        note: more about it, for other editors; needed where the reason is another one.

    Raises:
        AlreadyDecidedError: where it is not on the list.
        ReasonMissingError: without a reason.
    """
    return _decide(submission, State.WITHDRAWN, moderator, expected=State.APPROVED, reason=reason, note=note)


@dataclass(frozen=True)
class Forgotten:
    """How much `forget_old` has removed."""

    deleted: int
    addresses: int


@transaction.atomic
def forget_old() -> Forgotten:
    """Delete what was refused or taken off the list long ago, and e-mail addresses that have waited for too long."""
    now, deleted, addresses = timezone.now(), 0, 0
    kinds: list[Any] = [Activity, MembershipRequest]
    for kind in kinds:
        hidden = kind.objects.filter(state__in=[State.REFUSED, State.WITHDRAWN])
        deleted += hidden.filter(decided_at__lt=now - timedelta(days=DAYS_HIDDEN)).delete()[0]
        waiting = kind.objects.pending().filter(submitted_at__lt=now - timedelta(days=DAYS_WAITING))
        addresses += waiting.exclude(contact_email="").update(contact_email="")
    return Forgotten(deleted, addresses)


def _take_in(submission: Kind) -> Kind:
    kind: Any = type(submission)
    sent_before = kind.objects.filter(form_token=submission.form_token)
    if (known := sent_before.first()) is not None:
        return known
    if kind.objects.pending().count() >= MOST_WAITING:
        raise TooManyWaitingError
    try:
        with transaction.atomic():
            submission.save(force_insert=True)
    except IntegrityError:
        # A second click that came at the same moment.
        known = sent_before.first()
        if known is None:
            raise
        return known
    return submission


@transaction.atomic
def _decide(
    submission: Kind, state: State, moderator: Any, *, expected: State, reason: str = "", note: str = ""
) -> Kind:
    if state != State.APPROVED and (reason not in Reason.values or (reason == Reason.OTHER and not note.strip())):
        raise ReasonMissingError
    kind: Any = type(submission)
    # Two editors may decide at once: the second one waits here and then finds it decided.
    current: Kind = kind.objects.select_for_update().get(pk=submission.pk)
    if current.state != expected:
        raise AlreadyDecidedError
    current.state, current.reason, current.note = state, reason, note.strip()
    current.decided_by, current.decided_at, current.contact_email = moderator, timezone.now(), ""
    if isinstance(current, MembershipRequest) and state == State.APPROVED:
        current.joined_on = timezone.localdate()
    current.save()
    log(instance=current, action=f"campaigns.{state}", user=moderator, data={"reason": reason} if reason else None)
    if State.APPROVED in (state, expected):
        note_change()
    return current
