"""An editor changes a guide in Albanian, publishes it and translates it into English."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server
from tests.browser.test_visitor import sign_in

pytestmark = pytest.mark.browser
ALBANIAN, ENGLISH = "Lojërat online: luaj i qetë", "Online games: play in peace"


def test_guide_when_edited_published_and_translated_then_both_languages_are_live(page: Page, server: Server) -> None:
    page.set_default_timeout(30_000)
    sign_in(page, server, "editor")
    page.goto(f"{server.url}/sq/udhezues/lojerat-online/")
    page.goto(f"{server.url}/admin/pages/{page_id(page, server)}/edit/")
    page.locator("#id_title").fill(ALBANIAN)
    publish(page)
    page.goto(f"{server.url}/sq/udhezues/lojerat-online/")
    expect(page.get_by_role("heading", level=1)).to_have_text(ALBANIAN)

    source = page_id(page, server)
    page.goto(f"{server.url}/admin/localize/update/{translation_source(page, server, source)}/")
    page.locator("form button[type=submit], form input[type=submit]").last.click()
    page.goto(f"{server.url}/en/guides/online-games/")
    page.goto(f"{server.url}/admin/pages/{page_id(page, server)}/edit/")
    translate_title(page)
    page.goto(f"{server.url}/en/guides/online-games/")
    expect(page.get_by_role("heading", level=1)).to_have_text(ENGLISH)
