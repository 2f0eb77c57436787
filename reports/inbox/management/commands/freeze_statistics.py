"""`manage.py freeze_statistics`: count the quarters that are over. For a timer, once a day."""

from typing import Any

from django.core.management.base import BaseCommand

from reports.inbox.services.snapshots import freeze_statistics


class Command(BaseCommand):
    help = "Freezes the statistics of each quarter that has been over for four weeks; a frozen one never changes."

    def handle(self, *args: Any, **options: Any) -> None:
        for name in freeze_statistics():
            self.stdout.write(f"Frozen: {name}")
