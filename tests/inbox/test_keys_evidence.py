"""What the sealing is for: database, settings and running code together open no report."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from reports.inbox import keys, sealing
from reports.inbox.documents import ReportContact, ReportContent, ReportMetadata
from reports.inbox.duties import Role
from reports.inbox.models import IncidentReport, KeyGrant
from reports.inbox.services import submit_report
from reports.inbox.staff import ensure_groups
from tests.inbox.conftest import PASSPHRASE, Inbox
from tests.inbox.intruder import Intruder
from tests.scale import scaled

pytestmark = [pytest.mark.django_db, pytest.mark.heavy]
HERS = "dritë hëne mbi gurë"


def fill(count: int) -> None:
    for number in range(count):
        submit_report(
            content=ReportContent(description=f"kanarinë {number}", addresses=[f"https://shembull{number}.example"]),
            contact=ReportContact("kanarina@example.org", consents_to_contact=True),
            metadata=ReportMetadata(category="unsure"),
            language="sq",
            channel="web",
            token=f"{number:040}",
        )


def colleague_of(inbox: Inbox) -> Any:
    user = get_user_model().objects.create_user("e-dyta", password="fjalëkalim-prove")
    user.groups.add(ensure_groups()[Role.INTAKE_ANALYST])
    keys.grant_inbox_key(inbox_key=inbox.key, private_key=inbox.private_key, moderator=user, passphrase=HERS)
    return user


def test_intruder_when_holding_everything_but_a_passphrase_then_no_report_opens(
    open_client: Client, inbox: Inbox
) -> None:
    count = scaled(1_000, 50)
    fill(count)
    colleague_of(inbox)
    open_client.get(f"/admin/inbox/inspect/{IncidentReport.objects.first().pk}/")
    intruder = Intruder(is_thorough=bool(scaled(1, 0)))
    assert len(intruder.keys) > scaled(50_000, 1_000)
    assert intruder.read_reports() == 0
    assert intruder.private_keys == {}
    assert IncidentReport.objects.count() == count


@pytest.mark.parametrize("what", ["passphrase", "recovery key", "shares", "private key", "cookie of an open inbox"])
def test_intruder_when_one_secret_that_is_stored_nowhere_is_added_then_every_report_opens(
    open_client: Client, inbox: Inbox, what: str
) -> None:
    """The attack is a real one: with what it lacks above, it reads all."""
    fill(5)
    _personal_key, own = keys.open_personal_key(moderator=inbox.moderator, passphrase=PASSPHRASE)
    paper = keys.RecoverySecret.from_key(inbox.recovery_key)
    secrets = {
        "passphrase": PASSPHRASE,
        "recovery key": inbox.recovery_key,
        "shares": keys.RecoverySecret.from_shares(paper.as_shares()[:2]).private_key,
        "private key": own.hex(),
        "cookie of an open inbox": open_client.cookies["inbox_key"].value,
    }
    assert Intruder([secrets[what]]).read_reports() == 5


def test_leaver_when_access_is_taken_away_then_session_cookie_and_passphrase_together_open_nothing(
    open_client: Client, inbox: Inbox
) -> None:
    """All the leaver ever had, with all that is stored now."""
    fill(5)
    colleague_of(inbox)
    kept = [*open_client.session.values(), *(cookie.value for cookie in open_client.cookies.values()), PASSPHRASE]
    _personal_key, own = keys.open_personal_key(moderator=inbox.moderator, passphrase=PASSPHRASE)
    assert Intruder([*kept, own]).read_reports() == 5
    keys.revoke_access(moderator=inbox.moderator, actor=None)
    assert Intruder([*kept, own]).read_reports() == 0
    assert KeyGrant.objects.count() == 1


def test_one_share_when_stolen_with_the_whole_database_then_no_report_opens(inbox: Inbox) -> None:
    fill(5)
    paper = keys.RecoverySecret.from_key(inbox.recovery_key)
    for share in paper.as_shares():
        assert Intruder([share, *share.split()]).read_reports() == 0


def test_session_when_the_cookie_is_missing_or_of_another_browser_then_nothing_opens(
    open_client: Client, inbox: Inbox
) -> None:
    fill(1)
    path = f"/admin/inbox/inspect/{IncidentReport.objects.get().pk}/"
    other = Client()
    other.force_login(inbox.moderator)
    other.post("/admin/inbox-key/open/", {"passphrase": PASSPHRASE})
    for cookie in ("", "x", "A" * 44, other.cookies["inbox_key"].value):
        thief = Client()
        thief.cookies["sessionid"] = open_client.cookies["sessionid"].value
        if cookie:
            thief.cookies["inbox_key"] = cookie
        assert "kanarinë 0" not in thief.get(path).content.decode()


def test_private_key_when_of_another_inbox_then_no_report_opens(inbox: Inbox) -> None:
    fill(5)
    _other, private_key, _paper = keys.create_inbox_key()
    for report in IncidentReport.objects.all():
        with pytest.raises(sealing.CannotOpenError):
            sealing.open_document(report.sealed, private_key)
