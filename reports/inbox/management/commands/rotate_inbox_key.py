"""`manage.py rotate_inbox_key`: replace the inbox key after somebody left; the desk's page does the same."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations

from reports.inbox.keys import KeyServiceError, rotate_inbox_key
from reports.inbox.management.terminal import open_for


class Command(BaseCommand):
    help = "Makes a new inbox key that the same people and the same recovery key open. Old reports stay readable."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--by", required=True, help="user name of a moderator who can open the inbox")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        actor, opened = open_for(options["by"])
        try:
            rotation = rotate_inbox_key(opened=opened, actor=actor)
        except KeyServiceError as error:
            raise CommandError(str(error.message)) from None
        self.stdout.write(f"New reports are sealed to key {rotation.inbox_key.pk}.")
        self.stdout.write(f"It was given to: {', '.join(rotation.granted) or 'nobody'}.")
        if rotation.left_out:
            self.stdout.write(f"It was not given to: {', '.join(rotation.left_out)}.")
