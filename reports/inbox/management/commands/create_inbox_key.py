"""`manage.py create_inbox_key`: make the key to which reports are sealed."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError, no_translations
from django.db import transaction

from reports.inbox.keys import (
    KeyServiceError,
    RecoverySecret,
    create_inbox_key,
    grant_access,
    grant_inbox_key,
    number_of,
)
from reports.inbox.management.terminal import ask_new_passphrase, find_user, hand_out
from reports.inbox.models import InboxKey, PersonalKey


class Command(BaseCommand):
    help = "Makes the first inbox key, lets one moderator open it, and shows the recovery key or its shares once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--moderator", required=True, help="user name of the first moderator")
        parser.add_argument("--shares", action="store_true", help="three shares, of which two are needed, not one key")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        if InboxKey.objects.filter(is_active=True).exists():
            raise CommandError("There is an inbox key. To replace it use rotate_inbox_key.")
        moderator = find_user(options["moderator"])
        own = PersonalKey.objects.filter(moderator=moderator).first()
        passphrase = "" if own else ask_new_passphrase(moderator.get_username())
        secret = RecoverySecret.new()
        hand_out(secret, is_split=options["shares"], write=self.stdout.write)
        try:
            # All or nothing: a key that nobody can open would be no key.
            with transaction.atomic():
                inbox_key, private_key, _shown = create_inbox_key(recovery=secret, is_split=options["shares"])
                if own:
                    grant_access(moderator=moderator, opened={inbox_key.pk: private_key}, actor=None)
                else:
                    grant_inbox_key(
                        inbox_key=inbox_key, private_key=private_key, moderator=moderator, passphrase=passphrase
                    )
        except KeyServiceError as error:
            raise CommandError(str(error.message)) from None
        self.stdout.write(f"Reports can be received. {moderator.get_username()} can open them.")
        if own:
            self.stdout.write(f"Compare with the number the moderator was shown: {number_of(own.public_key)}")
