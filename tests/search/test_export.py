"""The site as a folder: everything is there, every address is relative, and forms say what to do instead."""

import json
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings
from wagtail.models import Page

from campaigns.models import DownloadCount
from campaigns.services import build_bundles
from search.export.rewriting import rewritten_page, rewritten_style
from tests.contracts.test_languages import foreign_words
from tests.factories import loaded

pytestmark = pytest.mark.django_db
CONTEXT: dict[str, Any] = {"online": "https://isigurt.al/sq/x/", "numbers": [], "made_on": None, "language": "sq"}


@pytest.fixture(scope="module")
def exported(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of one export for all tests; the database is as it was before."""
    folder = tmp_path_factory.mktemp("export")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=folder / "media"), transaction.atomic():
        build_bundles()
        call_command("export_site", str(folder / "site"), verbosity=0)
        # Nobody has downloaded anything.
        assert not DownloadCount.objects.exists()
        transaction.set_rollback(True)
    return folder / "site"


def links_of(file: Path) -> list[str]:
    soup = BeautifulSoup(file.read_text(), "html.parser")
    found = [str(e[a]) for n, a in (("a", "href"), ("img", "src"), ("script", "src")) for e in soup.select(f"{n}[{a}]")]
    return found + [str(e["href"]) for e in soup.select("link[rel=stylesheet], link[rel=icon]")]


def test_export_when_made_then_every_live_page_is_there_and_no_address_leads_out_of_the_folder(exported: Path) -> None:
    pages = list(exported.rglob("*.html"))
    live = [page for page in Page.objects.live().public().filter(alias_of=None, depth__gt=1) if page.url]
    missing = [page.url for page in live if not (exported / page.url.strip("/") / "index.html").is_file()]
    assert missing == []
    broken = []
    for file in pages:
        for link in links_of(file):
            if link.startswith(("http", "mailto:", "tel:", "#", "data:")):
                continue
            target = (file.parent / unquote(link.split("#")[0].split("?")[0])).resolve()
            if not target.is_file() or exported not in target.parents:
                broken.append((str(file), link))
    assert broken == []
    # Whoever reads without a connection finds the bundles and the lessons too.
    assert len(list(exported.rglob("isigurt-*.zip"))) == 2
    assert len(list(exported.rglob("plan.pdf"))) >= 4
    assert len(list(exported.rglob("general-a4.pdf"))) == 2


def test_export_when_pages_are_read_then_forms_are_sentences_and_no_module_or_private_tool_is_left(
    exported: Path,
) -> None:
    kinds: Counter[str] = Counter()
    for file in exported.rglob("*.html"):
        soup = BeautifulSoup(file.read_text(), "html.parser")
        assert soup.select("script[type=module], link[rel=manifest]") == []
        for form in soup.select("form"):
            kinds[str(form.get("role") or form.get("method"))] += 1
    assert set(kinds) == {"search", "dialog"}
    for language, words in (("sq", "Ky formular kërkon internet"), ("en", "This form needs the internet")):
        page = BeautifulSoup(
            (exported / loaded("page.raporto", language).url.strip("/") / "index.html").read_text(), "html.parser"
        )
        assert words in page.text
        notice = next(found for found in page.select(".callout") if words in found.text)
        assert notice.select_one("a[href='tel:116111']") is not None
        assert notice.select_one(f"a[href='{django_settings.BASE_URL}{loaded('page.raporto', language).url}']")
        assert foreign_words(language, f'<html lang="{language}">{notice}</html>') == []
    assert not (exported / "sq" / "raportim").exists()
    assert not (exported / "admin").exists()


def test_export_when_its_search_index_is_read_then_each_entry_leads_to_a_file(exported: Path) -> None:
    for language in ("sq", "en"):
        text = (exported / f"search-index-{language}.js").read_text()
        index = json.loads(text.removeprefix("window.SITE_INDEX=").removesuffix(";\n"))
        assert len(index["entries"]) > 40
        assert all((exported / entry["file"]).is_file() for entry in index["entries"])
        page = links_of(exported / loaded("page.search", language).url.strip("/") / "index.html")
        assert {f"../../search-index-{language}.js", "../../search.js"} <= set(page)


def test_export_when_made_again_then_it_takes_the_place_of_the_earlier_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.export.collecting.Collector.collect", lambda _collector: None)
    target = tmp_path / "site"
    call_command("export_site", str(target), verbosity=0)
    (target / "old.html").write_text("x")
    call_command("export_site", str(target), verbosity=0)
    assert not (target / "old.html").exists()
    monkeypatch.setattr("search.export.copying._Copy.run", lambda _copy: (_ for _ in ()).throw(OSError(28, "No space")))
    with pytest.raises(CommandError, match="No space"):
        call_command("export_site", str(target), verbosity=0)
    # The earlier one is still whole.
    assert (target / "index.html").is_file()


def test_export_when_the_folder_holds_something_else_then_nothing_is_touched(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_text("x")
    with pytest.raises(CommandError, match="not empty"):
        call_command("export_site", str(tmp_path), verbosity=0)
    assert [path.name for path in tmp_path.iterdir()] == ["photo.jpg"]
    with pytest.raises(CommandError, match="not empty"):
        call_command("export_site", str(tmp_path / "photo.jpg"), verbosity=0)


def test_page_when_rewritten_then_only_what_needs_a_server_changes() -> None:
    html = (
        '<html><body><aside class="help-bar"></aside><a href="/sq/a/#b">a</a>'
        '<a href="#c">c</a><a href="tel:116111">t</a>'
        '<a href="https://takeitdown.ncmec.org">n</a><img src="/media/x.png" srcset="/media/x.png 1x, /media/y.png 2x">'
        '<form method="post"><input name="q"></form><form method="dialog"></form><script src="/x.js"></script>'
        '<svg viewBox="0 0 1 1"></svg></body></html>'
    )
    seen = []

    def resolve(link: str) -> str:
        seen.append(link)
        return f"R{link}"

    soup = BeautifulSoup(rewritten_page(html, path="/sq/x/", resolve=resolve, context=CONTEXT), "html.parser")
    assert [str(link["href"]) for link in soup.select("a")][1:4] == ["R/sq/a/#b", "#c", "Rtel:116111"]
    assert soup.img is not None
    assert soup.img["srcset"] == "R/media/x.png 1x, R/media/y.png 2x"
    assert [form.get("method") for form in soup.select("form")] == ["dialog"]
    assert soup.select("script") == []
    assert rewritten_style('a{b:url("t.css")} c{d:url(data:x)}', path="/static/css/s.css", resolve=resolve) == (
        'a{b:url("R/static/css/t.css")} c{d:url(data:x)}'
    )
