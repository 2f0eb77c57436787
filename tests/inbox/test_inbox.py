"""Who may open the inbox, what they see, and when it closes."""

import time
from typing import Any

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reports.inbox.documents import ReportContent, ReportMetadata, read_content
from reports.inbox.duties import Role
from reports.inbox.keys import KeyServiceError, create_inbox_key, grant_inbox_key, open_with_recovery_key
from reports.inbox.models import AuditEvent, InboxKey, IncidentReport, KeyGrant
from reports.inbox.services import submit_report
from reports.inbox.staff import EDITORS, create_demo_staff, ensure_groups
from tests.inbox.conftest import PASSPHRASE, Inbox

pytestmark = pytest.mark.django_db
WORDS = "një kanarinë e kaltër"
INBOX = "/admin/inbox/"


@pytest.fixture
def report(inbox: Inbox) -> IncidentReport:
    content = ReportContent(description=WORDS, addresses=["https://shembull.example/faqe"])
    metadata = ReportMetadata(category="grooming")
    return submit_report(content=content, metadata=metadata, language="sq", channel="web", token="f" * 40).report


def detail(report: IncidentReport) -> str:
    return f"{INBOX}inspect/{report.pk}/"


def revealed(client: Client, report: IncidentReport) -> str:
    """Return what comes when the first paragraph is asked for; where it leads to, if nothing may be shown."""
    response = client.post(f"{INBOX}report/{report.pk}/reveal/", {"part": "description-1"}, follow=True)
    return response.content.decode()


def test_list_when_a_moderator_opens_it_then_metadata_shows_and_no_text(
    moderator_client: Client, report: IncidentReport
) -> None:
    html = moderator_client.get(INBOX).content.decode()
    assert report.public_reference in html
    assert WORDS not in html


def test_detail_when_the_inbox_is_closed_then_the_text_is_sealed(
    moderator_client: Client, report: IncidentReport
) -> None:
    html = moderator_client.get(detail(report)).content.decode()
    assert report.public_reference in html
    assert WORDS not in html
    assert "/admin/inbox-key/open/" in html


def test_passphrase_when_wrong_then_the_inbox_stays_closed_and_after_five_times_it_waits(
    moderator_client: Client, report: IncidentReport
) -> None:
    for _attempt in range(5):
        assert moderator_client.post("/admin/inbox-key/open/", {"passphrase": "gabim gabim gabim"}).status_code == 422
    assert moderator_client.post("/admin/inbox-key/open/", {"passphrase": PASSPHRASE}).status_code == 429
    assert WORDS not in revealed(moderator_client, report)
    assert AuditEvent.objects.filter(action="passphrase_failed").count() == 5


def test_inbox_when_thirty_minutes_pass_without_use_then_it_closes(open_client: Client, report: IncidentReport) -> None:
    with time_machine.travel(time.time() + 29 * 60):
        assert WORDS in revealed(open_client, report)
    with time_machine.travel(time.time() + 61 * 60):
        assert WORDS not in revealed(open_client, report)


def test_inbox_when_closed_by_the_button_or_without_its_cookie_then_no_text_shows(
    open_client: Client, report: IncidentReport
) -> None:
    kept = open_client.cookies.pop("inbox_key")
    assert WORDS not in revealed(open_client, report)
    open_client.cookies["inbox_key"] = kept.value
    open_client.post("/admin/inbox-key/close/")
    assert WORDS not in revealed(open_client, report)


def test_key_cookie_when_set_then_scripts_and_other_sites_cannot_use_it(open_client: Client) -> None:
    cookie = open_client.cookies["inbox_key"]
    assert cookie["httponly"]
    assert (cookie["samesite"], cookie["path"]) == ("Strict", "/admin/")


@pytest.mark.parametrize("who", ["nobody", "editor", "visitor"])
@pytest.mark.parametrize("path", [INBOX, "detail", "/admin/inbox-key/open/"])
def test_inbox_when_opened_by_somebody_else_then_nothing_of_it_shows(
    report: IncidentReport, who: str, path: str
) -> None:
    client = Client()
    if who != "visitor":
        user = get_user_model().objects.create_user(who, password="fjalëkalim-prove")
        if who == "editor":
            user.groups.add(ensure_groups()[EDITORS])
        client.force_login(user)
    response = client.get(detail(report) if path == "detail" else path)
    assert response.status_code in (302, 403)
    assert report.public_reference not in response.content.decode()


@pytest.mark.parametrize("path", ["create/", "edit/{pk}/", "delete/{pk}/", "history/{pk}/"])
def test_inbox_when_a_view_is_not_offered_then_there_is_none(
    open_client: Client, report: IncidentReport, path: str
) -> None:
    assert open_client.get(INBOX + path.format(pk=report.pk)).status_code == 404


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_export_when_asked_for_then_no_file_comes(open_client: Client, report: IncidentReport, kind: str) -> None:
    response = open_client.get(INBOX, {"export": kind})
    assert response.status_code in (302, 403)
    assert report.public_reference not in response.content.decode()


def test_views_when_opened_then_they_are_never_kept_and_run_no_inline_script(
    open_client: Client, report: IncidentReport
) -> None:
    for path in (INBOX, detail(report), "/admin/inbox-key/open/"):
        response = open_client.get(path)
        assert "no-store" in response["Cache-Control"]
        assert "unsafe-inline" not in response["Content-Security-Policy"]


def test_second_moderator_when_granted_then_old_reports_open_for_them_too(inbox: Inbox, report: IncidentReport) -> None:
    second = get_user_model().objects.create_user("e-dyta", password="fjalëkalim-prove")
    grant_inbox_key(
        inbox_key=inbox.key, private_key=inbox.private_key, moderator=second, passphrase="lumi rrjedh ngadalë"
    )
    client = Client()
    second.groups.add(ensure_groups()[Role.SENIOR_ANALYST])
    client.force_login(second)
    client.post("/admin/inbox-key/open/", {"passphrase": "lumi rrjedh ngadalë"})
    assert WORDS in revealed(client, report)


def test_recovery_key_when_typed_from_paper_then_reports_open(inbox: Inbox, report: IncidentReport) -> None:
    opened = open_with_recovery_key(recovery_key=inbox.recovery_key.lower().replace("-", " "))
    assert list(opened) == [inbox.key.pk]
    assert read_content(report=report, private_key=opened[inbox.key.pk]).description == WORDS


def test_grant_when_the_passphrase_is_short_or_the_key_foreign_then_it_is_refused(inbox: Inbox) -> None:
    with pytest.raises(KeyServiceError):
        grant_inbox_key(
            inbox_key=inbox.key, private_key=inbox.private_key, moderator=inbox.moderator, passphrase="shkurt"
        )
    with pytest.raises(KeyServiceError):
        grant_inbox_key(
            inbox_key=inbox.key, private_key=b"x" * 32, moderator=inbox.moderator, passphrase="mjaft i gjatë për këtë"
        )


def test_key_when_rotated_then_one_is_active_and_old_reports_keep_theirs(inbox: Inbox, report: IncidentReport) -> None:
    new_key, _private_key, _recovery_key = create_inbox_key()
    assert list(InboxKey.objects.filter(is_active=True)) == [new_key]
    assert IncidentReport.objects.get().inbox_key == inbox.key


def test_demo_staff_when_created_twice_then_the_second_time_makes_nothing(db: Any) -> None:
    accounts, recovery_key = create_demo_staff()
    assert [account.username for account in accounts] == [
        "admin", "editor", "moderatore1", "moderatore2", "nderlidhese", "mbikeqyrese", "statisticiene", "auditore",
    ]  # fmt: skip
    assert recovery_key
    readers = [account.username for account in accounts if account.inbox_passphrase]
    assert readers == ["moderatore1", "moderatore2", "nderlidhese"]
    assert [account.username for account in accounts if not account.totp_secret] == ["admin", "editor"]
    assert KeyGrant.objects.count() == len(readers)
    assert create_demo_staff() == ([], "")


def test_list_when_it_grows_then_queries_do_not(moderator_client: Client, report: IncidentReport) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            moderator_client.get(INBOX)
        return len(queries)

    count()
    few = count()
    for number in range(12):
        submit_report(
            content=ReportContent(description=str(number)),
            metadata=ReportMetadata(category="unsure"),
            language="en",
            channel="api",
            token=f"{number:040}",
        )
    assert count() == few
