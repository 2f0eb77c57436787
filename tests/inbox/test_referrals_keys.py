"""Referrals and keys: what opens what, when a recipient has none, and what the database refuses."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from nacl.public import PrivateKey

from reports.inbox import sealing
from reports.inbox.models import IncidentReport, Referral
from reports.inbox.packages.opening import fingerprint
from reports.inbox.services import referrals as services
from reports.inbox.services.recipients import set_recipient_key
from tests.inbox.conftest import Inbox
from tests.inbox.passing_on import (
    Partner,
    add_partner,
    add_report,
    prepare_referral,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def partner(db: Any) -> Partner:
    return add_partner()


@pytest.fixture
def report(inbox: Inbox) -> IncidentReport:
    return add_report(inbox)


@pytest.fixture
def referral(inbox: Inbox, report: IncidentReport, partner: Partner) -> Referral:
    return prepare_referral(inbox, report, partner.recipient)


def test_key_when_changed_then_what_was_sealed_before_still_opens_with_the_earlier_one_only(
    inbox: Inbox, report: IncidentReport, referral: Referral, partner: Partner
) -> None:
    new = PrivateKey.generate()
    public_key = bytes(new.public_key)
    set_recipient_key(
        recipient_id=partner.recipient.pk,
        actor=inbox.moderator,
        public_key=public_key.hex(),
        spoken=fingerprint(public_key),
    )
    services.mark_sent(referral_id=referral.pk, actor=inbox.moderator)
    partner.recipient.refresh_from_db()
    later = prepare_referral(inbox, report, partner.recipient)
    earlier = Referral.objects.get(pk=referral.pk)
    assert earlier.sealed_for_recipient is not None
    assert later.sealed_for_recipient is not None
    assert sealing.open_document(earlier.sealed_for_recipient, partner.private_key)
    assert sealing.open_document(later.sealed_for_recipient, bytes(new))
    with pytest.raises(sealing.CannotOpenError):
        sealing.open_document(later.sealed_for_recipient, partner.private_key)


def test_recipient_when_it_has_no_key_then_only_staff_can_open_what_was_prepared(
    inbox: Inbox, report: IncidentReport
) -> None:
    stored = prepare_referral(inbox, report, add_partner("prosecutor", with_key=False).recipient)
    assert stored.sealed_for_recipient is None
    assert stored.recipient_key_fingerprint == ""


def test_follow_up_when_set_then_the_referral_is_due_on_that_day_and_not_before(
    inbox: Inbox, referral: Referral
) -> None:
    day = timezone.localdate() + timedelta(days=3)
    services.set_follow_up(referral_id=referral.pk, actor=inbox.moderator, follow_up_on=day)
    assert not Referral.objects.due(day - timedelta(days=1)).exists()
    assert Referral.objects.due(day).get() == referral
    services.mark_sent(referral_id=referral.pk, actor=inbox.moderator)
    services.record_answer(referral_id=referral.pk, actor=inbox.moderator, response="refused")
    assert not Referral.objects.due(day).exists()


@pytest.mark.parametrize(
    "broken",
    [
        {"state": "sent"},
        {"state": "answered", "sent_at": timezone.now()},
        {"recipient_sealed_document": None},
        {"recipient_key_fingerprint": ""},
        {"recipient_sealed_contact": b"x"},
    ],
)
def test_referral_when_half_of_it_is_missing_then_the_database_refuses(
    referral: Referral, broken: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.filter(pk=referral.pk).update(**broken)
