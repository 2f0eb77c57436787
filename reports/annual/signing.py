"""Signatures of frozen datasets (Ed25519, RFC 8032). A copy can be checked against the public key kept beside it."""

import hashlib

from django.conf import settings
from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey


def _key() -> SigningKey:
    # A new SECRET_KEY signs with another key; earlier signatures keep theirs beside them.
    return SigningKey(hashlib.blake2b(settings.SECRET_KEY.encode(), digest_size=32, person=b"isigurt-dataset").digest())


def sign(digest: str) -> tuple[str, str]:
    """Return signature and public key, in hexadecimal.

    Args:
        digest: SHA-256 of the dataset as CSV, in hexadecimal.
    """
    key = _key()
    return key.sign(bytes.fromhex(digest)).signature.hex(), key.verify_key.encode().hex()


def is_signed(digest: str, signature: str, public_key: str) -> bool:
    """Return whether `signature` is one of `digest` under `public_key`; False for anything that is none."""
    try:
        VerifyKey(bytes.fromhex(public_key)).verify(bytes.fromhex(digest), bytes.fromhex(signature))
    except (BadSignatureError, ValueError, TypeError):
        return False
    return True
