"""What a page may weigh, where help stands in it, and that its colours can be read. Sizes in bytes."""

import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client
from wagtail.models import Page

from cms.core.static_files import SiteFilesStorage, bundled
from tests.colours import contrast, themes
from tests.factories import loaded

HTML_LIMIT, HTML_LIMIT_OF_MAIN_PAGES = 30_000, 14_000
CSS_LIMIT, JAVASCRIPT_LIMIT = 10_000, 5_000
HELP_WITHIN = 2048
# Every pair of text and background that the stylesheets make. A new pair is written here first.
TEXT_PAIRS = [
    *[(ink, paper) for ink in ("ink", "ink-soft", "petrol") for paper in ("paper", "paper-raised", "paper-sunk")],
    *[("ink", wash) for wash in ("petrol-wash", "amber-wash", "pomegranate-wash")],
    *[("petrol", wash) for wash in ("petrol-wash", "amber-wash")],
    ("pomegranate", "paper"),
    ("pomegranate", "paper-raised"),
    ("ink-soft", "petrol-wash"),
    ("bar-ink", "bar"),
    ("amber-ink", "amber"),
    ("petrol-paper", "petrol"),
    ("report-ink", "report"),
]
AUDIENCES = ("children", "parents", "teachers", "civil-media", "industry", "policymakers", "everyone")
# Lines and shapes that carry meaning: WCAG 1.4.11.
SHAPE_PAIRS = [("focus", "paper"), ("focus", "paper-raised"), ("petrol", "paper"), ("ink-soft", "paper")]


def compressed(data: bytes) -> int:
    return len(gzip.compress(data, 6))


Drawn = dict[str, dict[str, bytes]]


@pytest.fixture(scope="module")
def drawn(django_db_setup: None, django_db_blocker: Any) -> Drawn:
    """Return every page of the content pack as a visitor gets it, by language and address; drawn once for all tests."""
    visitor = Client()
    with django_db_blocker.unblock():
        return {
            language: {
                page.url: visitor.get(page.url).content
                for page in Page.objects.live().filter(depth__gt=1, locale__language_code=language)
            }
            for language in ("sq", "en")
        }


@pytest.mark.parametrize("language", ["sq", "en"])
def test_pages_when_compressed_then_none_is_heavier_than_its_budget(drawn: Drawn, language: str) -> None:
    weights = {url: compressed(html) for url, html in drawn[language].items()}
    assert {url: weight for url, weight in weights.items() if weight > HTML_LIMIT} == {}
    main = [f"/{language}/", *(url for url in weights if "/udhezues/" in url or "/guides/" in url)]
    assert len(main) > 10
    assert {url: weights[url] for url in main if weights[url] > HTML_LIMIT_OF_MAIN_PAGES} == {}


@pytest.mark.django_db
def test_page_when_a_browser_takes_compressed_answers_then_it_gets_one_and_a_private_page_stays_as_it_is(
    visitor: Client,
) -> None:
    public = visitor.get("/sq/", headers={"Accept-Encoding": "gzip"})
    assert public["Content-Encoding"] == "gzip"
    assert gzip.decompress(public.content) == visitor.get("/sq/").content
    assert visitor.get("/sq/", headers={"Accept-Encoding": "gzip"}).content == public.content
    assert visitor.get("/sq/", headers={"Accept-Encoding": "gzip", "If-None-Match": public["ETag"]}).status_code == 304
    private = visitor.get(loaded("guide.sextortion").url, headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in private


@pytest.mark.parametrize("language", ["sq", "en"])
def test_pages_when_their_styles_and_scripts_are_added_up_then_they_keep_the_budget(
    drawn: Drawn, language: str
) -> None:
    root = Path(settings.BASE_DIR) / "static"
    for url, html in drawn[language].items():
        soup = BeautifulSoup(html, "html.parser")
        styles = [str(link["href"]).removeprefix("/static/") for link in soup.select("link[rel=stylesheet]")]
        scripts = [str(script["src"]).removeprefix("/static/") for script in soup.select("script[src]")]
        assert sum(compressed(bundled(name).encode()) for name in styles) <= CSS_LIMIT, url
        assert sum(compressed((root / name).read_bytes()) for name in scripts) <= JAVASCRIPT_LIMIT, url
        assert all(script.get("type") == "module" for script in soup.select("script[src]")), url


@pytest.mark.parametrize("language", ["sq", "en"])
def test_pages_when_read_then_nothing_in_them_is_loaded_from_elsewhere_or_written_inline(
    drawn: Drawn, language: str
) -> None:
    for url, html in drawn[language].items():
        soup = BeautifulSoup(html, "html.parser")
        loaded_from = [str(element["src"]) for element in soup.select("[src]")]
        loaded_from += [
            str(link["href"]) for link in soup.select("link[rel=stylesheet], link[rel=icon], link[rel=manifest]")
        ]
        assert [address for address in loaded_from if not re.match(r"/(?!/)", address)] == [], url
        assert soup.select("[style], style, [onclick], [onload], iframe") == [], url
        kinds = {script.get("type") for script in soup.select("script:not([src])")}
        assert kinds <= {"application/ld+json"}, url


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["sq", "en"])
def test_pages_when_they_begin_to_arrive_then_number_and_form_are_in_the_first_two_kilobytes(
    drawn: Drawn, visitor: Client, language: str
) -> None:
    others = [f"/{language}/nuk-ka-faqe/", f"/{language}/offline/"]
    report = loaded("page.raporto", language).url
    for url, html in (drawn[language] | {url: visitor.get(url).content for url in others}).items():
        start = html[html.index(b"<body") :][:HELP_WITHIN].decode(errors="ignore")
        for needed in ('href="tel:116111"', 'href="tel:129"', 'href="tel:112"', f'href="{report}"'):
            assert needed in start, (url, needed)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_colours_when_text_stands_on_them_then_contrast_is_at_least_seven(theme: str) -> None:
    tokens = themes()[theme]
    pairs = [*TEXT_PAIRS, *[(f"audience-{name}", paper) for name in AUDIENCES for paper in ("paper", "paper-raised")]]
    ratios = {pair: contrast(tokens[pair[0]], tokens[pair[1]]) for pair in pairs}
    assert {pair: round(ratio, 2) for pair, ratio in ratios.items() if ratio < 7} == {}
    shapes = {pair: contrast(tokens[pair[0]], tokens[pair[1]]) for pair in SHAPE_PAIRS}
    assert {pair: round(ratio, 2) for pair, ratio in shapes.items() if ratio < 3} == {}


def test_contrast_when_computed_for_known_colours_then_it_is_as_published() -> None:
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


@pytest.mark.django_db
def test_colours_when_editors_gave_audiences_their_own_then_they_are_those_of_the_stylesheet() -> None:
    from guides.models import AudiencePage

    light = themes()["light"]
    for page in AudiencePage.objects.live():
        token = light[f"audience-{page.code.replace('_', '-')}"]
        assert page.colour.lower() == token, page.title


def test_stylesheet_when_collected_then_its_parts_are_in_it_and_nothing_is_left_to_fetch(tmp_path: Path) -> None:
    text = bundled("css/site.css")
    assert "@import" not in text
    assert "/*" not in text
    assert "--paper:" in text
    assert "@media print{" in text
    assert text.count("{") == text.count("}")
    for part in ("tokens", "base", "layout", "components"):
        first_rule = bundled(f"css/{part}.css").splitlines()[0]
        assert first_rule in text
    with pytest.raises(FileNotFoundError):
        bundled("css/nothing.css")


def test_stylesheet_when_files_are_collected_then_the_fingerprinted_file_is_the_bundle(
    tmp_path: Path, settings: Any
) -> None:
    from django.contrib.staticfiles.management.commands.collectstatic import Command

    settings.STATIC_ROOT = str(tmp_path)
    storage = SiteFilesStorage(location=str(tmp_path))
    command = Command()
    command.storage = storage
    command.set_options(
        interactive=False, verbosity=0, clear=False, dry_run=False, link=False, post_process=True,
        ignore_patterns=["admin*", "wagtail*", "rest_framework*", "ninja*", "table_block*", "django_*"],
        use_default_ignore_patterns=True,
    )  # fmt: skip
    command.collect()
    name = storage.stored_name("css/site.css")
    assert re.fullmatch(r"css/site\.[0-9a-f]{12}\.css", name)
    assert (tmp_path / name).read_text() == bundled("css/site.css")
    assert (tmp_path / f"{name}.br").exists()
