"""`manage.py service_accounts`: list, admit and revoke programs with tokens from the terminal.

Who admits or revokes is asked for a one-time code, as at the door of the admin.
"""

from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cms.accounts.second_factor import MustWaitError, WrongCodeError, verify_code
from reports.inbox.management.terminal import find_user
from reports.inbox.models import ServiceAccount
from reports.inbox.services.accounts import LONGEST_DAYS, Admission, admit_program, revoke_program
from reports.inbox.services.casework import CaseworkError
from reports.inbox.vocabularies import Scope


class Command(BaseCommand):
    help = "Lists, admits and revokes programs that work with the hotline through the API."

    def add_arguments(self, parser: ArgumentParser) -> None:
        steps = parser.add_subparsers(dest="step", required=True)
        steps.add_parser("list")
        admit = steps.add_parser("admit")
        admit.add_argument("name")
        admit.add_argument("--by", required=True, help="user name of who admits it")
        admit.add_argument("--scope", action="append", required=True, choices=Scope.values, dest="scopes")
        admit.add_argument("--recipient", type=int, help="number of the organisation, for referrals")
        admit.add_argument("--webhook", default="", help="address to tell, https only")
        admit.add_argument("--days", type=int, default=LONGEST_DAYS)
        revoke = steps.add_parser("revoke")
        revoke.add_argument("name")
        revoke.add_argument("--by", required=True, help="user name of who revokes it")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, f"_{options['step']}")(options)
        except CaseworkError as error:
            raise CommandError(str(error.message)) from None

    def _list(self, options: dict[str, Any]) -> None:
        today = timezone.localdate()
        for account in ServiceAccount.objects.order_by("name"):
            state = f"until {account.expires_on}" if account.works_on(today) else "worthless"
            self.stdout.write(f"{account.name}: {', '.join(account.scopes)}; …{account.token_ending}, {state}")

    def _admit(self, options: dict[str, Any]) -> None:
        actor = self._person(options["by"])
        admission = Admission(
            name=options["name"],
            scopes=options["scopes"],
            recipient_id=options["recipient"],
            webhook_url=options["webhook"],
            days=options["days"],
        )
        admitted = admit_program(actor=actor, admission=admission)
        self.stdout.write(f"Token, shown only now: {admitted.token}")
        if admitted.webhook_secret:
            self.stdout.write(f"Secret of the messages, shown only now: {admitted.webhook_secret}")

    def _revoke(self, options: dict[str, Any]) -> None:
        actor = self._person(options["by"])
        account = ServiceAccount.objects.filter(name=options["name"]).first()
        if account is None:
            raise CommandError(f"There is no program {options['name']}.")
        revoke_program(account_id=account.pk, actor=actor)
        self.stdout.write(f"The token of {account.name} is worthless now.")

    @staticmethod
    def _person(username: str) -> Any:
        user = find_user(username)
        try:
            verify_code(user=user, code=getpass(f"One-time code of {username}: "))
        except (WrongCodeError, MustWaitError):
            raise CommandError("This code is not right, or there were too many wrong ones.") from None
        return user
