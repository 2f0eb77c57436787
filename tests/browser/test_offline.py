"""Reading without a connection, in a real browser: what opens, and what no device ever keeps."""

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Server

pytestmark = pytest.mark.browser
SCRIPTS = Path(settings.BASE_DIR) / "static" / "js" / "offline"
KEPT = """async () => {
  const kept = {};
  for (const name of await caches.keys())
    kept[name] = (await (await caches.open(name)).keys()).map((request) => new URL(request.url).pathname);
  return kept;
}"""
IN_CONTROL = "() => navigator.serviceWorker.controller !== null"
WAIT_SECONDS = 20


def wait_until(page: Page, script: str, argument: Any = None) -> None:
    """Return once the asynchronous `script` gives a true value in `page`."""
    deadline = time.monotonic() + WAIT_SECONDS
    while not page.evaluate(script, argument):
        assert time.monotonic() < deadline, script
        page.wait_for_timeout(100)


def wait_until_kept(page: Page, path: str, *, is_kept: bool = True) -> None:
    script = "async ([path, wanted]) => (await caches.match(path) !== undefined) === wanted"
    wait_until(page, script, [path, is_kept])


def kept_paths(page: Page) -> list[str]:
    return [path for paths in page.evaluate(KEPT).values() for path in paths]


def test_visitor_when_the_connection_is_lost_then_numbers_and_read_pages_open_and_nothing_private_was_kept(
    browser: Browser, server: Server
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{server.url}/sq/")
    page.wait_for_function(IN_CONTROL)
    for path in ("udhezues/lojerat-online/", "udhezues/shantazhi-seksual/", "raporto/", "kerko/?q=femije"):
        page.goto(f"{server.url}/sq/{path}")
    page.goto(f"{server.url}/en/guides/online-games/")
    page.goto(f"{server.url}/api/v3/content/guides/")
    page.goto(f"{server.url}/admin/login/")
    page.goto(f"{server.url}/sq/udhezues/lojerat-online/")
    wait_until_kept(page, "/sq/udhezues/lojerat-online/")
    kept = kept_paths(page)
    assert "/en/guides/online-games/" in kept
    assert [path for path in kept if path.startswith(("/api", "/admin"))] == []
    for private in ("shantazhi-seksual", "raport", "report", "kerko", "search"):
        # Style sheets say nothing of who read what.
        assert [path for path in kept if private in path and not path.startswith("/static/")] == []

    # The browser's own cache would answer for a minute more.
    context.new_cdp_session(page).send("Network.clearBrowserCache")
    context.set_offline(True)
    page.goto(f"{server.url}/sq/udhezues/lojerat-online/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Lojërat online: luaj dhe mbrohu")
    expect(page.locator(".kept-copy")).to_contain_text("Nuk keni lidhje.")
    # The stylesheet is there too: the page looks like itself.
    assert page.evaluate("getComputedStyle(document.querySelector('.help-bar')).display") == "block"
    assert page.evaluate("getComputedStyle(document.body).margin") == "0px"
    for path in ("sq/numrat-e-ndihmes/", "en/help-numbers/"):
        page.goto(f"{server.url}/{path}")
        expect(page.locator("main a[href='tel:116111']").first).to_be_visible()
    page.goto(f"{server.url}/sq/udhezues/gjuha-e-urrejtjes/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Pa lidhje interneti")
    expect(page.locator("main a[href='tel:116111']").first).to_be_visible()
    expect(page.get_by_role("link", name="Lojërat online: luaj dhe mbrohu")).to_be_visible()
    page.goto(f"{server.url}/en/guides/sextortion/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Without a connection")

    context.set_offline(False)
    page.goto(f"{server.url}/sq/offline/")
    page.get_by_role("button", name="Hiqini nga kjo pajisje").click()
    expect(page.get_by_text("Kjo pajisje nuk ka ruajtur asnjë faqe")).to_be_visible()
    assert [path for path in kept_paths(page) if "lojerat" in path] == []
    context.close()


def test_visitor_when_leaving_quickly_then_the_pages_read_are_forgotten(browser: Browser, server: Server) -> None:
    context = browser.new_context()
    context.route("https://*.wikipedia.org/**", lambda route: route.fulfill(body="<title>elsewhere</title>"))
    page = context.new_page()
    page.goto(f"{server.url}/sq/")
    page.wait_for_function(IN_CONTROL)
    page.goto(f"{server.url}/sq/udhezues/lojerat-online/")
    wait_until_kept(page, "/sq/udhezues/lojerat-online/")
    page.goto(f"{server.url}/sq/raporto/")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.wait_for_url("https://sq.wikipedia.org/**")
    page.goto(f"{server.url}/sq/raporto/")
    assert page.evaluate(KEPT).get("isigurt-read", []) == []
    context.close()


class Site:
    """A site of a few lines in front of the real scripts, so that a test can change what they meet."""

    def __init__(self) -> None:
        self.worker_enabled = True
        self.version = "1"
        self.answers: dict[str, tuple[int, dict[str, str]]] = {}
        self.url = ""

    def script(self) -> str:
        if not self.worker_enabled:
            return (SCRIPTS / "retire.js").read_text()
        told = {
            "version": self.version, "languages": ["sq", "en"], "pages": ["/sq/offline/", "/sq/numrat/"], "files": [],
            "offline": {"sq": "/sq/offline/"}, "notes": {"sq": "Kopje e %(date)s"}, "pageLimit": 5, "fileLimit": 4,
        }  # fmt: skip
        return f"const SETTINGS = {json.dumps(told)};\n{(SCRIPTS / 'worker.js').read_text()}"

    def answer(self, path: str) -> tuple[int, dict[str, str], str]:
        """Return status, headers and body for `path`; a page that may be kept unless the test said otherwise."""
        if path == "/service-worker.js":
            return 200, {"Content-Type": "text/javascript"}, self.script()
        if path == "/register.js":
            return 200, {"Content-Type": "text/javascript"}, (SCRIPTS / "register.js").read_text()
        status, headers = self.answers.get(path, (200, {"Offline-Copy": "keep"}))
        script = '<script type="module" src="/register.js"></script>'
        body = f'<!doctype html><main id="content"><h1>{path}</h1></main>{script}'
        return status, {"Content-Type": "text/html", "Cache-Control": "public, max-age=0"} | headers, body


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, body = made.answer(self.path)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *args: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as httpd:
        made.url = f"http://127.0.0.1:{httpd.server_address[1]}"
        threading.Thread(target=httpd.serve_forever, daemon=True).start()
        yield made
        httpd.shutdown()


@pytest.fixture
def reader(browser: Browser, site: Site) -> Iterator[Page]:
    """A page of a browser in which the worker is at work."""
    context: BrowserContext = browser.new_context(base_url=site.url)
    page = context.new_page()
    page.goto("/sq/")
    page.wait_for_function(IN_CONTROL)
    yield page
    context.close()


def test_worker_when_more_pages_are_read_than_it_may_keep_then_the_oldest_go(reader: Page) -> None:
    for number in range(9):
        reader.goto(f"/sq/faqja-{number}/")
        wait_until_kept(reader, f"/sq/faqja-{number}/")
    assert reader.evaluate(KEPT)["isigurt-read"] == [f"/sq/faqja-{number}/" for number in range(4, 9)]
    reader.goto("/sq/faqja-4/")
    reader.goto("/sq/faqja-9/")
    wait_until_kept(reader, "/sq/faqja-9/")
    assert reader.evaluate(KEPT)["isigurt-read"][-2:] == ["/sq/faqja-4/", "/sq/faqja-9/"]


@pytest.mark.parametrize(
    ("path", "status", "headers"),
    [
        ("/sq/pa-shenje/", 200, {"Offline-Copy": ""}),
        ("/sq/private/", 200, {"Offline-Copy": "keep", "Cache-Control": "private, no-store"}),
        ("/sq/nuk-ka/", 404, {"Offline-Copy": "keep"}),
        ("/sq/me-pyetje/?q=x", 200, {"Offline-Copy": "keep"}),
        ("/pa-gjuhe/", 200, {"Offline-Copy": "keep"}),
        ("/api/v3/guides/", 200, {"Offline-Copy": "keep"}),
    ],
)
def test_worker_when_an_answer_is_not_for_keeping_then_it_is_not_kept(
    reader: Page, site: Site, path: str, status: int, headers: dict[str, str]
) -> None:
    site.answers[path] = (status, headers)
    reader.goto(path)
    reader.goto("/sq/tjeter/")
    wait_until_kept(reader, "/sq/tjeter/")
    assert path.partition("?")[0] not in kept_paths(reader)


@pytest.mark.parametrize(("status", "headers"), [(200, {"Cache-Control": "private, no-store"}), (404, {}), (410, {})])
def test_worker_when_a_kept_page_becomes_sensitive_or_is_taken_down_then_its_copy_goes(
    reader: Page, site: Site, status: int, headers: dict[str, str]
) -> None:
    reader.goto("/sq/udhezuesi/")
    wait_until_kept(reader, "/sq/udhezuesi/")
    site.answers["/sq/udhezuesi/"] = (status, headers)
    reader.goto("/sq/udhezuesi/")
    wait_until_kept(reader, "/sq/udhezuesi/", is_kept=False)


def test_worker_when_the_site_does_not_answer_then_the_marked_copy_is_shown_and_an_error_of_its_own_is_not_hidden(
    reader: Page, site: Site
) -> None:
    reader.goto("/sq/udhezuesi/")
    wait_until_kept(reader, "/sq/udhezuesi/")
    site.answers["/sq/udhezuesi/"] = (503, {})
    reader.goto("/sq/udhezuesi/")
    expect(reader.locator("main .kept-copy")).to_contain_text("Kopje e ")
    site.answers["/sq/udhezuesi/"] = (500, {})
    reader.goto("/sq/udhezuesi/")
    expect(reader.locator("h1")).to_be_visible()
    expect(reader.locator(".kept-copy")).to_have_count(0)


def test_worker_when_a_new_version_comes_then_it_replaces_what_was_fixed_and_keeps_what_was_read(
    reader: Page, site: Site
) -> None:
    reader.goto("/sq/udhezuesi/")
    wait_until_kept(reader, "/sq/udhezuesi/")
    site.version = "2"
    reader.goto("/sq/udhezuesi/")
    wait_until(reader, "async () => !(await caches.has('isigurt-fixed-1')) && await caches.has('isigurt-fixed-2')")
    kept = reader.evaluate(KEPT)
    assert kept["isigurt-fixed-2"] == ["/sq/offline/", "/sq/numrat/"]
    assert "/sq/udhezuesi/" in kept["isigurt-read"]


def test_worker_when_it_is_switched_off_then_it_removes_itself_and_everything_it_kept(reader: Page, site: Site) -> None:
    reader.goto("/sq/udhezuesi/")
    wait_until_kept(reader, "/sq/udhezuesi/")
    site.worker_enabled = False
    reader.goto("/sq/")
    wait_until(reader, "async () => (await caches.keys()).length === 0")
    wait_until(reader, "async () => (await navigator.serviceWorker.getRegistrations()).length === 0")
