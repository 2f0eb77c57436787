"""`manage.py verify_audit`, as a timer runs it and as an auditor reads it."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from reports.inbox import append_only
from reports.inbox.audit import record_event
from reports.inbox.models import AuditCheck, AuditEvent, AuditHead

pytestmark = pytest.mark.django_db


def verify(*arguments: str) -> str:
    output, errors = io.StringIO(), io.StringIO()
    call_command("verify_audit", *arguments, stdout=output, stderr=errors)
    return output.getvalue() + errors.getvalue()


def write(count: int, subject: str = "IS-7K3F9Q") -> None:
    for _event in range(count):
        record_event(action="exported", actor=None, subject=subject)


def roll_back_to(sequence: int, head: dict[str, Any]) -> None:
    """Cut off the newest events and put an old record of the end in place: what a restored copy looks like."""
    append_only.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM inbox_auditevent WHERE sequence > %s", [sequence])
    append_only.install(connection)
    AuditHead.objects.update(**head)


def test_command_when_the_trail_is_sound_then_it_says_how_long_it_is_and_remembers_it() -> None:
    write(7)
    assert verify() == "The audit trail is sound: 7 events.\n"
    check = AuditCheck.objects.get()
    assert (check.events, check.problem, check.first_bad) == (7, "", None)


def test_command_when_an_event_was_changed_then_it_names_the_sequence_in_english_and_fails() -> None:
    write(7)
    append_only.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE inbox_auditevent SET subject = 'IS-222222' WHERE sequence = 4")
    with pytest.raises(CommandError, match="First bad sequence: 4: an event was changed or made up"):
        verify()
    check = AuditCheck.objects.get()
    assert (check.events, check.problem, check.first_bad) == (3, "changed", 4)


def test_command_when_the_triggers_are_gone_then_it_fails_until_they_are_back() -> None:
    write(2)
    append_only.remove(connection)
    with pytest.raises(CommandError, match="--protect"):
        verify()
    verify("--protect")
    assert append_only.is_installed(connection)
    verify()


def test_anchor_when_used_for_the_first_time_then_it_says_so_and_the_file_is_for_its_owner(tmp_path: Path) -> None:
    write(3)
    file = tmp_path / "anchor"
    assert "is new" in verify("--anchor", str(file))
    assert file.stat().st_mode & 0o777 == 0o600
    assert "is new" not in verify("--anchor", str(file))


def test_anchor_when_the_trail_grows_then_lines_are_only_added(tmp_path: Path) -> None:
    file = tmp_path / "anchor"
    write(3)
    verify("--anchor", str(file))
    first = file.read_text()
    write(4)
    verify("--anchor", str(file))
    assert file.read_text().startswith(first)
    assert [line.split()[0] for line in file.read_text().splitlines()] == ["3", "7"]
    assert file.read_text().split()[1] == AuditEvent.objects.get(pk=3).entry_hash


def test_anchor_when_the_trail_was_rolled_back_with_its_end_then_only_the_anchor_sees_it(tmp_path: Path) -> None:
    file = tmp_path / "anchor"
    write(5)
    old = AuditHead.objects.values("last_sequence", "last_hash", "seal").get()
    write(5)
    verify("--anchor", str(file))
    roll_back_to(5, old)
    assert "sound: 5 events" in verify()
    with pytest.raises(CommandError, match="First bad sequence: 6: the newest events were cut off"):
        verify("--anchor", str(file))
    # What was cut off is written anew in other words, until the trail is longer than it was.
    write(9, subject="IS-222222")
    assert "sound: 14 events" in verify()
    with pytest.raises(CommandError, match=r"First bad sequence: 10: .* anchored outside"):
        verify("--anchor", str(file))
    assert len(file.read_text().splitlines()) == 1


def test_anchor_when_everything_is_emptied_then_it_is_found(tmp_path: Path) -> None:
    file = tmp_path / "anchor"
    write(5)
    verify("--anchor", str(file))
    roll_back_to(0, {})
    AuditHead.objects.all().delete()
    assert "sound: 0 events" in verify()
    with pytest.raises(CommandError, match="First bad sequence: 1"):
        verify("--anchor", str(file))


@pytest.mark.parametrize(
    "text", ["x", "3", "3 abc", "-3 " + "a" * 64, "9 " + "a" * 64 + "\n3 " + "a" * 64, "ë " + "a" * 64, "\x00"]
)
def test_anchor_when_its_file_is_damaged_then_the_line_is_named_and_nothing_is_added(tmp_path: Path, text: str) -> None:
    file = tmp_path / "anchor"
    file.write_text(text)
    write(3)
    with pytest.raises(CommandError):
        verify("--anchor", str(file))
    assert file.read_text() == text
