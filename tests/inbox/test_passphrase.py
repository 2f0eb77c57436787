"""Opening the inbox: passphrases, their change and their limits."""

import io
import time
from typing import Any

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reports.inbox import keys, sealing
from reports.inbox.models import AuditEvent, InboxKey, KeyGrant, PersonalKey, RecoveryKey
from reports.inbox.staff import EDITORS, ensure_groups
from tests.inbox.conftest import PASSPHRASE, Inbox

pytestmark = pytest.mark.django_db
OPEN, CHANGE = "/admin/inbox-key/open/", "/admin/inbox-key/passphrase/"
NEW = "dritë hëne mbi gurë"


def actions() -> list[str]:
    return list(AuditEvent.objects.order_by("sequence").values_list("action", flat=True))


def change(client: Client, **answers: str) -> Any:
    return client.post(CHANGE, {"passphrase": PASSPHRASE, "new_passphrase": NEW, "repeated": NEW} | answers)


def test_passphrase_when_changed_then_only_the_new_one_opens(moderator_client: Client) -> None:
    assert change(moderator_client).status_code == 302
    assert moderator_client.post(OPEN, {"passphrase": PASSPHRASE}).status_code == 422
    assert moderator_client.post(OPEN, {"passphrase": NEW}).status_code == 302
    assert actions()[2:] == ["passphrase_changed", "passphrase_failed", "inbox_opened"]


@pytest.mark.parametrize(
    "answers",
    [
        {"passphrase": "gabim gabim gabim"},
        {"passphrase": ""},
        {"repeated": "tjetër gjë krejt"},
        {"new_passphrase": "shkurt", "repeated": "shkurt"},
    ],
)
def test_passphrase_when_the_change_is_wrong_then_the_old_one_stays(
    moderator_client: Client, answers: dict[str, str]
) -> None:
    response = change(moderator_client, **answers)
    assert response.status_code == 422
    assert PASSPHRASE not in response.content.decode()
    assert moderator_client.post(OPEN, {"passphrase": PASSPHRASE}).status_code == 302


def test_passphrase_when_tried_too_often_then_changing_it_waits_as_well_and_later_it_opens(
    moderator_client: Client,
) -> None:
    for _attempt in range(5):
        moderator_client.post(OPEN, {"passphrase": "gabim gabim gabim"})
    assert change(moderator_client).status_code == 429
    with time_machine.travel(time.time() + 16 * 60):
        assert moderator_client.post(OPEN, {"passphrase": PASSPHRASE}).status_code == 302


def test_passphrase_when_tried_at_the_same_time_then_each_try_counts(
    moderator_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A try that runs while another is still being stretched is not free."""
    tried: list[str] = []

    def slow(*, moderator: Any, passphrase: str) -> tuple[Any, bytes]:
        tried.append(passphrase)
        if len(tried) < 20:
            moderator_client.post(OPEN, {"passphrase": f"gabim gabim {len(tried)}"})
        raise sealing.CannotOpenError

    monkeypatch.setattr("reports.inbox.desk.passphrase.open_personal_key", slow)
    moderator_client.post(OPEN, {"passphrase": "gabim gabim gabim"})
    assert len(tried) == 5


def test_inbox_when_the_moderator_signs_out_then_the_trail_says_it_closed(open_client: Client) -> None:
    open_client.post("/admin/logout/")
    assert actions()[-2:] == ["inbox_opened", "inbox_closed"]


def test_inbox_when_it_closes_by_itself_then_the_trail_says_so_once(open_client: Client) -> None:
    with time_machine.travel(time.time() + 31 * 60):
        open_client.get("/admin/inbox/")
        open_client.get("/admin/inbox/")
    assert actions()[-2:] == ["inbox_opened", "inbox_closed"]
    assert not any(key.startswith("inbox_") for key in open_client.session.keys())  # noqa: SIM118


def test_inbox_when_the_cookie_is_of_another_opening_then_it_closes(open_client: Client, inbox: Inbox) -> None:
    first = open_client.cookies["inbox_key"].value
    open_client.post(OPEN, {"passphrase": PASSPHRASE})
    assert open_client.cookies["inbox_key"].value != first
    open_client.cookies["inbox_key"] = first
    assert OPEN in open_client.get("/admin/inbox/").content.decode()


@pytest.mark.parametrize("path", [OPEN, CHANGE, "/admin/inbox-key/close/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_key_views_when_asked_by_an_editor_then_they_are_refused(inbox: Inbox, path: str, method: str) -> None:
    editor = get_user_model().objects.create_user("redaktore", password="fjalëkalim-prove")
    editor.groups.add(ensure_groups()[EDITORS])
    client = Client()
    client.force_login(editor)
    assert getattr(client, method)(path).status_code in (302, 403, 405)
    assert actions() == ["key_created", "key_granted"]


def test_administrator_when_without_a_duty_then_neither_the_queue_nor_a_passphrase_opens(inbox: Inbox) -> None:
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("admin", password="fjalëkalim-prove"))
    for response in (client.get("/admin/inbox/"), client.post(OPEN, {"passphrase": PASSPHRASE})):
        assert response.status_code in (302, 403)
        assert "inbox_key" not in response.cookies


def test_key_when_a_second_one_is_active_then_the_database_refuses(inbox: Inbox) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        InboxKey.objects.create(public_key=b"x" * 32, recovery_key=inbox.key.recovery_key)


def test_keys_when_stored_then_no_private_half_and_no_secret_is_among_them(inbox: Inbox) -> None:
    stored = b"".join(
        bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
        for model in (InboxKey, RecoveryKey, PersonalKey, KeyGrant, AuditEvent)
        for row in model.objects.values_list()
        for value in row
    )
    _personal_key, own = keys.open_personal_key(moderator=inbox.moderator, passphrase=PASSPHRASE)
    paper = keys.RecoverySecret.from_key(inbox.recovery_key)
    written = (inbox.recovery_key.encode(), PASSPHRASE.encode(), paper.secret, paper.private_key)
    for secret in (inbox.private_key, own, *written):
        assert secret not in stored
        assert secret.hex().encode() not in stored


def test_demo_command_when_run_then_the_file_is_for_its_owner_and_the_second_run_says_nothing(
    db: Any, tmp_path: Any
) -> None:
    file, output, silence = tmp_path / "staff.txt", io.StringIO(), io.StringIO()
    call_command("create_demo_staff", "--file", str(file), stdout=output)
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.read_text().strip() == output.getvalue().strip()
    recovery_key = output.getvalue().split()[-1]
    assert keys.open_with_recovery_key(recovery_key=recovery_key)
    call_command("create_demo_staff", "--file", str(file), stdout=silence)
    assert silence.getvalue() == ""


def test_key_views_when_opened_then_few_queries_are_enough(moderator_client: Client) -> None:
    moderator_client.get("/admin/inbox/")
    for path, most in ((OPEN, 12), (CHANGE, 11), ("/admin/inbox/", 18)):
        with CaptureQueriesContext(connection) as queries:
            assert moderator_client.get(path).status_code == 200
        assert len(queries) <= most, (path, len(queries))
