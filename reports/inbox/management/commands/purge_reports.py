"""`manage.py purge_reports`: delete what has been kept long enough. For a timer, once a day, with --confirm."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection

from reports.inbox.models import IncidentReport
from reports.inbox.services.retention import count_past_retention, purge

_AFTERWARDS = {
    "sqlite": "Deleted content was overwritten in the database file. Backups still hold it until they expire.",
    "postgresql": (
        "PostgreSQL keeps deleted rows in its files until VACUUM has run and the space was used again, and in its "
        "write-ahead log and backups until those expire."
    ),
}


class Command(BaseCommand):
    help = "Counts the reports whose time of keeping is over; with --confirm deletes them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--confirm", action="store_true", help="delete; without it nothing is changed")

    def handle(self, *args: Any, **options: Any) -> None:
        counts = purge() if options["confirm"] else count_past_retention()
        for outcome, count in sorted(counts.items()):
            self.stdout.write(f"{outcome:<28}{count:>8}")
        self.stdout.write(f"{'deleted' if options['confirm'] else 'would be deleted':<28}{sum(counts.values()):>8}")
        held = IncidentReport.objects.filter(on_legal_hold=True).count()
        self.stdout.write(f"{'on legal hold':<28}{held:>8}")
        if not options["confirm"]:
            self.stdout.write("Dry run: nothing was deleted. Run again with --confirm.")
        elif counts:
            self._empty_write_ahead_log()
            self.stdout.write(_AFTERWARDS.get(connection.vendor, ""))

    @staticmethod
    def _empty_write_ahead_log() -> None:
        """Bring the log of SQLite into the file and cut it to nothing: it still holds what was overwritten there."""
        if connection.vendor == "sqlite" and not connection.in_atomic_block:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
