"""Visitors with and without JavaScript, on wide and narrow screens, in light and dark."""

import sqlite3
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Server, sign_in

pytestmark = pytest.mark.browser
CANARY = "kanarina-e-verdhe-3141592653"


def test_report_when_sent_without_javascript_then_a_moderator_reads_it_and_no_file_holds_it(
    browser: Browser, server: Server
) -> None:
    visitor = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page = visitor.new_page()
    page.goto(f"{server.url}/sq/raporto/")
    page.get_by_role("button", name="Më ndodhi mua").click()
    page.get_by_role("button", name="Vazhdo").click()
    page.get_by_role("button", name="Vazhdo").click()
    expect(page.get_by_role("alert")).to_contain_text("Zgjidhni çfarë ka ndodhur")
    page.get_by_label("Ngacmim ose kërcënim").check()
    page.get_by_role("button", name="Vazhdo").click()
    page.get_by_role("textbox", name="Ku ndodhi?").fill(f"https://{CANARY}.example/faqe")
    page.get_by_role("button", name="Vazhdo").click()
    page.get_by_role("button", name="Shto edhe diçka më parë").click()
    page.get_by_role("button", name="Vazhdo").click()
    page.get_by_role("textbox", name="Na tregoni me fjalët tuaja").fill(f"Në klasë: {CANARY}")
    page.get_by_role("button", name="Dërgoje tani").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("E morëm raportimin tuaj")
    reference = page.locator(".receipt__reference strong").inner_text()
    assert visitor.cookies() == []
    visitor.close()

    staff = browser.new_context()
    desk = staff.new_page()
    sign_in(desk, server, "moderatore1")
    desk.goto(f"{server.url}/admin/inbox-key/open/")
    desk.locator("input[name=passphrase]").fill(server.accounts["moderatore1"]["passphrase"])
    desk.locator("form.inbox-open button").click()
    desk.goto(f"{server.url}/admin/inbox/?q={reference}")
    desk.locator(f"tr:has-text('{reference}') a[href*='inspect']").first.click()
    expect(desk.get_by_text(CANARY)).to_have_count(0)
    for part in ("description-1", "addresses-1"):
        desk.locator(f"form[data-reveal]:has(input[value='{part}']) button").click()
    expect(desk.get_by_text(f"Në klasë: {CANARY}")).to_be_visible()
    expect(desk.get_by_text("hxxps://")).to_be_visible()
    staff.close()
    assert_nowhere(server.folder, CANARY)


def test_quick_exit_when_pressed_then_back_does_not_return(page: Page, server: Server) -> None:
    page.route("https://*.wikipedia.org/**", lambda route: route.fulfill(body="<title>elsewhere</title>"))
    page.goto(f"{server.url}/sq/")
    page.goto(f"{server.url}/sq/raporto/")
    for _press in range(3):
        page.keyboard.press("Escape")
    page.wait_for_url("https://sq.wikipedia.org/**")
    page.go_back()
    assert page.url == f"{server.url}/sq/"


def assert_nowhere(folder: Path, text: str) -> None:
    """Look for `text` in every file of the product, the database file and its write-ahead log among them."""
    database = folder / "var" / "isigurt.sqlite3"
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
    wanted = [text.encode(), text.encode("utf-16-le")]
    for path in folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert not any(spelling in data for spelling in wanted), path
