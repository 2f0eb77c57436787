"""`manage.py create_inbox_key`: make the key to which reports are sealed."""

from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from reports.inbox.keys import KeyServiceError, create_inbox_key, grant_inbox_key
from reports.inbox.models import InboxKey


class Command(BaseCommand):
    help = "Makes a new inbox key, lets one moderator open it, and prints the recovery key once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--moderator", required=True, help="user name of the first moderator")
        parser.add_argument("--rotate", action="store_true", help="replace the active key; old reports stay readable")

    def handle(self, *args: Any, **options: Any) -> None:
        if InboxKey.objects.filter(is_active=True).exists() and not options["rotate"]:
            raise CommandError("There is an active inbox key. Use --rotate to replace it.")
        moderator = get_user_model().objects.filter(username=options["moderator"]).first()
        if moderator is None:
            raise CommandError(f"There is no user {options['moderator']}.")
        passphrase = getpass("Inbox passphrase of the moderator: ")
        if passphrase != getpass("Once more: "):
            raise CommandError("The two passphrases differ.")
        # All or nothing: a rotation that stops half-way would leave the hotline without a key to seal to.
        with transaction.atomic():
            inbox_key, private_key, recovery_key = create_inbox_key()
            try:
                grant_inbox_key(
                    inbox_key=inbox_key, private_key=private_key, moderator=moderator, passphrase=passphrase
                )
            except KeyServiceError as error:
                raise CommandError(str(error)) from None
            # Before the commit: a key that is in use and was never shown could not be recovered.
            self.stdout.write("Recovery key, shown only now. Write it down and keep it offline:")
            self.stdout.write(f"  {recovery_key}")
