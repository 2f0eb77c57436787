"""Sealed packages: who can open them, what a changed byte does, and what the partner's program refuses."""

import base64
import hashlib
import io
import json
import random
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl.public import PrivateKey
from nacl.signing import SigningKey

from reports.inbox.packages import opening
from reports.inbox.packages.building import build_archive, canonical_json, seal_archive
from reports.inbox.packages.opening import PackageError, fingerprint, open_container, verify
from tests.scale import scaled

FILES = {"README.txt": b"lexo", "report.json": b'{"a": 1}', "report.pdf": b"%PDF-1.7 prove"}
RECIPIENT, OTHER = PrivateKey(b"\x11" * 32), PrivateKey(b"\x22" * 32)
HOTLINE, STRANGER = SigningKey(b"\x33" * 32), SigningKey(b"\x44" * 32)
PUBLIC, SECRET = bytes(RECIPIENT.public_key), bytes(RECIPIENT)
VERIFY_KEY = bytes(HOTLINE.verify_key)


def archive_of(files: dict[str, bytes] = FILES, *, key: bytes = PUBLIC, signer: SigningKey = HOTLINE) -> bytes:
    return build_archive(files, reference="IS-PROVA2", recipient_key=key, signing_key=bytes(signer))


SEALED = seal_archive(archive_of(), PUBLIC)


def zip_of(entries: list[tuple[str, bytes]]) -> bytes:
    """Return a ZIP with any entries, also those that no package may hold."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as opened:
        for name, content in entries:
            opened.writestr(name, content)
    return data.getvalue()


def signed_entries(files: dict[str, bytes] = FILES) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(archive_of(files))) as opened:
        return [(name, opened.read(name)) for name in opened.namelist()]


def test_package_when_opened_with_the_right_keys_then_the_files_are_those_that_were_put_in() -> None:
    files = verify(open_container(SEALED, SECRET), [bytes(STRANGER.verify_key), VERIFY_KEY], SECRET)
    assert {name: files[name] for name in FILES} == FILES
    manifest = json.loads(files["manifest.json"])
    assert manifest["files"]["report.pdf"]["sha256"] == hashlib.sha256(FILES["report.pdf"]).hexdigest()


def test_archive_when_built_twice_then_it_is_the_same_to_the_byte() -> None:
    assert archive_of() == archive_of(dict(reversed(FILES.items())))


def test_package_when_sealed_twice_then_nothing_is_alike_and_sizes_say_little() -> None:
    small = seal_archive(archive_of(), PUBLIC)
    large = seal_archive(archive_of({**FILES, "README.txt": b"x" * 90}), PUBLIC)
    assert small != SEALED
    assert len(small) == len(large)
    assert b"IS-PROVA2" not in SEALED


@pytest.mark.parametrize("place", range(0, len(opening.MARK) + opening.SEALED_KEY_BYTES + 40))
def test_package_when_a_byte_of_its_head_is_changed_then_it_is_refused(place: int) -> None:
    changed = bytearray(SEALED)
    changed[place] ^= 1
    with pytest.raises(PackageError):
        verify(open_container(bytes(changed), SECRET), [VERIFY_KEY], SECRET)


@pytest.mark.heavy
def test_package_when_any_byte_is_changed_then_it_is_refused() -> None:
    places = range(len(SEALED)) if scaled(1, 0) else random.Random(7).sample(range(len(SEALED)), 300)  # noqa: S311
    for place in places:
        changed = bytearray(SEALED)
        changed[place] ^= 0x80
        with pytest.raises(PackageError):
            verify(open_container(bytes(changed), SECRET), [VERIFY_KEY], SECRET)


@settings(max_examples=200, deadline=None)
@given(place=st.integers(0, len(archive_of()) - 1), flip=st.integers(1, 255))
def test_archive_when_a_byte_inside_the_seal_is_changed_then_no_changed_file_comes_out(place: int, flip: int) -> None:
    """The seal is anonymous: whoever knows the public key can make one, so the signature has to hold alone."""
    changed = bytearray(archive_of())
    changed[place] ^= flip
    try:
        files = verify(bytes(changed), [VERIFY_KEY], SECRET)
    except PackageError:
        return
    assert {name: files[name] for name in FILES} == FILES


@pytest.mark.parametrize("length", [0, 1, len(opening.MARK), len(opening.MARK) + 80, len(SEALED) - 1])
def test_package_when_cut_off_then_it_is_refused(length: int) -> None:
    with pytest.raises(PackageError):
        open_container(SEALED[:length], SECRET)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_anything_when_opened_then_it_is_refused_with_words_and_never_breaks(data: bytes) -> None:
    for attempt in (data, opening.MARK + data):
        with pytest.raises(PackageError):
            open_container(attempt, SECRET)
    with pytest.raises(PackageError):
        verify(data, [VERIFY_KEY], SECRET)


@pytest.mark.parametrize(
    ("sealed", "secret", "signing_key", "words"),
    [
        (SEALED, bytes(OTHER), VERIFY_KEY, "not sealed to your key"),
        (SEALED, SECRET, bytes(STRANGER.verify_key), "signature"),
        (seal_archive(archive_of(signer=STRANGER), PUBLIC), SECRET, VERIFY_KEY, "signature"),
        (seal_archive(archive_of(key=bytes(OTHER.public_key)), PUBLIC), SECRET, VERIFY_KEY, "another recipient"),
        (b"PK" + SEALED, SECRET, VERIFY_KEY, "not a sealed package"),
        (SEALED[:-1], SECRET, VERIFY_KEY, "damaged"),
    ],
)
def test_package_when_something_does_not_fit_then_the_words_say_what(
    sealed: bytes, secret: bytes, signing_key: bytes, words: str
) -> None:
    with pytest.raises(PackageError, match=words):
        verify(open_container(sealed, secret), [signing_key], secret)


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    "entries",
    [
        [*signed_entries(), ("../../etc/passwd", b"x")],
        [("/report.json", content) if name == "report.json" else (name, content) for name, content in signed_entries()],
        [
            ("..\\report.pdf", content) if name == "report.pdf" else (name, content)
            for name, content in signed_entries()
        ],
        [*signed_entries(), ("report.json", b"{}")],
        [entry for entry in signed_entries() if entry[0] != "manifest.sig"],
        [(name, b"{}" if name == "report.json" else content) for name, content in signed_entries()],
        [(name, b"[]" if name == "manifest.json" else content) for name, content in signed_entries()],
        [],
    ],
)
def test_archive_when_it_holds_other_files_then_it_is_refused(entries: list[tuple[str, bytes]]) -> None:
    with pytest.raises(PackageError):
        verify(zip_of(entries), [VERIFY_KEY], SECRET)


@pytest.mark.parametrize("change", [{"schema": "other"}, {"version": 2}, {"files": {}}, {"recipient": None}])
def test_manifest_when_signed_in_a_form_we_do_not_know_then_it_is_refused(change: dict[str, Any]) -> None:
    entries = dict(signed_entries())
    manifest = canonical_json(json.loads(entries["manifest.json"]) | change)
    entries |= {"manifest.json": manifest, "manifest.sig": HOTLINE.sign(manifest).signature}
    with pytest.raises(PackageError):
        verify(zip_of(list(entries.items())), [VERIFY_KEY], SECRET)


def test_archive_when_it_unpacks_to_more_than_any_report_then_it_is_refused() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in signed_entries():
            opened.writestr(name, b"\x00" * (opening.LARGEST_BYTES + 1) if name == "report.pdf" else content)
    assert len(data.getvalue()) < 100_000
    with pytest.raises(PackageError, match="too large"):
        verify(data.getvalue(), [VERIFY_KEY], SECRET)


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    path = tmp_path / "partner.key"
    path.write_text(opening.private_key_text(SECRET, "Partneri"), encoding="utf-8")
    return path


@pytest.fixture
def sealed_file(tmp_path: Path) -> Path:
    path = tmp_path / "IS-PROVA2.sealed"
    path.write_bytes(SEALED)
    return path


def open_command(file: Path, key: Path, out: Path, signing_key: str = VERIFY_KEY.hex()) -> str:
    output = io.StringIO()
    given = ["--key", str(key), "--signing-key", signing_key, "--out", str(out)]
    call_command("open_package", str(file), *given, stdout=output)
    return output.getvalue()


def test_open_command_when_run_without_a_database_then_files_for_their_owner_only_appear(
    sealed_file: Path, key_file: Path, tmp_path: Path
) -> None:
    """There is no database mark on this test: pytest-django refuses every query."""
    out = tmp_path / "hapur"
    said = open_command(sealed_file, key_file, out)
    assert {path.name: path.read_bytes() for path in out.iterdir() if path.name in FILES} == FILES
    assert str(out / "report.pdf") in said
    assert out.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in out.iterdir()} == {0o600}


def test_open_command_when_a_file_is_there_already_then_nothing_is_written_over(
    sealed_file: Path, key_file: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "tjeter.txt"
    elsewhere.write_text("e imja")
    (tmp_path / "hapur").mkdir()
    (tmp_path / "hapur" / "README.txt").symlink_to(elsewhere)
    with pytest.raises(CommandError, match="already"):
        open_command(sealed_file, key_file, tmp_path / "hapur")
    assert elsewhere.read_text() == "e imja"
    assert [path.name for path in (tmp_path / "hapur").iterdir()] == ["README.txt"]


@pytest.mark.parametrize("what", ["wrong key", "no key", "wrong signature", "no signature key", "no file"])
def test_open_command_when_something_is_wrong_then_it_says_so_and_writes_nothing(
    sealed_file: Path, key_file: Path, tmp_path: Path, what: str
) -> None:
    signing_key = {"wrong signature": bytes(STRANGER.verify_key).hex(), "no signature key": "abc"}.get(
        what, VERIFY_KEY.hex()
    )
    if what == "wrong key":
        key_file.write_text(bytes(OTHER).hex())
    if what == "no key":
        key_file.write_bytes(b"\xff\xfe")
    file = tmp_path / "nuk-ka.sealed" if what == "no file" else sealed_file
    with pytest.raises(CommandError):
        open_command(file, key_file, tmp_path / "hapur", signing_key)
    assert not (tmp_path / "hapur").exists()


def test_partner_program_when_run_alone_then_it_needs_neither_django_nor_our_code(
    tmp_path: Path, sealed_file: Path
) -> None:
    """The partner copies this one file into an empty folder; nothing of ours can be imported there."""
    program = tmp_path / "opening.py"
    program.write_bytes(Path(opening.__file__).read_bytes())

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, str(program), *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path, env={})

    made = run("make-key", "--out", "mine.key", "--name", "Partneri")
    assert made.returncode == 0, made.stderr
    public_key = bytes.fromhex(made.stdout.split()[2])
    assert opening.grouped(fingerprint(public_key)) in made.stdout
    assert (tmp_path / "mine.key").stat().st_mode & 0o777 == 0o600
    assert run("make-key", "--out", "mine.key").returncode == 1
    assert run("fingerprint", public_key.hex()).stdout.strip() == opening.grouped(fingerprint(public_key))
    assert run("fingerprint", "abc").returncode == 1
    (tmp_path / "i-ri.sealed").write_bytes(seal_archive(archive_of(key=public_key), public_key))
    given = ["--key", "mine.key", "--signing-key", VERIFY_KEY.hex(), "--out", "hapur"]
    assert run("open", "i-ri.sealed", *given).returncode == 0
    assert (tmp_path / "hapur" / "report.json").read_bytes() == FILES["report.json"]
    refused = run("open", str(sealed_file), *given)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "not sealed to your key" in refused.stderr


@pytest.mark.skipif(shutil.which("openssl") is None, reason="there is no openssl on this machine")
def test_signature_when_checked_with_openssl_then_it_holds_and_a_changed_manifest_does_not(tmp_path: Path) -> None:
    """What the README promises: other programs can check the same signature."""
    entries = dict(signed_entries())
    der = bytes.fromhex("302a300506032b6570032100") + VERIFY_KEY
    pem = f"-----BEGIN PUBLIC KEY-----\n{base64.b64encode(der).decode()}\n-----END PUBLIC KEY-----\n"
    (tmp_path / "signing.pem").write_text(pem)
    (tmp_path / "manifest.sig").write_bytes(entries["manifest.sig"])
    for manifest, is_good in ((entries["manifest.json"], True), (entries["manifest.json"] + b" ", False)):
        (tmp_path / "manifest.json").write_bytes(manifest)
        command = ["openssl", "pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", "signing.pem"]
        command += ["-in", "manifest.json", "-sigfile", "manifest.sig"]
        result = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
        assert (result.returncode == 0) is is_good


def test_make_key_command_when_run_then_the_key_is_shown_or_written_for_its_owner_and_opens(tmp_path: Path) -> None:
    shown = io.StringIO()
    call_command("make_recipient_key", "--name", "Partneri\n# i provës", stdout=shown)
    text = shown.getvalue()
    private_key = opening.read_key("\n".join(text.splitlines()[1:5]))
    public_key = bytes(PrivateKey(private_key).public_key)
    assert f"public key:  {public_key.hex()}" in text
    assert f"fingerprint: {opening.grouped(fingerprint(public_key))}" in text
    written = io.StringIO()
    call_command("make_recipient_key", "--out", str(tmp_path / "i-ri.key"), stdout=written)
    secret = opening.read_key((tmp_path / "i-ri.key").read_text())
    assert bytes(PrivateKey(secret).public_key).hex() in written.getvalue()
    assert secret.hex() not in written.getvalue()
    assert (tmp_path / "i-ri.key").stat().st_mode & 0o777 == 0o600
    with pytest.raises(CommandError):
        call_command("make_recipient_key", "--out", str(tmp_path / "i-ri.key"), stdout=written)


@pytest.mark.parametrize("text", ["", "zz" * 32, "ab" * 31, "ab" * 33, "# " + "ab" * 32])
def test_key_when_it_is_none_then_it_is_refused(text: str) -> None:
    with pytest.raises(PackageError):
        opening.read_key(text)


def test_fingerprint_when_read_out_then_it_is_eight_groups_of_five_digits_and_stands_for_one_key() -> None:
    spoken = opening.grouped(fingerprint(PUBLIC))
    groups = spoken.split()
    assert [len(group) for group in groups] == [5] * 8
    assert "".join(groups).isdigit()
    assert fingerprint(PUBLIC) != fingerprint(bytes(OTHER.public_key))
