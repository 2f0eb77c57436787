"""`manage.py deliver_webhooks`: tell partners' programs what is due. For a timer, every few minutes."""

from typing import Any

from django.core.management.base import BaseCommand

from reports.inbox.webhooks.announcing import deliver_webhooks


class Command(BaseCommand):
    help = "Sends the messages to partners' programs that are due, those that failed before included."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{deliver_webhooks.call()} taken")
