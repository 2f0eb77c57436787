"""Finds a Chromium for the browser tests, or installs one. Standard library only."""

import os
import shutil
import subprocess

from environment import PYTHON, SetUpError, say

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium() -> str | None:
    """Return the path of the machine's Chromium: `CHROMIUM`, or the first known name on PATH."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def ensure_chromium() -> str:
    """Return the path of a Chromium; install it where the machine has none.

    Raises:
        SetUpError: where that is not possible.
    """
    found = find_chromium()
    if found:
        return found
    say("Installing Chromium")
    if shutil.which("apt-get") and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"]
        subprocess.run(install, check=False, env=environment, stdout=subprocess.DEVNULL)
    else:
        subprocess.run([str(PYTHON), "-m", "playwright", "install", "chromium"], check=False)
        script = (
            "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"
        )
        asked = subprocess.run([str(PYTHON), "-c", script], check=False, capture_output=True, text=True)
        if asked.returncode == 0 and os.path.exists(asked.stdout.strip()):
            return asked.stdout.strip()
    found = find_chromium()
    if not found:
        raise SetUpError(
            "There is no Chromium and it cannot be installed here: install it, or set CHROMIUM to its path."
        )
    return found
