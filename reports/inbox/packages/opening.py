"""Opens the hotline's sealed packages and makes the keys they are sealed to. Python and PyNaCl are all it needs.

One file on purpose: a partner copies it and runs `python opening.py open …`. No Django, no database, no network.
"""

import argparse
import hashlib
import io
import json
import os
import struct
import sys
import zipfile
import zlib
from pathlib import Path
from typing import Any

from nacl.exceptions import BadSignatureError, CryptoError
from nacl.public import PrivateKey, SealedBox
from nacl.secret import SecretBox
from nacl.signing import VerifyKey

# A sealed file: the mark, the content key sealed to the recipient (80 bytes), and the box (24 bytes of nonce, then
# length, ZIP and zeros, encrypted, with 16 bytes of authentication).
MARK = b"ISIGURT-SEALED-1\n"
SEALED_KEY_BYTES = 80
LENGTH_BYTES = 8
PADDING_BLOCK = 4096
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
CONTENTS = ("README.txt", "report.json", "report.pdf")
SCHEMA, VERSION = "isigurt-package", 1
# Far above any report; a package that claims more is no package of ours.
LARGEST_BYTES = 64 * 1024 * 1024
_DIGITS = 40
# What Python's zipfile raises where somebody has changed a byte.
_BROKEN_ZIP = (
    zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, RuntimeError, ValueError, OSError, EOFError,
)  # fmt: skip


class PackageError(Exception):
    """The package cannot be opened or trusted; the message says why."""


def fingerprint(public_key: bytes) -> str:
    """Return 40 decimal digits that stand for a public key (32 bytes): its SHA-256 modulo 10 to the power of 40."""
    number = int.from_bytes(hashlib.sha256(public_key).digest(), "big") % 10**_DIGITS
    return f"{number:0{_DIGITS}}"


def grouped(digits: str) -> str:
    """Return a fingerprint in groups of five, as it is read out over the telephone."""
    return " ".join(digits[start : start + 5] for start in range(0, len(digits), 5))


def read_key(text: str) -> bytes:
    """Return the 32 bytes of a key written as 64 hexadecimal digits; lines that start with `#` and blanks are skipped.

    Raises:
        PackageError: if it is none.
    """
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    try:
        key = bytes.fromhex("".join("".join(lines).split()))
    except ValueError:
        key = b""
    if len(key) != PrivateKey.SIZE:
        raise PackageError("This is not a key: a key has 64 hexadecimal digits.")
    return key


def make_key_file(path: Path, name: str = "") -> bytes:
    """Make a key pair, write its private half to a new file that only its owner can read; return the public half.

    Raises:
        FileExistsError: if there is such a file; no key is ever written over.
    """
    private_key = PrivateKey.generate()
    public_key = bytes(private_key.public_key)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(private_key_text(bytes(private_key), name))
    return public_key


def private_key_text(private_key: bytes, name: str = "") -> str:
    """Return what a private key file holds."""
    public_key = bytes(PrivateKey(private_key).public_key)
    owner = " ".join(name.split())
    return (
        f"# Private key{f' of {owner}' if owner else ''}. Keep it secret; whoever has it reads your packages.\n"
        f"# public key {public_key.hex()}\n"
        f"# fingerprint {grouped(fingerprint(public_key))}\n"
        f"{private_key.hex()}\n"
    )


def open_container(sealed: bytes, private_key: bytes) -> bytes:
    """Return the ZIP inside a sealed file.

    Args:
        sealed: the whole file.
        private_key: of the recipient, 32 bytes.

    Raises:
        PackageError: if the file is none of ours, sealed to another key, or changed in a single byte.
    """
    if not sealed.startswith(MARK):
        raise PackageError("This is not a sealed package.")
    rest = sealed[len(MARK) :]
    try:
        content_key = SealedBox(PrivateKey(private_key)).decrypt(rest[:SEALED_KEY_BYTES])
    except (CryptoError, ValueError, TypeError):
        raise PackageError("This package is not sealed to your key, or it was damaged on its way.") from None
    try:
        plain = bytes(SecretBox(content_key).decrypt(rest[SEALED_KEY_BYTES:]))
    except (CryptoError, ValueError, TypeError):
        raise PackageError("The package was damaged or changed on its way. Ask for it again.") from None
    length = int.from_bytes(plain[:LENGTH_BYTES], "big")
    content, padding = plain[LENGTH_BYTES : LENGTH_BYTES + length], plain[LENGTH_BYTES + length :]
    if len(content) != length or padding.strip(b"\x00"):
        raise PackageError("The package is not whole.")
    return content


def verify(archive: bytes, signing_keys: list[bytes], private_key: bytes) -> dict[str, bytes]:
    """Return the files of a package by name, after checking all of them.

    Args:
        archive: the ZIP.
        signing_keys: public signing keys of the hotline (32 bytes each) that you have compared; one must fit.
        private_key: of the recipient: a package signed for somebody else is refused.

    Raises:
        PackageError: if the signature does not fit, a file is changed, missing or more than expected.
    """
    files = _read_archive(archive)
    _check_signature(files[MANIFEST], files[SIGNATURE], signing_keys)
    manifest = _read_manifest(files[MANIFEST])
    if manifest["recipient"] != fingerprint(bytes(PrivateKey(private_key).public_key)):
        raise PackageError("This package was signed for another recipient.")
    for name in CONTENTS:
        if hashlib.sha256(files[name]).hexdigest() != manifest["files"][name]["sha256"]:
            raise PackageError(f"{name} is not the file that was signed.")
    return files


def _read_archive(archive: bytes) -> dict[str, bytes]:
    """Return the entries: exactly the names of a package, none of them twice, none of them huge."""
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as opened:
            entries = opened.infolist()
            if sorted(entry.filename for entry in entries) != sorted([*CONTENTS, MANIFEST, SIGNATURE]):
                raise PackageError("The package does not hold the files of a package.")
            if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
                raise PackageError("The package is packed in a way that ours are not.")
            if sum(entry.file_size for entry in entries) > LARGEST_BYTES:
                raise PackageError("The package is too large to be one of ours.")
            return {entry.filename: opened.read(entry) for entry in entries}
    except _BROKEN_ZIP:
        raise PackageError("The package is not whole.") from None


def _check_signature(manifest: bytes, signature: bytes, signing_keys: list[bytes]) -> None:
    for key in signing_keys:
        try:
            VerifyKey(key).verify(manifest, signature)
        except (BadSignatureError, ValueError, TypeError):
            continue
        return
    raise PackageError("The signature is not of the hotline’s signing key that you gave. Do not trust this package.")


def _read_manifest(text: bytes) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads(text)
        known = (manifest["schema"], manifest["version"]) == (SCHEMA, VERSION)
        complete = set(manifest["files"]) == set(CONTENTS) and isinstance(manifest["recipient"], str)
    except (ValueError, TypeError, KeyError):
        known = complete = False
    if not known or not complete:
        raise PackageError("This package has a form that this program does not know. Ask for a newer program.")
    return manifest


def extract(files: dict[str, bytes], directory: Path) -> list[Path]:
    """Write verified files into `directory`, for its owner only; return their paths. Nothing is ever written over.

    Raises:
        PackageError: if one of them is there already.
    """
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    paths = [directory / name for name in (*CONTENTS, MANIFEST, SIGNATURE)]
    for path in paths:
        if path.exists() or path.is_symlink():
            raise PackageError(f"{path} is there already. Choose an empty folder.")
    for path in paths:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(files[path.name])
    return paths


def open_package(file: Path, key_file: Path, signing_keys: list[str], directory: Path) -> list[Path]:
    """Open, verify and extract a package; return the paths written.

    Args:
        file: the sealed file.
        key_file: holds the recipient's private key.
        signing_keys: the hotline's signing keys, each as 64 hexadecimal digits.
        directory: where to write; made if missing.

    Raises:
        PackageError: if anything is not as it should be; nothing is written then.
    """
    try:
        sealed = file.read_bytes()
        private_key = read_key(key_file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise PackageError(f"Cannot read the file: {getattr(error, 'filename', None) or key_file}") from None
    known = [read_key(key) for key in signing_keys]
    files = verify(open_container(sealed, private_key), known, private_key)
    return extract(files, directory)


def add_open_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `open_package` to a parser."""
    parser.add_argument("file", type=Path, help="the sealed file")
    parser.add_argument("--key", type=Path, required=True, help="file with your private key")
    parser.add_argument(
        "--signing-key", action="append", required=True, help="the hotline's signing key; may be given several times"
    )
    parser.add_argument("--out", type=Path, required=True, help="folder to write to")


def main(arguments: list[str] | None = None) -> int:
    """Run `make-key`, `open` or `fingerprint`; return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    make = commands.add_parser("make-key", help="make your key pair")
    make.add_argument("--out", type=Path, required=True, help="new file for the private key")
    make.add_argument("--name", default="", help="whose key it is")
    add_open_arguments(commands.add_parser("open", help="open a sealed package"))
    show = commands.add_parser("fingerprint", help="show the fingerprint of a public key, to compare it")
    show.add_argument("key", help="64 hexadecimal digits")
    options = parser.parse_args(arguments)
    try:
        if options.command == "make-key":
            public_key = make_key_file(options.out, options.name)
            print(f"public key:  {public_key.hex()}\nfingerprint: {grouped(fingerprint(public_key))}")
        elif options.command == "fingerprint":
            print(grouped(fingerprint(read_key(options.key))))
        else:
            for path in open_package(options.file, options.key, options.signing_key, options.out):
                print(path)
    except (PackageError, OSError) as error:
        print(f"Error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
