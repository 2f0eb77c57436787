"""`make code`: the demonstration's one-time codes, without a phone."""

import io
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from nacl.pwhash import argon2id

from cms.accounts.second_factor import verify_code
from reports.inbox import sealing

sys.path.insert(0, str(Path(settings.BASE_DIR) / "tools"))

import environment
import one_time_code


@pytest.mark.parametrize(
    ("seconds", "code"), [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")]
)
def test_code_when_computed_then_it_is_that_of_the_standard(seconds: int, code: str) -> None:
    """The vectors of RFC 6238, appendix B, cut to six digits."""
    assert one_time_code.code_at("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", seconds) == code


def test_accounts_when_made_then_their_file_is_read_and_each_code_and_passphrase_is_true(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "PASSPHRASE_OPERATIONS", argon2id.OPSLIMIT_MIN)
    monkeypatch.setattr(sealing, "PASSPHRASE_MEMORY", argon2id.MEMLIMIT_MIN)
    call_command("create_demo_staff", file=tmp_path / "accounts.txt", stdout=io.StringIO())
    accounts = one_time_code.read_accounts(tmp_path / "accounts.txt")
    assert len(accounts) == 8
    for username, account in accounts.items():
        user = get_user_model().objects.get(username=username)
        assert user.check_password(account["password"])
        if account["totp"]:
            assert verify_code(user=user, code=one_time_code.code_at(account["totp"], time.time()))
    assert [name for name, account in accounts.items() if account["passphrase"]] == [
        "moderatore1", "moderatore2", "nderlidhese",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["", "askush", "editor"])
def test_command_when_the_name_has_no_code_then_it_says_what_to_type(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (tmp_path / "demo-accounts.txt").write_text("editor          editor         password x\n")
    monkeypatch.setenv("ISIGURT_VAR", str(tmp_path))
    monkeypatch.setenv("NAME", name)
    with pytest.raises(environment.SetUpError, match="NAME=moderatore1"):
        one_time_code.main()


def test_command_when_there_is_no_demonstration_then_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ISIGURT_VAR", str(tmp_path))
    with pytest.raises(environment.SetUpError, match="make run"):
        one_time_code.main()
