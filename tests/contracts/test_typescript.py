"""The typed client of the examples fits the API: types are generated from its description and the client is checked."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

FOLDER = Path(settings.BASE_DIR) / "examples" / "typescript"


@pytest.mark.skipif(not os.environ.get("HEAVY"), reason="fetches packages: make test-heavy runs it")
@pytest.mark.heavy
@pytest.mark.skipif(shutil.which("npm") is None, reason="needs npm")
def test_client_when_types_are_generated_then_it_fits_them() -> None:
    for arguments in (["ci", "--no-audit", "--no-fund"], ["run", "types"], ["run", "check"]):
        done = subprocess.run(["npm", *arguments], cwd=FOLDER, capture_output=True, text=True, timeout=300, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
