"""`manage.py grant_inbox_key`: let another moderator open the inbox."""

from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from reports.inbox.keys import KeyServiceError, grant_inbox_key, open_with_passphrase, open_with_recovery_key
from reports.inbox.models import InboxKey
from reports.inbox.sealing import CannotOpenError


class Command(BaseCommand):
    help = "Lets a moderator open the inbox. Needs another moderator's passphrase or the recovery key."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--moderator", required=True, help="user name of the new moderator")
        parser.add_argument("--by", help="user name of a moderator who can open the inbox; else the recovery key")

    def handle(self, *args: Any, **options: Any) -> None:
        users = get_user_model().objects
        moderator = users.filter(username=options["moderator"]).first()
        granting = users.filter(username=options["by"]).first() if options["by"] else None
        if moderator is None or (options["by"] and granting is None):
            raise CommandError("There is no such user.")
        try:
            opened = self._opened(granting)
            passphrase = getpass("Passphrase of the new moderator: ")
            for key_id, private_key in opened.items():
                grant_inbox_key(
                    inbox_key=InboxKey.objects.get(pk=key_id),
                    private_key=private_key,
                    moderator=moderator,
                    passphrase=passphrase,
                    actor=granting,
                )
        except CannotOpenError:
            raise CommandError("This does not open the inbox.") from None
        except KeyServiceError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{moderator.get_username()} can open the inbox.")

    @staticmethod
    def _opened(granting: Any) -> dict[int, bytes]:
        if granting is not None:
            return open_with_passphrase(moderator=granting, passphrase=getpass("Your inbox passphrase: "))
        return open_with_recovery_key(recovery_key=getpass("Recovery key: "))
