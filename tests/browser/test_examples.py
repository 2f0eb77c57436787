"""The examples work from another origin: a front end in one file against the real product, and the RAPORTO button."""

import functools
import http.server
import sqlite3
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import ROOT, Server

pytestmark = pytest.mark.browser


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def examples() -> Iterator[str]:
    """Serve the folder as `examples/README.md` says, from another origin than the product's."""
    handler = functools.partial(Quiet, directory=str(ROOT / "examples"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as served:
        threading.Thread(target=served.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{served.server_port}"
        served.shutdown()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that fails the test for any error of its scripts."""
    context = browser.new_context()
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    yield opened
    assert errors == []
    context.close()


def test_front_end_when_opened_then_it_lists_guides_by_audience_in_both_languages_and_sends_a_test(
    page: Page, server: Server, examples: str
) -> None:
    page.goto(f"{examples}/front-end/?api={server.url}")
    expect(page.locator("#guides li")).to_have_count(10)
    page.get_by_role("button", name="Më shumë").click()
    expect(page.locator("#guides li")).to_have_count(17)
    page.get_by_label("Gjuha").select_option("en")
    page.get_by_label("For whom").select_option("industry")
    expect(page.locator("#guides li")).not_to_have_count(10)
    page.locator("#guides button").first.click()
    expect(page.locator("#guide h2").first).to_be_visible()
    expect(page.locator("#help a")).to_have_attribute("href", "tel:116111")
    page.get_by_label("What happened?").select_option("hate_speech")
    page.get_by_label("Tell us in your own words").fill("kanarinë e një programi")
    page.get_by_role("button", name="Send the test").click()
    expect(page.locator("#answer")).to_contain_text("We have the test with the number IS-")
    reference = page.locator("#answer").inner_text().split()[-1].rstrip(".")
    with sqlite3.connect(f"file:{server.folder / 'var' / 'isigurt.sqlite3'}?mode=ro", uri=True) as database:
        row = database.execute(
            "SELECT is_test, is_suspect FROM inbox_incidentreport WHERE public_reference = ?", [reference]
        ).fetchone()
        counted = database.execute("SELECT COUNT(*) FROM inbox_statfact WHERE channel = 'api'").fetchone()
    assert row == (1, 1)
    assert counted == (0,)
    assert page.context.cookies() == []


def test_button_when_on_a_partners_page_then_it_leads_to_raporto_and_asks_nobody(page: Page, examples: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{examples}/button/")
    links = page.get_by_role("link")
    expect(links).to_have_count(3)
    addresses = [link.get_attribute("href") for link in links.all()]
    assert addresses == [
        "https://isigurt.al/sq/raporto/",
        "https://isigurt.al/sq/raporto/",
        "https://isigurt.al/en/report/",
    ]
    assert all(link.get_attribute("rel") == "noopener noreferrer" for link in links.all())
    assert all((box := link.bounding_box()) and box["height"] >= 44 for link in links.all())
    assert all(url.startswith(examples) for url in asked)
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
