"""A school downloads a toolkit."""

import hashlib
import io
import json
import zipfile

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from campaigns.models import ToolkitBundle
from campaigns.services import build_bundle, build_bundles
from tests.factories import loaded

pytestmark = pytest.mark.django_db
ITEM = "toolkit.safer-internet-day-2024"


def read(bundle: ToolkitBundle) -> bytes:
    with bundle.file.open("rb") as file:
        return file.read()


@pytest.mark.parametrize("language", ["sq", "en"])
def test_bundle_when_opened_then_it_holds_every_material_and_sums_that_are_right(language: str) -> None:
    toolkit = loaded(ITEM, language)
    archive = zipfile.ZipFile(io.BytesIO(read(build_bundle(toolkit=toolkit))))
    assert archive.testzip() is None
    names = {name.split("/", 1)[1] for name in archive.namelist()}
    assert {"index.html", "metadata.json", "LICENCE.txt", "SHA256SUMS"} <= names
    folder = archive.namelist()[0].split("/")[0]
    for line in archive.read(f"{folder}/SHA256SUMS").decode().splitlines():
        expected, name = line.split("  ", 1)
        assert hashlib.sha256(archive.read(f"{folder}/{name}")).hexdigest() == expected
    index = BeautifulSoup(archive.read(f"{folder}/index.html"), "html.parser")
    linked = [link["href"] for link in index.select("li a")]
    assert len(linked) == 4
    assert set(linked) <= names
    for name in linked:
        page = archive.read(f"{folder}/{name}").decode()
        assert f'<html lang="{language}"' in page
        assert "116 111" in page
        assert "http" not in page.replace("https://", "", 0) or 'src="http' not in page
    assert json.loads(archive.read(f"{folder}/metadata.json"))["inLanguage"] == language


def test_bundle_when_built_twice_then_the_bytes_are_the_same() -> None:
    toolkit = loaded(ITEM)
    first = read(build_bundle(toolkit=toolkit))
    ToolkitBundle.objects.all().delete()
    toolkit.save_revision().publish()
    assert read(build_bundle(toolkit=loaded(ITEM))) == first


def test_bundle_when_a_material_is_published_then_it_is_built_again(django_capture_on_commit_callbacks) -> None:
    before = build_bundle(toolkit=loaded(ITEM)).sha256
    material = loaded("material.poster")
    material.summary = "Përmbledhje e re"
    with django_capture_on_commit_callbacks(execute=True):
        material.save_revision().publish()
    assert ToolkitBundle.objects.get(toolkit_id=loaded(ITEM).pk).sha256 != before


def test_download_when_asked_whole_in_part_or_again_then_each_answer_is_right(visitor: Client) -> None:
    bundle = build_bundle(toolkit=loaded(ITEM))
    data, url = read(bundle), f"/bundles/{bundle.toolkit_id}/"
    whole = visitor.get(url)
    assert b"".join(whole.streaming_content) == data
    assert (whole["Content-Length"], whole["ETag"]) == (str(len(data)), f'"{bundle.sha256}"')
    assert whole["Content-Disposition"] == f'attachment; filename="{bundle.file_name}"'
    assert whole["Cache-Control"].startswith("public")
    for asked, start, end in [("bytes=0-99", 0, 100), ("bytes=100-", 100, None), ("bytes=-50", -50, None)]:
        part = visitor.get(url, headers={"Range": asked})
        assert part.status_code == 206
        assert b"".join(part.streaming_content) == data[start:end]
    assert visitor.get(url, headers={"Range": f"bytes={len(data)}-"}).status_code == 416
    assert visitor.get(url, headers={"If-None-Match": whole["ETag"]}).status_code == 304
    assert visitor.head(url).status_code == 200


def test_download_when_the_toolkit_is_a_draft_then_there_is_none(visitor: Client) -> None:
    toolkit = loaded(ITEM)
    build_bundle(toolkit=toolkit)
    toolkit.unpublish()
    assert visitor.get(f"/bundles/{toolkit.pk}/").status_code == 404


def test_toolkit_page_when_read_then_size_files_and_hash_are_told_before_the_download(visitor: Client) -> None:
    build_bundles()
    toolkit = loaded(ITEM)
    soup = BeautifulSoup(visitor.get(toolkit.url).content, "html.parser")
    assert soup.select_one(f'a[href="/bundles/{toolkit.pk}/"]') is not None
    assert toolkit.bundle.sha256 in soup.text
    assert len(soup.select(".files li")) == len(toolkit.bundle.files)


def test_download_when_asked_then_three_queries_are_enough(visitor: Client) -> None:
    bundle = build_bundle(toolkit=loaded(ITEM))
    with CaptureQueriesContext(connection) as queries:
        visitor.get(f"/bundles/{bundle.toolkit_id}/")
    assert len(queries) <= 3
