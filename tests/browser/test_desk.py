"""The moderators' desk in a browser: taking down, claiming, revealing, noting, asking; with and without JavaScript."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Server
from tests.browser.test_visitor import sign_in

pytestmark = pytest.mark.browser
FIRST, SECOND = "kanarina-e-bardhe-1618033988", "kanarina-e-zeze-5772156649"
# What a user of the desk meets; 7:1 for text of ours is held by axe's enhanced rule.
RULES = {"rules": {"color-contrast-enhanced": {"enabled": True}}}


def enter_desk(page: Page, server: Server, username: str) -> None:
    """Sign in and open the inbox."""
    page.set_default_timeout(30_000)
    sign_in(page, server, username)
    page.goto(f"{server.url}/admin/inbox-key/open/")
    page.locator("input[name=passphrase]").fill(server.accounts[username]["passphrase"])
    page.locator("form.inbox-open button").click()
    expect(page.get_by_text("Kutia është e hapur në këtë shfletues.")).to_be_visible()


def take_down(page: Page, server: Server) -> str:
    """Take down a report of two paragraphs; return its reference."""
    page.goto(f"{server.url}/admin/inbox/enter/")
    page.get_by_label("Çfarë ndodhi?").select_option("grooming")
    page.get_by_label("Me fjalët e atij që telefonon").fill(f"{FIRST}\n\n{SECOND}")
    page.get_by_label("Ku?").fill("https://shembull.example/faqe")
    page.get_by_role("button", name="Vulose dhe ruaje raportimin").click()
    expect(page.locator(".desk-receipt__code code")).to_have_text(re.compile(r"^(?:\w{4}-){4}.$"))
    return page.locator(".desk-receipt strong").inner_text()


@pytest.fixture
def moderator(browser: Browser, server: Server) -> Iterator[Page]:
    context = browser.new_context(locale="sq-AL", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if "Content Security" in message.text else None)
    enter_desk(page, server, "moderatore1")
    yield page
    assert refused == []
    context.close()


def test_report_when_taken_down_and_worked_on_then_each_step_shows_what_it_did(moderator: Page, server: Server) -> None:
    page = moderator
    page.goto(f"{server.url}/admin/inbox/enter/")
    expect(page.get_by_text("Pyetje për këtë kategori")).to_be_hidden()
    page.get_by_label("Çfarë ndodhi?").select_option("grooming")
    expect(page.get_by_label("A është lënë një takim me këtë person?")).to_be_visible()
    expect(page.get_by_label("A kanë humbur tashmë llogaria ose paratë?")).to_be_hidden()
    reference = take_down(page, server)

    page.goto(f"{server.url}/admin/inbox/")
    page.get_by_label("Gjej sipas referencës").fill(reference.lower())
    page.get_by_role("button", name="Gjej", exact=True).click()
    page.get_by_role("link", name=reference).click()
    page.get_by_role("button", name="Merre në dorë këtë raportim").click()
    expect(page.get_by_text("Tani këtë raportim e keni ju në dorë.")).to_be_visible()

    address = page.url
    expect(page.get_by_text(FIRST)).to_have_count(0)
    page.get_by_role("button", name="Shfaq paragrafin 1 nga 2").click()
    expect(page.locator("[data-passage='description-1']")).to_be_focused()
    expect(page.get_by_text(FIRST)).to_be_visible()
    expect(page.get_by_text(SECOND)).to_have_count(0)
    page.get_by_role("button", name="Shfaq 1 adresë").click()
    expect(page.get_by_text("hxxps://shembull[.]example/faqe")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Kopjo hxxps"))).to_be_visible()
    assert page.url == address
    expect(page.locator("a[href*='shembull']")).to_have_count(0)

    page.get_by_label("Shënim i ri").fill("Kanarinë për kolegët.")
    page.get_by_role("button", name="Ruaje shënimin").click()
    expect(page.locator(".desk-notes")).to_contain_text("Kanarinë për kolegët.")
    expect(page.get_by_text(FIRST)).to_be_visible()
    expect(page.get_by_text(SECOND)).to_have_count(0)

    page.get_by_text("Shkruaji raportuesit").click()
    page.get_by_label("Pyetje", exact=True).check()
    page.get_by_label("Nisu nga një model").select_option(label="Kemi një pyetje")
    page.get_by_label("Tekst", exact=True).fill("Në cilën lojë ndodhi?")
    page.get_by_role("button", name="Vendose modelin në tekst").click()
    expect(page.get_by_label("Tekst", exact=True)).to_have_value(re.compile(f"{reference}.*Në cilën lojë ndodhi?"))
    page.get_by_role("button", name="Shihe para se ta dërgosh").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kjo i shkon raportuesit")
    page.get_by_role("button", name="Dërgoja raportuesit").click()
    expect(page.locator(".desk-thread")).to_contain_text("Në cilën lojë ndodhi?")
    expect(page.locator(".desk-strip")).to_contain_text("në pritje të raportuesit")
    expect(page.locator(".desk-strip")).to_contain_text("ora e ndalur")


def test_report_when_javascript_is_off_then_reveals_and_notes_work_all_the_same(
    browser: Browser, server: Server, moderator: Page
) -> None:
    reference = take_down(moderator, server)
    context = browser.new_context(locale="sq-AL", java_script_enabled=False, viewport={"width": 320, "height": 800})
    page = context.new_page()
    enter_desk(page, server, "moderatore2")
    expect(page.locator(".capabilitymessage")).to_be_hidden()
    page.get_by_role("link", name=reference).click()
    page.get_by_role("button", name="Shfaq paragrafin 2 nga 2").click()
    expect(page.get_by_text(SECOND)).to_be_visible()
    expect(page.get_by_text(FIRST)).to_have_count(0)
    page.get_by_role("button", name="Shfaq paragrafin 1 nga 2").click()
    expect(page.get_by_text(FIRST)).to_be_visible()
    expect(page.get_by_text(SECOND)).to_be_visible()
    page.get_by_label("Shënim i ri").fill("Shënim pa skript.")
    page.get_by_role("button", name="Ruaje shënimin").click()
    expect(page.locator(".desk-notes")).to_contain_text("Shënim pa skript.")
    expect(page.get_by_text(FIRST)).to_be_visible()
    context.close()


def test_claim_when_a_colleague_was_faster_then_the_second_is_told_who(
    browser: Browser, server: Server, moderator: Page
) -> None:
    reference = take_down(moderator, server)
    context = browser.new_context(locale="sq-AL")
    second = context.new_page()
    enter_desk(second, server, "moderatore2")
    for page in (moderator, second):
        page.goto(f"{server.url}/admin/inbox/?q={reference}")
        page.get_by_role("link", name=reference).click()
    moderator.get_by_role("button", name="Merre në dorë këtë raportim").click()
    second.get_by_role("button", name="Merre në dorë këtë raportim").click()
    expect(second.get_by_role("alert")).to_contain_text("moderatore1 ishte më i shpejtë")
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_desk_when_looked_at_then_nothing_overflows_and_no_barrier_is_found(
    browser: Browser, server: Server, width: int, scheme: str
) -> None:
    context = browser.new_context(locale="sq-AL", viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    enter_desk(page, server, "moderatore1")
    reference = take_down(page, server)
    page.goto(f"{server.url}/admin/inbox/?q={reference}")
    report = page.get_by_role("link", name=reference).get_attribute("href")
    problems = {}

    def look(name: str) -> None:
        # The admin scrolls inside its main part.
        overflow, inner = page.evaluate(
            "[document.documentElement, document.querySelector('main') ?? document.body]"
            ".map(part => part.scrollWidth - part.clientWidth)"
        )
        results = Axe().run(page, context=".desk", options=RULES).response["violations"]
        found = [f"{entry['id']}: {entry['nodes'][0]['html'][:160]}" for entry in results]
        if overflow > 0 or inner > 0 or found:
            problems[name] = (overflow, inner, found)

    for path in ("/admin/inbox/", "/admin/inbox/?queue=now&priority=P1", "/admin/inbox/?q=IS-222222", f"{report}"):
        page.goto(f"{server.url}{path}")
        look(path)
    if page.get_by_role("button", name="Merre në dorë këtë raportim").count():
        page.get_by_role("button", name="Merre në dorë këtë raportim").click()
        expect(page.get_by_text("Tani këtë raportim e keni ju në dorë.")).to_be_visible()
    for button in ("Shfaq paragrafin 1 nga 2", "Shfaq 1 adresë"):
        page.get_by_role("button", name=button).click()
    page.evaluate("document.querySelectorAll('.desk details').forEach(folded => { folded.open = true; })")
    expect(page.get_by_text(FIRST)).to_be_visible()
    look("report, open")
    page.get_by_label("Tekst", exact=True).fill("Faleminderit.")
    page.get_by_role("button", name="Shihe para se ta dërgosh").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kjo i shkon raportuesit")
    look("preview")
    for path in ("/admin/inbox/enter/", "/admin/inbox/my-time/"):
        page.goto(f"{server.url}{path}")
        look(path)
    page.get_by_role("link", name="Regjistro një raportim").click()
    page.get_by_role("button", name="Vulose dhe ruaje raportimin").click()
    expect(page.get_by_role("alert")).to_be_visible()
    look("entry with errors")
    page.goto(f"{server.url}/admin/")
    look("panel")
    assert problems == {}
    context.close()
