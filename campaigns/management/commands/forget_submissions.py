"""`manage.py forget_submissions`: delete what was sent to the registers and is not, or never was, public. Daily."""

from typing import Any

from django.core.management.base import BaseCommand

from campaigns.moderation import forget_old


class Command(BaseCommand):
    help = "Deletes what was refused or taken off a year ago, and addresses that have waited for half a year."

    def handle(self, *args: Any, **options: Any) -> None:
        forgotten = forget_old()
        self.stdout.write(f"deleted {forgotten.deleted}, addresses removed {forgotten.addresses}")
