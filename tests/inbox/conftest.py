"""An inbox with a key and a moderator; passphrases are stretched cheaply here."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from nacl.pwhash import argon2id

from reports.inbox import sealing
from reports.inbox.duties import Role
from reports.inbox.keys import create_inbox_key, grant_inbox_key
from reports.inbox.models import InboxKey
from reports.inbox.staff import ensure_groups

PASSPHRASE = "kali bardhë kalon urën"


@pytest.fixture(autouse=True)
def cheap_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "PASSPHRASE_OPERATIONS", argon2id.OPSLIMIT_MIN)
    monkeypatch.setattr(sealing, "PASSPHRASE_MEMORY", argon2id.MEMLIMIT_MIN)


@dataclass
class Inbox:
    key: InboxKey
    private_key: bytes
    recovery_key: str
    moderator: Any


@pytest.fixture
def inbox(db: Any) -> Inbox:
    groups = ensure_groups()
    moderator = get_user_model().objects.create_user("moderatore", password="fjalëkalim-prove")
    moderator.groups.add(groups[Role.SENIOR_ANALYST])
    key, private_key, recovery_key = create_inbox_key()
    grant_inbox_key(inbox_key=key, private_key=private_key, moderator=moderator, passphrase=PASSPHRASE)
    return Inbox(key, private_key, recovery_key, moderator)


@pytest.fixture
def moderator_client(inbox: Inbox) -> Client:
    client = Client()
    client.force_login(inbox.moderator)
    return client


@pytest.fixture
def open_client(moderator_client: Client) -> Client:
    response = moderator_client.post("/admin/inbox-key/open/", {"passphrase": PASSPHRASE})
    assert response.status_code == 302
    return moderator_client
