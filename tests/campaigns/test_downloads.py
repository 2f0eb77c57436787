"""Downloading: whole, in ranges, resumed, one file, a choice; and the counts that remain of it."""

import hashlib
import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from campaigns.models import DownloadCount, ToolkitBundle
from campaigns.services import build_bundle, count_download
from cms.core.downloads import StoredFile, answer_with
from tests.campaigns.test_bundles import ITEM, read
from tests.factories import loaded

pytestmark = pytest.mark.django_db


@pytest.fixture
def bundle() -> ToolkitBundle:
    return build_bundle(toolkit=loaded(ITEM))


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def total(format: str) -> int:
    return sum(DownloadCount.objects.filter(format=format).values_list("number", flat=True))


def test_download_when_asked_whole_in_part_or_again_then_each_answer_is_right(
    visitor: Client, bundle: ToolkitBundle
) -> None:
    data, url = read(bundle), f"/bundles/{bundle.toolkit_id}/"
    whole = visitor.get(url)
    assert body(whole) == data
    assert (whole["Content-Length"], whole["ETag"]) == (str(len(data)), f'"{bundle.sha256}"')
    assert whole["Content-Disposition"] == f'attachment; filename="{bundle.version.file_name}"'
    assert whole["Cache-Control"].startswith("public")
    assert whole["Accept-Ranges"] == "bytes"
    for asked, start, end in [("bytes=0-99", 0, 100), ("bytes=100-", 100, None), ("bytes=-50", -50, None)]:
        part = visitor.get(url, headers={"Range": asked})
        assert part.status_code == 206
        assert body(part) == data[start:end]
        assert part["Content-Length"] == str(len(data[start:end]))
        assert part["ETag"] == whole["ETag"]
    over = visitor.get(url, headers={"Range": f"bytes={len(data)}-"})
    assert (over.status_code, over["Content-Range"]) == (416, f"bytes */{len(data)}")
    for tag in (whole["ETag"], f"W/{whole['ETag']}", f'"x", {whole["ETag"]}', "*"):
        unchanged = visitor.get(url, headers={"If-None-Match": tag})
        assert (unchanged.status_code, unchanged.content, unchanged["ETag"]) == (304, b"", whole["ETag"])
    head = visitor.head(url)
    assert (head.status_code, head["Content-Length"], head.content) == (200, str(len(data)), b"")
    assert visitor.post(url, "x", content_type="text/plain").status_code in (403, 405)


@pytest.mark.parametrize(
    ("if_range", "status"),
    [("", 206), ("same", 206), ('"other"', 200), ("weak", 200), ("Tue, 06 Feb 2024 00:00:00 GMT", 200)],
)
def test_range_when_the_beginning_may_be_of_another_version_then_the_whole_is_sent(
    visitor: Client, bundle: ToolkitBundle, if_range: str, status: int
) -> None:
    sent = {"same": f'"{bundle.sha256}"', "weak": f'W/"{bundle.sha256}"'}.get(if_range, if_range)
    headers = {"Range": "bytes=10-19"} | ({"If-Range": sent} if sent else {})
    assert visitor.get(f"/bundles/{bundle.toolkit_id}/", headers=headers).status_code == status


@pytest.mark.parametrize(
    "asked", ["bytes=", "bytes=-", "bytes=a-b", "bytes=5-2", "pages=1-2", "bytes=0-1,4-5", "bytes=" + "9" * 5000 + "-"]
)
def test_range_when_it_is_none_we_read_then_the_whole_is_sent(
    visitor: Client, bundle: ToolkitBundle, asked: str
) -> None:
    assert visitor.get(f"/bundles/{bundle.toolkit_id}/", headers={"Range": asked}).status_code == 200


def test_download_when_fetched_by_several_connections_in_any_order_then_the_parts_make_the_whole(
    visitor: Client, bundle: ToolkitBundle
) -> None:
    data, url, step = read(bundle), f"/bundles/{bundle.toolkit_id}/", 100_000
    # The end first, as some tools ask, then the rest.
    starts = sorted(range(0, len(data), step), key=lambda start: (start * 7919) % 101)
    parts = {}
    for start in starts:
        headers = {"Range": f"bytes={start}-{start + step - 1}", "If-Range": f'"{bundle.sha256}"'}
        parts[start] = body(visitor.get(url, headers=headers))
    assert b"".join(parts[start] for start in sorted(parts)) == data
    assert total("bundle") == 1


@given(first=st.integers(0, 40), last=st.integers(0, 40), suffix=st.booleans(), size=st.integers(1, 30))
def test_range_when_arbitrary_then_bytes_length_and_place_agree(first: int, last: int, suffix: bool, size: int) -> None:
    data = bytes(range(size))
    name = default_storage.save("prova.bin", ContentFile(data))
    file = StoredFile(default_storage, name, size, hashlib.sha256(data).hexdigest(), "p.bin", "application/zip")
    asked = f"bytes=-{last}" if suffix else f"bytes={first}-{last}"
    answer = answer_with(RequestFactory().get("/", headers={"Range": asked}), file)
    if answer.status_code == 206:
        place, length = str(answer["Content-Range"]).removeprefix("bytes ").split("/")
        start, end = map(int, place.split("-"))
        assert (body(answer), int(length)) == (data[start : end + 1], size)
        assert answer["Content-Length"] == str(end - start + 1)
        assert end == (size - 1 if suffix else min(last, size - 1))
    elif answer.status_code == 416:
        assert last == 0 if suffix else first >= size
    else:
        assert not suffix
        assert first > last
        assert body(answer) == data


def test_single_file_when_asked_then_it_comes_out_of_the_bundle_as_it_is(
    visitor: Client, bundle: ToolkitBundle
) -> None:
    for file in bundle.files:
        answer = visitor.get(f"/bundles/{bundle.toolkit_id}/files/{file['name']}")
        content = body(answer)
        assert (len(content), hashlib.sha256(content).hexdigest()) == (file["size"], file["sha256"])
        assert answer["ETag"] == f'"{file["sha256"]}"'
    name = bundle.files[0]["name"]
    part = visitor.get(f"/bundles/{bundle.toolkit_id}/files/{name}", headers={"Range": "bytes=0-3"})
    assert (part.status_code, body(part)) == (206, b"%PDF")
    for other in ("nothing.pdf", "../manage.py", "%2e%2e/x", "01-posteri-i-fushates"):
        assert visitor.get(f"/bundles/{bundle.toolkit_id}/files/{other}").status_code == 404


def test_choice_when_ticked_then_the_zip_holds_just_that_and_its_length_was_told(
    visitor: Client, bundle: ToolkitBundle
) -> None:
    names = [bundle.files[0]["name"], bundle.files[5]["name"]]
    sheet = loaded("material.fact-sheet")
    query = {"version": bundle.sha256, "file": names, "material": sheet.pk}
    answer = visitor.get(f"/bundles/{bundle.toolkit_id}/choice.zip", query)
    content = body(answer)
    assert answer["Content-Length"] == str(len(content))
    assert "no-store" in answer["Cache-Control"]
    archive = zipfile.ZipFile(io.BytesIO(content))
    assert archive.testzip() is None
    folder = archive.namelist()[0].split("/")[0]
    found = {name.removeprefix(f"{folder}/") for name in archive.namelist()}
    of_sheet = {file["name"] for file in bundle.files if file["page"] == sheet.pk}
    assert len(of_sheet) == 2
    assert found == {*names, *of_sheet, "LICENCE.txt", "SHA256SUMS"}
    for line in archive.read(f"{folder}/SHA256SUMS").decode().splitlines():
        expected, name = line.split("  ", 1)
        assert hashlib.sha256(archive.read(f"{folder}/{name}")).hexdigest() == expected


@pytest.mark.parametrize("query", [{}, {"file": "../x"}, {"material": "99999999999999999999"}, {"file": "x" * 5000}])
@pytest.mark.parametrize(("language", "words"), [("sq", "Ende nuk është zgjedhur asgjë"), ("en", "Nothing is chosen")])
def test_choice_when_nothing_is_ticked_then_a_page_in_the_readers_language_says_so(
    visitor: Client, query: dict[str, str], language: str, words: str
) -> None:
    toolkit = loaded(ITEM, language)
    build_bundle(toolkit=toolkit)
    answer = visitor.get(f"/bundles/{toolkit.pk}/choice.zip", query)
    soup = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 400
    assert words in soup.text
    assert soup.select_one(f'a[href="{toolkit.url}#choice"]') is not None


def test_choice_when_the_list_is_of_an_earlier_version_then_it_comes_from_that_one(
    visitor: Client, bundle: ToolkitBundle
) -> None:
    material = loaded("material.fact-sheet")
    old = next(file for file in bundle.files if file["page"] == material.pk and file["format"] == "pdf")
    material.title = "Fleta e re"
    material.save_revision().publish()
    build_bundle(toolkit=loaded(ITEM))
    query = {"version": bundle.sha256, "file": old["name"]}
    archive = zipfile.ZipFile(io.BytesIO(body(visitor.get(f"/bundles/{bundle.toolkit_id}/choice.zip", query))))
    found = archive.read(next(name for name in archive.namelist() if name.endswith(".pdf")))
    assert hashlib.sha256(found).hexdigest() == old["sha256"]


def test_every_address_when_the_toolkit_is_a_draft_then_there_is_none(visitor: Client, bundle: ToolkitBundle) -> None:
    loaded(ITEM).unpublish()
    number, name = bundle.toolkit_id, bundle.files[0]["name"]
    for path in ("", f"{bundle.sha256}.zip", f"files/{name}", "choice.zip"):
        assert visitor.get(f"/bundles/{number}/{path}").status_code == 404
    assert visitor.get("/bundles/999999999999999999999/").status_code == 404


def test_download_when_the_proxy_sends_files_then_it_is_told_which(
    visitor: Client, bundle: ToolkitBundle, settings: Any
) -> None:
    settings.ACCEL_REDIRECT = "/protected/"
    answer = visitor.get(f"/bundles/{bundle.toolkit_id}/", headers={"Range": "bytes=0-9"})
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer["X-Accel-Redirect"] == f"/protected/{bundle.version.file.name}"
    assert "attachment" in answer["Content-Disposition"]
    assert total("bundle") == 1
    # A file inside the ZIP is not a file of the proxy's.
    part = visitor.get(f"/bundles/{bundle.toolkit_id}/files/{bundle.files[0]['name']}")
    assert body(part).startswith(b"%PDF")


def test_download_when_the_stored_file_is_gone_then_no_half_answer_begins(
    bundle: ToolkitBundle, visitor: Client
) -> None:
    default_storage.delete(bundle.version.file.name)
    with pytest.raises(OSError, match="No such file"):
        visitor.get(f"/bundles/{bundle.toolkit_id}/")
    # The next build stores it again, under the same hash.
    again = build_bundle(toolkit=loaded(ITEM))
    assert again.sha256 == bundle.sha256
    assert hashlib.sha256(body(visitor.get(f"/bundles/{bundle.toolkit_id}/"))).hexdigest() == bundle.sha256


def test_counts_when_people_download_then_each_download_is_one_and_nothing_else_counts(
    visitor: Client, bundle: ToolkitBundle
) -> None:
    url = f"/bundles/{bundle.toolkit_id}/"
    body(visitor.get(url))
    body(visitor.get(url, headers={"Range": "bytes=0-9"}))
    visitor.head(url)
    body(visitor.get(f"{url}files/{bundle.files[2]['name']}?look"))
    visitor.get(url, headers={"Range": "bytes=10-19"})
    visitor.get(url, headers={"If-None-Match": f'"{bundle.sha256}"'})
    visitor.get(url, headers={"Range": "bytes=99999999999-"})
    row = DownloadCount.objects.get()
    assert (row.page_id, row.format, row.day, row.number) == (bundle.toolkit_id, "bundle", timezone.localdate(), 2)
    names = {field.name for field in DownloadCount._meta.get_fields()}
    assert names == {"id", "page", "format", "day", "number"}


def test_counts_when_days_pass_then_each_day_has_its_row() -> None:
    page = loaded("material.poster")
    count_download(page_id=page.pk, format=DownloadCount.Format.FILE)
    DownloadCount.objects.update(day=timezone.localdate() - timedelta(days=1))
    for _time in range(3):
        count_download(page_id=page.pk, format=DownloadCount.Format.FILE)
    assert list(DownloadCount.objects.values_list("number", flat=True)) == [3, 1]


def test_report_when_an_editor_opens_it_then_page_and_number_show_and_it_exports(admin_client: Client) -> None:
    page = loaded("material.poster")
    for _time in range(7):
        count_download(page_id=page.pk, format=DownloadCount.Format.FILE)
    html = admin_client.get("/admin/downloads/").content.decode()
    assert page.title in html
    table = BeautifulSoup(html, "html.parser").select_one("table")
    assert table is not None
    assert "7" in table.text
    sheet = body(admin_client.get("/admin/downloads/?export=csv")).decode()
    assert page.title in sheet
    panel = admin_client.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert "7 shkarkime" in panel or "7 downloads" in panel


def test_download_when_asked_then_few_queries_are_enough(visitor: Client, bundle: ToolkitBundle) -> None:
    url = f"/bundles/{bundle.toolkit_id}/"
    body(visitor.get(url))
    with CaptureQueriesContext(connection) as queries:
        visitor.get(url)
    # The bundle, and the count inside a savepoint.
    assert len(queries) <= 5
    with CaptureQueriesContext(connection) as queries:
        visitor.get(url, headers={"If-None-Match": f'"{bundle.sha256}"'})
    assert len(queries) <= 2
