"""Pictures of every page type in both languages, light and dark, wide and narrow; part of `make screenshots`.

They land in `test-results/gallery`, with a contact sheet for each combination. `python tools/gallery.py URL` takes them
from a product that runs already.
"""

import sys
from itertools import product
from pathlib import Path

from chromium import ensure_chromium
from environment import ROOT
from PIL import Image
from playwright.sync_api import sync_playwright

GALLERY = ROOT / "test-results" / "gallery"
# One page of every type, errors and empty states among them: name -> address in each language.
PAGES = {
    "home": ("", ""),
    "guides": ("udhezues/", "guides/"),
    "guide": ("udhezues/lojerat-online/", "guides/online-games/"),
    "sensitive-guide": ("udhezues/shantazhi-seksual/", "guides/sextortion/"),
    "audience": ("femijet-dhe-te-rinjte/", "children-and-young-people/"),
    "lesson": ("plane-mesimi/ora-ndergjegjesuese-45-minuta/", "lesson-plans/awareness-hour-45-minutes/"),
    "campaigns": ("fushata-ndergjegjesuese/", "awareness-campaign/"),
    "campaign": (
        "fushata-ndergjegjesuese/dita-e-internetit-te-sigurt-2024/",
        "awareness-campaign/safer-internet-day-2024/",
    ),
    "campaign-year": ("fushata-ndergjegjesuese/2026/", "awareness-campaign/2026/"),
    "events": ("fushata-ndergjegjesuese/ngjarje/", "awareness-campaign/events/"),
    "activities": ("fushata-ndergjegjesuese/veprimtari/", "awareness-campaign/activities/"),
    "toolkit": (
        "fushata-ndergjegjesuese/dita-e-internetit-te-sigurt-2024/paketa/",
        "awareness-campaign/safer-internet-day-2024/toolkit/",
    ),
    "material": (
        "fushata-ndergjegjesuese/dita-e-internetit-te-sigurt-2024/paketa/posteri-i-fushates/",
        "awareness-campaign/safer-internet-day-2024/toolkit/campaign-poster/",
    ),
    "initiative": ("nisma/pakti-kombetar/", "initiatives/national-pact/"),
    "initiatives": ("nisma/", "initiatives/"),
    "reports": ("raporte/", "reports/"),
    "report": ("raporte/raporti-kombetar/", "reports/national-report/"),
    "dataset": ("raporte/shifrat-me-burim/", "reports/sourced-figures/"),
    "quizzes": ("kuize/", "quizzes/"),
    "quiz": ("kuize/kuiz-per-prinderit/", "quizzes/quiz-for-parents/"),
    "glossary": ("fjalor/", "glossary/"),
    "questions": ("pyetje/", "questions/"),
    "search": ("kerko/?q=femije", "search/?q=children"),
    "search-nothing": ("kerko/?q=xyzzyq", "search/?q=xyzzyq"),
    "contact": ("na-kontaktoni/", "contact-us/"),
    "poster-maker": ("poster/", "poster/"),
    "help-numbers": ("numrat-e-ndihmes/", "help-numbers/"),
    "privacy": ("privatesia/", "privacy/"),
    "offline": ("offline/", "offline/"),
    "not-found": ("kjo-nuk-ekziston/", "this-does-not-exist/"),
    "raporto": ("raporto/", "report/"),
}
WIDTHS = (1280, 320)
# A contact sheet shows this much of a page, in pixels, and so many pages side by side.
SHEET_HEIGHT = {1280: 1600, 320: 1400}
SHEET_COLUMNS = {1280: 4, 320: 8}


def take(url: str) -> None:
    """Take all pictures from the product at `url` and lay them out on contact sheets."""
    GALLERY.mkdir(parents=True, exist_ok=True)
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=ensure_chromium(), args=arguments)
        for language, width, scheme in product(("sq", "en"), WIDTHS, ("light", "dark")):
            context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
            page = context.new_page()
            files = []
            for name, addresses in PAGES.items():
                page.goto(f"{url}/{language}/{addresses[language == 'en']}")
                files.append(GALLERY / f"{name}-{language}-{width}-{scheme}.png")
                page.screenshot(path=files[-1], full_page=True)
            contact_sheet(files, width).save(GALLERY / f"sheet-{language}-{width}-{scheme}.png")
            context.close()
        browser.close()


def contact_sheet(files: list[Path], width: int) -> Image.Image:
    """Return the tops of the pictures in `files` side by side, at half their size."""
    columns, height, gap = SHEET_COLUMNS[width], SHEET_HEIGHT[width], 16
    rows = -(-len(files) // columns)
    sheet = Image.new("RGB", (columns * (width + gap), rows * (height + gap)), "#777777")
    for position, file in enumerate(files):
        with Image.open(file) as picture:
            top = picture.convert("RGB").crop((0, 0, picture.width, min(picture.height, height)))
        sheet.paste(top, (position % columns * (width + gap), position // columns * (height + gap)))
    return sheet.resize((sheet.width // 2, sheet.height // 2), Image.Resampling.LANCZOS)


if __name__ == "__main__":
    take(sys.argv[1])
