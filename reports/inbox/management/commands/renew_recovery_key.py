"""`manage.py renew_recovery_key`: put new paper into the safe, after the old was used, lost or seen."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from reports.inbox.keys import KeyServiceError, RecoverySecret, renew_recovery
from reports.inbox.management.terminal import hand_out, open_for


class Command(BaseCommand):
    help = "Makes a new recovery key, or three shares, for all inbox keys. The old paper opens them no more."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--by", required=True, help="user name of a moderator who can open the inbox")
        parser.add_argument("--shares", action="store_true", help="three shares, of which two are needed, not one key")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        actor, opened = open_for(options["by"])
        secret = RecoverySecret.new()
        hand_out(secret, is_split=options["shares"], write=self.stdout.write)
        try:
            remaining = renew_recovery(opened=opened, secret=secret, is_split=options["shares"], actor=actor)
        except KeyServiceError as error:
            raise CommandError(str(error.message)) from None
        self.stdout.write("The new recovery key is in force. Destroy the old paper.")
        if remaining:
            self.stdout.write(f"But keep it for {remaining} older inbox key(s) that {options['by']} cannot open.")
