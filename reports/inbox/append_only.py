"""Triggers with which the database itself refuses to change or delete audit events. Used by a migration and a command.

They stop programs and slips, not the owner of the database, who can drop them; `audit_chain` finds what was done then.
TRUNCATE on PostgreSQL fires no row trigger.
"""

from typing import Any

TABLE = "inbox_auditevent"
_UPDATE, _DELETE = f"{TABLE}_no_update", f"{TABLE}_no_delete"
_MESSAGE = "Audit events are never changed or deleted."
_INSTALL = {
    "sqlite": (
        f"CREATE TRIGGER IF NOT EXISTS {_UPDATE} BEFORE UPDATE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END",
        f"CREATE TRIGGER IF NOT EXISTS {_DELETE} BEFORE DELETE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END",
    ),
    "postgresql": (
        f"CREATE OR REPLACE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        f"CREATE OR REPLACE TRIGGER {_UPDATE} BEFORE UPDATE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuse()",
        f"CREATE OR REPLACE TRIGGER {_DELETE} BEFORE DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuse()",
    ),
}
_REMOVE = {
    "sqlite": (f"DROP TRIGGER IF EXISTS {_UPDATE}", f"DROP TRIGGER IF EXISTS {_DELETE}"),
    "postgresql": (
        f"DROP TRIGGER IF EXISTS {_UPDATE} ON {TABLE}",
        f"DROP TRIGGER IF EXISTS {_DELETE} ON {TABLE}",
        f"DROP FUNCTION IF EXISTS {TABLE}_refuse()",
    ),
}
_COUNT = {
    "sqlite": "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name IN (%s, %s)",
    "postgresql": "SELECT count(*) FROM pg_trigger WHERE tgenabled = 'O' AND tgname IN (%s, %s)",
}


def install(connection: Any) -> None:
    """Make the database of `connection` refuse; safe to run again. Nothing on a database we do not know."""
    _execute(connection, _INSTALL)


def remove(connection: Any) -> None:
    """Let the database of `connection` change audit events again: for the way back of a migration, and for tests."""
    _execute(connection, _REMOVE)


def is_installed(connection: Any) -> bool:
    """Return whether the database of `connection` refuses to change and to delete audit events. One query."""
    if connection.vendor not in _COUNT:
        return False
    with connection.cursor() as cursor:
        cursor.execute(_COUNT[connection.vendor], [_UPDATE, _DELETE])
        return bool(cursor.fetchone()[0] == 2)


def _execute(connection: Any, statements: dict[str, tuple[str, ...]]) -> None:
    with connection.cursor() as cursor:
        for statement in statements.get(connection.vendor, ()):
            cursor.execute(statement)
