"""A school without JavaScript registers an activity, an editor approves it, and everybody finds it."""

import csv
import io
import re
import urllib.error
import urllib.request

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Server, sign_in
from tests.browser.test_accessibility import RULES

pytestmark = pytest.mark.browser
SCHOOL, TITLE, ADDRESS = "Shkolla 9-vjeçare “Kanarina”", "Teatër kukullash: fjalëkalimi", "kanarina@example.org"
LISTS = {"sq": "/sq/fushata-ndergjegjesuese/veprimtari/", "en": "/en/awareness-campaign/activities/"}
# Nobody fills in the form faster than this; the form asks a program to press again. Milliseconds.
READING = 3500


def test_activity_when_a_school_registers_it_without_javascript_then_it_is_public_once_an_editor_approves_it(
    browser: Browser, server: Server
) -> None:
    visitor = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page = visitor.new_page()
    page.goto(f"{server.url}/fushata-ndergjegjesuese")
    page.get_by_role("link", name="Regjistri i veprimtarive").first.click()
    page.get_by_role("link", name="Regjistroni një veprimtari").click()
    page.get_by_role("button", name="Dërgojeni").click()
    expect(page.get_by_role("alert")).to_contain_text("Zgjidhni të paktën një.")
    fill(page)
    page.wait_for_timeout(READING)
    page.get_by_role("button", name="Dërgojeni").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Faleminderit, na mbërriti")
    assert visitor.cookies() == []
    page.goto(f"{server.url}{LISTS['sq']}")
    expect(page.get_by_text(TITLE)).to_have_count(0)

    approve(browser, server)

    for language, path in LISTS.items():
        page.goto(f"{server.url}{path}?county=AL-06")
        item = page.locator(".activity").filter(has_text=TITLE)
        expect(item).to_contain_text(SCHOOL)
        expect(item).to_contain_text("Pogradec")
        assert ADDRESS not in page.content()
        file = page.locator("a[href*='.csv']").get_attribute("href")
        rows = table_at(f"{server.url}{file}")
        assert [row[:3] for row in rows[1:] if row[1] == TITLE] == [["2027-02-09", TITLE, SCHOOL]], language
        assert ADDRESS not in str(rows)
    visitor.close()


def fill(page: Page) -> None:
    page.get_by_label("Shkolla ose organizata").fill(SCHOOL)
    page.get_by_label("Si quhet?").fill(TITLE)
    page.get_by_label("Çfarë është?").select_option("creative")
    page.get_by_label("Cilën ditë?").fill("2027-02-09")
    page.get_by_label("Bashkia").select_option(label="Pogradec")
    page.get_by_label("Fëmijët dhe të rinjtë").check()
    page.get_by_label("Sa veta prisni?").fill("80")
    page.get_by_label("E-posta për pyetje").fill(ADDRESS)


def approve(browser: Browser, server: Server) -> None:
    staff = browser.new_context()
    desk = staff.new_page()
    sign_in(desk, server, "editor")
    desk.goto(f"{server.url}/admin/campaigns/activities/")
    desk.locator("tr", has_text=TITLE).locator("a[href*='/inspect/']").first.click()
    expect(desk.get_by_role("link", name=ADDRESS)).to_be_visible()
    desk.locator("form:has(input[value=approve]) button").click()
    expect(desk.locator(".messages")).to_contain_text(TITLE)
    desk.locator("tr", has_text=TITLE).locator("a[href*='/inspect/']").first.click()
    expect(desk.get_by_text(ADDRESS)).to_have_count(0)
    staff.close()


def table_at(url: str) -> list[list[str]]:
    with urllib.request.urlopen(url, timeout=20) as answer:  # noqa: S310
        return list(csv.reader(io.StringIO(answer.read().decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_pages_of_campaigns_when_checked_then_nothing_bars_anybody(
    browser: Browser, server: Server, width: int, scheme: str
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    for path in (*LISTS.values(), "/sq/fushata-ndergjegjesuese/", "/sq/fushata-ndergjegjesuese/ngjarje/",
                 "/en/awareness-campaign/2026/", "/sq/nisma/aleanca-kombetare/"):  # fmt: skip
        look(page, f"{server.url}{path}")
    for path, link in (
        (LISTS["sq"], "Regjistroni një veprimtari"),
        ("/en/initiatives/national-alliance/", "Ask to join"),
    ):
        page.goto(f"{server.url}{path}")
        page.get_by_role("link", name=link).click()
        page.locator("form.register-form button[type=submit]").click()
        expect(page.get_by_role("alert")).to_be_visible()
        look(page, None)
    assert [error for error in errors if "422" not in error] == []
    context.close()


def look(page: Page, url: str | None) -> None:
    """Check one page: no axe violation, nothing wider than the screen."""
    if url is not None:
        page.goto(url)
    found = Axe().run(page, options={"resultTypes": ["violations"], "rules": RULES}).response["violations"]
    assert [(entry["id"], [node["target"] for node in entry["nodes"]]) for entry in found] == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


def test_hashtags_when_the_button_is_pressed_then_the_text_is_in_the_clipboard(
    browser: Browser, server: Server
) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{server.url}/sq/fushata-ndergjegjesuese/dita-e-internetit-te-sigurt-2024/")
    page.get_by_role("button", name="Kopjo #SID2024").click()
    expect(page.locator(".copy__said")).to_have_text("U kopjua: #SID2024")
    assert page.evaluate("navigator.clipboard.readText()") == "#SID2024"
    context.close()


def test_calendar_when_subscribed_to_over_http_then_it_is_one_and_is_confirmed(server: Server) -> None:
    with urllib.request.urlopen(f"{server.url}/en/calendar.ics", timeout=20) as answer:  # noqa: S310
        text, etag = answer.read().decode(), answer.headers["ETag"]
        assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert re.search(r"SUMMARY;LANGUAGE=en:Safer Internet Day 2026\r\n", text)
    again = urllib.request.Request(f"{server.url}/en/calendar.ics", headers={"If-None-Match": etag})  # noqa: S310
    with pytest.raises(urllib.error.HTTPError) as unchanged:
        urllib.request.urlopen(again, timeout=20)  # noqa: S310
    assert unchanged.value.code == 304
