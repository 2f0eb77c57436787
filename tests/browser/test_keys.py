"""Signing in with a second factor and letting people in, in a real browser, with and without JavaScript."""

import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Server, sign_in

pytestmark = pytest.mark.browser
SIZES = [(1280, "light"), (320, "light"), (1280, "dark"), (320, "dark")]


def barriers(page: Page) -> list[str]:
    """Return what stands in somebody's way on the part of the page that is ours, and whether it overflows."""
    found = [
        f"{one['id']}: {one['nodes'][0]['html'][:120]}"
        for one in Axe().run(page, context="main").response["violations"]
    ]
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [*found, *([f"overflows by {overflow} px"] if overflow > 0 else [])]


def password_only(page: Page, server: Server, username: str) -> None:
    page.goto(f"{server.url}/admin/login/")
    page.locator("input[name=username]").fill(username)
    page.locator("input[name=password]").fill(server.accounts[username]["password"])
    page.locator("button[type=submit]").first.click()
    page.wait_for_url("**/second-factor/**")


@pytest.mark.parametrize(("width", "scheme"), SIZES)
def test_code_page_when_the_password_was_right_then_nothing_else_opens_and_no_barrier_is_found(
    browser: Browser, server: Server, width: int, scheme: str
) -> None:
    context = browser.new_context(locale="sq-AL", viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    password_only(page, server, "auditore")
    page.goto(f"{server.url}/admin/inbox/")
    assert "/second-factor/" in page.url
    for path in ("second-factor/", "second-factor/recovery/"):
        page.goto(f"{server.url}/admin/{path}")
        assert barriers(page) == []
    assert refused == []
    context.close()


def test_phone_when_set_up_without_javascript_then_recovery_codes_show_and_the_admin_opens(
    browser: Browser, server: Server
) -> None:
    from one_time_code import code_at

    context = browser.new_context(locale="sq-AL", java_script_enabled=False, viewport={"width": 320, "height": 800})
    page = context.new_page()
    sign_in(page, server, "editor")
    page.goto(f"{server.url}/admin/second-factor/set-up/")
    secret = page.locator(".accounts__secret").inner_text().replace(" ", "")
    page.locator("input[name=code]").fill(code_at(secret, time.time()))
    page.get_by_role("button", name="Lidhe këtë telefon").click()
    assert page.locator(".accounts__codes code").count() == 10
    page.get_by_role("link", name="I shkrova").click()
    page.goto(f"{server.url}/admin/second-factor/set-up/")
    page.get_by_role("button", name="Hiqe verifikimin me dy hapa").click()
    page.wait_for_url(f"{server.url}/admin/account/")
    context.close()


@pytest.mark.parametrize(("width", "scheme"), SIZES)
def test_keys_pages_when_looked_at_then_no_barrier_is_found_and_no_policy_is_broken(
    browser: Browser, server: Server, width: int, scheme: str
) -> None:
    context = browser.new_context(locale="sq-AL", viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    sign_in(page, server, "moderatore1")
    page.goto(f"{server.url}/admin/inbox-key/open/")
    assert barriers(page) == []
    page.locator("input[name=passphrase]").fill(server.accounts["moderatore1"]["passphrase"])
    page.locator("form.inbox-open button").click()
    page.wait_for_url(f"{server.url}/admin/inbox/")
    # What Wagtail's first page and the queue say is not looked at here.
    page.goto("about:blank")
    refused.clear()
    problems = {}
    for path in ("", "ask/", "passphrase/", "rotate/"):
        page.goto(f"{server.url}/admin/inbox-key/{path}")
        if found := barriers(page):
            problems[path] = found
    page.goto(f"{server.url}/admin/inbox-key/")
    page.locator("a[href*='/revoke/']").first.click()
    page.wait_for_url("**/revoke/**")
    if found := barriers(page):
        problems["revoke"] = found
    assert problems == {}
    assert refused == []
    context.close()


def test_colleague_when_forgetting_the_passphrase_then_a_number_is_compared_and_she_reads_again(
    browser: Browser, server: Server
) -> None:
    words = "gjashtë fjalë që i di vetëm unë"
    hers, mine = browser.new_context(locale="sq-AL"), browser.new_context(locale="sq-AL")
    page, desk = hers.new_page(), mine.new_page()
    sign_in(page, server, "nderlidhese")
    page.goto(f"{server.url}/admin/inbox-key/ask/")
    page.locator("input[name=new_passphrase]").fill(words)
    page.locator("input[name=repeated]").fill(words)
    page.locator("input[name=starts_over]").check()
    page.get_by_role("button", name="Krijo çelësin tim").click()
    number = page.locator(".keys__number").inner_text()

    sign_in(desk, server, "moderatore1")
    desk.goto(f"{server.url}/admin/inbox-key/open/")
    desk.locator("input[name=passphrase]").fill(server.accounts["moderatore1"]["passphrase"])
    desk.locator("form.inbox-open button").click()
    desk.goto(f"{server.url}/admin/inbox-key/")
    desk.get_by_role("link", name="Jep qasje nderlidhese").click()
    expect(desk.locator(".keys__number")).to_have_text(number)
    desk.get_by_label("Këtë numër e kam dëgjuar").check()
    desk.get_by_role("button", name="Jep qasje").click()
    expect(desk.locator(".messages")).to_contain_text("nderlidhese tani mund ta hapë kutinë")

    page.goto(f"{server.url}/admin/inbox-key/open/")
    page.locator("input[name=passphrase]").fill(words)
    page.locator("form.inbox-open button").click()
    page.wait_for_url(f"{server.url}/admin/inbox/")
    hers.close()
    mine.close()
