"""The audit trail on the desk: for auditors only, by who, what, about what and when, and honest about its soundness."""

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reports.inbox import append_only
from reports.inbox.audit import record_event
from reports.inbox.desk import audit
from reports.inbox.documents import ReportContent, ReportMetadata
from reports.inbox.duties import Role
from reports.inbox.models import AuditCheck
from reports.inbox.services import submit_report
from reports.inbox.services.casework import claim, move, set_priority
from reports.inbox.staff import EDITORS, ensure_groups
from tests.inbox.conftest import Inbox

pytestmark = pytest.mark.django_db
PAGE, CHECK = "/admin/inbox-audit/", "/admin/inbox-audit/check/"
WORDS = "një kanarinë e kaltër"


def client_of(name: str, group: str | None) -> Client:
    user = get_user_model().objects.create_user(name, password="fjalëkalim-prove")
    if group is not None:
        user.groups.add(ensure_groups()[group])
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def auditor(db: Any) -> Client:
    return client_of("auditues", Role.AUDITOR)


def rows(client: Client, **asked: Any) -> list[list[str]]:
    """Return the cells of the table that `asked` brings."""
    response = client.get(PAGE, asked)
    assert response.status_code == 200
    table = BeautifulSoup(response.content, "html.parser").select(".ledger__table tbody tr")
    return [[" ".join(cell.text.split()) for cell in row.find_all(["th", "td"])] for row in table]


def numbers(client: Client, **asked: Any) -> list[int]:
    return [int(row[0]) for row in rows(client, **asked)]


def test_trail_when_an_auditor_reads_it_then_who_did_what_is_told_in_words_and_without_text(
    inbox: Inbox, auditor: Client
) -> None:
    with time_machine.travel(datetime(2026, 2, 6, 13, 5, 7, tzinfo=UTC), tick=False):
        report = submit_report(
            content=ReportContent(description=WORDS), metadata=ReportMetadata(category="cyberbullying"),
            language="sq", channel="web", token="a" * 40,
        ).report  # fmt: skip
        claim(report_id=report.pk, actor=inbox.moderator)
        set_priority(report_id=report.pk, actor=inbox.moderator, priority="P2", reason="danger")
        move(
            report_id=report.pk, target="closed", reason="no_action_possible", outcome="not_illegal",
            actor=inbox.moderator,
        )  # fmt: skip
    reference = report.public_reference
    told = rows(auditor, subject=reference)
    assert [row[1:5] for row in told] == [
        ["6.2.2026, 14:05:07", "moderatore", what, reference]
        for what in ("gjendja ndryshoi", "u vendos përparësia", "gjendja ndryshoi", "u mor në dorë")
    ]
    assert told[0][5:] == ["nuk mund të bëhet gjë", "në vlerësim → i mbyllur: Nuk rezultoi e paligjshme"]
    assert told[1][5:] == ["një fëmijë është në rrezik", "P3 → P2"]
    assert WORDS not in auditor.get(PAGE).content.decode()


@pytest.mark.parametrize("role", [None, EDITORS, *[role for role in Role if role != Role.AUDITOR]])
@pytest.mark.parametrize(("method", "path"), [("get", PAGE), ("post", CHECK)])
def test_trail_when_asked_for_by_somebody_else_then_nothing_of_it_shows(
    inbox: Inbox, role: str | None, method: str, path: str
) -> None:
    client = client_of("dikush", role)
    response = getattr(client, method)(path)
    assert response.status_code in (302, 403)
    assert "key 1" not in response.content.decode()
    assert not AuditCheck.objects.exists()
    assert PAGE not in client.get("/admin/").content.decode()


def test_trail_when_asked_for_by_a_superuser_then_it_is_refused(inbox: Inbox) -> None:
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("admin"))
    assert client.get(PAGE).status_code in (302, 403)


def test_trail_when_long_then_it_is_read_backwards_page_by_page_and_none_is_left_out(auditor: Client) -> None:
    for number in range(1, 121):
        record_event(action="exported", actor=None, subject=f"IS-{number}")
    seen: list[int] = []
    address = PAGE
    while address:
        soup = BeautifulSoup(auditor.get(address).content, "html.parser")
        seen += [int(cell.text) for cell in soup.select("tbody th")]
        links = [link["href"] for link in soup.select(".ledger__pages a") if "before" in link["href"]]
        address = links[0] if links else ""
    assert seen == list(range(120, 0, -1))


def test_trail_when_filtered_then_only_what_fits_is_shown_and_pages_keep_the_filter(
    inbox: Inbox, auditor: Client
) -> None:
    with time_machine.travel(datetime(2026, 3, 1, 22, 59, tzinfo=UTC), tick=False) as clock:
        for _event in range(60):
            record_event(action="claimed", actor=inbox.moderator, subject="IS-AAAAAA")
        clock.move_to(datetime(2026, 3, 1, 23, 0, tzinfo=UTC))
        record_event(action="released", actor=None, subject="IS-BBBBBB")
    moderator = str(inbox.moderator.pk)
    assert len(numbers(auditor, actor=moderator)) == 50
    assert [row[2] for row in rows(auditor, actor="0")] == ["–"] * 3
    assert numbers(auditor, action="released") == [63]
    assert numbers(auditor, subject=" IS-BBBBBB ") == [63]
    # A day is one of the local calendar: 23:00 UTC is the next day in Tirana.
    assert numbers(auditor, day="2026-03-02") == [63]
    assert len(numbers(auditor, day="2026-03-01")) == 50
    assert numbers(auditor, action="released", actor=moderator) == []
    soup = BeautifulSoup(auditor.get(PAGE, {"subject": "IS-AAAAAA", "day": "2026-03-01"}).content, "html.parser")
    older = soup.select_one(".ledger__pages a")["href"]
    assert [int(cell.text) for cell in BeautifulSoup(auditor.get(older).content, "html.parser").select("tbody th")] == [
        *range(12, 2, -1)
    ]


@pytest.mark.parametrize(
    "asked",
    [{"actor": "x"}, {"actor": "999999"}, {"action": "x"}, {"day": "x"}, {"before": "x"}, {"before": "-1"},
     {"before": "9" * 30}, {"subject": "x" * 500}, {"day": "9999-99-99"}],
)  # fmt: skip
def test_trail_when_asked_for_nonsense_then_it_says_so_and_shows_nothing(
    inbox: Inbox, auditor: Client, asked: dict[str, str]
) -> None:
    response = auditor.get(PAGE, asked)
    assert response.status_code == 422
    assert not BeautifulSoup(response.content, "html.parser").select("tbody tr")


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_trail_when_asked_for_the_first_or_last_day_of_all_then_it_does_not_break(auditor: Client, day: str) -> None:
    assert auditor.get(PAGE, {"day": day}).status_code == 422


def test_trail_when_an_event_was_changed_then_its_row_and_the_page_say_so(inbox: Inbox, auditor: Client) -> None:
    for _event in range(3):
        record_event(action="exported", actor=None, subject="IS-AAAAAA")
    assert "siç u shkruan" in auditor.get(PAGE).content.decode()
    append_only.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE inbox_auditevent SET subject = 'IS-BBBBBB' WHERE sequence = 4")
    soup = BeautifulSoup(auditor.get(PAGE).content, "html.parser")
    assert [row.th.text.split()[-1] for row in soup.select(".ledger__unfit")] == ["4"]
    assert "1 ngjarje e kësaj faqeje nuk është siç u shkrua." in soup.text
    assert "Baza e të dhënave nuk e pengon më" in soup.text


def test_check_when_run_then_the_page_tells_how_it_ended(inbox: Inbox, auditor: Client) -> None:
    assert "nuk është kontrolluar ende" in auditor.get(PAGE).content.decode()
    assert "është në rregull" in auditor.post(CHECK, follow=True).content.decode()
    assert "2 ngjarje, të gjitha në rregull" in auditor.get(PAGE).content.decode()
    append_only.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM inbox_auditevent WHERE sequence = 1")
    html = auditor.post(CHECK, follow=True).content.decode()
    assert "Njoftoni menjëherë" in html
    assert "e prishur duke nisur nga ngjarja 1" in html
    assert "Mungon një ngjarje." in html


def test_check_when_the_trail_is_too_long_for_a_page_then_it_is_refused_and_not_offered(
    inbox: Inbox, auditor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "CHECKED_HERE", 1)
    assert auditor.post(CHECK).status_code in (302, 403)
    assert not AuditCheck.objects.exists()
    html = auditor.get(PAGE).content.decode()
    assert CHECK not in html
    assert "verify_audit" in html


def test_check_when_asked_for_by_a_link_then_nothing_runs(inbox: Inbox, auditor: Client) -> None:
    assert auditor.get(CHECK).status_code == 405
    assert not AuditCheck.objects.exists()


def test_page_when_opened_then_it_is_never_kept_runs_no_inline_script_and_few_queries_are_enough(
    inbox: Inbox, auditor: Client
) -> None:
    for number in range(80):
        record_event(action="exported", actor=inbox.moderator, subject=f"IS-{number}")
    response = auditor.get(PAGE)
    assert response["Cache-Control"].startswith("private, no-store")
    assert "unsafe-inline" not in response["Content-Security-Policy"]
    assert PAGE in auditor.get("/admin/").content.decode()
    with CaptureQueriesContext(connection) as queries:
        auditor.get(PAGE)
    assert len(queries) <= 15  # nine of them are the admin's frame
