"""`make run` says in one line what is wrong with a machine."""

import socket
import stat
import sys
from pathlib import Path

import pytest
from django.conf import settings

sys.path.insert(0, str(Path(settings.BASE_DIR) / "tools"))

import environment
import run


def test_python_when_too_old_then_the_version_found_is_named() -> None:
    with pytest.raises(environment.SetUpError, match=r"Python 3\.9 is too old"):
        environment.check_python((3, 9))
    environment.check_python((3, 11))


def test_port_when_taken_then_another_one_is_suggested() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(environment.SetUpError, match=f"Port {port} is taken"):
            run.check_port("127.0.0.1", port)
    run.check_port("127.0.0.1", port)


@pytest.mark.parametrize("text", ["", "0", "99999", "eight", "-1"])
def test_port_when_it_is_no_port_then_it_says_so(text: str) -> None:
    with pytest.raises(environment.SetUpError, match="PORT must be a number"):
        run.read_port(text)


def test_folder_when_nothing_can_be_written_then_it_is_named(tmp_path: Path) -> None:
    blocked = tmp_path / "var"
    blocked.write_text("a file where the folder should be")
    with pytest.raises(environment.SetUpError, match="Cannot write to"):
        environment.check_writable(blocked)


def test_demo_settings_when_read_twice_then_keys_stay_and_only_the_owner_reads_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("SECRET_KEY", "HOTLINE_HASH_KEY", "HTTPS"):
        monkeypatch.delenv(name, raising=False)
    first = run.demo_settings(tmp_path, "127.0.0.1", 8000)
    second = run.demo_settings(tmp_path, "127.0.0.1", 8000)
    assert first["SECRET_KEY"] == second["SECRET_KEY"]
    assert first["SECRET_KEY"] != first["HOTLINE_HASH_KEY"]
    assert stat.S_IMODE((tmp_path / "demo.env").stat().st_mode) == 0o600
    monkeypatch.setenv("DATABASE_URL", "postgres://elsewhere/db")
    assert run.demo_settings(tmp_path, "127.0.0.1", 8000)["DATABASE_URL"] == "postgres://elsewhere/db"
