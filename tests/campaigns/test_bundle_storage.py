"""Bundles in S3-compatible storage, over real HTTP against a server that the test starts and ends."""

import copy
import hashlib
import io
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest
from django.conf import settings as django_settings
from django.core.files.storage import default_storage
from django.test import Client

from campaigns.models import DownloadCount, ToolkitBundle
from campaigns.services import build_bundle
from cms.core.stored_files import is_remote, pieces
from tests.campaigns.test_bundles import ITEM, add_document
from tests.factories import loaded

pytestmark = pytest.mark.django_db
BUCKET = "paketat"
_READ_SETTINGS = """
import json
from cms.settings import base
storage = base.STORAGES["default"]
storage["OPTIONS"].pop("transfer_config")
print(json.dumps(storage))
"""


@pytest.fixture(scope="module")
def s3_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of an S3 server on the loopback interface; it ends with the module."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = (tmp_path_factory.mktemp("s3") / "log.txt").open("w")
    process = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)], stdout=log, stderr=subprocess.STDOUT
    )
    try:
        for _attempt in range(150):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/moto-api/", timeout=2):
                    break
            except OSError:
                assert process.poll() is None, Path(log.name).read_text()
                time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)
        log.close()


@pytest.fixture
def stored_remotely(s3_server: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    """Let the site keep its files in S3, by the settings that a deployment has; returns the server's address."""
    keys = {"AWS_ACCESS_KEY_ID": "prove", "AWS_SECRET_ACCESS_KEY": "prove-prove", "AWS_DEFAULT_REGION": "eu-central-1"}
    for name, value in keys.items():
        monkeypatch.setenv(name, value)
    environment = os.environ | {"S3_BUCKET": BUCKET, "S3_ENDPOINT": s3_server, "S3_ADDRESSING": "path"}
    code = (
        "import json; from cms.settings import base; o = base.STORAGES['default']; o['OPTIONS'].pop('transfer_config')"
    )
    command = [sys.executable, "-c", f"{code}; print(json.dumps(o))"]
    keys = {"SECRET_KEY": "x", "HOTLINE_HASH_KEY": "x"}
    shown = subprocess.run(
        command, env=environment | keys, cwd=django_settings.BASE_DIR, capture_output=True, text=True, check=True
    )
    storages = copy.deepcopy(settings.STORAGES)
    storages["default"] = json.loads(shown.stdout)
    client = boto3.client("s3", endpoint_url=s3_server)
    if BUCKET not in [found["Name"] for found in client.list_buckets()["Buckets"]]:
        client.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    settings.STORAGES = storages
    assert is_remote(default_storage)
    return s3_server


def fetched(url: str, method: str = "GET", **headers: str) -> Any:
    request = urllib.request.Request(url, headers=headers, method=method)  # noqa: S310
    return urllib.request.urlopen(request, timeout=10)  # noqa: S310


def test_bundle_when_kept_in_s3_then_visitors_are_led_there_by_a_signed_address_and_get_every_byte(
    stored_remotely: str, visitor: Client
) -> None:
    bundle = build_bundle(toolkit=loaded(ITEM))
    assert bundle.problem == ""
    answer = visitor.get(f"/bundles/{bundle.toolkit_id}/")
    assert answer.status_code == 302
    address = urlsplit(answer["Location"])
    assert f"{address.scheme}://{address.netloc}" == stored_remotely
    query = parse_qs(address.query)
    assert {"X-Amz-Signature", "X-Amz-Expires", "response-content-disposition"} <= set(query)
    assert bundle.version.file_name in query["response-content-disposition"][0]
    whole = fetched(answer["Location"])
    data = whole.read()
    assert hashlib.sha256(data).hexdigest() == bundle.sha256
    assert bundle.version.file_name in whole.headers["Content-Disposition"]
    part = fetched(answer["Location"], Range="bytes=100-199")
    assert (part.status, part.read()) == (206, data[100:200])
    with pytest.raises(urllib.error.HTTPError, match="416"):
        fetched(answer["Location"], Range=f"bytes={len(data)}-")
    # What needs no bytes is answered here.
    head = visitor.head(f"/bundles/{bundle.toolkit_id}/")
    assert (head.status_code, head["Content-Length"]) == (200, str(len(data)))
    assert visitor.get(f"/bundles/{bundle.toolkit_id}/", headers={"If-None-Match": head["ETag"]}).status_code == 304
    assert DownloadCount.objects.get().number == 1


def test_bundle_when_kept_in_s3_then_single_files_and_choices_are_read_out_of_it_in_ranges(
    stored_remotely: str, visitor: Client
) -> None:
    bundle = build_bundle(toolkit=loaded(ITEM))
    file = bundle.files[3]
    one = b"".join(visitor.get(f"/bundles/{bundle.toolkit_id}/files/{file['name']}").streaming_content)
    assert hashlib.sha256(one).hexdigest() == file["sha256"]
    answer = visitor.get(f"/bundles/{bundle.toolkit_id}/choice.zip", {"file": [file["name"], bundle.files[0]["name"]]})
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    assert archive.testzip() is None
    assert len(archive.namelist()) == 4


def test_document_when_missing_in_s3_then_the_bundle_says_so_and_the_last_good_one_stays(stored_remotely: str) -> None:
    document = add_document(title="Fletorja e larguar")
    good = build_bundle(toolkit=loaded(ITEM))
    assert (good.problem, good.version is None) == ("", False)
    document.file.storage.delete(document.file.name)
    bad = build_bundle(toolkit=loaded(ITEM))
    assert (bad.problem, bad.version) == (ToolkitBundle.Problem.MISSING, good.version)
    with pytest.raises(OSError, match="cannot be read"):
        next(pieces(default_storage, "bundles/nothing.zip"))


def test_bundle_when_built_again_in_s3_then_nothing_is_stored_twice(stored_remotely: str) -> None:
    first = build_bundle(toolkit=loaded(ITEM))
    names = default_storage.listdir("bundles")[1]
    assert build_bundle(toolkit=loaded(ITEM)).version == first.version
    assert default_storage.listdir("bundles")[1] == names
