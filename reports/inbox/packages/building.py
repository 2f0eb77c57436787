"""Makes a sealed package in memory: the ZIP, its manifest, the signature, the seal. Nothing touches a disk."""

import hashlib
import io
import json
import zipfile
from typing import Any

import nacl.utils
from nacl.public import PublicKey, SealedBox
from nacl.secret import SecretBox
from nacl.signing import SigningKey

from . import opening

# The same content gives the same ZIP: no clock in it but the one the report carries.
_FIXED_DATE = (1980, 1, 1, 0, 0, 0)


def canonical_json(value: Any) -> bytes:
    """Return `value` as JSON for people and programs: sorted, indented, UTF-8."""
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, indent=2) + "\n").encode()


def build_archive(files: dict[str, bytes], *, reference: str, recipient_key: bytes, signing_key: bytes) -> bytes:
    """Return the ZIP with manifest and signature.

    Args:
        files: by name, exactly `opening.CONTENTS`.
        reference: the public reference.
        recipient_key: public key (32 bytes) for whom the package is signed: nobody can pass it on as meant for others.
        signing_key: private Ed25519 key of the hotline (32 bytes).
    """
    if set(files) != set(opening.CONTENTS):
        raise ValueError("A package holds exactly the files of a package.")
    signer = SigningKey(signing_key)
    manifest = canonical_json(
        {
            "schema": opening.SCHEMA,
            "version": opening.VERSION,
            "reference": reference,
            "recipient": opening.fingerprint(recipient_key),
            "signing_key": bytes(signer.verify_key).hex(),
            "files": {
                name: {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
                for name, content in files.items()
            },
        }
    )
    signature = signer.sign(manifest).signature
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in sorted({**files, opening.MANIFEST: manifest, opening.SIGNATURE: signature}.items()):
            entry = zipfile.ZipInfo(name, _FIXED_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            entry.create_system = 3
            opened.writestr(entry, content)
    return archive.getvalue()


def seal_archive(archive: bytes, recipient_key: bytes) -> bytes:
    """Return `archive` sealed to `recipient_key` (32 bytes), padded so that its size says little."""
    content_key = nacl.utils.random(SecretBox.KEY_SIZE)
    plain = len(archive).to_bytes(opening.LENGTH_BYTES, "big") + archive
    plain += b"\x00" * (-len(plain) % opening.PADDING_BLOCK)
    sealed_key = bytes(SealedBox(PublicKey(recipient_key)).encrypt(content_key))
    return opening.MARK + sealed_key + bytes(SecretBox(content_key).encrypt(plain))
