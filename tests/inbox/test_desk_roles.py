"""One report as different people see it: its trail, its neighbours, and what a role leaves out."""

from typing import Any

import pytest
from django.test import Client

from reports.inbox.duties import Role
from reports.inbox.models import AuditEvent, IncidentReport
from reports.inbox.services import casework
from tests.inbox.conftest import Inbox
from tests.inbox.desk import (
    WORDS,
    action,
    colleague,
    main_text,
    make_report,
    page,
    person,
    signed_in,
    soup,
)

pytestmark = pytest.mark.django_db
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def report(inbox: Inbox) -> IncidentReport:
    return make_report(metadata={"age_band": "11-13"}, content={"answers": {"plan_to_meet": "yes"}})


@pytest.fixture
def held(inbox: Inbox, report: IncidentReport) -> IncidentReport:
    return casework.claim(report_id=report.pk, actor=inbox.moderator)


def reveal(client: Client, report: IncidentReport, part: str, *shown: str, **extra: Any) -> Any:
    return client.post(action(report, "reveal"), {"part": part, "shown": list(shown)}, **extra)


def events(name: str) -> list[tuple[str, str]]:
    return list(AuditEvent.objects.filter(action=name).order_by("sequence").values_list("subject", "detail"))


def test_duplicates_when_an_address_was_reported_before_then_the_reports_meet_and_can_be_grouped_and_parted(
    open_client: Client, inbox: Inbox
) -> None:
    first, second = make_report(), make_report(content={"addresses": ["http://www.shembull.example/faqe/#x"]})
    unrelated = make_report(content={"addresses": ["@tjetër"]})
    text = main_text(open_client.get(page(first)))
    assert second.public_reference in text
    assert unrelated.public_reference not in text
    grouped = open_client.post(f"{action(first, 'group')}{second.pk}/", follow=True)
    assert "Raportimet tani janë në një rast." in grouped.content.decode()
    first.refresh_from_db()
    assert first.incident is not None
    assert f"Rasti {first.incident.reference}" in main_text(grouped)
    assert soup(grouped).select_one(f'form[action="{action(first, "group")}{second.pk}/"]') is None
    parted = open_client.post(action(first, "ungroup"), follow=True)
    assert "Rasti" not in main_text(parted).split("E njëjta adresë")[0].split("Raportime të tjera")[-1]
    first.refresh_from_db()
    assert first.incident is None


def test_duplicates_when_the_other_report_is_gone_then_it_is_not_found(
    open_client: Client, held: IncidentReport
) -> None:
    assert open_client.post(f"{action(held, 'group')}999999/").status_code == 404


def test_trail_when_the_holder_looks_then_it_shows_who_did_what_and_to_a_colleague_it_does_not(
    open_client: Client, inbox: Inbox, held: IncidentReport
) -> None:
    reveal(open_client, held, "description-1")
    trail = soup(open_client.get(page(held))).select_one(".desk-trail")
    assert trail is not None
    assert "u mor në dorë" in trail.get_text()
    assert "moderatore" in trail.get_text()
    assert "description-1" in trail.get_text()
    _other, other_client = colleague(inbox, "koleg")
    assert soup(other_client.get(page(held))).select_one(".desk-trail") is None


def test_supervisor_when_a_report_is_opened_then_there_are_facts_trail_and_people_but_no_text_even_with_a_key(
    inbox: Inbox, held: IncidentReport
) -> None:
    client = signed_in(person("mbikëqyrës", Role.SUPERVISOR))
    response = client.get(page(held))
    text = main_text(response)
    assert "Gjurma e auditimit" in text
    assert "Ruajtja për arsye ligjore" in text
    assert soup(response).select_one(f'form[action="{action(held, "reassign")}"]') is not None
    for absent in ("Çfarë u raportua", "Shënime të brendshme", "Biseda me raportuesin"):
        assert absent not in text
    assert client.post(action(held, "reveal"), {"part": "description-1"}).status_code in (302, 403)
    assert events("text_revealed") == []


def test_liaison_when_a_report_is_opened_then_it_can_be_read_and_noted_but_not_worked_on(
    inbox: Inbox, held: IncidentReport
) -> None:
    _liaison, client = colleague(inbox, "ndërlidhëse", Role.LIAISON)
    assert WORDS in reveal(client, held, "description-1").content.decode()
    response = client.get(page(held))
    assert soup(response).select_one(f'form[action="{action(held, "note")}"]') is not None
    for name in ("claim", "step", "message", "category", "priority", "release", "hold"):
        assert soup(response).select_one(f'form[action="{action(held, name)}"]') is None, name
