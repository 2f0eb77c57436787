"""`manage.py create_demo_staff`: accounts to try the product with."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from reports.inbox.staff import create_demo_staff


class Command(BaseCommand):
    help = "Creates an administrator, an editor, one person a role and the inbox key, with random secrets shown once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--file", type=Path, help="also write the secrets to this file, readable by its owner only")

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            accounts, recovery_key = create_demo_staff()
            if not accounts and not recovery_key:
                return
            rows = [
                f"{account.role:<15} {account.username:<14} password {account.password}"
                + (f"  totp {account.totp_secret}" if account.totp_secret else "")
                + (f"  inbox passphrase {account.inbox_passphrase}" if account.inbox_passphrase else "")
                for account in accounts
            ]
            if recovery_key:
                rows.append(f"recovery key of the inbox, keep it offline: {recovery_key}")
            text = "\n".join(rows)
            if options["file"]:
                self._write(options["file"], text)
        self.stdout.write(text)

    @staticmethod
    def _write(path: Path, text: str) -> None:
        """Append to a file that only its owner can read, before the accounts are committed: no secret is lost."""
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text + "\n")
