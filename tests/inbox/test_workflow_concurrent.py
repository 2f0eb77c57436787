"""Many people reach for one report at the same moment: one has it, the others are told."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import connection
from wagtail.models import Page

from reports.inbox.audit_chain import verify_chain
from reports.inbox.documents import ReportContent, ReportMetadata
from reports.inbox.duties import Role
from reports.inbox.keys import create_inbox_key
from reports.inbox.models import AuditCheck, AuditEvent, AuditHead, InboxKey, IncidentReport, StatFact
from reports.inbox.services import submit_report
from reports.inbox.services.casework import CaseworkError, claim, move
from reports.inbox.staff import ensure_groups

PEOPLE = 20


def report_and_people() -> tuple[IncidentReport, list[Any]]:
    create_inbox_key()
    analysts = ensure_groups()[Role.INTAKE_ANALYST]
    people = [get_user_model().objects.create_user(f"analiste-{number}") for number in range(PEOPLE)]
    for person in people:
        person.groups.add(analysts)
    report = submit_report(
        content=ReportContent(description="kanarinë"), metadata=ReportMetadata(category="cyberbullying"),
        language="sq", channel="web", token="c" * 40,
    ).report  # fmt: skip
    return report, people


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A database in which threads see each other's work. Emptied by hand: a flush would take the content pack away."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time; the tests one after another stand for it.")
    with django_db_blocker.unblock():
        groups = set(Group.objects.values_list("pk", flat=True))
        yield
        for model in (IncidentReport, InboxKey, StatFact, AuditHead, AuditCheck):
            model.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {AuditEvent._meta.db_table}")
        get_user_model().objects.filter(username__startswith="analiste-").delete()
        Group.objects.exclude(pk__in=groups).delete()
        assert Page.objects.count() > 40
        connection.close()


def all_at_once(calls: list[Callable[[], Any]]) -> list[str]:
    """Run each call in a thread of its own, started together; return what each came to: `done` or the refusal."""
    together, results = threading.Barrier(len(calls)), [""] * len(calls)

    def run(place: int) -> None:
        together.wait()
        try:
            calls[place]()
            results[place] = "done"
        except CaseworkError as refusal:
            results[place] = str(refusal.message)
        except Exception as error:
            results[place] = repr(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def one_by_one(calls: list[Callable[[], Any]]) -> list[str]:
    results = []
    for call in calls:
        try:
            call()
            results.append("done")
        except CaseworkError as refusal:
            results.append(str(refusal.message))
    return results


def hold_to_one_claim(run: Callable[[list[Callable[[], Any]]], list[str]]) -> None:
    report, people = report_and_people()
    results = run([lambda person=person: claim(report_id=report.pk, actor=person) for person in people])  # type: ignore[misc]
    assert sorted(results) == sorted(["done", *["Këtë raportim e ka në dorë dikush tjetër."] * (PEOPLE - 1)])
    report.refresh_from_db()
    assert report.assignee == people[results.index("done")]
    assert report.state == "in_assessment"
    told = list(AuditEvent.objects.filter(subject=report.public_reference).values_list("action", "actor"))
    assert told == [("claimed", report.assignee_id), ("moved", report.assignee_id)]
    assert verify_chain().is_sound


def hold_to_one_move(run: Callable[[list[Callable[[], Any]]], list[str]]) -> None:
    """The holder clicks in two windows: a second look in one, closing in the other."""
    report, people = report_and_people()
    holder = people[0]
    claim(report_id=report.pk, actor=holder)
    ways = [("second_look", "uncertain", ""), ("closed", "no_action_possible", "not_illegal")] * 5
    results = run([
        lambda way=way: move(  # type: ignore[misc]
            report_id=report.pk, target=way[0], reason=way[1], outcome=way[2], actor=holder
        )
        for way in ways
    ])  # fmt: skip
    assert results.count("done") == 1
    assert set(results) - {"done"} == {"Nga gjendja ku është, raportimi nuk kalon dot atje."}
    report.refresh_from_db()
    assert report.state == ways[results.index("done")][0]
    moved = AuditEvent.objects.filter(subject=report.public_reference, action="moved").order_by("sequence")
    assert [event.detail.split(":")[0] for event in moved] == [
        "received>in_assessment",
        f"in_assessment>{report.state}",
    ]
    assert StatFact.objects.filter(kind="closed").count() == (report.state == "closed")
    assert verify_chain().is_sound


def test_report_when_twenty_claim_it_at_once_then_one_holds_it_and_the_others_are_told(committed: None) -> None:
    hold_to_one_claim(all_at_once)


def test_report_when_moved_in_two_ways_at_once_then_it_takes_one_step(committed: None) -> None:
    hold_to_one_move(all_at_once)


@pytest.mark.django_db
def test_report_when_twenty_claim_it_one_after_another_then_the_first_holds_it() -> None:
    hold_to_one_claim(one_by_one)


@pytest.mark.django_db
def test_report_when_moved_twice_from_the_same_page_then_it_takes_one_step() -> None:
    hold_to_one_move(one_by_one)
