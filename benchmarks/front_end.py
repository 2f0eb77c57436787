"""How soon a reader on a slow line sees a page: largest paint, first paint, shifts and bytes, in Chromium.

    .venv/bin/python benchmarks/front_end.py [URL]

Without an address it starts a product of its own. The line and the processor are slowed as Lighthouse simulates a phone
on slow 4G: 150 ms, 1.6 Mbit/s, a quarter of the processor. Each page is loaded with an empty cache; the median of
several loads counts. Ends with 1 where a page misses a budget of the design.
"""

import sys
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))

from chromium import ensure_chromium
from gallery import PAGES
from playwright.sync_api import Browser, sync_playwright
from product import served

LARGEST_PAINT_LIMIT = 1.8  # seconds
SHIFT_LIMIT = 0.02
WEIGHT_LIMIT = 150_000  # bytes, of the median page
LOADS = 5
SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 93_750}
PROCESSOR_SLOWDOWN = 4
OBSERVE = """
  window.measured = { shifts: 0, largest: 0 };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.measured.shifts += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
  new PerformanceObserver((list) => { window.measured.largest = list.getEntries().at(-1).startTime / 1000; })
    .observe({ type: "largest-contentful-paint", buffered: true });
"""
READ = """() => ({ ...window.measured,
  first: performance.getEntriesByName("first-contentful-paint")[0]?.startTime / 1000,
  answer: performance.getEntriesByType("navigation")[0].responseStart / 1000,
})"""


def load(browser: Browser, address: str) -> dict[str, float]:
    """Return what one load of `address` with an empty cache measures: seconds, shifts, bytes."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, service_workers="block")
    context.add_init_script(OBSERVE)
    page = context.new_page()
    session = context.new_cdp_session(page)
    weight = 0

    def add(event: dict[str, Any]) -> None:
        nonlocal weight
        weight += int(event["encodedDataLength"])

    session.on("Network.loadingFinished", add)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW_4G)
    session.send("Emulation.setCPUThrottlingRate", {"rate": PROCESSOR_SLOWDOWN})
    page.goto(address, wait_until="networkidle")
    measured: dict[str, float] = page.evaluate(READ) | {"weight": weight}
    context.close()
    return measured


def measure(url: str) -> int:
    """Print a row for each page at `url`; return how many budgets were missed."""
    missed = 0
    rows = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=ensure_chromium(), args=["--no-sandbox", "--disable-gpu"])
        print(f"{'page':18}{'answer s':>10}{'first s':>10}{'largest s':>11}{'shift':>9}{'kB':>8}")
        for name, (path, _english) in PAGES.items():
            loads = [load(browser, f"{url}/sq/{path}") for _load in range(LOADS)]
            row = {key: median(found[key] for found in loads) for key in loads[0]}
            rows.append(row)
            over = row["largest"] > LARGEST_PAINT_LIMIT or row["shifts"] > SHIFT_LIMIT
            missed += over
            print(
                f"{name:18}{row['answer']:10.2f}{row['first']:10.2f}{row['largest']:11.2f}{row['shifts']:9.3f}"
                f"{row['weight'] / 1000:8.1f}{'  over budget' if over else ''}",
                flush=True,
            )
        browser.close()
    weight = median(row["weight"] for row in rows)
    missed += weight > WEIGHT_LIMIT
    print(f"median page {weight / 1000:.1f} kB; slowest largest paint {max(row['largest'] for row in rows):.2f} s")
    return missed


def main() -> int:
    if len(sys.argv) > 1:
        return 1 if measure(sys.argv[1].rstrip("/")) else 0
    with served() as (url, _folder):
        return 1 if measure(url) else 0


if __name__ == "__main__":
    sys.exit(main())
