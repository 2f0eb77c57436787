"""The list and one report, when somebody tries what they should not."""

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from wagtail.models import ModelLogEntry, PageLogEntry, ReferenceIndex
from wagtail.search.index import get_indexed_models
from wagtail.snippets.models import get_snippet_models

from reports.inbox.documents import ReportContent, ReportMetadata
from reports.inbox.models import AuditEvent, IncidentReport
from reports.inbox.services import submit_report
from tests.inbox.conftest import Inbox

pytestmark = pytest.mark.django_db
WORDS = "një kanarinë e kaltër"
INBOX = "/admin/inbox/"


@pytest.fixture
def reports(inbox: Inbox) -> dict[str, IncidentReport]:
    return {
        category: submit_report(
            content=ReportContent(description=WORDS, addresses=["javascript:alert(1)"]),
            metadata=ReportMetadata(category=category),
            language="sq",
            channel="web",
            token=category * 20,
        ).report
        for category in ("grooming", "hate_speech")
    }


def revealed(client: Client, report: IncidentReport) -> str:
    """Return what comes when the first paragraph is asked for."""
    response = client.post(f"{INBOX}report/{report.pk}/reveal/", {"part": "description-1"}, follow=True)
    return response.content.decode()


def detail(report: IncidentReport) -> str:
    return f"{INBOX}inspect/{report.pk}/"


@pytest.mark.parametrize(
    "lookup",
    [
        "inbox_key__grants__moderator__password__startswith",
        "inbox_key__grants__moderator__username",
        "receipt_hash__gt",
        "category__startswith",
    ],
)
def test_list_when_an_address_asks_for_other_columns_then_it_tells_nothing_of_them(
    moderator_client: Client, reports: dict[str, IncidentReport], lookup: str
) -> None:
    html = moderator_client.get(INBOX, {lookup: "nothing that exists"}).content.decode()
    for report in reports.values():
        assert detail(report) in html


@pytest.mark.parametrize(
    "query",
    [
        "?o=zzz", "?o=99999999999", "?p=-1", "?p=99999999999999999999", "?q=%22%27%28", "?state__exact=x", "?foo=1",
        "?sealed_key__in=1", "?category__regex=(", "?is_suspect__exact=x", "?e=1", "?received_at__year=x", "?q=%00",
    ],
)  # fmt: skip
def test_list_when_its_address_is_hostile_then_no_server_error_comes(
    moderator_client: Client, reports: dict[str, IncidentReport], query: str
) -> None:
    assert moderator_client.get(INBOX + query).status_code < 500


def test_detail_when_the_permission_is_taken_away_then_an_open_inbox_shows_nothing(
    open_client: Client, inbox: Inbox, reports: dict[str, IncidentReport]
) -> None:
    assert WORDS in revealed(open_client, reports["grooming"])
    inbox.moderator.groups.clear()
    assert WORDS not in revealed(open_client, reports["grooming"])
    for path in (INBOX, detail(reports["grooming"])):
        response = open_client.get(path)
        assert response.status_code in (302, 403)
        assert WORDS not in response.content.decode()


def test_detail_when_another_person_signs_in_here_then_the_inbox_is_closed_to_them(
    open_client: Client, inbox: Inbox, reports: dict[str, IncidentReport]
) -> None:
    second = get_user_model().objects.create_user("e-dyta", password="fjalëkalim-prove")
    second.groups.set(inbox.moderator.groups.all())
    open_client.force_login(second)
    assert WORDS not in revealed(open_client, reports["grooming"])


def test_detail_when_read_twice_then_each_reading_is_on_the_trail(
    open_client: Client, inbox: Inbox, reports: dict[str, IncidentReport]
) -> None:
    report = reports["grooming"]
    for _reading in range(2):
        open_client.get(detail(report))
    read = AuditEvent.objects.filter(action="report_read").values_list("actor", "subject")
    assert list(read) == [(inbox.moderator.pk, report.public_reference)] * 2


def test_reports_when_stored_then_wagtail_keeps_nothing_about_them(
    open_client: Client, reports: dict[str, IncidentReport]
) -> None:
    revealed(open_client, reports["grooming"])
    assert IncidentReport not in get_snippet_models()
    assert IncidentReport not in get_indexed_models()
    assert not ReferenceIndex.objects.filter(
        base_content_type__app_label="inbox", base_content_type__model="incidentreport"
    )
    for log in (ModelLogEntry, PageLogEntry):
        assert not log.objects.filter(content_type__model="incidentreport").exists()


def test_database_when_somebody_reads_its_file_then_no_word_of_a_report_is_in_it(
    open_client: Client, reports: dict[str, IncidentReport]
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("Only SQLite is one file.")
    assert WORDS in revealed(open_client, reports["grooming"])
    file: bytes = connection.connection.serialize()
    assert reports["grooming"].public_reference.encode() in file
    for spelling in (WORDS.encode(), WORDS.encode("utf-16-le"), WORDS.encode().hex().encode(), b"alert(1)"):
        assert spelling not in file
