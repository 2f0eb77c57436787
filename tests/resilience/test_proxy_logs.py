"""The reverse proxy of `deploy/` in front of the running product: nobody can read there who reported."""

import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlencode, urlsplit

import pytest
from django.conf import settings

from tests.browser.conftest import Server, free_port
from tests.scale import scaled

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.heavy,
    pytest.mark.skipif(NGINX is None, reason="needs nginx: apt install nginx-light"),
]
# Every address of 127.0.0.0/8 is this machine's: the connection really comes from here.
ADDRESS, FORWARDED = "127.44.55.66", "203.0.113.77"
AGENT, COOKIE = "Kanarina-Shfletues-5521", "gjurma-9917"
TRACES = (ADDRESS, FORWARDED, AGENT, COOKIE)
SENDER = {
    "User-Agent": AGENT,
    "Cookie": f"trace={COOKIE}",
    "X-Forwarded-For": FORWARDED,
    "X-Real-IP": FORWARDED,
    "Forwarded": f"for={FORWARDED}",
}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
JSON = {"Content-Type": "application/json"}


@pytest.fixture
def proxy(server: Server, tmp_path: Path) -> Iterator[tuple[int, Path]]:
    """Run nginx with the configuration of `deploy/`, without TLS; give its port and its folder."""
    port = free_port()
    configuration = (Path(settings.BASE_DIR) / "deploy" / "nginx.conf").read_text()
    for old, new in (
        (r"listen 443 ssl;\s*http2 on;", f"listen 127.0.0.1:{port};"),
        (r"127\.0\.0\.1:8000", urlsplit(server.url).netloc),
        (r"/var/log/nginx/", f"{tmp_path}/logs/"),
        (r"/var/cache/nginx/", f"{tmp_path}/cache/"),
        (r"/var/lib/isigurt/", f"{server.folder}/var/"),
        # The product under test was told no public name.
        (r"Host \$host", "Host $http_host"),
    ):
        configuration, changes = re.subn(old, new, configuration)
        assert changes, old
    for name in ("logs", "cache", "site"):
        (tmp_path / name).mkdir()
    (tmp_path / "site" / "isigurt.conf").write_text(configuration)
    scratch = "".join(
        f"{kind}_temp_path {tmp_path}/cache/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (tmp_path / "nginx.conf").write_text(
        f"daemon off; master_process off; pid {tmp_path}/nginx.pid; error_log {tmp_path}/logs/start.log;\n"
        f"events {{}}\nhttp {{\n{scratch}include {tmp_path}/site/isigurt.conf;\n}}\n"
    )
    process = subprocess.Popen([str(NGINX), "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")])
    try:
        _wait(port)
        yield port, tmp_path
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)


def _wait(port: int) -> None:
    for _attempt in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("The proxy did not start.")


def ask(port: int, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] = MappingProxyType({})) -> int:
    """Send one request from `ADDRESS` with every trace that a visitor can leave; return the status."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60, source_address=(ADDRESS, 0))
    try:
        connection.request(method, path, body or None, SENDER | dict(headers))
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()


def test_reports_when_sent_through_the_proxy_then_no_log_and_no_cache_tells_from_where(
    server: Server, proxy: tuple[int, Path]
) -> None:
    port, folder = proxy
    filled = urlencode({"category": "unsure", "description": "fjalë", "go": "send"}).encode()
    report = json.dumps({"category": "unsure", "description": "fjalë", "language": "sq"}).encode()
    requests: list[tuple[str, str, bytes, dict[str, str]]] = [
        ("POST", "/api/v3/reports/", report, JSON),
        ("POST", "/api/v3/reports/", b'{"category": 7', JSON),
        ("GET", "/sq/raporto/", b"", {}),
        ("POST", "/sq/raportim/", filled, FORM),
        ("POST", "/en/raportim/tracking/", b"code=1", FORM),
        ("POST", "/sq/raportim/", b"x", {"Content-Type": "multipart/form-data; boundary=b"}),
        # More than the proxy lets through.
        ("POST", "/api/v3/reports/", b"x" * 300_000, JSON),
    ]
    rounds = scaled(143, 6)
    statuses = Counter(ask(port, *request) for _round in range(rounds) for request in requests)
    # It did work, and it did fail: both ways are in the evidence.
    assert statuses[201] == rounds
    assert statuses[413] >= rounds
    assert not any(status >= 500 for status in statuses), statuses

    # The log of the proxy is on, and writes of other pages, without whose they were.
    assert ask(port, "GET", "/sq/udhezues/") == 200
    log = folder / "logs" / "isigurt.log"
    deadline = time.monotonic() + 10
    while "/sq/udhezues/" not in log.read_text() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert "/sq/udhezues/" in log.read_text()
    assert not re.search(r"raport|report", log.read_text())

    found = {
        (str(path), trace)
        for root in (folder, server.folder)
        for parent, _folders, names in os.walk(root)
        for path in (Path(parent) / name for name in names)
        if path.is_file()
        for trace in TRACES
        if trace.encode() in path.read_bytes()
    }
    assert found == set()
