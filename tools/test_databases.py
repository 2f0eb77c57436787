"""Makes the databases of a test run: one is filled with the content pack, and each test process gets a copy.

Usage: `test_databases.py PROCESSES`, with the settings of the tests; pytest finds the copies by `--reuse-db`.
Runs in the project's environment.
"""

import sys
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent


def fill_test_databases(processes: int) -> None:
    """Make the database that the settings name for tests, and `processes` copies under the names pytest-xdist gives."""
    from django.db import connection

    from cms.core.loader import load_pack

    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    load_pack(ROOT / "content")
    # SQLite writes everything into the one file that is copied; PostgreSQL copies only what nobody is connected to.
    connection.close()
    for number in range(processes):
        connection.creation.clone_test_db(f"gw{number}", verbosity=0, autoclobber=True)


if __name__ == "__main__":
    sys.path[0] = str(ROOT)
    django.setup()
    fill_test_databases(int(sys.argv[1]))
