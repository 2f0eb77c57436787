"""`manage.py verify_audit`: is the audit trail whole? For a timer, and for whoever doubts."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone
from django.utils.translation import override

from reports.inbox import append_only
from reports.inbox.anchors import AnchorFileError, append_anchor, read_anchors
from reports.inbox.audit_chain import Anchor, Problem
from reports.inbox.services.audit_checks import check_trail


class Command(BaseCommand):
    help = "Verifies the audit trail; names the first bad sequence and ends with an error if it is not sound."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--anchor",
            type=Path,
            help="append-only file outside the database: what it says is checked, and the end of a sound trail added",
        )
        parser.add_argument("--protect", action="store_true", help="put missing triggers of the database back")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path | None = options["anchor"]
        if path is not None and not path.exists():
            self.stderr.write(f"{path} is new: nothing that happened before now is anchored.")
        try:
            found = check_trail(anchors=read_anchors(path) if path is not None else ())
        except AnchorFileError as error:
            raise CommandError(str(error)) from None
        if not found.is_sound:
            with override("en"):
                raise CommandError(f"First bad sequence: {found.first_bad}: {Problem(found.problem).label}.")
        if path is not None and found.events:
            append_anchor(path, Anchor(found.events, found.last_hash), timezone.now())
        self.stdout.write(f"The audit trail is sound: {found.events} events.")
        if options["protect"]:
            append_only.install(connection)
        if not append_only.is_installed(connection):
            raise CommandError(
                "The database does not refuse to change audit events: its triggers are gone. "
                "Find out why, then put them back with --protect."
            )
