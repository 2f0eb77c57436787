"""`make screenshots`: the four pictures of the README, taken from the running product. Runs in the environment."""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from chromium import ensure_chromium
from environment import PYTHON, ROOT, SetUpError, ensure
from playwright.sync_api import Page, sync_playwright

PICTURES = ROOT / "docs" / "screenshots"
START_SECONDS = 240


def main() -> None:
    ensure("requirements-dev.txt")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="isigurt-screenshots-") as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        environment = {**os.environ, "PORT": str(port), "ISIGURT_VAR": folder}
        process = subprocess.Popen(
            [str(PYTHON), "tools/run.py"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, start_new_session=True
        )
        try:
            url = f"http://127.0.0.1:{port}"
            wait(url)
            take(url, Path(folder) / "demo-accounts.txt")
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=30)


def wait(url: str) -> None:
    """Return once the product answers at `url`."""
    for _second in range(START_SECONDS):
        try:
            with urllib.request.urlopen(f"{url}/sq/", timeout=5):  # noqa: S310
                return
        except (urllib.error.URLError, OSError):
            time.sleep(1)
    raise SetUpError("The product did not start.")


def take(url: str, accounts: Path) -> None:
    """Take the pictures: home, guide, reporting form, inbox."""
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=ensure_chromium(), args=arguments)

        def page(width: int, height: int, scheme: str) -> Page:
            return browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)

        for name, path, width, height, scheme in [
            ("home", "/sq/", 1280, 900, "light"),
            ("guide", "/en/guides/sextortion/", 320, 900, "dark"),
            ("raporto", "/sq/raporto/", 320, 900, "light"),
        ]:
            opened = page(width, height, scheme)
            opened.goto(url + path)
            opened.screenshot(path=PICTURES / f"{name}.png")
        visitor = page(1280, 900, "light")
        visitor.goto(f"{url}/sq/raporto/")
        visitor.locator("[name=door]").first.click()
        visitor.locator("button[value=next]:visible").click()
        visitor.locator("[name=tile][value=bullying]").check()
        visitor.locator("button[value=next]:visible").click()
        visitor.locator("[name=addresses]").fill("Shembull për pamjen e ekranit.")
        visitor.locator("button[value=next]:visible").click()
        visitor.locator("button[value=send]:visible").click()
        visitor.locator(".receipt__code").wait_for()
        staff = page(1280, 700, "light")
        password = re.search(r"moderatore1\s+password (\S+)", accounts.read_text())
        assert password is not None
        staff.goto(f"{url}/admin/login/")
        staff.locator("input[name=username]").fill("moderatore1")
        staff.locator("input[name=password]").fill(password[1])
        staff.locator("button[type=submit]").first.click()
        staff.goto(f"{url}/admin/inbox/")
        staff.screenshot(path=PICTURES / "inbox.png")
        browser.close()


if __name__ == "__main__":
    try:
        main()
    except SetUpError as error:
        sys.exit(f"Error: {error}")
