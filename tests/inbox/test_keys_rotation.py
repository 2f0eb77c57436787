"""Replacing the inbox key: the same people open the new one, leavers and intruders do not."""

import io
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.test import Client
from nacl.public import PrivateKey

from reports.inbox import keys, sealing
from reports.inbox.documents import ReportContent, ReportMetadata
from reports.inbox.duties import Role
from reports.inbox.management import terminal
from reports.inbox.models import AuditEvent, InboxKey, IncidentReport, KeyGrant, PersonalKey
from reports.inbox.services import submit_report
from reports.inbox.staff import ensure_groups
from tests.inbox.conftest import PASSPHRASE, Inbox

pytestmark = pytest.mark.django_db
ROTATE = "/admin/inbox-key/rotate/"
HERS = "dritë hëne mbi gurë"


def let_in(inbox: Inbox, username: str) -> Any:
    user = get_user_model().objects.create_user(username, password="fjalëkalim-prove")
    user.groups.add(ensure_groups()[Role.INTAKE_ANALYST])
    keys.grant_inbox_key(inbox_key=inbox.key, private_key=inbox.private_key, moderator=user, passphrase=HERS)
    return user


def send(word: str) -> IncidentReport:
    return submit_report(
        content=ReportContent(description=word),
        metadata=ReportMetadata(category="grooming"),
        language="sq",
        channel="web",
        token=word * 40,
    ).report


def opened_by(user: Any, passphrase: str) -> set[int]:
    return set(keys.open_with_passphrase(moderator=user, passphrase=passphrase))


def test_rotation_when_done_then_everybody_opens_old_and_new_with_the_passphrase_they_have(
    open_client: Client, inbox: Inbox
) -> None:
    colleague = let_in(inbox, "e-dyta")
    old = send("a")
    assert open_client.post(ROTATE).status_code == 302
    new = send("b")
    assert old.inbox_key_id != new.inbox_key_id
    both = {old.inbox_key_id, new.inbox_key_id}
    assert opened_by(colleague, HERS) == opened_by(inbox.moderator, PASSPHRASE) == both
    # The inbox that is open reads the new report without being opened again.
    for report in (old, new):
        revealed = open_client.post(f"/admin/inbox/report/{report.pk}/reveal/", {"part": "description-1"})
        assert f">{'ab'[report == new]}</p>" in revealed.content.decode()
    assert set(keys.open_with_recovery_key(recovery_key=inbox.recovery_key)) == both


def test_rotation_when_done_then_the_advice_is_gone_and_each_access_is_on_the_trail(
    open_client: Client, inbox: Inbox
) -> None:
    colleague = let_in(inbox, "e-dyta")
    third = let_in(inbox, "e-treta")
    keys.revoke_access(moderator=third, actor=inbox.moderator)
    open_client.post(ROTATE)
    assert InboxKey.objects.get(is_active=True).rotation_advised_at is None
    told = list(AuditEvent.objects.order_by("-sequence").values_list("action", "subject")[:3])[::-1]
    new = InboxKey.objects.get(is_active=True)
    assert told == [
        ("key_created", f"key {new.pk}"),
        ("key_granted", inbox.moderator.username),
        ("key_granted", colleague.username),
    ]


def test_leaver_when_the_key_was_rotated_then_neither_grant_nor_old_private_key_opens_new_reports(
    open_client: Client, inbox: Inbox
) -> None:
    leaver = let_in(inbox, "ish-kolege")
    stolen = dict(keys.open_with_passphrase(moderator=leaver, passphrase=HERS))
    keys.revoke_access(moderator=leaver, actor=inbox.moderator)
    open_client.post(ROTATE)
    new = send("b")
    for private_key in stolen.values():
        with pytest.raises(sealing.CannotOpenError):
            sealing.open_document(new.sealed, private_key)
    with pytest.raises(sealing.CannotOpenError):
        keys.open_with_passphrase(moderator=leaver, passphrase=HERS)


@pytest.mark.parametrize("how", ["account closed", "role taken"])
def test_rotation_when_somebody_may_no_longer_read_then_the_new_key_is_not_theirs(
    open_client: Client, inbox: Inbox, how: str
) -> None:
    leaver = let_in(inbox, "ish-kolege")
    if how == "account closed":
        leaver.is_active = False
        leaver.save()
    else:
        leaver.groups.clear()
    html = open_client.post(ROTATE, follow=True).content.decode()
    assert "ish-kolege" in html
    new = InboxKey.objects.get(is_active=True)
    assert not KeyGrant.objects.filter(inbox_key=new, personal_key__moderator=leaver).exists()


def test_rotation_when_somebody_wrote_a_grant_into_the_database_then_it_is_left_out(
    open_client: Client, inbox: Inbox
) -> None:
    """Who can write the database and has no key waits for a rotation to be given one. In vain."""
    intruder = get_user_model().objects.create_user("nderhyres", password="fjalëkalim-prove")
    intruder.groups.add(ensure_groups()[Role.SENIOR_ANALYST])
    own = keys.make_personal_key(moderator=intruder, passphrase=HERS)
    KeyGrant.objects.create(inbox_key=inbox.key, personal_key=own, sealed_key=b"x", witness=b"x" * 32)
    # Nor does it help to put one's own public key into the row of somebody who was let in.
    PersonalKey.objects.filter(moderator=inbox.moderator).update(public_key=bytes(PrivateKey.generate().public_key))
    open_client.post(ROTATE)
    new = InboxKey.objects.get(is_active=True)
    assert new != inbox.key
    assert not KeyGrant.objects.filter(inbox_key=new).exists()
    # The recovery key, which is on paper, still opens it.
    assert new.pk in keys.open_with_recovery_key(recovery_key=inbox.recovery_key)


def test_rotation_when_somebody_exchanged_the_recovery_key_then_it_is_refused(
    open_client: Client, inbox: Inbox
) -> None:
    paper = inbox.key.recovery_key
    paper.public_key = bytes(PrivateKey.generate().public_key)
    paper.save()
    response = open_client.post(ROTATE)
    assert response.status_code == 409
    assert "nuk është ai që u vendos" in response.content.decode()
    assert list(InboxKey.objects.all()) == [inbox.key]


def test_rotation_when_the_inbox_is_closed_then_it_is_refused(moderator_client: Client, inbox: Inbox) -> None:
    assert moderator_client.post(ROTATE).status_code == 409
    assert list(InboxKey.objects.all()) == [inbox.key]


def test_rotate_command_when_run_then_it_says_who_has_the_new_key(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_in(inbox, "e-dyta")
    monkeypatch.setattr(terminal, "getpass", lambda prompt: PASSPHRASE)
    output = io.StringIO()
    call_command("rotate_inbox_key", "--by", "moderatore", stdout=output)
    assert "moderatore, e-dyta" in output.getvalue()
    assert InboxKey.objects.count() == 2


@pytest.mark.parametrize(("by", "typed"), [("moderatore", "gabim gabim gabim"), ("askush", PASSPHRASE)])
def test_rotate_command_when_the_passphrase_or_the_name_is_wrong_then_nothing_changes(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch, by: str, typed: str
) -> None:
    monkeypatch.setattr(terminal, "getpass", lambda prompt: typed)
    with pytest.raises(CommandError):
        call_command("rotate_inbox_key", "--by", by)
    assert list(InboxKey.objects.all()) == [inbox.key]


def test_revoke_command_when_run_then_access_is_gone_and_a_second_run_says_so(inbox: Inbox) -> None:
    output = io.StringIO()
    call_command("revoke_inbox_key", "--moderator", "moderatore", stdout=output)
    assert not KeyGrant.objects.exists()
    assert AuditEvent.objects.latest("sequence").action == "key_revoked"
    with pytest.raises(CommandError):
        call_command("revoke_inbox_key", "--moderator", "moderatore")
