"""The directory: entries from the content pack, changes in the trail, and keys that were compared before they count."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.test import Client
from nacl.public import PrivateKey

from cms.core.loader import load_pack
from reports.inbox.duties import Role
from reports.inbox.models import AuditEvent, InboxKey, Recipient
from reports.inbox.packages.opening import fingerprint, grouped
from reports.inbox.services.casework import CaseworkError
from reports.inbox.services.recipients import (
    RecipientEntry,
    remove_recipient_key,
    save_recipient,
    set_recipient_key,
)
from reports.inbox.staff import ensure_groups
from reports.inbox.vocabularies import ReferralKind
from tests.factories import loaded
from tests.inbox.conftest import Inbox

pytestmark = pytest.mark.django_db
KEY = bytes(PrivateKey(b"\x05" * 32).public_key)
SPOKEN = grouped(fingerprint(KEY))
DIRECTORY = "/admin/inbox-recipients/"


@pytest.fixture
def supervisor(db: Any) -> Any:
    user = get_user_model().objects.create_user("mbikëqyrëse", password="fjalëkalim-prove")
    user.groups.add(ensure_groups()[Role.SUPERVISOR])
    return user


@pytest.fixture
def client_of_supervisor(supervisor: Any) -> Client:
    client = Client()
    client.force_login(supervisor)
    return client


@pytest.fixture
def recipient(db: Any) -> Recipient:
    return Recipient.objects.create(name="Partneri i provës", kind="police")


def entry(**given: Any) -> RecipientEntry:
    return RecipientEntry(
        **{
            "name": "Partneri i ri",
            "kind": "police",
            "language": "sq",
            "accepts_categories": ["csam"],
            "how_to_reach": "zyra 3",
            "is_active": True,
        }
        | given
    )


def trail() -> list[tuple[str, str, str]]:
    events = AuditEvent.objects.filter(action="recipient_changed").order_by("sequence")
    return list(events.values_list("subject", "detail", "reason"))


def test_pack_when_loaded_then_each_kind_has_a_recipient_and_none_has_a_key() -> None:
    assert set(Recipient.objects.values_list("kind", flat=True)) == set(ReferralKind.values)
    assert not Recipient.objects.exclude(public_key=None).exists()
    helpline = loaded("recipient.alo116")
    assert (helpline.name, helpline.organisation) == ("ALO 116 111", loaded("org.alo116"))
    assert "self_harm" in helpline.accepts_categories


def test_pack_when_loaded_again_then_what_staff_changed_and_keys_stay(supervisor: Any) -> None:
    police = loaded("recipient.police")
    set_recipient_key(recipient_id=police.pk, actor=supervisor, public_key=KEY.hex(), spoken=SPOKEN)
    summary = load_pack(Path(settings.BASE_DIR) / "content")
    assert summary.written == []
    police.refresh_from_db()
    assert bytes(police.public_key) == KEY


def test_recipient_when_saved_then_the_trail_says_what_changed_and_nothing_when_nothing_did(supervisor: Any) -> None:
    made = save_recipient(actor=supervisor, entry=entry())
    save_recipient(actor=supervisor, entry=entry(), recipient_id=made.pk)
    save_recipient(actor=supervisor, entry=entry(is_active=False, language="en"), recipient_id=made.pk)
    assert trail() == [
        ("Partneri i ri", f"{made.pk}: created", ""),
        ("Partneri i ri", f"{made.pk}: language,is_active", ""),
    ]


def test_recipient_when_there_is_one_of_that_kind_and_name_then_it_is_refused(
    supervisor: Any, recipient: Recipient
) -> None:
    with pytest.raises(CaseworkError):
        save_recipient(actor=supervisor, entry=entry(name=recipient.name))
    assert save_recipient(actor=supervisor, entry=entry(name=recipient.name, kind="prosecutor")).pk


def test_key_when_the_fingerprint_fits_then_it_counts_and_the_trail_names_it(
    supervisor: Any, recipient: Recipient
) -> None:
    set_recipient_key(recipient_id=recipient.pk, actor=supervisor, public_key=f" {KEY.hex().upper()}\n", spoken=SPOKEN)
    recipient.refresh_from_db()
    assert bytes(recipient.public_key or b"") == KEY
    assert trail() == [(recipient.name, f"{recipient.pk}: key {fingerprint(KEY)}", "")]


@pytest.mark.parametrize(
    ("public_key", "spoken"),
    [
        (KEY.hex(), ""),
        (KEY.hex(), SPOKEN[:-1] + ("1" if SPOKEN[-1] != "1" else "2")),
        (KEY.hex(), SPOKEN + "0"),
        (bytes(PrivateKey(b"\x06" * 32).public_key).hex(), SPOKEN),
        (KEY.hex()[:-2], SPOKEN),
        ("jo një çelës", SPOKEN),
        ("00" * 32, grouped(fingerprint(bytes(32)))),
        ("01" + "00" * 31, grouped(fingerprint(b"\x01" + bytes(31)))),
    ],
)
def test_key_when_it_does_not_fit_or_cannot_seal_then_the_earlier_one_stays(
    supervisor: Any, recipient: Recipient, public_key: str, spoken: str
) -> None:
    with pytest.raises(CaseworkError):
        set_recipient_key(recipient_id=recipient.pk, actor=supervisor, public_key=public_key, spoken=spoken)
    recipient.refresh_from_db()
    assert recipient.public_key is None
    assert trail() == []


@pytest.mark.parametrize("own", ["public_key", "signing_public_key"])
def test_key_when_it_is_one_of_our_own_then_it_is_refused(
    inbox: Inbox, supervisor: Any, recipient: Recipient, own: str
) -> None:
    key = bytes(getattr(InboxKey.objects.get(), own))
    with pytest.raises(CaseworkError):
        set_recipient_key(recipient_id=recipient.pk, actor=supervisor, public_key=key.hex(), spoken=fingerprint(key))


def test_key_when_taken_away_then_its_own_fingerprint_is_needed(supervisor: Any, recipient: Recipient) -> None:
    with pytest.raises(CaseworkError):
        remove_recipient_key(recipient_id=recipient.pk, actor=supervisor, spoken=SPOKEN)
    set_recipient_key(recipient_id=recipient.pk, actor=supervisor, public_key=KEY.hex(), spoken=SPOKEN)
    with pytest.raises(CaseworkError):
        remove_recipient_key(recipient_id=recipient.pk, actor=supervisor, spoken="1" * 40)
    remove_recipient_key(recipient_id=recipient.pk, actor=supervisor, spoken=SPOKEN)
    recipient.refresh_from_db()
    assert recipient.public_key is None
    assert trail()[-1][1] == f"{recipient.pk}: key removed"


@pytest.mark.parametrize("role", [Role.INTAKE_ANALYST, Role.LIAISON, Role.STATISTICIAN, Role.AUDITOR])
def test_directory_when_changed_by_somebody_else_then_the_service_refuses(recipient: Recipient, role: Role) -> None:
    user = get_user_model().objects.create_user("tjetër", password="fjalëkalim-prove")
    user.groups.add(ensure_groups()[role])
    given: dict[str, Any] = {"recipient_id": recipient.pk, "actor": user}
    for attempt in (
        lambda: save_recipient(entry=entry(), **given),
        lambda: set_recipient_key(public_key=KEY.hex(), spoken=SPOKEN, **given),
        lambda: remove_recipient_key(spoken=SPOKEN, **given),
    ):
        with pytest.raises(CaseworkError):
            attempt()
    assert trail() == []


@pytest.mark.parametrize("length", [0, 31, 33])
def test_key_when_it_has_another_length_then_the_database_refuses(recipient: Recipient, length: int) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Recipient.objects.filter(pk=recipient.pk).update(public_key=b"x" * length)


def test_directory_when_opened_then_fingerprints_stand_in_groups_and_ours_is_there(
    inbox: Inbox, client_of_supervisor: Client, recipient: Recipient
) -> None:
    Recipient.objects.filter(pk=recipient.pk).update(public_key=KEY)
    html = client_of_supervisor.get(DIRECTORY).content.decode()
    assert SPOKEN in html
    assert grouped(fingerprint(bytes(inbox.key.signing_public_key))) in html
    assert bytes(inbox.key.signing_public_key).hex() in html
    assert inbox.private_key.hex() not in html


def test_recipient_when_added_in_the_desk_then_its_key_comes_next(client_of_supervisor: Client) -> None:
    data = {"name": "I ri", "kind": "other", "language": "en", "accepts_categories": ["csam"], "is_active": "on"}
    response = client_of_supervisor.post(f"{DIRECTORY}new/", data)
    made = Recipient.objects.get(name="I ri")
    assert response["Location"] == f"{DIRECTORY}{made.pk}/key/"
    assert (made.accepts_categories, made.how_to_reach, made.public_key) == (["csam"], "", None)
    response = client_of_supervisor.post(f"{DIRECTORY}new/", data)
    assert response.status_code == 422
    assert "passing-errors" in response.content.decode()


def test_key_page_when_the_fingerprint_is_wrong_then_it_says_so_and_keeps_what_was_typed(
    client_of_supervisor: Client, recipient: Recipient
) -> None:
    path = f"{DIRECTORY}{recipient.pk}/key/"
    wrong = client_of_supervisor.post(path, {"step": "set", "public_key": KEY.hex(), "spoken": "123"})
    assert wrong.status_code == 422
    assert "Gjurma nuk i përgjigjet këtij çelësi." in wrong.content.decode()
    assert KEY.hex() in wrong.content.decode()
    right = client_of_supervisor.post(path, {"step": "set", "public_key": KEY.hex(), "spoken": SPOKEN})
    assert right.status_code == 302
    assert client_of_supervisor.post(path, {"step": "remove", "old-spoken": SPOKEN}).status_code == 302
    assert [detail.split(": ")[1] for _name, detail, _reason in trail()] == [f"key {fingerprint(KEY)}", "key removed"]


def test_recipient_when_out_of_use_then_it_is_not_offered_but_stays_in_the_directory(
    client_of_supervisor: Client, recipient: Recipient
) -> None:
    Recipient.objects.filter(pk=recipient.pk).update(is_active=False)
    assert recipient.name in client_of_supervisor.get(DIRECTORY).content.decode()
    assert recipient not in Recipient.objects.in_use()
