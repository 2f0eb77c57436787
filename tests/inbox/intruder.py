"""Somebody who runs code as the web user: has the whole database, settings, cache and environment, and no passphrase.

Tries everything found there as a key on everything sealed, and goes on with whatever opens.
"""

import base64
import binascii
import contextlib
import hashlib
import os
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from reports.inbox import sealing
from reports.inbox.keys import RecoverySecret, RecoveryTypingError
from reports.inbox.models import InboxKey, IncidentReport, KeyGrant, PersonalKey, RecoveryKey
from reports.inbox.receipts import keyed_hash, receipt_private_key

REPORTS = IncidentReport._meta.db_table
_NEAR = ("inbox_", "accounts_", "auth_", "otp_", "django_session")
# Longer values are documents, not keys.
_LONGEST = 512


class Intruder:
    """Looks where keys could be: hotline, accounts and sessions, settings, cache, environment; and, told so, anywhere.

    Args:
        also: what else the intruder has, to see that the attack works where it should.
        is_thorough: try the words of every page and table as well.
    """

    def __init__(self, also: Iterable[Any] = (), *, is_thorough: bool = False) -> None:
        near = {atom for atom in (*_rows(_NEAR), *_running(), *also) if atom}
        self.near_keys = {key for atom in near for key in _keys_from(atom)}
        shared = near | set(_rows(("",))) if is_thorough else near
        self.words = sorted({atom for atom in shared if isinstance(atom, str)})
        self.keys = {key for atom in shared for key in _keys_from(atom)}
        self.private_keys: dict[bytes, bytes] = {}

    def read_reports(self) -> int:
        """Return how many reports were opened."""
        self._use_sessions()
        self._use_words()
        while self._open_more():
            pass
        return sum(self._opens(report) for report in IncidentReport.objects.all())

    def _use_sessions(self) -> None:
        for session in Session.objects.all():
            sealed = base64.urlsafe_b64decode(session.get_decoded().get("inbox_sealed_key", ""))
            for key in self.keys:
                with contextlib.suppress(CryptoError, ValueError):
                    self.keys = self.keys | {bytes(SecretBox(key).decrypt(sealed))}
                    break

    def _use_words(self) -> None:
        for word in self.words:
            with contextlib.suppress(RecoveryTypingError):
                self.keys.add(RecoverySecret.from_key(word).private_key)
            for personal_key in PersonalKey.objects.all():
                with contextlib.suppress(sealing.CannotOpenError):
                    self.keys.add(sealing.unwrap_key(bytes(personal_key.wrapped_key), word, bytes(personal_key.salt)))

    def _open_more(self) -> bool:
        """Recognise private keys by their public halves and open with them; return whether that brought new keys."""
        known = {bytes(row.public_key) for model in (InboxKey, PersonalKey, RecoveryKey) for row in model.objects.all()}
        for key in self.keys:
            if (public_half := sealing.public_half(key)) in known:
                self.private_keys[public_half] = key
        sealed = [bytes(grant.sealed_key) for grant in KeyGrant.objects.all()]
        sealed += [bytes(inbox_key.sealed_for_recovery) for inbox_key in InboxKey.objects.all()]
        found = set()
        for private_key in self.private_keys.values():
            for one in sealed:
                with contextlib.suppress(sealing.CannotOpenError):
                    found.add(sealing.open_key(one, private_key))
        is_new = bool(found - self.keys)
        self.keys |= found
        return is_new

    def _opens(self, report: IncidentReport) -> bool:
        for private_key in self.private_keys.values():
            with contextlib.suppress(sealing.CannotOpenError):
                return bool(sealing.open_document(report.sealed, private_key))
        row = {key for value in vars(report).values() for key in _keys_from(value)}
        for content_key in self.near_keys | row:
            with contextlib.suppress(CryptoError):
                return bool(SecretBox(content_key).decrypt(bytes(report.sealed_document)))
        return False


def _rows(prefixes: tuple[str, ...]) -> Iterator[Any]:
    """Yield every value in the tables whose names begin so; reports are looked at one by one."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table != REPORTS and table.startswith(prefixes):
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
                for row in cursor.fetchall():
                    yield from _atoms(row)


def _running() -> Iterator[Any]:
    """Yield what a running process knows: sessions opened, settings, cache and environment."""
    for session in Session.objects.all():
        yield from _atoms(session.get_decoded())
    yield from _atoms({name: getattr(settings, name) for name in dir(settings) if name.isupper()})
    yield from _atoms(getattr(cache, "_cache", {}))
    yield from _atoms(dict(os.environ))


def _atoms(value: Any, depth: int = 0) -> Iterator[Any]:
    if isinstance(value, memoryview | bytearray):
        value = bytes(value)
    if isinstance(value, str | bytes):
        if 8 <= len(value) <= _LONGEST:
            yield value
    elif isinstance(value, dict) and depth < 6:
        for key, item in value.items():
            yield from _atoms(key, depth + 1)
            yield from _atoms(item, depth + 1)
    elif isinstance(value, list | tuple | set | frozenset) and depth < 6:
        for item in value:
            yield from _atoms(item, depth + 1)


def _keys_from(value: Any) -> Iterator[bytes]:
    """Yield keys of 32 bytes that `value` could be, hold, spell or be stretched into."""
    if isinstance(value, memoryview):
        value = bytes(value)
    if not isinstance(value, str | bytes) or len(value) > _LONGEST:
        return
    raw = value.encode() if isinstance(value, str) else value
    forms = {raw} if isinstance(value, bytes) or len(raw) == 32 else set()
    for decode in (binascii.unhexlify, base64.b64decode, base64.urlsafe_b64decode, base64.b32decode):
        with contextlib.suppress(ValueError):
            forms.add(decode(raw))
    for form in forms:
        # A key may begin anywhere in binary data.
        yield from (form[start : start + 32] for start in range(len(form) - 31))
        if len(form) == 16:
            yield RecoverySecret(form).private_key
    yield hashlib.sha256(raw).digest()
    yield hashlib.blake2b(raw, digest_size=32).digest()
    yield keyed_hash("receipt", raw)
    yield receipt_private_key(raw.decode("latin-1"))
