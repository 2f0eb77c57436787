"""A toolkit's bundle: what is in it, that it is always the same, and what happens when it cannot be built."""

import hashlib
import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.test import Client
from wagtail.models import Page

from campaigns.models import BundleVersion, CampaignMaterialPage, MaterialVariant, ToolkitBundle, ToolkitMaterial
from campaigns.services import build_bundle, build_bundles
from cms.core.models import HelpService
from cms.media.models import SiteDocument
from tests.factories import loaded
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
ITEM = "toolkit.safer-internet-day-2024"


def read(bundle: ToolkitBundle) -> bytes:
    assert bundle.version is not None
    with bundle.version.file.open("rb") as file:
        return file.read()


def opened(bundle: ToolkitBundle) -> tuple[zipfile.ZipFile, str]:
    """Return the archive and the folder in it."""
    archive = zipfile.ZipFile(io.BytesIO(read(bundle)))
    return archive, archive.namelist()[0].split("/")[0]


def add_document(code: str = "fletore", data: bytes = b"%PDF-1.4 prove", title: str = "Fletorja") -> SiteDocument:
    """Add an uploaded document to the Albanian poster, as a variant of its own; unpublished changes are not needed."""
    document = SiteDocument(title=title, file=ContentFile(data, f"{code}.pdf"))
    document._set_document_file_metadata()
    document.save()
    material = loaded("material.poster")
    MaterialVariant.objects.create(
        material=CampaignMaterialPage.objects.get(pk=material.pk), locale=material.locale, code=code, label=title,
        document=document, sort_order=90,
    )  # fmt: skip
    return document


@pytest.mark.parametrize("language", ["sq", "en"])
def test_bundle_when_opened_then_it_holds_every_file_of_every_material_and_sums_that_are_right(language: str) -> None:
    archive, folder = opened(build_bundle(toolkit=loaded(ITEM, language)))
    assert archive.testzip() is None
    names = {name.split("/", 1)[1] for name in archive.namelist()}
    assert {"index.html", "metadata.json", "LICENCE.txt", "SHA256SUMS", "style.css"} <= names
    summed = {}
    for line in archive.read(f"{folder}/SHA256SUMS").decode().splitlines():
        expected, name = line.split("  ", 1)
        summed[name] = expected
        assert hashlib.sha256(archive.read(f"{folder}/{name}")).hexdigest() == expected
    assert set(summed) == names - {"SHA256SUMS"}
    # Six posters on two sizes of paper and as pictures of two shapes, three sheets, and the plan of a lesson.
    assert len([name for name in names if name.endswith(".pdf")]) == 16
    assert len([name for name in names if name.endswith(".png")]) == 12
    metadata = json.loads(archive.read(f"{folder}/metadata.json"))
    assert metadata["inLanguage"] == language
    listed = {media["contentUrl"] for part in metadata["hasPart"] for media in part["associatedMedia"]}
    assert listed == {name for name in names if name.endswith((".pdf", ".png"))}


@pytest.mark.parametrize("language", ["sq", "en"])
def test_bundle_when_its_pages_are_read_then_each_link_and_picture_is_in_it_and_help_is_near(language: str) -> None:
    archive, folder = opened(build_bundle(toolkit=loaded(ITEM, language)))
    names = {name.split("/", 1)[1] for name in archive.namelist()}
    pages = [name for name in names if name.endswith(".html")]
    assert len(pages) == 5
    for name in pages:
        html = archive.read(f"{folder}/{name}").decode()
        soup = BeautifulSoup(html, "html.parser")
        assert soup.html is not None
        assert soup.html["lang"] == language
        assert "116 111" in html
        assert soup.select("script") == []
        addresses = [str(found[key]) for key in ("src", "href") for found in soup.find_all(attrs={key: True})]
        assert [a for a in addresses if not a.startswith(("http", "mailto:", "tel:")) and a not in names] == []
        assert all(picture.get("alt") for picture in soup.select("img"))


def test_bundle_when_built_twice_then_the_bytes_are_the_same_and_nothing_is_stored_again() -> None:
    toolkit = loaded(ITEM)
    first = build_bundle(toolkit=toolkit)
    data = read(first)
    with mock.patch("django.core.files.storage.FileSystemStorage.save", side_effect=AssertionError("stored again")):
        assert build_bundle(toolkit=loaded(ITEM)).version == first.version
    BundleVersion.objects.all().delete()
    toolkit.save_revision().publish()
    assert read(build_bundle(toolkit=loaded(ITEM))) == data


def test_bundle_when_a_material_is_published_then_it_is_built_again_and_the_old_version_stays(
    django_capture_on_commit_callbacks: Any, visitor: Client
) -> None:
    toolkit = loaded(ITEM)
    before = build_bundle(toolkit=toolkit)
    data = read(before)
    material = loaded("material.poster")
    material.summary = "Përmbledhje e re"
    with django_capture_on_commit_callbacks(execute=True):
        material.save_revision().publish()
    after = ToolkitBundle.objects.get(toolkit=toolkit)
    assert after.sha256 != before.sha256
    old = visitor.get(f"/bundles/{toolkit.pk}/{before.sha256}.zip")
    assert b"".join(old.streaming_content) == data
    assert "immutable" in old["Cache-Control"]
    new = visitor.get(f"/bundles/{toolkit.pk}/")
    assert b"".join(new.streaming_content) == read(after)


@pytest.mark.parametrize("change", ["lesson", "document", "number"])
def test_bundle_when_something_it_shows_changes_then_it_is_built_again(
    change: str, django_capture_on_commit_callbacks: Any
) -> None:
    document = add_document()
    before = build_bundle(toolkit=loaded(ITEM)).sha256
    with django_capture_on_commit_callbacks(execute=True):
        if change == "lesson":
            lesson = loaded("lesson.awareness-hour")
            lesson.safeguarding_note = "Një shënim i ri."
            lesson.save_revision().publish()
        elif change == "document":
            document.file = ContentFile(b"%PDF-1.4 e re", "fletore.pdf")
            document._set_document_file_metadata()
            document.save()
        else:
            HelpService.objects.filter(telephone="116111").first().save()
            service = HelpService.objects.get(telephone="116111", locale__language_code="sq")
            service.telephone_display = "116-111"
            service.save()
    assert ToolkitBundle.objects.get(toolkit=loaded(ITEM)).sha256 != before


def test_bundle_when_a_document_is_missing_or_damaged_then_its_name_is_told_and_the_last_good_one_stays() -> None:
    toolkit = loaded(ITEM)
    good = build_bundle(toolkit=toolkit)
    document = add_document(title="Fletorja e nxënësit")
    document.file.storage.delete(document.file.name)
    missing = build_bundle(toolkit=toolkit)
    assert (missing.version, missing.problem) == (good.version, ToolkitBundle.Problem.MISSING)
    assert "Fletorja e nxënësit" in missing.problem_sentence
    document.file.storage.save(document.file.name, ContentFile(b"%PDF-1.4 prove e prishur"))
    damaged = build_bundle(toolkit=toolkit)
    assert (damaged.version, damaged.problem) == (good.version, ToolkitBundle.Problem.CORRUPT)
    document.file.storage.delete(document.file.name)
    document.file.storage.save(document.file.name, ContentFile(b"%PDF-1.4 prove"))
    mended = build_bundle(toolkit=toolkit)
    assert mended.problem == ""
    assert mended.version != good.version
    archive, folder = opened(mended)
    assert archive.read(f"{folder}/01-posteri-i-fushates/fletore.pdf") == b"%PDF-1.4 prove"


def test_bundle_when_a_sheet_cannot_be_set_then_the_material_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    import typst

    monkeypatch.setattr("campaigns.bundles.members.sheet_pdf", mock.Mock(side_effect=typst.TypstError("x")))
    bundle = build_bundle(toolkit=loaded(ITEM))
    assert bundle.problem == ToolkitBundle.Problem.UNSET
    assert "Udhëzuesi i komunikimit" in bundle.problem_sentence


def test_bundle_when_an_earlier_build_ends_last_then_the_later_one_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    from campaigns import services

    toolkit = loaded(ITEM)
    early = services._begin(toolkit)
    late = build_bundle(toolkit=toolkit)
    services._offer(toolkit, early, problem=ToolkitBundle.Problem.FAILED, problem_name="x")
    now = ToolkitBundle.objects.get(toolkit=toolkit)
    assert (now.version, now.problem) == (late.version, "")


def test_editor_when_the_bundle_cannot_be_built_then_the_page_editor_says_why(admin_client: Client) -> None:
    toolkit = loaded(ITEM)
    build_bundle(toolkit=toolkit)
    document = add_document(title="Fletorja e humbur")
    document.file.storage.delete(document.file.name)
    build_bundle(toolkit=toolkit)
    html = admin_client.get(f"/admin/pages/{toolkit.pk}/edit/").content.decode()
    assert "Fletorja e humbur" in html


def test_toolkit_page_when_read_then_size_files_and_hash_are_told_before_the_download(visitor: Client) -> None:
    build_bundles()
    toolkit = loaded(ITEM)
    soup = BeautifulSoup(visitor.get(toolkit.url).content, "html.parser")
    assert soup.select_one(f'a[href="/bundles/{toolkit.pk}/"]') is not None
    assert toolkit.bundle.sha256 in soup.text
    assert len(soup.select(".files li")) == len(toolkit.bundle.files)
    assert len(soup.select(".choice fieldset")) == 4
    assert queries_of(visitor, toolkit.url) <= 12


def test_toolkit_page_when_a_bundle_is_built_after_it_was_read_then_the_copy_is_not_confirmed(visitor: Client) -> None:
    toolkit = loaded(ITEM)
    early = visitor.get(toolkit.url)
    bundle = build_bundle(toolkit=toolkit)
    again = visitor.get(toolkit.url, headers={"If-None-Match": early["ETag"]})
    assert again.status_code == 200
    assert bundle.sha256 in again.content.decode()
    # A build that changes nothing lets copies be.
    build_bundle(toolkit=toolkit)
    assert visitor.get(toolkit.url, headers={"If-None-Match": again["ETag"]}).status_code == 304


def test_material_page_when_read_then_each_of_its_files_can_be_taken_alone(visitor: Client) -> None:
    build_bundles()
    material = loaded("material.poster", "en")
    soup = BeautifulSoup(visitor.get(material.url).content, "html.parser")
    links = [str(link["href"]) for link in soup.select(".takeaway a")]
    assert len(links) == 24
    answer = visitor.get(links[0])
    assert answer["Content-Type"] == "application/pdf"
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")
    assert queries_of(visitor, material.url) <= 12


def test_bundle_when_uploaded_files_have_hostile_names_then_each_unpacks_beside_the_others(tmp_path: Path) -> None:
    material = loaded("material.poster")
    # The longest is as long as the database keeps: 100 characters.
    names = [
        "documents/CON.pdf", "documents/a/Fletore.pdf", "documents/b/fletore.PDF", "documents/c/fletore.pdf",
        "documents/Fëmijët e çështjes.pdf", f"documents/{'x' * 85}.pdf", "documents/-rf *.pdf", "documents/日本.pdf",
        "documents/general-a4.pdf", "documents/.fshehur",
    ]  # fmt: skip
    for number, name in enumerate(names):
        stored = default_storage.save(name, ContentFile(f"skedari {number}".encode()))
        document = SiteDocument.objects.create(title="../../etc/passwd", file=stored)
        MaterialVariant.objects.create(
            material=CampaignMaterialPage.objects.get(pk=material.pk), locale=material.locale, code=f"k{number}",
            label=f"..\\{number}", document=document, sort_order=90,
        )  # fmt: skip
    bundle = build_bundle(toolkit=loaded(ITEM))
    assert bundle.problem == ""
    archive, folder = opened(bundle)
    found = archive.namelist()
    assert len({name.lower() for name in found}) == len(found)
    for name in found:
        assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*){1,2}", name), name
        assert len(name) < 180
    unpacked = tmp_path / "unpacked"
    archive.extractall(unpacked)
    files = [path for path in unpacked.rglob("*") if path.is_file()]
    assert len(files) == len(found)
    contents = {path.read_bytes() for path in (unpacked / folder / "01-posteri-i-fushates").iterdir()}
    assert {f"skedari {number}".encode() for number in range(len(names))} <= contents


def test_versions_when_pruned_then_old_ones_and_their_files_go_and_the_offered_one_stays(visitor: Client) -> None:
    toolkit = loaded(ITEM)
    hashes = []
    for number in range(3):
        toolkit.summary = f"Përmbledhja {number}"
        toolkit.save_revision().publish()
        hashes.append(build_bundle(toolkit=loaded(ITEM)).sha256)
    # The content of the first again: the oldest version is the one that is offered.
    toolkit.summary = "Përmbledhja 0"
    toolkit.save_revision().publish()
    assert build_bundle(toolkit=loaded(ITEM)).sha256 == hashes[0]
    gone = BundleVersion.objects.get(sha256=hashes[1]).file
    call_command("prune_bundles", keep=1, verbosity=0)
    assert not gone.storage.exists(gone.name)
    status = [visitor.get(f"/bundles/{toolkit.pk}/{sha256}.zip").status_code for sha256 in hashes]
    assert status == [200, 404, 200]


def test_draft_material_when_a_bundle_is_built_then_it_stays_outside() -> None:
    toolkit = loaded(ITEM)
    material = CampaignMaterialPage(
        title="Fshehtë kanarinë", slug="fshehte", kind=CampaignMaterialPage.Kind.FACT_SHEET, live=False,
        locale=toolkit.locale,
    )  # fmt: skip
    toolkit.add_child(instance=material)
    ToolkitMaterial.objects.create(toolkit=toolkit, material=Page.objects.get(pk=material.pk), sort_order=9)
    archive, _folder = opened(build_bundle(toolkit=loaded(ITEM)))
    assert not [name for name in archive.namelist() if "fshehte" in name]
