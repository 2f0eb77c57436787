"""`manage.py reset_second_factor USER`: let somebody set up a new phone who lost the phone and the paper."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from wagtail.log_actions import log

from cms.accounts.second_factor import remove_second_factor
from cms.accounts.views import REMOVED


class Command(BaseCommand):
    help = (
        "Removes phone and recovery codes of a user, who sets up a new phone at the next sign-in. Be sure who asks: "
        "after this the password alone is enough to do that."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("user", help="user name")

    def handle(self, *args: Any, **options: Any) -> None:
        user = get_user_model().objects.filter(username=options["user"]).first()
        if user is None:
            raise CommandError(f"There is no user {options['user']}.")
        if not remove_second_factor(user):
            raise CommandError(f"{options['user']} has no second factor.")
        log(user, REMOVED)
        self.stdout.write(f"{options['user']} sets up a new phone at the next sign-in.")
