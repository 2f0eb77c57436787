"""The typed client of the examples fits the API: types are generated from its description and the client is checked."""

import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

FOLDER = Path(settings.BASE_DIR) / "examples" / "typescript"
# What npm says where there is no way to a registry.
UNREACHABLE = ("EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ENOTFOUND", "ETIMEDOUT")


def npm(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["npm", *arguments], cwd=FOLDER, capture_output=True, text=True, timeout=300, check=False)


@pytest.mark.skipif(shutil.which("npm") is None, reason="needs npm")
def test_client_when_types_are_generated_then_it_fits_them() -> None:
    fetched = npm("ci", "--no-audit", "--no-fund", "--fetch-retries", "1")
    if fetched.returncode and any(f"code {code}" in fetched.stderr for code in UNREACHABLE):
        pytest.skip("npm reaches no registry")
    for done in (fetched, npm("run", "types"), npm("run", "check")):
        assert done.returncode == 0, done.stdout + done.stderr
