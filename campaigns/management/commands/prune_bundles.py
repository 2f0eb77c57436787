"""`manage.py prune_bundles --keep 10`: free the space of old versions of bundles."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from campaigns.services import prune_bundles


class Command(BaseCommand):
    help = "Deletes old versions of bundles and their files; the one that is offered stays. Their addresses end."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--keep", type=int, required=True, help="newest versions of each toolkit that stay")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["keep"] < 1:
            raise CommandError("--keep must be 1 or more.")
        count = prune_bundles(keep=options["keep"])
        if options["verbosity"]:
            self.stdout.write(f"{count} versions deleted.")
