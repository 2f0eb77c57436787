"""`make screenshots`: the four pictures of the README and the gallery of all page types. Runs in the environment."""

import sys
import time
from pathlib import Path

import gallery
from chromium import ensure_chromium
from environment import ROOT, SetUpError, ensure
from one_time_code import code_at, read_accounts
from playwright.sync_api import Page, sync_playwright
from product import served

PICTURES = ROOT / "docs" / "screenshots"


def main() -> None:
    ensure("requirements-dev.txt")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with served() as (url, folder):
        take(url, folder / "demo-accounts.txt")
        gallery.take(url)


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
        account = read_accounts(accounts)["moderatore1"]
        staff.goto(f"{url}/admin/login/")
        staff.locator("input[name=username]").fill("moderatore1")
        staff.locator("input[name=password]").fill(account["password"])
        staff.locator("button[type=submit]").first.click()
        staff.locator("input[name=code]").fill(code_at(account["totp"], time.time()))
        staff.locator("main button[type=submit]").click()
        staff.goto(f"{url}/admin/inbox/")
        staff.screenshot(path=PICTURES / "inbox.png")
        browser.close()


if __name__ == "__main__":
    try:
        main()
    except SetUpError as error:
        sys.exit(f"Error: {error}")
