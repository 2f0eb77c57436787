"""A whole product of its own for tools that look at it: own folder, own port, ended by its own process id."""

import os
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from environment import PYTHON, ROOT, SetUpError

START_SECONDS = 240


@contextmanager
def served() -> Iterator[tuple[str, Path]]:
    """Give the address of a running product and the folder it writes to; it ends with the block.

    Raises:
        SetUpError: if it does not answer within `START_SECONDS`.
    """
    with tempfile.TemporaryDirectory(prefix="isigurt-product-") as folder:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        environment = {**os.environ, "PORT": str(port), "ISIGURT_VAR": folder}
        process = subprocess.Popen(
            [str(PYTHON), "tools/run.py"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, start_new_session=True
        )
        try:
            url = f"http://127.0.0.1:{port}"
            _wait(url)
            yield url, Path(folder)
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=30)


def _wait(url: str) -> None:
    for _second in range(START_SECONDS):
        try:
            with urllib.request.urlopen(f"{url}/sq/", timeout=5):  # noqa: S310
                return
        except (urllib.error.URLError, OSError):
            time.sleep(1)
    raise SetUpError("The product did not start.")
