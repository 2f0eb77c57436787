"""What a visitor on a slow line waits for: bytes, requests, what is drawn first, and that nothing jumps.

How long it takes is measured in `benchmarks/front_end.py`, because a busy machine would fail a test at random.
"""

from statistics import median
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Server
from tests.browser.pages import addresses

pytestmark = pytest.mark.browser
MEDIAN_WEIGHT_LIMIT = 150_000
SHIFT_LIMIT = 0.02
# As Lighthouse simulates it: 150 ms, 1.6 Mbit/s down, 0.75 Mbit/s up.
SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 93_750}
OBSERVE = """
  window.shifts = 0; window.largest = null;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
  new PerformanceObserver((list) => {
    const last = list.getEntries().at(-1);
    window.largest = { tag: last.element?.tagName ?? null, inMain: !!last.element?.closest("main"), size: last.size };
  }).observe({ type: "largest-contentful-paint", buffered: true });
"""


def test_pages_when_loaded_with_an_empty_cache_then_they_are_light_and_ask_nobody_else(
    browser: Browser, server: Server
) -> None:
    weights, foreign = {}, []
    # The two languages in turn: what they load is the same.
    for position, (name, albanian) in enumerate(addresses("sq").items()):
        path = addresses("en")[name] if position % 2 else albanian
        context = browser.new_context(service_workers="block")
        page = context.new_page()
        sizes: list[int] = []

        def add(request: Any, sizes: list[int] = sizes) -> None:
            found = request.sizes()
            sizes.append(found["responseBodySize"] + found["responseHeadersSize"])

        page.on("requestfinished", add)
        page.on(
            "request",
            lambda request: None if request.url.startswith((server.url, "data:")) else foreign.append(request.url),
        )
        page.goto(server.url + path, wait_until="networkidle")
        weights[name] = sum(sizes)
        assert context.cookies() == [], name
        context.close()
    assert foreign == []
    assert median(weights.values()) <= MEDIAN_WEIGHT_LIMIT
    assert {name: weight for name, weight in weights.items() if weight > 2 * MEDIAN_WEIGHT_LIMIT} == {}


@pytest.mark.parametrize("width", [1280, 320])
def test_pages_when_they_arrive_slowly_then_nothing_jumps_and_the_largest_thing_drawn_is_content(
    browser: Browser, server: Server, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, service_workers="block")
    context.add_init_script(OBSERVE)
    page: Page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW_4G)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    names = (
        "home",
        "guides",
        "guide",
        "audience",
        "lesson",
        "campaign",
        "report",
        "glossary",
        "help-numbers",
        "raporto",
    )
    for name in names:
        page.goto(server.url + addresses("sq")[name], wait_until="networkidle")
        assert page.evaluate("window.shifts") <= SHIFT_LIMIT, name
        largest = page.evaluate("window.largest")
        assert largest is not None, name
        assert largest["tag"] in ("H1", "P", "LI", "DD"), (name, largest)
        assert largest["inMain"], (name, largest)
    context.close()
