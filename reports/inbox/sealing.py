"""Sealing and opening of documents, with libsodium through PyNaCl. No database, no Django models.

Terms: a *document* is a JSON object; a *content key* seals one document; an inbox key pair seals content keys.
"""

import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import Any

import nacl.utils
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.pwhash import argon2id
from nacl.secret import SecretBox

# Documents are padded to a multiple of this many bytes, so that their length says little about what they hold.
PADDING_BLOCK = 1024
SALT_BYTES = argon2id.SALTBYTES
# Cost of turning a passphrase into a key: about half a second and 256 MiB (libsodium's "moderate").
PASSPHRASE_OPERATIONS = argon2id.OPSLIMIT_MODERATE
PASSPHRASE_MEMORY = argon2id.MEMLIMIT_MODERATE


class CannotOpenError(Exception):
    """The key or the passphrase does not fit, or the sealed bytes were changed."""


@dataclass(frozen=True)
class SealedDocument:
    """A document under a content key, and that key under a public key."""

    sealed_key: bytes
    sealed_document: bytes


def pad(data: bytes) -> bytes:
    """Return `data` with one marker byte and zeros, to a multiple of 1,024 bytes (ISO/IEC 7816-4 padding)."""
    marked = data + b"\x80"
    return marked + b"\x00" * (-len(marked) % PADDING_BLOCK)


def unpad(padded: bytes) -> bytes:
    """Return what was padded.

    Raises:
        CannotOpenError: if there is no marker.
    """
    data, marker, rest = padded.rpartition(b"\x80")
    if not marker or rest.strip(b"\x00"):
        raise CannotOpenError
    return data


def seal(document: dict[str, Any], public_key: bytes) -> SealedDocument:
    """Seal `document` so that only the private half of `public_key` (32 bytes, X25519) opens it."""
    content_key = nacl.utils.random(SecretBox.KEY_SIZE)
    plain = pad(json.dumps(document, ensure_ascii=False, sort_keys=True).encode())
    return SealedDocument(
        sealed_key=bytes(SealedBox(PublicKey(public_key)).encrypt(content_key)),
        sealed_document=bytes(SecretBox(content_key).encrypt(plain)),
    )


def open_document(sealed: SealedDocument, private_key: bytes) -> dict[str, Any]:
    """Return the document inside `sealed`.

    Raises:
        CannotOpenError: if `private_key` does not fit or a byte was changed.
    """
    try:
        content_key = SealedBox(PrivateKey(private_key)).decrypt(sealed.sealed_key)
        plain = SecretBox(content_key).decrypt(sealed.sealed_document)
    except (CryptoError, ValueError, TypeError):
        raise CannotOpenError from None
    return dict(json.loads(unpad(plain)))


def new_salt() -> bytes:
    """Return 16 random bytes for `wrap_key`."""
    return nacl.utils.random(SALT_BYTES)


def wrap_key(private_key: bytes, passphrase: str, salt: bytes) -> bytes:
    """Return `private_key` sealed under a key derived from `passphrase` and `salt` with argon2id."""
    return bytes(SecretBox(_passphrase_key(passphrase, salt)).encrypt(private_key))


def unwrap_key(wrapped: bytes, passphrase: str, salt: bytes) -> bytes:
    """Return the private key inside `wrapped`.

    Raises:
        CannotOpenError: if the passphrase is wrong.
    """
    try:
        return bytes(SecretBox(_passphrase_key(passphrase, salt)).decrypt(wrapped))
    except (CryptoError, ValueError, TypeError):
        raise CannotOpenError from None


def seal_key(key: bytes, public_key: bytes) -> bytes:
    """Return `key` sealed so that only the private half of `public_key` (32 bytes, X25519) opens it."""
    return bytes(SealedBox(PublicKey(public_key)).encrypt(key))


def open_key(sealed: bytes, private_key: bytes) -> bytes:
    """Return the key inside `sealed`.

    Raises:
        CannotOpenError: if `private_key` does not fit or a byte was changed.
    """
    try:
        return bytes(SealedBox(PrivateKey(private_key)).decrypt(sealed))
    except (CryptoError, ValueError, TypeError):
        raise CannotOpenError from None


def public_half(private_key: bytes) -> bytes:
    """Return the public half of `private_key` (32 bytes, X25519).

    Raises:
        CannotOpenError: if it cannot be a private key.
    """
    try:
        return bytes(PrivateKey(private_key).public_key)
    except (CryptoError, ValueError, TypeError):
        raise CannotOpenError from None


def witness(private_key: bytes, *parts: bytes) -> bytes:
    """Return 32 bytes over `parts` that only a holder of `private_key` can make (keyed BLAKE2b, RFC 7693)."""
    message = b"".join(len(part).to_bytes(8, "big") + part for part in parts)
    return hashlib.blake2b(message, key=private_key, digest_size=32, person=b"isigurt witness").digest()


def is_witnessed(private_key: bytes, stored: bytes | memoryview, *parts: bytes) -> bool:
    """Return whether `stored` is the witness of `parts`; compared in constant time."""
    return hmac.compare_digest(witness(private_key, *parts), bytes(stored))


def _passphrase_key(passphrase: str, salt: bytes) -> bytes:
    return argon2id.kdf(
        SecretBox.KEY_SIZE,
        passphrase.encode(),
        bytes(salt),
        opslimit=PASSPHRASE_OPERATIONS,
        memlimit=PASSPHRASE_MEMORY,
    )
