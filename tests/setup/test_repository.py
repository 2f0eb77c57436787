"""What the repository promises about itself."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name]


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_lock_when_read_then_every_requirement_has_hashes_and_no_index_is_named(lock: str) -> None:
    text = (ROOT / lock).read_text()
    requirements = re.findall(r"^[a-z0-9._-]+(?:\[[^\]]+\])?==.*?(?=^[a-z0-9])", text + "\nend", re.M | re.S)
    assert len(requirements) > 40
    assert all("--hash=sha256:" in requirement for requirement in requirements)
    assert "://" not in text


def test_dependencies_when_listed_then_each_has_a_reason() -> None:
    lines = (ROOT / "pyproject.toml").read_text().splitlines()
    project = tomllib.loads("\n".join(lines))
    named = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    for requirement in named:
        position = next(index for index, line in enumerate(lines) if line.strip().startswith(f'"{requirement}"'))
        above = next(line for line in reversed(lines[:position]) if not line.strip().startswith('"'))
        assert above.strip().startswith("#"), requirement


def test_files_when_tracked_then_none_names_a_package_index_or_a_folder_of_one_machine() -> None:
    hosts = re.compile(r"(p[y]pi|p[y]thonhosted|n[p]mjs)[.](org|com)|/wo[r]k/|/ro[o]t/")
    found = []
    for path in tracked():
        if path.suffix in (".png", ".ico") or not path.is_file():
            continue
        if hosts.search(path.read_text(encoding="utf-8", errors="ignore")):
            found.append(str(path.relative_to(ROOT)))
    assert found == []


def test_python_files_when_counted_then_none_has_outgrown_a_reader() -> None:
    long = {
        str(path.relative_to(ROOT)): len(path.read_text().splitlines())
        for path in tracked()
        if path.suffix == ".py" and "migrations" not in path.parts
    }
    assert {name: lines for name, lines in long.items() if lines > 400} == {}
