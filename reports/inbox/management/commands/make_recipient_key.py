"""`manage.py make_recipient_key`: make a key pair for a partner, for tests and pilots. Needs no database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from nacl.public import PrivateKey

from reports.inbox.packages.opening import fingerprint, grouped, make_key_file, private_key_text


class Command(BaseCommand):
    help = "Makes an X25519 key pair for a partner. The private key is written to a file, or shown once; never stored."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", type=Path, help="new file for the private key, readable by its owner only")
        parser.add_argument("--name", default="", help="whose key it is")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["out"] is None:
            private_key = PrivateKey.generate()
            public_key = bytes(private_key.public_key)
            self.stdout.write("Private key file, shown only now:")
            self.stdout.write(private_key_text(bytes(private_key), options["name"]))
        else:
            try:
                public_key = make_key_file(options["out"], options["name"])
            except OSError as error:
                raise CommandError(f"Cannot write {options['out']}: {error.strerror}.") from None
        self.stdout.write(f"public key:  {public_key.hex()}")
        self.stdout.write(f"fingerprint: {grouped(fingerprint(public_key))}")
