"""The project's own environment: made once, and again when a lock changes. Standard library only."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
OLDEST_PYTHON = (3, 11)


class SetUpError(Exception):
    """The machine lacks something; the message is one line for the person at it."""


def check_python(version: tuple[int, int]) -> None:
    """Raise SetUpError if `version` (major, minor) is too old."""
    if version < OLDEST_PYTHON:
        raise SetUpError(f"Python {version[0]}.{version[1]} is too old: iSIGURT.al needs 3.11 or newer.")


def check_writable(folder: Path) -> None:
    """Make `folder` if needed; raise SetUpError if nothing can be written there."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = folder / ".write-test"
        probe.write_text("")
        probe.unlink()
    except OSError:
        raise SetUpError(f"Cannot write to {folder}: give this user write access, or set ISIGURT_VAR.") from None


def ensure(lock: str) -> None:
    """Make the environment and install what `lock` names, by hash; does nothing where both are done.

    Raises:
        SetUpError: if a step fails.
    """
    requirements = ROOT / lock
    wanted = hashlib.sha256(requirements.read_bytes()).hexdigest()
    stamp = VENV / f".installed-{lock}"
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    if not PYTHON.exists():
        say("Making the environment")
        step([sys.executable, "-m", "venv", str(VENV)], "Cannot make an environment: install Debian's python3-venv.")
    say(f"Installing {lock}")
    install = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    step([*install, "-r", str(requirements)], "Cannot install the requirements: is a package index reachable?")
    stamp.write_text(wanted)


def step(command: list[str], failure: str) -> None:
    """Run `command`; raise SetUpError with `failure` if it does not succeed."""
    if subprocess.run(command, cwd=ROOT, check=False).returncode:
        raise SetUpError(failure)


def say(text: str) -> None:
    print(f"→ {text}", flush=True)
