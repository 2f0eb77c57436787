"""An editor changes a guide in Albanian, publishes it and translates it into English."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server, sign_in

pytestmark = pytest.mark.browser
# A guide that no other browser test reads: they share one running product.
TOPIC = "identity_theft"
ALBANIAN, ENGLISH = "Mashtrimet: si t’i dallosh herët", "Scams: how to see them early"


def test_guide_when_edited_published_and_translated_then_both_languages_are_live(page: Page, server: Server) -> None:
    page.set_default_timeout(30_000)
    sign_in(page, server, "editor")
    guides = f"{server.url}/api/v3/content/guides/?locale=sq&topic={TOPIC}"
    guide = page.request.get(guides).json()["items"][0]
    source, translation = guide["id"], guide["translations"]["en"]["id"]

    page.goto(f"{server.url}/admin/pages/{source}/edit/")
    page.locator("#id_title").fill(ALBANIAN)
    page.locator("footer .w-dropdown__toggle").first.click()
    page.locator("button[name=action-publish]").click()
    expect(page.locator(".messages")).to_contain_text(ALBANIAN)
    page.goto(f"{server.url}{guide['url']}")
    expect(page.get_by_role("heading", level=1)).to_have_text(ALBANIAN)

    page.goto(f"{server.url}/admin/pages/{source}/edit/")
    page.locator(".w-slim-header .w-dropdown__toggle").last.click()
    page.locator("a[href*='/localize/update/']").click()
    page.locator("main form [type=submit]").last.click()

    page.goto(f"{server.url}/admin/pages/{translation}/edit/")
    expect(page.get_by_text(ALBANIAN).first).to_be_visible()
    page.get_by_role("button", name="Translate", exact=True).first.click()
    page.locator("textarea:visible").first.fill(ENGLISH)
    page.get_by_role("button", name="Save", exact=True).first.click()
    expect(page.get_by_text(ENGLISH).first).to_be_visible()
    page.get_by_role("button", name="Publish in English").click()
    page.wait_for_load_state()

    page.goto(f"{server.url}{guide['translations']['en']['url']}")
    expect(page.get_by_role("heading", level=1)).to_have_text(ENGLISH)
    page.goto(f"{server.url}{guide['url']}")
    expect(page.get_by_role("heading", level=1)).to_have_text(ALBANIAN)
