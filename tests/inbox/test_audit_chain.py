"""The audit trail is found out whatever is done to it: changed, deleted, added to, put in another order, cut off."""

import random
import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.db import DatabaseError, connection, transaction

from reports.inbox import append_only
from reports.inbox.audit import FIRST_HASH, hash_of, record_event, seal_of
from reports.inbox.audit_chain import Problem, Verification, verify_chain
from reports.inbox.documents import ReportContact, ReportContent, ReportMetadata
from reports.inbox.models import AuditEvent, AuditHead
from reports.inbox.services import submit_report
from reports.inbox.services.casework import claim, move
from reports.inbox.services.correspondence import withdraw, write_from_reporter, write_to_reporter
from tests.inbox.conftest import Inbox
from tests.scale import scaled

pytestmark = pytest.mark.django_db
EVENTS = scaled(full=10_000, quick=400)
PLACES = scaled(full=60, quick=12)
TABLE = "inbox_auditevent"
FAR = 10_000_000
Expected = tuple[str, int]


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement.replace("EVENTS", TABLE), values)


def make_trail(length: int) -> None:
    """Write a sound trail of `length` events at once; `record_event` would take most of the test."""
    actor = get_user_model().objects.create_user("e-para")
    started = datetime(2026, 3, 1, 8, tzinfo=UTC)
    events, previous = [], FIRST_HASH
    for sequence in range(1, length + 1):
        event = AuditEvent(
            sequence=sequence,
            action="moved" if sequence % 3 else "claimed",
            actor=actor if sequence % 7 else None,
            subject=f"IS-{sequence:06}",
            reason="started",
            detail="received>in_assessment",
            occurred_at=started + timedelta(seconds=sequence),
            previous_hash=previous,
        )
        previous = event.entry_hash = hash_of(event)
        events.append(event)
    AuditEvent.objects.bulk_create(events, batch_size=500)
    head = AuditHead(pk=1, last_sequence=length, last_hash=previous)
    head.seal = seal_of(head)
    head.save()


@pytest.fixture
def trail(db: Any) -> None:
    make_trail(EVENTS)
    # Whoever tampers owns the database, so the triggers are gone first.
    append_only.remove(connection)


def places(seed: str) -> list[int]:
    """Return random sequences of the trail, and its ends."""
    chosen = random.Random(seed).sample(range(3, EVENTS - 1), PLACES)  # noqa: S311
    return sorted({1, 2, EVENTS - 1, EVENTS, *chosen})


def found_after(change: Callable[[], None]) -> Verification:
    """Return what the verification says after `change`, which is undone."""
    kept = transaction.savepoint()
    try:
        change()
        return verify_chain()
    finally:
        transaction.savepoint_rollback(kept)


def set_column(column: str, value: Any, place: int) -> None:
    sql(f"UPDATE EVENTS SET {column} = %s WHERE sequence = %s", value, place)  # noqa: S608


def flip_actor(place: int) -> Expected:
    set_column("actor_id", get_user_model().objects.get_or_create(username="e-dyta")[0].pk, place)
    return Problem.CHANGED, place


def flip_moment(place: int) -> Expected:
    set_column("occurred_at", AuditEvent.objects.get(pk=place).occurred_at + timedelta(microseconds=1), place)
    return Problem.CHANGED, place


def flip_hash(column: str) -> Callable[[int], Expected]:
    def change(place: int) -> Expected:
        value = getattr(AuditEvent.objects.get(pk=place), column)
        set_column(column, ("1" if value[0] == "0" else "0") + value[1:], place)
        return Problem.CHANGED, place

    return change


def flip_text(column: str, value: str) -> Callable[[int], Expected]:
    def change(place: int) -> Expected:
        set_column(column, value, place)
        return Problem.CHANGED, place

    return change


def flip_sequence(place: int) -> Expected:
    set_column("sequence", FAR, place)
    return Problem.MISSING, place


def delete_one(place: int) -> Expected:
    sql("DELETE FROM EVENTS WHERE sequence = %s", place)
    return (Problem.MISSING if place < EVENTS else Problem.CUT_OFF), place


def renumber(start: int, by: int) -> None:
    """Move all events from `start` on, in two steps, so that no two ever have the same number."""
    sql("UPDATE EVENTS SET sequence = sequence + %s WHERE sequence >= %s", FAR, start)
    sql("UPDATE EVENTS SET sequence = sequence + %s WHERE sequence >= %s", by - FAR, FAR)


def delete_and_close_the_gap(place: int) -> Expected:
    sql("DELETE FROM EVENTS WHERE sequence = %s", place)
    renumber(place + 1, -1)
    return (Problem.CHANGED if place < EVENTS else Problem.CUT_OFF), place


def made_up(sequence: int, previous_hash: str) -> None:
    """Add an event as somebody without the key would: everything fits but its own hash."""
    AuditEvent.objects.create(
        sequence=sequence, action="moved", subject="IS-222222", occurred_at=datetime(2026, 3, 1, tzinfo=UTC),
        previous_hash=previous_hash, entry_hash="a" * 64,
    )  # fmt: skip


def insert_one(place: int) -> Expected:
    previous = AuditEvent.objects.get(pk=place).previous_hash
    renumber(place, 1)
    made_up(place, previous)
    return Problem.CHANGED, place


def insert_a_true_copy(place: int) -> Expected:
    """Insert an event again that did happen: it carries a hash of ours, but not for this place."""
    event = AuditEvent.objects.get(pk=place)
    renumber(place + 1, 1)
    event.sequence, event._state.adding = place + 1, True
    event.save()
    return Problem.CHANGED, place + 1


def swap_with_the_next(place: int) -> Expected:
    first = min(place, EVENTS - 1)
    for source, target in ((first, FAR), (first + 1, first), (FAR, first + 1)):
        sql("UPDATE EVENTS SET sequence = %s WHERE sequence = %s", target, source)
    return Problem.CHANGED, first


def cut_off_the_end(place: int) -> Expected:
    sql("DELETE FROM EVENTS WHERE sequence >= %s", place)
    return Problem.CUT_OFF, place


def cut_off_the_beginning(place: int) -> Expected:
    sql("DELETE FROM EVENTS WHERE sequence <= %s", place)
    return (Problem.MISSING if place < EVENTS else Problem.CUT_OFF), 1


KINDS: dict[str, Callable[[int], Expected]] = {
    "action": flip_text("action", "released"),
    "actor": flip_actor,
    "subject": flip_text("subject", "IS-000000"),
    "reason": flip_text("reason", "mistake"),
    "detail": flip_text("detail", ""),
    "moment": flip_moment,
    "previous hash": flip_hash("previous_hash"),
    "own hash": flip_hash("entry_hash"),
    "sequence": flip_sequence,
    "deleted": delete_one,
    "deleted and renumbered": delete_and_close_the_gap,
    "inserted": insert_one,
    "inserted again": insert_a_true_copy,
    "swapped": swap_with_the_next,
    "end cut off": cut_off_the_end,
    "beginning cut off": cut_off_the_beginning,
}


@pytest.mark.heavy
@pytest.mark.parametrize("kind", KINDS)
def test_trail_when_tampered_with_anywhere_then_the_first_bad_sequence_is_named(trail: None, kind: str) -> None:
    assert verify_chain().is_sound
    for place in places(kind):
        expected: list[Expected] = []
        found = found_after(lambda place=place, expected=expected: expected.append(KINDS[kind](place)))  # type: ignore[misc]
        assert [(found.problem, found.first_bad)] == expected, place
    assert verify_chain().is_sound


def test_kinds_when_counted_then_every_column_of_an_event_is_among_them() -> None:
    columns = {field.name for field in AuditEvent._meta.get_fields()}
    names = {"moment": "occurred_at", "previous hash": "previous_hash", "own hash": "entry_hash"}
    assert columns <= {names.get(kind, kind) for kind in KINDS}


@pytest.mark.parametrize(
    ("column", "value"),
    [("last_sequence", EVENTS - 5), ("last_sequence", EVENTS + 5), ("last_hash", "b" * 64), ("seal", "b" * 64)],
)
def test_head_when_changed_then_it_is_found_forged(trail: None, column: str, value: Any) -> None:
    found = found_after(lambda: AuditHead.objects.update(**{column: value}) and None)
    assert found.problem == Problem.HEAD_FORGED
    assert found.first_bad == EVENTS + 1


def test_head_when_deleted_then_it_is_missing_and_nothing_more_can_be_written(trail: None) -> None:
    found = found_after(lambda: AuditHead.objects.all().delete() and None)
    assert (found.problem, found.first_bad) == (Problem.HEAD_MISSING, EVENTS + 1)
    AuditHead.objects.all().delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        record_event(action="exported", actor=None)


def test_events_when_added_after_the_end_then_the_first_of_them_is_named(trail: None) -> None:
    found = found_after(lambda: made_up(EVENTS + 1, AuditEvent.objects.get(pk=EVENTS).entry_hash))
    assert (found.problem, found.first_bad) == (Problem.CHANGED, EVENTS + 1)


def test_events_when_written_by_the_true_key_but_not_in_the_head_then_they_are_beyond_it(trail: None) -> None:
    """An old record of the end, put back without cutting off the events."""
    old = AuditHead.objects.get()
    record_event(action="exported", actor=None)
    AuditHead.objects.update(last_sequence=old.last_sequence, last_hash=old.last_hash, seal=old.seal)
    found = verify_chain()
    assert (found.problem, found.first_bad) == (Problem.BEYOND_HEAD, EVENTS + 1)


@pytest.mark.parametrize("garbage", ["no date", "2026-13-45 99:99:99", ""])
def test_moment_when_it_is_no_date_at_all_then_its_event_is_named_and_nothing_crashes(
    trail: None, garbage: str
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("Only SQLite lets a date be something else.")
    set_column("occurred_at", garbage, 237)
    found = verify_chain()
    assert (found.problem, found.first_bad) == (Problem.CHANGED, 237)


def test_trail_when_the_hash_key_is_another_then_nothing_of_it_is_believed(trail: None, settings: Any) -> None:
    settings.HOTLINE_HASH_KEY = "of somebody else"
    assert verify_chain().first_bad == 1


def test_trail_when_empty_then_it_is_sound(db: Any) -> None:
    assert verify_chain() == Verification(0, FIRST_HASH)


def test_trail_when_many_times_longer_then_verifying_takes_no_more_memory(trail: None) -> None:
    def peak_of_verifying() -> int:
        tracemalloc.start()
        assert verify_chain().is_sound
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    sql("DELETE FROM EVENTS")
    get_user_model().objects.all().delete()
    make_trail(2_000)
    short = peak_of_verifying()
    sql("DELETE FROM EVENTS")
    get_user_model().objects.all().delete()
    make_trail(12_000)
    assert peak_of_verifying() < short * 1.5


def test_database_when_told_to_change_or_delete_an_event_then_it_refuses(db: Any) -> None:
    record_event(action="exported", actor=None)
    for statement in ("UPDATE EVENTS SET subject = 'x'", "DELETE FROM EVENTS"):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            sql(statement)
    assert AuditEvent.objects.get().subject == ""
    assert append_only.is_installed(connection)


def test_models_when_told_to_change_or_delete_an_event_then_they_refuse(db: Any) -> None:
    event = record_event(action="exported", actor=None)
    event.subject = "x"
    written_over = AuditEvent(sequence=1, action="moved", occurred_at=event.occurred_at)
    refused: list[Callable[[], Any]] = [
        event.save, event.delete, AuditEvent.objects.all().delete, lambda: AuditEvent.objects.update(subject="x"),
        lambda: AuditEvent.objects.bulk_update([event], ["subject"]),
    ]  # fmt: skip
    for call in refused:
        with pytest.raises(TypeError):
            call()
    with pytest.raises(DatabaseError), transaction.atomic():
        written_over.save()


def test_event_when_it_is_of_the_reporter_then_its_time_is_kept_to_the_hour_only(inbox: Inbox) -> None:
    with time_machine.travel(datetime(2026, 3, 1, 9, 41, 12, tzinfo=UTC), tick=False):
        report = submit_report(
            content=ReportContent(description="kanarinë"), metadata=ReportMetadata(category="cyberbullying"),
            contact=ReportContact("dikush@example.org"), language="sq", channel="web", token="a" * 40,
        ).report  # fmt: skip
        claim(report_id=report.pk, actor=inbox.moderator)
        write_to_reporter(report_id=report.pk, actor=inbox.moderator, text="pyetje", kind="question")
        move(report_id=report.pk, target="awaiting_reporter", reason="question_asked", actor=inbox.moderator)
        write_from_reporter(report_id=report.pk, text="përgjigje")
        withdraw(report_id=report.pk)
    events = AuditEvent.objects.filter(subject=report.public_reference)
    of_reporter = events.filter(actor=None).values_list("action", flat=True).order_by("sequence")
    assert list(of_reporter) == ["reporter_wrote", "moved", "contact_deleted", "reporter_withdrew", "moved"]
    assert {event.occurred_at.minute for event in events.filter(actor=None)} == {0}
    assert {event.occurred_at.minute for event in events.exclude(actor=None)} == {41}
    assert verify_chain().is_sound
