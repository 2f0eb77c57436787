"""Loading the content pack: what editors do stays, what is broken is named."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, ReferenceIndex
from wagtail_localize.models import Translation

from cms.core.freshness import read_site_state
from cms.core.loader import load_pack
from tests.factories import loaded

PACK = Path(settings.BASE_DIR) / "content"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PACK, tmp_path / "content"))


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.django_db
def test_load_when_nothing_changed_then_nothing_is_written_and_few_queries_run() -> None:
    with CaptureQueriesContext(connection) as queries:
        summary = load_pack(PACK)
    assert (summary.written, summary.kept) == ([], [])
    assert summary.unchanged > 200
    # One of them asks whether the figures of the pack are published.
    assert len(queries) <= 6


@pytest.mark.django_db
def test_load_when_done_then_every_translation_is_complete_and_editors_can_go_on() -> None:
    progress = [translation.get_progress() for translation in Translation.objects.all()]
    assert len(progress) > 100
    assert all(total == translated for total, translated in progress)
    assert Page.objects.filter(alias_of__isnull=False).count() == 0


@pytest.mark.django_db
def test_load_when_a_file_changed_then_both_languages_follow(pack: Path) -> None:
    change(pack / "guides/guide.gaming.sq.md", "title: ", "title: 'Lojërat e reja' #")
    change(pack / "guides/guide.gaming.en.md", "title: ", "title: 'New games' #")
    before = read_site_state().changes
    summary = load_pack(pack)
    # Once for the load, and once for each thing that follows it; not once a row.
    assert before < read_site_state().changes <= before + 6
    assert set(summary.written) == {"guide.gaming (sq)", "guide.gaming (en)"}
    assert loaded("guide.gaming").title == "Lojërat e reja"
    assert loaded("guide.gaming", "en").title == "New games"


@pytest.mark.django_db
def test_load_when_done_then_editors_are_told_where_everything_is_used(pack: Path) -> None:
    change(pack / "guides/guide.gaming.sq.md", "title: ", "title: 'Lojërat e reja' #")
    load_pack(pack)
    columns = ("base_content_type", "object_id", "to_content_type", "to_object_id", "model_path", "content_path")
    written = set(ReferenceIndex.objects.values_list(*columns))
    call_command("rebuild_references_index", verbosity=0)
    assert written == set(ReferenceIndex.objects.values_list(*columns))
    assert len(written) > 500


@pytest.mark.django_db
def test_load_when_an_editor_has_changed_a_page_then_it_stays_as_it_is(pack: Path) -> None:
    page = loaded("guide.gaming")
    page.title = "Titulli i redaktores"
    page.save_revision().publish()
    change(pack / "guides/guide.gaming.sq.md", "title: ", "title: 'Lojërat e reja' #")
    summary = load_pack(pack)
    assert "guide.gaming (sq)" in summary.kept
    assert loaded("guide.gaming").title == "Titulli i redaktores"


@pytest.mark.django_db
def test_load_when_an_editor_has_deleted_a_page_then_it_stays_deleted(pack: Path) -> None:
    Page.objects.get(pk=loaded("guide.gaming").pk).delete()
    change(pack / "guides/guide.gaming.sq.md", "title: ", "title: 'Lojërat e reja' #")
    assert "guide.gaming (sq)" in load_pack(pack).deleted
    assert not Page.objects.filter(slug="lojerat-online").exists()


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "message"),
    [
        ("guides/guide.gaming.sq.md", "id: guide.gaming", "id: guide.games", 2, "must be those of the file name"),
        ("guides/guide.gaming.sq.md", "slug: lojerat-online", "slug: Lojërat online", 6, "lower-case ASCII"),
        ("guides/guide.gaming.sq.md", "voice: ti", "voice: ti\ncolour: red", None, "is not known"),
        ("guides/guide.gaming.sq.md", "resource_type: guide\n", "", None, "“resource_type” is missing"),
        ("guides/guide.gaming.sq.md", "related:\n- ", "related:\n- guide.nowhere\n- ", None, "no item “guide.nowhere”"),
        ("guides/guide.gaming.en.md", "## ", "### ", None, "is not built like the Albanian one"),
        ("guides/guide.gaming.sq.md", "## ", "<b>HTML</b>\n\n## ", None, "is not part of the body subset"),
        ("guides/guide.gaming.sq.md", "## ", "[x](id:guide.nowhere)\n\n## ", None, "There is no item"),
        ("audiences/audience.parents.sq.md", "- page: guide.gaming", "- page: guide.nowhere", None, "no item"),
        ("easy-read/easy.grooming.sq.md", "guide: guide.grooming", "guide: guide.nowhere", 5, "no item"),
        ("easy-read/easy.grooming.en.md", "- asks you for photos;", "", None, "is not built like the Albanian one"),
        ("guides/guide.gaming.sq.md", "title: ", "title: [", None, "not valid YAML"),
        ("site.yaml", "brand: iSIGURT.al", "brand: [", None, "not valid YAML"),
    ],
)
def test_load_when_a_file_is_broken_then_path_and_line_are_named_and_nothing_is_loaded(  # noqa: PLR0917
    pack: Path, capsys: Any, file: str, old: str, new: str, line: int | None, message: str
) -> None:
    change(pack / file, old, new)
    with pytest.raises(CommandError, match="nothing was loaded"):
        call_command("load_content", path=pack)
    errors = capsys.readouterr().err
    assert f"content/{file}:{line or ''}" in errors
    assert message in errors


def test_load_when_a_translation_is_missing_then_its_item_is_named(pack: Path, capsys: Any) -> None:
    (pack / "guides/guide.gaming.en.md").unlink()
    with pytest.raises(CommandError):
        call_command("load_content", path=pack, check=True)
    assert "content/guides/guide.gaming.sq.md:2: The item exists in one language only." in capsys.readouterr().err


@pytest.mark.django_db
def test_links_in_english_texts_when_shown_then_they_lead_to_english_pages(visitor: Any) -> None:
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(visitor.get(loaded("guide.sextortion", "en").url).content, "html.parser")
    internal = [link["href"] for link in soup.select(".prose a[href^='/']")]
    assert internal
    assert all(href.startswith("/en/") for href in internal)


@pytest.mark.django_db
def test_editors_notes_when_loaded_then_no_visitor_reads_them(visitor: Any) -> None:
    page = loaded("campaign.safer-internet-day-2024")
    assert "Whether every announced activity took place" in page.editor_note
    assert "needs_review" not in visitor.get(page.url).content.decode()
