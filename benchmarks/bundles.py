"""Memory and speed of large bundles, always against a baseline of the same run.

    .venv/bin/python benchmarks/bundles.py memory [--size MIB]
    .venv/bin/python benchmarks/bundles.py speed [--size MIB] [--nginx PATH]

`memory` builds and serves a bundle of one gibibyte: growth of the process that builds, and of the application server
while four visitors download at once. `speed` downloads a stored bundle from granian, from nginx, and from granian
through nginx with `X-Accel-Redirect`, by turns. Everything is written below a temporary folder and removed; servers
listen on the loopback interface and end with the run. Ends with 1 where a limit of the design is missed.
"""

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
MEBIBYTE = 1024 * 1024
GROWTH_LIMIT = 64  # MiB
APPLICATION_SHARE, PROXY_SHARE = 0.5, 0.9
VISITORS, ROUNDS, WARM_UP_SIZE = 4, 7, 8


def environment(folder: Path) -> dict[str, str]:
    """Return the settings of a product of its own below `folder`."""
    values = {
        "DJANGO_SETTINGS_MODULE": "cms.settings.production",
        "SECRET_KEY": "benchmark",
        "HOTLINE_HASH_KEY": "benchmark",
        "HTTPS": "off",
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "ISIGURT_VAR": str(folder),
        "TMPDIR": str(folder / "tmp"),
        "DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}",
        "PYTHONPATH": str(ROOT),
    }
    return os.environ | values


def peak_of(process_id: int | str) -> float:
    """Return the largest resident size a process has had, in MiB (Linux)."""
    for line in Path(f"/proc/{process_id}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("No VmHWM in /proc: this needs Linux.")


def prepare(sizes: list[int]) -> None:
    """Make the database and one toolkit for each size in MiB; print their numbers. Runs in a process of its own."""
    import django

    django.setup()
    from django.core.management import call_command
    from wagtail.models import Page

    from campaigns.models import CampaignMaterialPage, MaterialVariant, ToolkitMaterial, ToolkitPage
    from cms.core.loader import load_pack
    from cms.core.models import LoadedItem
    from cms.media.models import SiteDocument

    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    load_pack(ROOT / "content")
    campaign = LoadedItem.objects.get(item_id="campaign.safer-internet-day-2024", language="sq").target
    numbers = []
    for size in sizes:
        toolkit = ToolkitPage(title=f"Paketë {size}", slug=f"pakete-{size}", locale=campaign.locale)
        campaign.add_child(instance=toolkit)
        material = CampaignMaterialPage(
            title="Video", slug="video", kind=CampaignMaterialPage.Kind.VIDEO, locale=campaign.locale
        )
        toolkit.add_child(instance=material)
        document = SiteDocument(title="Video")
        document.file.name = f"documents/video-{size}.zip"
        path = Path(document.file.path)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            for _piece in range(size):
                file.write(os.urandom(MEBIBYTE))
        document._set_document_file_metadata()
        document.save()
        MaterialVariant.objects.create(
            material=material, locale=campaign.locale, code="video", label="Video", document=document
        )
        ToolkitMaterial.objects.create(toolkit=toolkit, material=Page.objects.get(pk=material.pk))
        numbers.append(toolkit.pk)
    print(json.dumps(numbers))


def build(numbers: list[int]) -> None:
    """Build the bundles of toolkits one after another; print the peak of memory after each, and seconds."""
    import django

    django.setup()
    from campaigns.models import ToolkitPage
    from campaigns.services import build_bundle

    found = []
    for number in numbers:
        started = time.monotonic()
        bundle = build_bundle(toolkit=ToolkitPage.objects.get(pk=number))
        if bundle.version is None:
            raise RuntimeError(bundle.problem_sentence)
        found.append([peak_of("self"), time.monotonic() - started, bundle.size, bundle.version.file.path])
    print(json.dumps(found))


def called(folder: Path, task: str, *arguments: int) -> Any:
    """Return what a task of this file prints in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.bundles", "--task", task, *map(str, arguments)]
    done = subprocess.run(command, env=environment(folder), cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603
    return json.loads(done.stdout.strip().splitlines()[-1])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def application(folder: Path, **more: str) -> Iterator[tuple[int, int]]:
    """Give port and process number of one worker of granian, started as `deploy/isigurt.service` does."""
    port = free_port()
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "cms.wsgi:application", "--host", "127.0.0.1",
        "--port", str(port), "--workers", "1", "--blocking-threads", "4", "--backpressure", "64", "--no-access-log",
        "--log-level", "warning",
    ]  # fmt: skip
    process = subprocess.Popen(command, env=environment(folder) | more, cwd=ROOT)  # noqa: S603
    try:
        wait_for(port)
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        # The helper that tracks shared memory is a child too; the worker is the largest.
        yield port, max(map(int, children), key=peak_of)
    finally:
        process.terminate()
        process.wait(timeout=30)


@contextmanager
def nginx(program: str, folder: Path, application_port: int) -> Iterator[int]:
    """Give the port of an nginx with the set-up of `deploy/nginx.conf`: files, and X-Accel-Redirect from granian."""
    port, place = free_port(), folder / "nginx"
    place.mkdir()
    # Started by root it would hand its work to somebody who cannot read the folder.
    user = "user root; " if os.geteuid() == 0 else ""
    (place / "nginx.conf").write_text(
        f"""{user}daemon off; worker_processes 1; pid {place}/pid; error_log {place}/error.log;
events {{ worker_connections 64; }}
http {{
  access_log off; sendfile on; tcp_nopush on;
  client_body_temp_path {place}/b; proxy_temp_path {place}/p; fastcgi_temp_path {place}/f;
  uwsgi_temp_path {place}/u; scgi_temp_path {place}/s;
  server {{
    listen 127.0.0.1:{port};
    location /files/ {{ alias {folder}/media/; }}
    location /protected/ {{ internal; alias {folder}/media/; }}
    location / {{ proxy_pass http://127.0.0.1:{application_port}; proxy_set_header Host $host; }}
  }}
}}
"""
    )
    process = subprocess.Popen([program, "-c", str(place / "nginx.conf"), "-p", str(place)])  # noqa: S603
    try:
        wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


def wait_for(port: int) -> None:
    for _attempt in range(300):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("A server did not start.")


def download(port: int, path: str) -> tuple[int, float]:
    """Return bytes and seconds of one download over a connection of its own."""
    started, received = time.perf_counter(), 0
    buffer = bytearray(MEBIBYTE)
    with socket.create_connection(("127.0.0.1", port), timeout=120) as line:
        line.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
        head = b""
        while b"\r\n\r\n" not in head:
            head += line.recv(4096)
        headers, _blank, first = head.partition(b"\r\n\r\n")
        if b" 200 " not in headers.split(b"\r\n")[0]:
            raise RuntimeError(headers.decode())
        received = len(first)
        while count := line.recv_into(buffer):
            received += count
    return received, time.perf_counter() - started


def measure_memory(folder: Path, size: int) -> bool:
    """Print growth of memory; return whether it keeps the limit."""
    numbers = called(folder, "prepare", WARM_UP_SIZE, size)
    small, large = called(folder, "build", *numbers)
    built = large[0] - small[0]
    with application(folder) as (port, worker):
        for _visit in range(VISITORS):
            download(port, f"/bundles/{numbers[0]}/")
        before = peak_of(worker)
        visits = [
            threading.Thread(target=download, args=(port, f"/bundles/{numbers[1]}/")) for _visitor in range(VISITORS)
        ]
        for visit in visits:
            visit.start()
        for visit in visits:
            visit.join()
        served = peak_of(worker) - before
    print("| what | baseline, MiB | with the large bundle, MiB | growth, MiB | limit |\n|---|---|---|---|---|")
    print(
        f"| building {size} MiB ({large[1]:.0f} s) | {small[0]:.0f} | {large[0]:.0f} | {built:.1f} | {GROWTH_LIMIT} |"
    )
    print(
        f"| serving it to {VISITORS} at once | {before:.0f} | {before + served:.0f} | {served:.1f} | {GROWTH_LIMIT} |"
    )
    return max(built, served) <= GROWTH_LIMIT


def measure_speed(folder: Path, size: int, program: str) -> bool:
    """Print throughput as shares of nginx; return whether both keep their limits."""
    number = called(folder, "prepare", size)[0]
    built = called(folder, "build", number)[0]
    name = Path(built[3]).relative_to(folder / "media")
    path = f"/bundles/{number}/"
    with (
        application(folder) as (direct, _worker),
        application(folder, ACCEL_REDIRECT="/protected/") as (behind, _other),
        nginx(program, folder, behind) as proxy,
    ):
        ways: dict[str, Callable[[], tuple[int, float]]] = {
            "nginx, the file": lambda: download(proxy, f"/files/{name}"),
            "granian": lambda: download(direct, path),
            "granian through nginx, X-Accel-Redirect": lambda: download(proxy, path),
        }
        rates: dict[str, list[float]] = {way: [] for way in ways}
        for round_number in range(ROUNDS + 1):
            for way in list(ways)[:: 1 if round_number % 2 else -1]:
                count, seconds = ways[way]()
                if count != built[2]:
                    raise RuntimeError(f"{way}: {count} bytes of {built[2]}")
                # The first round warms the page cache.
                if round_number:
                    rates[way].append(count / seconds / MEBIBYTE)
    baseline = rates["nginx, the file"]
    print(f"| {size} MiB from | MiB/s (median) | share of nginx (median, least–most) | limit |\n|---|---|---|---|")
    shares = {}
    for way, limit in zip(ways, (None, APPLICATION_SHARE, PROXY_SHARE), strict=True):
        found = [rate / base for rate, base in zip(rates[way], baseline, strict=True)]
        shares[way] = (statistics.median(found), limit)
        print(
            f"| {way} | {statistics.median(rates[way]):.0f} | {statistics.median(found):.2f} "
            f"({min(found):.2f}–{max(found):.2f}) | {limit or ''} |"
        )
    return all(limit is None or share >= limit for share, limit in shares.values())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", nargs="?", choices=["memory", "speed"])
    parser.add_argument("--size", type=int, default=1024, help="of the bundle, in MiB")
    parser.add_argument("--nginx", default="nginx", help="program to compare with")
    parser.add_argument("--task", nargs="+", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.task:
        {"prepare": prepare, "build": build}[options.task[0]](list(map(int, options.task[1:])))
        return 0
    with tempfile.TemporaryDirectory(prefix="isigurt-benchmark-") as name:
        folder = Path(name)
        (folder / "tmp").mkdir()
        if options.what == "speed":
            return 0 if measure_speed(folder, options.size, options.nginx) else 1
        return 0 if measure_memory(folder, options.size) else 1


if __name__ == "__main__":
    sys.exit(main())
