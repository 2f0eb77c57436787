"""The product is killed while people report: whoever was shown a receipt has a report."""

import hashlib
import hmac
import json
import os
import signal
import sqlite3
import threading
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from reports.inbox.receipts import parse_receipt
from tests.browser.conftest import Server
from tests.scale import scaled

pytestmark = [pytest.mark.browser, pytest.mark.heavy]
SECONDS = scaled(60, 12)
REPORTS_A_SECOND = 20
SECONDS_BETWEEN_KILLS = 5


def oldest_worker_of(main: int) -> int | None:
    """Return the process id of the application server's longest-serving worker, a child of `main`.

    The oldest, because the server takes one worker that dies twice within six seconds for a program that cannot run,
    and ends, so that the service manager starts all of it again.
    """
    found = []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            # proc(5): after the name come the state, the parent, and as the twentieth the start in clock ticks.
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            parent, started = int(fields[1]), int(fields[19])
            command = (folder / "cmdline").read_bytes()
        except (OSError, ValueError):
            continue
        if parent == main and b"resource_tracker" not in command:
            found.append((started, int(folder.name)))
    return min(found)[1] if found else None


def report(server: Server, number: int) -> str:
    """Send one report and return the receipt that came back; empty where none came."""
    body = json.dumps({"category": "unsure", "description": f"kanarinë {number}"}).encode()
    request = urllib.request.Request(  # noqa: S310
        f"{server.url}/api/v3/reports/", body, {"Content-Type": "application/json"}, method="POST"
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            return parse_receipt(json.loads(answer.read())["receipt"])
    except (urllib.error.URLError, OSError, ValueError):
        return ""


def stored_hashes(server: Server) -> set[bytes]:
    with sqlite3.connect(server.folder / "var" / "isigurt.sqlite3") as connection:
        return {bytes(row[0]) for row in connection.execute("SELECT receipt_hash FROM inbox_incidentreport")}


def receipt_hash_of(server: Server, receipt: str) -> bytes:
    """Return what the product stores for `receipt`, computed apart from it with the key in its folder."""
    lines = (server.folder / "var" / "demo.env").read_text().splitlines()
    secret = next(line.split("=", 1)[1] for line in lines if line.startswith("HOTLINE_HASH_KEY="))
    key = hmac.new(secret.encode(), b"receipt lookup", hashlib.sha256).digest()
    message = len(receipt).to_bytes(8, "big") + receipt.encode()
    return hmac.new(key, message, hashlib.sha256).digest()


def test_reports_when_workers_are_killed_then_every_receipt_shown_has_its_report(server: Server) -> None:
    stop = threading.Event()
    killed: list[int] = []

    def kill() -> None:
        while not stop.wait(SECONDS_BETWEEN_KILLS):
            worker = oldest_worker_of(server.process_id)
            if worker is not None:
                os.kill(worker, signal.SIGKILL)
                killed.append(worker)

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        with ThreadPoolExecutor(max_workers=REPORTS_A_SECOND) as senders:
            sent = []
            for number in range(SECONDS * REPORTS_A_SECOND):
                sent.append(senders.submit(report, server, number))
                time.sleep(1 / REPORTS_A_SECOND)
            receipts = [receipt for answer in sent if (receipt := answer.result())]
    finally:
        stop.set()
        killer.join()
    stored = stored_hashes(server)
    lost = [receipt for receipt in receipts if receipt_hash_of(server, receipt) not in stored]
    assert lost == []
    assert len(killed) >= SECONDS // SECONDS_BETWEEN_KILLS - 1
    # Killing one of the workers must not end the service for everybody else.
    assert len(receipts) > SECONDS * REPORTS_A_SECOND // 2
    assert any(report(server, -attempt) or time.sleep(1) for attempt in range(1, 31))
