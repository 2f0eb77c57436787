"""The real product as a browser meets it: its own folder and database, granian, ended by its own process id."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Page

sys.path.insert(0, str(Path(settings.BASE_DIR) / "tools"))

from one_time_code import STEP_SECONDS, code_at, read_accounts

ROOT = Path(settings.BASE_DIR)
START_SECONDS = 600


@dataclass(frozen=True)
class Server:
    """A running product. `accounts` is what `make run` printed: passwords and passphrases by user name."""

    url: str
    process_id: int
    folder: Path
    accounts: dict[str, dict[str, str]]
    # Cookies of sign-ins made already, by user name: a one-time code works once, and the next takes half a minute.
    sessions: dict[str, list[Any]] = field(default_factory=dict)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder, port = tmp_path_factory.mktemp("product"), free_port()
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "SECRET_", "HOTLINE_"))
    }
    for name in ("DATABASE_URL", "HTTPS", "ISIGURT_VAR"):
        kept.pop(name, None)
    environment = kept | {"PORT": str(port), "ISIGURT_VAR": str(folder / "var")}
    with (folder / "log.txt").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "tools/run.py"],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            _wait(f"http://127.0.0.1:{port}/sq/", process, folder / "log.txt")
            accounts = read_accounts(folder / "var" / "demo-accounts.txt")
            yield Server(f"http://127.0.0.1:{port}", process.pid, folder, accounts)
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(timeout=60)
            except subprocess.TimeoutExpired:
                # Browsers that are still connected keep it; everything has been looked at.
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(log.read_text())
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    raise RuntimeError(log.read_text())


def sign_in(page: Page, server: Server, username: str) -> None:
    """Sign in with password and, where the account has one, the code of its phone; end at the admin's first page."""
    if username in server.sessions:
        page.context.add_cookies(server.sessions[username])
        page.goto(f"{server.url}/admin/")
        if page.url == f"{server.url}/admin/":
            return
        # Somebody signed out since, so a new code is needed.
        time.sleep(STEP_SECONDS - time.time() % STEP_SECONDS)
    account = server.accounts[username]
    page.goto(f"{server.url}/admin/login/")
    page.locator("input[name=username]").fill(username)
    page.locator("input[name=password]").fill(account["password"])
    page.locator("button[type=submit]").first.click()
    if account["totp"]:
        page.locator("input[name=code]").fill(code_at(account["totp"], time.time()))
        page.locator("main button[type=submit]").click()
    page.wait_for_url(f"{server.url}/admin/")
    server.sessions[username] = [cookie for cookie in page.context.cookies() if cookie["name"] != "inbox_key"]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    arguments = [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ]  # fmt: skip
    found = {"executable_path": os.environ["CHROMIUM"]} if os.environ.get("CHROMIUM") else {}
    return browser_type_launch_args | found | {"args": arguments}


@pytest.fixture(autouse=True)
def no_database() -> None:
    """Browser tests use the product's own database only."""
