"""A teacher puts a lesson into the school's learning platform."""

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.test import Client

from cms.core.archives import zip_bytes
from cms.media.models import SiteDocument
from guides.models import LessonAttachment, LessonPlanPage
from guides.services import lesson_file
from tests.factories import LessonPlanPageFactory, add_steps, loaded, paragraph
from tests.guides.common_cartridge import problems_of

pytestmark = pytest.mark.django_db
HOSTILE = "</title><script>alert(1)</script> & ]]> \x00 \ud83d ü “x” '"


def attach(lesson: LessonPlanPage, *names: str) -> None:
    for number, name in enumerate(names):
        document = SiteDocument(title=f"Dokument {number} & më")
        document.file.save(name, ContentFile(f"përmbajtja {number}".encode()))
        LessonAttachment.objects.create(lesson=lesson, document=document, sort_order=number)


def entries(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("language", ["sq", "en"])
@pytest.mark.parametrize("item", ["lesson.awareness-hour", "lesson.critical-thinking-10-12"])
def test_cartridge_when_made_then_it_keeps_the_rules_and_holds_the_lesson(
    visitor: Client, item: str, language: str
) -> None:
    lesson = loaded(item, language)
    data = visitor.get(f"/lessons/{lesson.pk}/plan.imscc").content
    assert problems_of(data) == []
    files = entries(data)
    page = BeautifulSoup(files["lesson/index.html"], "html.parser")
    assert page.html["lang"] == language
    assert page.h1.text == lesson.title
    assert lesson.safeguarding_note in page.text
    assert len(page.select("tbody tr")) == lesson.steps.count()
    assert "116 111" in page.text
    manifest = files["imsmanifest.xml"].decode()
    assert f'<lomimscc:string language="{language}">{lesson.title}</lomimscc:string>' in manifest
    assert manifest.count("DigComp 2.2: ") == len(lesson.competences)
    for address in re.findall(r'(?:src|href)="([^"]+)"', files["lesson/index.html"].decode()):
        assert address.startswith("http"), address
    assert page.find(["script", "img", "link", "iframe"]) is None


def test_cartridge_when_files_are_attached_then_each_is_listed_titled_and_linked() -> None:
    lesson = add_steps(LessonPlanPageFactory(time_required=45), 45)
    lesson.save_revision().publish()
    attach(lesson, "Fletë pune ë.pdf", "fletë pune ë.pdf", "ushtrim.docx")
    data = lesson_file(lesson=LessonPlanPage.objects.get(pk=lesson.pk), format="imscc").data
    assert problems_of(data) == []
    files = entries(data)
    attached = [name for name in files if name.startswith("files/")]
    assert len(attached) == 3
    assert attached[2] == "files/03-ushtrim.docx"
    assert files[attached[1]] == "përmbajtja 1".encode()
    page = BeautifulSoup(files["lesson/index.html"], "html.parser")
    assert [link["href"] for link in page.select('a[href^="../files/"]')] == [f"../{name}" for name in attached]
    assert b"application/pdf" in files["imsmanifest.xml"]


def test_cartridge_when_texts_are_hostile_then_they_stay_texts() -> None:
    text = HOSTILE.replace("\x00", "").encode("utf-8", "ignore").decode()
    lesson = LessonPlanPageFactory(
        title=text, summary=text, objectives=text, materials=text, safeguarding_note=text, time_required=5,
        body=paragraph("&lt;script&gt;alert(2)&lt;/script&gt;"),
    )  # fmt: skip
    add_steps(lesson, 5).save_revision().publish()
    data = lesson_file(lesson=LessonPlanPage.objects.get(pk=lesson.pk), format="imscc").data
    assert problems_of(data) == []
    page = BeautifulSoup(entries(data)["lesson/index.html"], "html.parser")
    assert page.find("script") is None
    assert "<script>alert(1)</script>" in page.h1.text
    assert "<script>alert(2)</script>" in page.text


def test_cartridge_when_made_twice_then_the_bytes_are_the_same_until_the_lesson_changes() -> None:
    from django.core.cache import cache

    lesson = loaded("lesson.awareness-hour")
    first = lesson_file(lesson=lesson, format="imscc").data
    cache.clear()
    assert lesson_file(lesson=loaded("lesson.awareness-hour"), format="imscc").data == first
    lesson.summary = "Përmbledhje e re."
    lesson.save_revision().publish()
    assert lesson_file(lesson=loaded("lesson.awareness-hour"), format="imscc").data != first


def broken(change: Callable[[dict[str, bytes]], Any]) -> list[str]:
    files = entries(lesson_file(lesson=loaded("lesson.awareness-hour"), format="imscc").data)
    change(files)
    return problems_of(zip_bytes(files.items()))


def replaced(old: str, new: str) -> Callable[[dict[str, bytes]], None]:
    def change(files: dict[str, bytes]) -> None:
        text = files["imsmanifest.xml"].decode()
        assert old in text
        files["imsmanifest.xml"] = text.replace(old, new).encode()

    return change


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda files: files.pop("lesson/index.html"), "listed but not there"),
        (lambda files: files.update({"extra.txt": b""}), "there but not listed"),
        (lambda files: files.pop("imsmanifest.xml"), "not at the root"),
        (replaced('identifier="item-0"', 'identifier="root"'), "used twice"),
        (replaced('identifier="root"', 'identifier="1 root"'), "no identifier"),
        (replaced('identifierref="resource-0"', 'identifierref="resource-9"'), "no resource"),
        (replaced("1.1.0", "1.9.0"), "version"),
        (replaced("rooted-hierarchy", "tree"), "structure"),
        (replaced('intendeduse="lessonplan"', 'intendeduse="fun"'), "unknown use"),
        (replaced('type="webcontent"', 'type="webpage"'), "no web content"),
        (replaced("Instructor", "Boss"), "no role"),
        (replaced("imsccv1p1/LOM/resource ", "imsccv9p9/LOM/resource "), "schema locations"),
    ],
)
def test_validator_when_a_rule_is_broken_then_it_is_named(change: Any, problem: str) -> None:
    assert any(problem in found for found in broken(change))


def test_validator_when_the_order_is_wrong_then_it_is_named() -> None:
    def swap(files: dict[str, bytes]) -> None:
        root = ElementTree.fromstring(files["imsmanifest.xml"])  # noqa: S314
        root[1], root[2] = root[2], root[1]
        files["imsmanifest.xml"] = ElementTree.tostring(root)

    assert any("order" in found or "holds metadata" in found for found in broken(swap))


def test_archive_when_files_are_the_same_then_bytes_are_the_same() -> None:
    files = [("a.txt", b"a"), ("b/ë.txt", b"b")]
    assert zip_bytes(files) == zip_bytes(files)
    with zipfile.ZipFile(io.BytesIO(zip_bytes(files))) as archive:
        assert archive.testzip() is None
        assert {entry.date_time for entry in archive.infolist()} == {(2024, 2, 6, 0, 0, 0)}
