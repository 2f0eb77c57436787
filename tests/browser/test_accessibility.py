"""Every page type in both languages, themes and widths, with and without scripts: no barrier, nothing cut off."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Server
from tests.browser.pages import addresses
from tests.scale import scaled

pytestmark = [pytest.mark.browser, pytest.mark.heavy]
# Beyond axe's defaults: contrast of 7:1 (AAA) and targets of 24 pixels.
RULES = {"color-contrast-enhanced": {"enabled": True}, "target-size": {"enabled": True}}
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# WCAG 2.2, 1.4.12.
TEXT_SPACING = (
    "*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}"
    "p{margin-block-end:2em!important}"
)


@dataclass(frozen=True)
class Reader:
    """How somebody reads: language, theme, width of the screen in pixels, scripts or none."""

    language: str
    theme: str
    width: int
    scripts: bool

    def opposite(self) -> "Reader":
        """Return the reader who differs in everything."""
        return Reader(
            "en" if self.language == "sq" else "sq",
            "dark" if self.theme == "light" else "light",
            320 if self.width == 1280 else 1280,
            not self.scripts,
        )


ALL_READERS = [Reader(*choice) for choice in product(("sq", "en"), ("light", "dark"), (1280, 320), (True, False))]
# Four readers and their opposites. A page seen by a reader and the opposite has met every setting.
FOUR = [
    Reader("sq", "light", 1280, True),
    Reader("sq", "dark", 320, True),
    Reader("sq", "light", 320, False),
    Reader("sq", "dark", 1280, False),
]
SAMPLE = [*FOUR, *[reader.opposite() for reader in FOUR]]
READERS = ALL_READERS if scaled(1, 0) else SAMPLE


def pages_of(reader: Reader) -> dict[str, str]:
    """Return the pages that `reader` looks at: all in the full run, else a quarter, the opposite reader the same."""
    found = addresses(reader.language)
    share = scaled(1, len(FOUR))
    row = SAMPLE.index(reader) % share if reader in SAMPLE else 0
    return {name: path for position, (name, path) in enumerate(found.items()) if position % share == row}


def open_pages(browser: Browser, server: Server, reader: Reader, paths: dict[str, str]) -> Iterator[tuple[str, Page]]:
    """Yield each page as `reader` sees it, in one window."""
    context = browser.new_context(
        viewport={"width": reader.width, "height": 800}, color_scheme=reader.theme, service_workers="block"
    )
    page = context.new_page()
    session = context.new_cdp_session(page)
    for name, path in paths.items():
        # Scripts are off while the page loads and on again for axe, which could not wait for anything without them.
        session.send("Emulation.setScriptExecutionDisabled", {"value": not reader.scripts})
        page.goto(server.url + path)
        session.send("Emulation.setScriptExecutionDisabled", {"value": False})
        yield name, page
    assert context.cookies() == []
    context.close()


def barriers(page: Page) -> list[str]:
    """Return what axe finds, and what is wider than the screen."""
    found = Axe().run(page, options={"resultTypes": ["violations"], "rules": RULES}).response["violations"]
    problems = [f"{problem['id']}: {problem['nodes'][0]['html'][:140]}" for problem in found]
    overflow = page.evaluate(OVERFLOW)
    return [*problems, *([f"{overflow} pixels too wide"] if overflow > 0 else [])]


@pytest.mark.parametrize("reader", READERS, ids=str)
def test_pages_when_a_reader_opens_them_then_no_barrier_is_found(
    browser: Browser, server: Server, reader: Reader
) -> None:
    found = {name: barriers(page) for name, page in open_pages(browser, server, reader, pages_of(reader))}
    assert {name: problems for name, problems in found.items() if problems} == {}


def test_readers_when_added_up_then_every_page_meets_every_language_theme_width_and_script_setting() -> None:
    seen: dict[str, list[Reader]] = {}
    for reader in READERS:
        for name in pages_of(reader):
            seen.setdefault(name, []).append(reader)
    assert seen.keys() == addresses("sq").keys()
    for readers in seen.values():
        for field in ("language", "theme", "width", "scripts"):
            assert len({getattr(reader, field) for reader in readers}) == 2


FOCUS = """() => {
  const element = document.activeElement;
  if (element === document.body) return null;
  const style = getComputedStyle(element), box = element.getBoundingClientRect();
  const card = element.closest(".card") ? getComputedStyle(element.closest(".card")).outlineStyle : "none";
  return {
    index: [...document.querySelectorAll("*")].indexOf(element),
    name: element.outerHTML.slice(0, 80),
    outline: style.outlineStyle !== "none" ? style.outlineStyle : card,
    onScreen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0,
  };
}"""


@pytest.mark.parametrize("width", [1280, 320])
def test_keyboard_when_walking_through_a_page_then_order_is_that_of_the_text_and_focus_is_seen(
    browser: Browser, server: Server, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, service_workers="block")
    page = context.new_page()
    page.goto(f"{server.url}/sq/udhezues/lojerat-online/")
    places: list[int] = []
    while True:
        page.keyboard.press("Tab")
        focus: dict[str, Any] | None = page.evaluate(FOCUS)
        if focus is None:
            break
        assert focus["outline"] != "none", focus["name"]
        assert focus["onScreen"], focus["name"]
        places.append(focus["index"])
        assert len(places) < 200, "the keyboard is trapped"
    assert places == sorted(places)
    assert len(places) > 25
    context.close()


def test_keyboard_when_skipping_then_the_text_comes_next(browser: Browser, server: Server) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 640})
    page.goto(f"{server.url}/sq/udhezues/lojerat-online/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    assert page.locator(".skip-link").bounding_box()["x"] >= 0  # type: ignore[index]
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    page.close()


@pytest.mark.parametrize("scripts", [True, False])
def test_menu_when_opened_on_a_phone_by_keyboard_then_it_shows_all_pages_with_or_without_scripts(
    browser: Browser, server: Server, scripts: bool
) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640}, java_script_enabled=scripts)
    page = context.new_page()
    page.goto(f"{server.url}/sq/")
    link = page.locator(".menu").get_by_role("link", name="Plane mësimi")
    expect(link).to_be_hidden()
    page.locator(".menu__button").focus()
    page.keyboard.press("Enter")
    expect(link).to_be_visible()
    link.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Plane mësimi")
    context.close()


def test_phone_when_a_page_opens_then_heading_and_first_sentence_are_on_the_first_screen(
    browser: Browser, server: Server
) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 640})
    for path in ("", "udhezues/lojerat-online/", "plane-mesimi/ora-ndergjegjesuese-45-minuta/", "raporte/"):
        page.goto(f"{server.url}/sq/{path}")
        assert page.locator("h1").bounding_box()["y"] < 260, path  # type: ignore[index]
        assert page.locator(".lede").bounding_box()["y"] < 520, path  # type: ignore[index]
    page.close()


def test_text_when_spaced_as_a_reader_needs_it_then_nothing_is_cut_off(browser: Browser, server: Server) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640}, bypass_csp=True, service_workers="block")
    page = context.new_page()
    cut = {}
    for name, path in addresses("sq").items():
        page.goto(server.url + path)
        page.add_style_tag(content=TEXT_SPACING)
        hidden = page.evaluate(
            """() => [...document.querySelectorAll("main *, .masthead *, .help-bar *")].filter((element) => {
              const style = getComputedStyle(element);
              return ["hidden", "clip"].includes(style.overflowY) && !element.matches(".visually-hidden, svg, svg *")
                && element.innerText && element.scrollHeight > element.clientHeight + 2;
            }).map((element) => element.className)"""
        )
        if hidden or page.evaluate(OVERFLOW) > 0:
            cut[name] = hidden or "too wide"
    assert cut == {}
    context.close()


def test_colours_when_the_system_forces_its_own_then_buttons_cards_and_focus_still_have_edges(
    browser: Browser, server: Server
) -> None:
    context = browser.new_context(forced_colors="active", viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(f"{server.url}/sq/")
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    for selector in (".button", ".card", ".callout", ".home-body .prose > ul a"):
        edge = page.locator(selector).first.evaluate(
            "(element) => ['borderTopStyle', 'borderTopWidth'].map((name) => getComputedStyle(element)[name])"
        )
        assert edge[0] == "solid", selector
        assert float(edge[1].removesuffix("px")) >= 1, selector
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    context.close()


def test_movement_when_a_reader_wants_none_then_nothing_moves(browser: Browser, server: Server) -> None:
    moving = """() => [...document.querySelectorAll("*")].filter((element) => {
      const style = getComputedStyle(element);
      const moves = style.animationName !== "none" || parseFloat(style.transitionDuration) > 0;
      return moves || style.scrollBehavior === "smooth";
    }).map((element) => element.outerHTML.slice(0, 80))"""
    context = browser.new_context(reduced_motion="reduce", service_workers="block")
    page = context.new_page()
    for path in ("sq/", "sq/udhezues/lojerat-online/", "sq/raporto/"):
        page.goto(f"{server.url}/{path}")
        assert page.evaluate(moving) == [], path
    context.close()


def test_paper_when_a_page_is_printed_then_numbers_and_addresses_are_on_it_and_navigation_is_not(
    browser: Browser, server: Server
) -> None:
    context = browser.new_context(color_scheme="dark", service_workers="block")
    page = context.new_page()
    page.goto(f"{server.url}/sq/udhezues/lojerat-online/")
    page.emulate_media(media="print")
    for shown in (".footer__help a[href='tel:116111']", ".footer__address", "main h1"):
        expect(page.locator(shown)).to_be_visible()
    assert page.locator(".footer__address").inner_text().endswith("/sq/udhezues/lojerat-online/")
    for hidden in (".help-bar", ".menu", ".languages", ".contents", ".breadcrumbs", ".footer nav", ".woven"):
        expect(page.locator(hidden).first).to_be_hidden()
    link = page.locator(".prose a[href^='/sq/']").first
    printed = link.evaluate("(element) => getComputedStyle(element, '::after').content")
    assert link.get_attribute("href") in printed  # type: ignore[operator]
    colours = page.evaluate("[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]")
    assert colours == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    context.close()
