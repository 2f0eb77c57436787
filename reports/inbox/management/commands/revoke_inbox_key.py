"""`manage.py revoke_inbox_key`: take somebody's access away where nobody can do it at the desk."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from reports.inbox.keys import KeyServiceError, revoke_access
from reports.inbox.management.terminal import find_user


class Command(BaseCommand):
    help = "Takes away a moderator's access to all inbox keys, at once. Rotate the key afterwards."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--moderator", required=True, help="user name of who loses access")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        moderator = find_user(options["moderator"])
        try:
            revoke_access(moderator=moderator, actor=None)
        except KeyServiceError as error:
            raise CommandError(str(error.message)) from None
        self.stdout.write(f"{moderator.get_username()} can no longer open the inbox. Replace the key next.")
