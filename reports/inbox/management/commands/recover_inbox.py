"""`manage.py recover_inbox`: let a moderator in with the paper from the safe."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from reports.inbox.keys import KeyServiceError, recover_access
from reports.inbox.management.terminal import ask_new_passphrase, ask_recovery, find_user
from reports.inbox.models import RecoveryKey
from reports.inbox.sealing import CannotOpenError


class Command(BaseCommand):
    help = "Gives one moderator access to all reports with the recovery key, or with any two of its three shares."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--moderator", required=True, help="user name of who is let in")
        parser.add_argument("--shares", action="store_true", help="type two shares instead of one key")
        parser.add_argument(
            "--own-passphrase", action="store_true", help="the moderator has just chosen one at “Open the inbox”"
        )

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        moderator = find_user(options["moderator"])
        is_split = options["shares"] or not RecoveryKey.objects.filter(is_split=False).exists()
        secret = ask_recovery(is_split=is_split, write=self.stdout.write)
        passphrase = "" if options["own_passphrase"] else ask_new_passphrase(moderator.get_username())
        try:
            count = recover_access(secret=secret, moderator=moderator, passphrase=passphrase)
        except CannotOpenError:
            raise CommandError("This opens no inbox key.") from None
        except KeyServiceError as error:
            raise CommandError(str(error.message)) from None
        self.stdout.write(f"{moderator.get_username()} can open {count} inbox key(s).")
        self.stdout.write("The paper is no longer secret: replace it with renew_recovery_key.")
