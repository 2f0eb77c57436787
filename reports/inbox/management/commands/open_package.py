"""`manage.py open_package`: open a sealed package as a partner does. Needs no database."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reports.inbox.packages.opening import PackageError, add_open_arguments, open_package


class Command(BaseCommand):
    help = "Opens a sealed package with the recipient's private key, verifies it, and writes its files to a folder."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_open_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            paths = open_package(options["file"], options["key"], options["signing_key"], options["out"])
        except (PackageError, OSError) as error:
            raise CommandError(str(error)) from None
        for path in paths:
            self.stdout.write(str(path))
