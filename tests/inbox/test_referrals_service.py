"""Referrals from preparing to the answer: whose turn it is, who can open them, what is kept and counted."""

import logging
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from nacl.public import PrivateKey

from reports.inbox import sealing
from reports.inbox.documents import ReportContact, read_text
from reports.inbox.duties import Duty, Role
from reports.inbox.keys import create_inbox_key
from reports.inbox.models import AuditEvent, IncidentReport, Referral, StatFact
from reports.inbox.packages.opening import fingerprint
from reports.inbox.services import referrals as services
from reports.inbox.services.casework import CaseworkError, assess, move
from reports.inbox.services.correspondence import delete_contact, withdraw, write_from_reporter
from reports.inbox.services.outgoing import mark_of, preview, read_sources
from reports.inbox.vocabularies import Outcome, Reason, State
from tests.inbox.conftest import Inbox
from tests.inbox.passing_on import (
    ADDRESS,
    CONTACT,
    WORDS,
    Partner,
    add_colleague,
    add_partner,
    add_report,
    keys_of,
    prepare_referral,
    usual_choice,
)

pytestmark = pytest.mark.django_db
AGREED = ReportContact(CONTACT, consents_to_contact=True, consents_to_pass_on=True)


@pytest.fixture
def partner(db: Any) -> Partner:
    return add_partner()


@pytest.fixture
def report(inbox: Inbox) -> IncidentReport:
    return add_report(inbox)


@pytest.fixture
def referral(inbox: Inbox, report: IncidentReport, partner: Partner) -> Referral:
    return prepare_referral(inbox, report, partner.recipient)


def actions() -> list[str]:
    return list(AuditEvent.objects.order_by("sequence").values_list("action", flat=True))


def everything_stored() -> bytes:
    """Return every value of every table, as bytes."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            found += [value for row in cursor.fetchall() for value in row]
    return b"\n".join(bytes(one) if isinstance(one, bytes | memoryview) else str(one).encode() for one in found)


def test_referral_when_prepared_then_the_recipients_key_and_the_inbox_key_open_it_and_no_other(
    inbox: Inbox, referral: Referral, partner: Partner
) -> None:
    stored = Referral.objects.get()
    sealed = stored.sealed_for_recipient
    assert sealed is not None
    document = sealing.open_document(sealed, partner.private_key)
    assert document["fields"]["addresses"] == [ADDRESS, "@zog_shembull"]
    assert document["fields"]["description"] == {"text": WORDS, "is_shortened": False}
    assert ADDRESS in document["text"]
    for_staff = read_text(row=stored, private_key=inbox.private_key)
    assert for_staff == {name: value for name, value in document.items() if name != "text"}
    for key in (inbox.private_key, bytes(PrivateKey.generate()), bytes(partner.recipient.public_key or b"")):
        with pytest.raises(sealing.CannotOpenError):
            sealing.open_document(sealed, key)
    with pytest.raises(sealing.CannotOpenError):
        read_text(row=stored, private_key=partner.private_key)
    assert stored.recipient_key_fingerprint == fingerprint(bytes(partner.recipient.public_key or b""))


def test_referral_when_prepared_then_nothing_of_it_stands_open_in_the_database_or_in_a_log(
    inbox: Inbox, partner: Partner, caplog: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    report = add_report(inbox, contact=AGREED)
    fields = usual_choice("police").fields | {"contact"}
    chosen = usual_choice("police", fields=fields, note="shënim i kuq për provë")
    referral = prepare_referral(inbox, report, partner.recipient, chosen)
    services.mark_sent(referral_id=referral.pk, actor=inbox.moderator)
    stored = everything_stored() + caplog.text.encode()
    for secret in (WORDS, "shembull.example/faqe", "zogu.kaltert", "shënim i kuq", "zog_shembull"):
        assert secret.encode() not in stored


def test_contact_when_passed_on_then_it_is_sealed_apart_and_only_for_the_recipient(
    inbox: Inbox, partner: Partner
) -> None:
    report = add_report(inbox, contact=AGREED)
    chosen = usual_choice("police", fields=frozenset({"category", "contact"}))
    stored = prepare_referral(inbox, report, partner.recipient, chosen)
    assert stored.sealed_for_recipient is not None
    assert stored.sealed_contact_for_recipient is not None
    assert sealing.open_document(stored.sealed_contact_for_recipient, partner.private_key) == {"contact": CONTACT}
    for document in (
        sealing.open_document(stored.sealed_for_recipient, partner.private_key),
        read_text(row=stored, private_key=inbox.private_key),
    ):
        assert CONTACT not in str(document)
    assert stored.fields_passed == ["category", "contact"]


@pytest.mark.parametrize("how", ["deletes the contact", "withdraws"])
@pytest.mark.parametrize("is_sent", [False, True])
def test_contact_when_the_reporter_takes_it_back_then_no_referral_carries_it(
    inbox: Inbox, partner: Partner, how: str, is_sent: bool
) -> None:
    report = add_report(inbox, contact=AGREED)
    chosen = usual_choice("police", fields=frozenset({"category", "contact"}))
    referral = prepare_referral(inbox, report, partner.recipient, chosen)
    if is_sent:
        services.mark_sent(referral_id=referral.pk, actor=inbox.moderator)
    delete_contact(report_id=report.pk) if how == "deletes the contact" else withdraw(report_id=report.pk)
    stored = Referral.objects.get()
    assert stored.sealed_contact_for_recipient is None
    assert stored.sealed_for_recipient is not None
    assert ("contact" in stored.fields_passed) is is_sent


@pytest.mark.parametrize("contact", [None, ReportContact(CONTACT, consents_to_contact=True), ReportContact(CONTACT)])
@pytest.mark.parametrize("kind", ["helpline_116111", "police"])
def test_contact_when_consent_is_missing_then_the_service_refuses(
    inbox: Inbox, kind: str, contact: ReportContact | None
) -> None:
    report = add_report(inbox, contact=contact)
    chosen = usual_choice(kind, fields=frozenset({"category", "contact"}))
    with pytest.raises(CaseworkError):
        prepare_referral(inbox, report, add_partner(kind).recipient, chosen)
    assert not Referral.objects.exists()


def test_referral_when_the_report_has_changed_since_the_preview_then_it_is_not_prepared(
    inbox: Inbox, report: IncidentReport, partner: Partner
) -> None:
    given: dict[str, Any] = {
        "actor": inbox.moderator,
        "choice": usual_choice("police"),
        "private_keys": keys_of(inbox),
    }
    seen = mark_of(preview(report=IncidentReport.objects.get(pk=report.pk), recipient=partner.recipient, **given))
    write_from_reporter(report_id=report.pk, text="edhe diçka tjetër")
    with pytest.raises(CaseworkError, match="pamja"):
        services.prepare(report_id=report.pk, recipient_id=partner.recipient.pk, seen=seen, **given)
    with pytest.raises(CaseworkError, match="pamja"):
        services.prepare(report_id=report.pk, recipient_id=partner.recipient.pk, seen="", **given)


def test_sources_when_the_reporter_wrote_later_then_new_words_and_addresses_can_be_passed_on(
    inbox: Inbox, report: IncidentReport
) -> None:
    write_from_reporter(report_id=report.pk, text="më vonë", addresses=[ADDRESS, "https://tjeter.example/"])
    found = read_sources(report=IncidentReport.objects.get(pk=report.pk), private_keys=keys_of(inbox))
    assert found.addresses == (ADDRESS, "@zog_shembull", "https://tjeter.example/")
    assert found.words == f"{WORDS}\n\nmë vonë"


def test_sources_when_a_key_is_missing_then_nothing_is_opened_in_part(inbox: Inbox, report: IncidentReport) -> None:
    create_inbox_key()
    write_from_reporter(report_id=report.pk, text="më vonë")
    for keys in ({}, keys_of(inbox), {inbox.key.pk: bytes(PrivateKey.generate())}):
        with pytest.raises(CaseworkError):
            read_sources(report=IncidentReport.objects.get(pk=report.pk), private_keys=keys)


def test_referral_when_prepared_twice_then_the_second_is_refused_until_the_first_has_left(
    inbox: Inbox, report: IncidentReport, referral: Referral, partner: Partner
) -> None:
    """Two clicks on the same button are one referral."""
    with pytest.raises(CaseworkError):
        prepare_referral(inbox, report, partner.recipient)
    assert Referral.objects.count() == 1
    services.mark_sent(referral_id=referral.pk, actor=inbox.moderator)
    assert prepare_referral(inbox, report, partner.recipient).pk


def test_steps_when_walked_then_each_is_kept_once_in_the_trail_and_in_order(inbox: Inbox, referral: Referral) -> None:
    given = {"referral_id": referral.pk, "actor": inbox.moderator}
    services.mark_sent(**given)
    services.acknowledge(**given)
    services.record_answer(response="taken_up", **given)
    services.record_answer(response="removed", **given)
    stored = Referral.objects.get()
    assert (stored.state, stored.response) == ("answered", "removed")
    assert None not in (stored.sent_at, stored.acknowledged_at, stored.responded_at)
    assert actions()[-5:] == [
        "referral_prepared", "referral_sent", "referral_received", "referral_answered", "referral_answered",
    ]  # fmt: skip
    event = AuditEvent.objects.order_by("-sequence").first()
    assert event is not None
    assert event.subject == referral.report.public_reference
    assert event.detail == f"{referral.pk}:police:{referral.recipient_id}:removed"


@pytest.mark.parametrize(
    ("state", "step"),
    [
        ("prepared", "acknowledge"), ("prepared", "record_answer"), ("sent", "mark_sent"),
        ("acknowledged", "mark_sent"), ("acknowledged", "acknowledge"), ("answered", "take_back"),
        ("answered", "set_follow_up"), ("withdrawn", "mark_sent"), ("withdrawn", "acknowledge"),
        ("withdrawn", "record_answer"), ("withdrawn", "take_back"), ("withdrawn", "set_follow_up"),
    ],
)  # fmt: skip
def test_step_when_it_does_not_follow_then_it_is_refused(
    inbox: Inbox, referral: Referral, state: str, step: str
) -> None:
    now = timezone.now()
    Referral.objects.update(state=state, sent_at=now, response="refused", responded_at=now)
    extra = {"record_answer": {"response": "refused"}, "set_follow_up": {"follow_up_on": None}}.get(step, {})
    with pytest.raises(CaseworkError):
        getattr(services, step)(referral_id=referral.pk, actor=inbox.moderator, **extra)
    assert Referral.objects.get().state == state


def test_answer_when_it_is_none_of_ours_then_it_is_refused(inbox: Inbox, referral: Referral) -> None:
    services.mark_sent(referral_id=referral.pk, actor=inbox.moderator)
    with pytest.raises(CaseworkError):
        services.record_answer(referral_id=referral.pk, actor=inbox.moderator, response="perhaps")


def test_referral_when_sent_then_it_is_counted_once_and_the_report_may_be_actioned_and_closed(
    inbox: Inbox, report: IncidentReport, referral: Referral
) -> None:
    assess(report_id=report.pk, actor=inbox.moderator, category="cyberbullying")
    given: dict[str, Any] = {"report_id": report.pk, "actor": inbox.moderator}
    with pytest.raises(CaseworkError):
        move(target=State.ACTIONED, reason=Reason.REFERRAL_SENT, **given)
    services.mark_sent(referral_id=referral.pk, actor=inbox.moderator)
    facts = StatFact.objects.filter(kind="referred")
    assert list(facts.values_list("referral_kind", "category")) == [("police", "cyberbullying")]
    move(target=State.ACTIONED, reason=Reason.REFERRAL_SENT, **given)
    IncidentReport.objects.update(priority="P3")
    move(target=State.CLOSED, reason=Reason.WORK_DONE, outcome=Outcome.REFERRED_POLICE, **given)
    with pytest.raises(CaseworkError):
        prepare_referral(inbox, report, add_partner("prosecutor").recipient)


def test_referral_when_taken_back_then_the_recipients_copy_is_gone_and_ours_stays(
    inbox: Inbox, referral: Referral
) -> None:
    services.take_back(referral_id=referral.pk, actor=inbox.moderator)
    stored = Referral.objects.get()
    assert (stored.state, stored.sealed_for_recipient, stored.sent_at) == ("withdrawn", None, None)
    assert read_text(row=stored, private_key=inbox.private_key)["fields"]["addresses"]
    assert actions()[-1] == "referral_withdrawn"
    assert not StatFact.objects.filter(kind="referred").exists()


def test_report_when_only_a_taken_back_referral_exists_then_it_is_not_actioned(
    inbox: Inbox, report: IncidentReport, referral: Referral
) -> None:
    services.mark_sent(referral_id=referral.pk, actor=inbox.moderator)
    services.take_back(referral_id=referral.pk, actor=inbox.moderator)
    with pytest.raises(CaseworkError):
        move(report_id=report.pk, target=State.ACTIONED, reason=Reason.REFERRAL_SENT, actor=inbox.moderator)


@pytest.mark.parametrize("state", [State.RECEIVED, State.CLOSED])
def test_referral_when_nobody_works_on_the_report_then_it_is_neither_prepared_nor_sent(
    inbox: Inbox, report: IncidentReport, referral: Referral, state: str
) -> None:
    closed = state == State.CLOSED
    IncidentReport.objects.update(
        state=state, outcome="spam" if closed else "", closed_at=timezone.now() if closed else None
    )
    with pytest.raises(CaseworkError):
        prepare_referral(inbox, report, add_partner("prosecutor").recipient)
    with pytest.raises(CaseworkError):
        services.mark_sent(referral_id=referral.pk, actor=inbox.moderator)


def test_referral_when_the_recipient_is_out_of_use_then_it_is_neither_prepared_nor_sent(
    inbox: Inbox, report: IncidentReport, referral: Referral, partner: Partner
) -> None:
    partner.recipient.is_active = False
    partner.recipient.save()
    with pytest.raises(CaseworkError):
        prepare_referral(inbox, report, partner.recipient)
    with pytest.raises(CaseworkError):
        services.mark_sent(referral_id=referral.pk, actor=inbox.moderator)


STEPS: dict[str, dict[str, Any]] = {
    "mark_sent": {},
    "acknowledge": {},
    "record_answer": {"response": "refused"},
    "take_back": {},
    "set_follow_up": {"follow_up_on": None},
}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(
    "role", [Role.INTAKE_ANALYST, Role.SUPERVISOR, Role.STATISTICIAN, Role.AUDITOR, Role.SENIOR_ANALYST]
)
def test_step_when_tried_by_somebody_whose_turn_it_is_not_then_it_is_refused(
    inbox: Inbox, referral: Referral, role: Role, step: str
) -> None:
    """A second senior analyst does not hold the report; the others may not refer at all."""
    with pytest.raises(CaseworkError):
        getattr(services, step)(referral_id=referral.pk, actor=add_colleague(inbox, role), **STEPS[step])
    assert Referral.objects.get().state == "prepared"


def test_referral_when_a_liaison_prepares_and_sends_it_then_no_claim_is_needed(
    inbox: Inbox, report: IncidentReport, partner: Partner
) -> None:
    liaison = add_colleague(inbox, Role.LIAISON)
    borrowed = Inbox(inbox.key, inbox.private_key, inbox.recovery_key, liaison)
    referral = prepare_referral(borrowed, report, partner.recipient)
    services.mark_sent(referral_id=referral.pk, actor=liaison)
    assert Referral.objects.get().created_by == liaison


@pytest.mark.parametrize("missing", [Duty.REFER, Duty.READ])
def test_referral_when_a_duty_is_missing_then_nothing_is_prepared(
    inbox: Inbox, report: IncidentReport, partner: Partner, missing: Duty
) -> None:
    liaison = add_colleague(inbox, Role.LIAISON)
    group = liaison.groups.get()
    group.permissions.remove(group.permissions.get(codename=missing.value))
    borrowed = Inbox(inbox.key, inbox.private_key, inbox.recovery_key, liaison)
    with pytest.raises(CaseworkError):
        prepare_referral(borrowed, report, partner.recipient)
