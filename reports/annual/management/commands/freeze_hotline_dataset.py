"""Publishes the hotline's counted quarters as an open, signed dataset."""

from typing import Any

from django.core.management.base import BaseCommand

from reports.annual.services import HotlineUnreadyError, freeze_hotline_dataset


class Command(BaseCommand):
    """`manage.py freeze_hotline_dataset`: run it after `freeze_statistics`; running it again changes nothing."""

    help = "Publish the quarters that `freeze_statistics` has counted as an open dataset."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            version = freeze_hotline_dataset()
        except HotlineUnreadyError as unready:
            self.stdout.write(f"Nothing to publish yet: no {unready}.")
            return
        self.stdout.write(f"Version {version.number}: {version.row_count} rows, SHA-256 {version.digest}.")
