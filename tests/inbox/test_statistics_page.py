"""The page of statistics on the desk: for those whose duty it is, and nothing that is not published."""

import csv
import io
from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reports.inbox.duties import Role
from reports.inbox.services.snapshots import freeze_statistics
from reports.inbox.staff import EDITORS
from tests.inbox.conftest import Inbox
from tests.inbox.test_audit_page import client_of
from tests.inbox.test_statistics import store_facts

pytestmark = pytest.mark.django_db
PAGE = "/admin/inbox-statistics/"
MAY = {Role.STATISTICIAN, Role.SUPERVISOR}


@pytest.fixture
def statistician(db: Any) -> Client:
    return client_of("statistikane", Role.STATISTICIAN)


@pytest.fixture
def published(db: Any) -> None:
    store_facts(57, date(2026, 1, 1))
    store_facts(31, date(2026, 2, 1), category="csam")
    store_facts(7, date(2026, 3, 1), category="self_harm")
    store_facts(44, date(2026, 5, 1), category="hate_speech")
    freeze_statistics(today=date(2026, 8, 1))


def cells(html: bytes, code: str) -> dict[str, str]:
    table = BeautifulSoup(html, "html.parser").select_one(f"section[aria-labelledby={code}]")
    assert table is not None
    return {row.th.text.strip(): row.td.text.strip() for row in table.select("tbody tr, tfoot tr")}


def test_page_when_opened_then_the_newest_quarter_is_shown_and_others_can_be_chosen(
    published: None, statistician: Client
) -> None:
    soup = BeautifulSoup(statistician.get(PAGE).content, "html.parser")
    assert [link.text for link in soup.select(".ledger__periods a")] == ["prill–qershor 2026", "janar–mars 2026"]
    assert soup.select_one("[aria-current=page]").text == "prill–qershor 2026"
    older = statistician.get(PAGE, {"quarter": "2026-Q1"}).content
    shown = cells(older, "received_by_category")
    assert (shown["Gjithsej"], shown["Joshje e një fëmije (grooming)"]) == ("95", "55")
    assert "Vetëlëndim ose vetëvrasje" not in shown
    assert "Nuk tregohen:" in older.decode()
    assert "Mars 2026" not in cells(older, "received_by_month")
    assert "Numrat nën 10 nuk tregohen" in older.decode()
    assert "Tepër pak për t’u treguar." in older.decode()


def test_page_when_nothing_is_published_then_it_says_when_there_will_be_something(statistician: Client) -> None:
    assert "Ende nuk është numëruar asnjë tremujor." in statistician.get(PAGE).content.decode()


@pytest.mark.parametrize("quarter", ["2025-Q1", "x", "2026-Q9", "' OR 1=1"])
def test_page_when_asked_for_a_quarter_that_is_not_published_then_it_is_not_found(
    published: None, statistician: Client, quarter: str
) -> None:
    assert statistician.get(PAGE, {"quarter": quarter}).status_code == 404
    assert statistician.get(f"{PAGE}{quarter}.csv").status_code == 404
    assert statistician.get(f"{PAGE}{quarter}/received_by_month.csv").status_code == 404


def test_csv_when_taken_then_it_is_a_file_with_the_same_numbers_as_the_page(
    published: None, statistician: Client
) -> None:
    response = statistician.get(f"{PAGE}2026-Q1/received_by_category.csv")
    assert response["Content-Disposition"] == 'attachment; filename="raporto-2026-Q1-received_by_category.csv"'
    assert response["Cache-Control"].startswith("private, no-store")
    rows = {row["code"]: row["value"] for row in csv.DictReader(io.StringIO(response.content.decode()))}
    assert (rows["grooming"], rows["self_harm"], rows["total"]) == ("55", "", "95")
    whole = statistician.get(f"{PAGE}2026-Q1.csv").content.decode()
    assert {row["table"] for row in csv.DictReader(io.StringIO(whole))} >= {"received_by_month", "hours_to_close"}
    assert statistician.get(f"{PAGE}2026-Q1/no_such_table.csv").status_code == 404


@pytest.mark.parametrize("role", [None, EDITORS, *Role])
def test_statistics_when_asked_for_then_only_those_with_the_duty_get_them(
    published: None, inbox: Inbox, role: str | None
) -> None:
    client = client_of("dikush", role)
    for path in (PAGE, f"{PAGE}2026-Q1.csv", f"{PAGE}2026-Q1/received_by_month.csv"):
        allowed = (200,) if role in MAY else (302, 403)
        assert client.get(path).status_code in allowed
        assert client.post(path).status_code in (302, 403, 405)
    if role is not None:
        assert (PAGE in client.get("/admin/").content.decode()) == (role in MAY)


def test_page_when_opened_then_no_inline_script_runs_and_few_queries_are_enough(
    published: None, statistician: Client
) -> None:
    assert "unsafe-inline" not in statistician.get(PAGE)["Content-Security-Policy"]
    with CaptureQueriesContext(connection) as queries:
        statistician.get(PAGE)
    assert len(queries) <= 12
