"""What the rest of the admin and the post tell of the inbox: a number, a panel, one fixed sentence; never content."""

import io
import json
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.users.models import UserProfile

from reports.inbox.desk.queues import attention_for
from reports.inbox.duties import Role
from reports.inbox.models import IncidentReport
from tests.inbox.conftest import Inbox
from tests.inbox.desk import ADDRESS, INBOX, WORDS, everybody, hours_ago, make_report, person, signed_in, soup

pytestmark = pytest.mark.django_db
HOME = "/admin/"
LATER = hours_ago(-90)


def menu_label(client: Client) -> str | None:
    """Return what the menu entry of the inbox says, or None where there is none."""
    props = soup(client.get(HOME)).select_one("#wagtail-sidebar-props")
    assert props is not None

    def entries(node: Any) -> list[dict[str, Any]]:
        found = [node] if isinstance(node, dict) and node.get("url") == INBOX else []
        children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else []
        return found + [entry for child in children for entry in entries(child)]

    labels = [str(entry["label"]) for entry in entries(json.loads(props.get_text()))]
    return labels[0] if labels else None


def panel(client: Client) -> str | None:
    found = soup(client.get(HOME)).select_one(".desk-panel")
    return " ".join(found.get_text(" ").split()) if found else None


def test_menu_when_reports_are_new_or_unread_then_it_says_how_many_and_else_nothing(moderator_client: Client) -> None:
    assert menu_label(moderator_client) == "Kutia"
    make_report()
    make_report(is_suspect=True)
    make_report(state="closed", outcome="spam", closed_at=hours_ago(1), has_unread_message=True)
    assert menu_label(moderator_client) == "Kutia (2)"


def test_menu_when_two_people_look_then_neither_sees_the_others_entry(moderator_client: Client, inbox: Inbox) -> None:
    """The entries are made once a process; the number must not stay in them."""
    report = make_report()
    assert menu_label(moderator_client) == "Kutia (1)"
    UserProfile.objects.create(user=inbox.moderator, preferred_language="en")
    assert menu_label(moderator_client) == "Inbox (1)"
    IncidentReport.objects.filter(pk=report.pk).update(state="in_assessment")
    assert menu_label(moderator_client) == "Inbox"


def test_mark_when_counted_then_it_is_one_query(inbox: Inbox) -> None:
    make_report()
    with CaptureQueriesContext(connection) as queries:
        assert str(attention_for(inbox.moderator)) == "1"
    assert len(queries) == 1


def test_panel_when_reports_wait_then_queues_overdue_and_the_next_one_show(moderator_client: Client) -> None:
    assert "Asgjë nuk është me vonesë." in str(panel(moderator_client))
    late = make_report(priority="P3", due_at=hours_ago(3))
    make_report(priority="P1", due_at=LATER)
    text = str(panel(moderator_client))
    assert "2 Për t’u lexuar tani" in text
    assert "2 Të reja" in text
    assert "1 raportim është me vonesë" in text
    assert f"Me vonesën më të madhe: {late.public_reference} (P3, 3 orë me vonesë)" in text
    IncidentReport.objects.filter(pk=late.pk).update(due_at=hours_ago(-3))
    assert f"Afati i radhës: {late.public_reference} (P3, edhe" in str(panel(moderator_client))
    assert WORDS not in text


def test_panel_and_menu_when_somebody_has_no_duty_there_then_they_see_neither(inbox: Inbox) -> None:
    make_report()
    seen = {
        name: panel(client) is not None for name, client in everybody().items() if name not in ("VISITOR", "NOBODY")
    }
    assert {name for name, has_panel in seen.items() if has_panel} == {
        "INTAKE_ANALYST", "SENIOR_ANALYST", "LIAISON", "SUPERVISOR",
    }  # fmt: skip
    editor = signed_in(person("dikush", "Editors"))
    assert menu_label(editor) is None
    with CaptureQueriesContext(connection) as queries:
        editor.get(HOME)
    assert not any("inbox_incidentreport" in query["sql"] for query in queries)


def test_panel_when_shown_then_it_costs_few_queries_whatever_waits(moderator_client: Client) -> None:
    def own_queries() -> int:
        with CaptureQueriesContext(connection) as queries:
            moderator_client.get(HOME)
        return sum("inbox_incidentreport" in query["sql"] for query in queries)

    make_report()
    few = own_queries()
    for number in range(5):
        make_report(due_at=hours_ago(number))
    assert own_queries() == few == 4


@pytest.mark.parametrize(
    "waiting",
    [
        {"due_at": LATER},
        {"state": "in_assessment", "due_at": hours_ago(1)},
        {"state": "closed", "outcome": "spam", "closed_at": hours_ago(1), "has_unread_message": True},
        {"is_suspect": True, "due_at": LATER},
    ],
)
def test_digest_when_something_needs_attention_then_everybody_who_sees_queues_gets_the_same_fixed_words(
    inbox: Inbox, waiting: dict[str, Any]
) -> None:
    report = make_report(**waiting)
    person("mbikëqyrës", Role.SUPERVISOR)
    person("auditues", Role.AUDITOR)
    person("redaktore", "Editors")
    gone = person("ish-koleg", Role.INTAKE_ANALYST)
    gone.is_active = False
    gone.save()
    call_command("send_digest", stdout=io.StringIO())
    assert [message.to for message in mail.outbox] == [["mbikëqyrës@shembull.example"]]
    inbox.moderator.email = "moderatore@shembull.example"
    inbox.moderator.save()
    for _number in range(3):
        make_report(priority="P1")
    call_command("send_digest", stdout=io.StringIO())
    first, *later = mail.outbox
    assert sorted(message.to[0] for message in later) == ["mbikëqyrës@shembull.example", "moderatore@shembull.example"]
    assert {(message.subject, message.body) for message in mail.outbox} == {(first.subject, first.body)}
    for secret in (report.public_reference, WORDS, ADDRESS, "P1", "4", "http"):
        assert secret not in first.subject + first.body
    assert "something needs attention" in first.subject


def test_digest_when_nothing_needs_attention_then_nothing_is_sent(inbox: Inbox) -> None:
    inbox.moderator.email = "moderatore@shembull.example"
    inbox.moderator.save()
    make_report(state="in_assessment", due_at=LATER)
    make_report(state="awaiting_reporter", due_at=hours_ago(9), clock_paused_at=hours_ago(10))
    make_report(state="closed", outcome="spam", closed_at=hours_ago(1))
    call_command("send_digest", stdout=io.StringIO())
    assert mail.outbox == []
