"""`make test`: everything a change must pass; `--quick` without a database, `--heavy` the evidence at full size.

Standard library only; ends with pytest's closing line.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

from chromium import ensure_chromium
from environment import PYTHON, ROOT, SetUpError, check_python, ensure, say

SOURCES = ["cms", "home", "guides", "campaigns", "reports", "search"]
DEPLOYMENT = {
    "DJANGO_SETTINGS_MODULE": "cms.settings.production",
    "SECRET_KEY": "only-for-the-deployment-check-0123456789-abcdefghijklmnopqrstuvwxyz",
    "HOTLINE_HASH_KEY": "only-for-the-deployment-check",
    "ALLOWED_HOSTS": "isigurt.al",
}
TESTS = {"DJANGO_SETTINGS_MODULE": "cms.settings.test"}
# Test processes at once, each with its own copy of a database.
PROCESSES = "2"


def quick() -> list[tuple[str, list[str], dict[str, str]]]:
    """Return the checks that need no database: name, command, environment."""
    python = str(PYTHON)
    templates = sorted(str(path) for path in (ROOT / "templates").rglob("*.html"))
    return [
        ("Lint", [python, "-m", "ruff", "check", "."], {}),
        ("Format", [python, "-m", "ruff", "format", "--check", "."], {}),
        ("Templates", [str(PYTHON.parent / "djade"), "--target-version", "5.2", "--check", *templates], {}),
        ("Types", [python, "-m", "mypy", *SOURCES], {}),
        ("Import contracts", [str(PYTHON.parent / "lint-imports"), "--no-cache"], {}),
        ("Catalogues", [str(PYTHON.parent / "dennis-cmd"), "lint", "--errorsonly", "locale"], {}),
        ("Compile catalogues", [python, "manage.py", "compile_catalogues"], TESTS),
        ("System check", [python, "manage.py", "check", "--fail-level", "WARNING"], TESTS),
        ("Deployment check", [python, "manage.py", "check", "--deploy", "--fail-level", "WARNING"], DEPLOYMENT),
        ("Migrations", [python, "manage.py", "makemigrations", "--check", "--dry-run"], TESTS),
        ("Content pack", [python, "manage.py", "load_content", "--check"], TESTS),
    ]


def run(name: str, command: list[str], extra: dict[str, str]) -> None:
    """Run one check; raise SetUpError if it fails."""
    say(name)
    started = time.monotonic()
    code = subprocess.run(command, cwd=ROOT, env={**os.environ, **extra}, check=False).returncode
    print(f"  {name}: {time.monotonic() - started:.0f} s", flush=True)
    if code:
        raise SetUpError(f"{name} failed.")


@contextmanager
def postgres() -> Iterator[str]:
    """Give the address of a PostgreSQL: `TEST_DATABASE_URL`, where the test databases stay until the next run fills
    them anew; else of an embedded server that ends with the block.
    """
    if address := os.environ.get("TEST_DATABASE_URL"):
        yield address
        return
    command = [str(PYTHON), str(ROOT / "tools" / "postgres.py")]
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        address = server.stdout.readline().strip()
        if not address:
            raise SetUpError("The embedded PostgreSQL did not start.")
        yield address
    finally:
        server.communicate()


def fill_databases(environments: list[dict[str, str]]) -> None:
    """Fill the test databases of `environments` side by side; raise SetUpError if one fails."""
    say("Test databases")
    started = time.monotonic()
    command = [str(PYTHON), str(ROOT / "tools" / "test_databases.py"), PROCESSES]
    running = [subprocess.Popen(command, cwd=ROOT, env={**os.environ, **extra}) for extra in environments]
    codes = [process.wait() for process in running]
    if any(codes):
        raise SetUpError("The test databases could not be filled.")
    print(f"  Test databases: {time.monotonic() - started:.0f} s", flush=True)


def main(arguments: list[str]) -> None:
    check_python(sys.version_info[:2])
    ensure("requirements-dev.txt")
    for name, command, extra in quick():
        run(name, command, extra)
    if "--quick" in arguments:
        return
    chromium = ensure_chromium()
    # Full size: only the evidence tests, each at the numbers its statement needs.
    only, tests = (" and heavy", {**TESTS, "HEAVY": "1"}) if "--heavy" in arguments else ("", TESTS)
    pytest = [str(PYTHON), "-m", "pytest", "-q"]
    with tempfile.TemporaryDirectory(prefix="isigurt-test-") as folder, postgres() as address:
        sqlite = {**tests, "TEST_DATABASE_FILE": f"{folder}/test"}
        postgresql = {**tests, "DATABASE_URL": address}
        fill_databases([sqlite, postgresql])
        on_copies = [*pytest, "-n", PROCESSES, "--reuse-db", "-m", f"not browser{only}"]
        run("Tests on SQLite", on_copies, sqlite)
        run("Tests on PostgreSQL", on_copies, postgresql)
    say("Browser tests")
    browser = subprocess.run(
        [*pytest, "-m", f"browser{only}"], cwd=ROOT, env={**os.environ, **tests, "CHROMIUM": chromium}, check=False
    )
    if browser.returncode:
        raise SetUpError("The browser tests failed.")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except SetUpError as error:
        sys.exit(f"Error: {error}")
