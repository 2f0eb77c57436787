"""A teacher takes a toolkit, or the whole site, away on a memory stick and opens it without a connection."""

import hashlib
import io
import os
import subprocess
import sys
import urllib.request
import zipfile
from collections import deque
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, Page, Request, expect

from tests.browser.conftest import ROOT, Server
from tests.browser.pages import addresses

sys.path.insert(0, str(Path(settings.BASE_DIR) / "tools"))

from run import demo_settings

pytestmark = pytest.mark.browser
NARROW: Any = {"width": 320, "height": 800}
UNLOADED = "all => all.filter(picture => !picture.naturalWidth).length"
LANGUAGES = pytest.mark.parametrize("language", ["sq", "en"])


def barriers(page: Page) -> list[str]:
    """Return what axe finds wrong with a page, contrast included."""
    found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]]


def walked(page: Page, start: Path, folder: Path) -> tuple[set[Path], list[str]]:
    """Open every page in `folder` that links lead to; return those and what was broken or came from elsewhere."""
    opened: set[Path] = set()
    broken: list[str] = []
    current = start

    def failed(request: Request) -> None:
        # A page left at once leaves the icon of its tab unfetched: only what is not there is broken.
        if not request.url.startswith("file:") or not Path(unquote(urlsplit(request.url).path)).is_file():
            broken.append(f"{current.name}: {request.url}")

    page.on("requestfailed", failed)
    page.on("request", lambda request: None if request.url.startswith("file:") else broken.append(request.url))
    page.on("pageerror", lambda error: broken.append(f"{current.name}: {error}"))
    waiting = deque([start])
    while waiting:
        current = waiting.popleft()
        if current in opened:
            continue
        opened.add(current)
        page.goto(current.as_uri())
        links = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
        for link in links:
            parts = urlsplit(link)
            if parts.scheme != "file":
                continue
            target = Path(unquote(parts.path))
            if not target.is_file() or folder not in target.parents:
                broken.append(f"{current}: {link}")
            elif target.suffix == ".html":
                waiting.append(target)
        unloaded = page.eval_on_selector_all(
            "img:not([loading=lazy])", "all => all.filter(i => !i.naturalWidth).length"
        )
        if unloaded:
            broken.append(f"{current}: {unloaded} pictures")
    return opened, broken


@LANGUAGES
def test_toolkit_when_downloaded_and_unzipped_then_sums_links_and_pages_are_right(
    browser: Browser, server: Server, tmp_path: Path, language: str
) -> None:
    context = browser.new_context(accept_downloads=True)
    page = context.new_page()
    page.goto(server.url + addresses(language)["toolkit"])
    size = page.locator("#bundle-title + p a").inner_text()
    assert "ZIP" in size
    with page.expect_download() as waiting:
        page.locator("#bundle-title + p a").click()
    archive = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(archive)
    assert context.cookies() == []
    with zipfile.ZipFile(archive) as opened:
        assert opened.testzip() is None
        opened.extractall(tmp_path)
    folder = next(path for path in tmp_path.iterdir() if path.is_dir())
    checked = subprocess.run(
        ["sha256sum", "-c", "--strict", "SHA256SUMS"], cwd=folder, capture_output=True, check=False
    )
    assert checked.returncode == 0, checked.stderr
    found, broken = walked(page, folder / "index.html", folder)
    assert broken == []
    assert len(found) == 5
    for file in sorted(found):
        for scheme, width in (("light", 1280), ("dark", 320)):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(file.as_uri())
            assert barriers(page) == [], (file.name, scheme)
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    context.close()


@LANGUAGES
def test_choice_when_ticked_without_javascript_then_just_that_comes(
    browser: Browser, server: Server, tmp_path: Path, language: str
) -> None:
    context = browser.new_context(java_script_enabled=False, accept_downloads=True, viewport=NARROW)
    page = context.new_page()
    page.goto(server.url + addresses(language)["toolkit"])
    page.locator(".choice input[name=material]").nth(2).check()
    with page.expect_download() as waiting:
        page.locator(".choice button").click()
    waiting.value.save_as(tmp_path / "choice.zip")
    with zipfile.ZipFile(tmp_path / "choice.zip") as archive:
        assert archive.testzip() is None
        # The sheet, its page to read, terms and sums.
        assert len(archive.namelist()) == 4
    context.close()


@LANGUAGES
def test_poster_when_a_school_types_its_name_without_javascript_then_it_gets_a_pdf(
    browser: Browser, server: Server, tmp_path: Path, language: str
) -> None:
    context = browser.new_context(java_script_enabled=False, accept_downloads=True, viewport=NARROW)
    page = context.new_page()
    page.goto(server.url + addresses(language)["material"])
    page.locator(f"a[href='/{language}/poster/']").click()
    page.locator("#id_school").fill("学校")
    page.locator(".poster-form button").click()
    expect(page.get_by_role("alert")).to_contain_text("学校")
    expect(page.locator("#id_school")).to_have_value("学校")
    page.locator("#id_school").fill("Shkolla “Naim Frashëri”")
    with page.expect_download() as waiting:
        page.locator(".poster-form button").click()
    waiting.value.save_as(tmp_path / "poster.pdf")
    assert (tmp_path / "poster.pdf").read_bytes().startswith(b"%PDF-1.7")
    assert context.cookies() == []
    context.close()


@LANGUAGES
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_pages_of_the_toolkit_when_looked_at_then_there_is_no_barrier(
    browser: Browser, server: Server, language: str, scheme: Any, width: int
) -> None:
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900})
    page = context.new_page()
    paths = [addresses(language)["toolkit"], addresses(language)["material"], f"/{language}/poster/"]
    for path in paths:
        page.goto(server.url + path)
        for summary in page.locator("main summary").all():
            summary.click()
        assert barriers(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
    page.locator("#id_school").fill("")
    page.locator(".poster-form button").click()
    assert barriers(page) == []
    context.close()


def test_bundle_when_the_line_breaks_again_and_again_then_the_parts_make_the_whole(server: Server) -> None:
    with urllib.request.urlopen(server.url + addresses("sq")["toolkit"]) as answer:  # noqa: S310
        html = answer.read().decode()
    path = html.split('class="button" href="')[1].split('"')[0]
    with urllib.request.urlopen(server.url + path) as answer:  # noqa: S310
        whole, etag, length = answer.read(), answer.headers["ETag"], int(answer.headers["Content-Length"])
    assert len(whole) == length
    assert etag == f'"{hashlib.sha256(whole).hexdigest()}"'
    parts = io.BytesIO()
    step = 300_001
    while parts.tell() < length:
        headers = {"Range": f"bytes={parts.tell()}-{parts.tell() + step - 1}", "If-Range": etag}
        request = urllib.request.Request(server.url + path, headers=headers)  # noqa: S310
        with urllib.request.urlopen(request) as answer:  # noqa: S310
            assert answer.status == 206
            parts.write(answer.read())
    assert parts.getvalue() == whole
    request = urllib.request.Request(server.url + path, method="HEAD")  # noqa: S310
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        assert (int(answer.headers["Content-Length"]), answer.read()) == (length, b"")


@pytest.fixture(scope="module")
def copied(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the whole site, made by the command that an operator runs."""
    folder = tmp_path_factory.mktemp("stick") / "isigurt"
    port = int(server.url.rsplit(":", 1)[1])
    environment = demo_settings(server.folder / "var", "127.0.0.1", port) | {"PATH": os.environ["PATH"]}
    environment |= {"DJANGO_SETTINGS_MODULE": "cms.settings.production", "ISIGURT_VAR": str(server.folder / "var")}
    command = [sys.executable, "manage.py", "export_site", str(folder)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=900)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return folder


def test_copy_of_the_site_when_opened_from_a_folder_then_no_link_is_broken_and_nothing_comes_from_the_web(
    browser: Browser, copied: Path
) -> None:
    context = browser.new_context()
    page = context.new_page()
    found, broken = walked(page, copied / "index.html", copied)
    assert broken == []
    assert len(found) > 100
    context.close()


@LANGUAGES
def test_copy_of_the_site_when_searched_then_pages_are_found_with_and_without_marks(
    browser: Browser, copied: Path, language: str
) -> None:
    word, other, name = {"sq": ("fëmijët", "femije", "kerko"), "en": ("children", "child", "search")}[language]
    context = browser.new_context()
    page = context.new_page()
    page.goto((copied / language / name / "index.html").as_uri())
    page.locator("input[name=q]").fill(word)
    page.locator("form[role=search] button").click()
    expect(page.get_by_role("status")).to_contain_text("rezultate" if language == "sq" else "results")
    expect(page.locator(".results > li").nth(5)).to_be_visible()
    assert barriers(page) == []
    page.locator("input[name=q]").fill(other)
    page.locator("input[name=q]").press("Enter")
    expect(page.locator(".results > li").nth(5)).to_be_visible()
    page.locator("input[name=q]").fill("xyzzyq")
    page.locator("input[name=q]").press("Enter")
    expect(page.get_by_role("status")).to_have_text("Asnjë rezultat" if language == "sq" else "No results")
    page.locator("input[name=q]").fill("<img src=x onerror=alert(1)> 116 111")
    page.locator("input[name=q]").press("Enter")
    expect(page.locator(".results > li").first).to_be_visible()
    page.locator(".results a").first.click()
    expect(page.locator("h1")).to_be_visible()
    assert page.url.startswith("file:")
    context.close()
