"""`manage.py rebuild_index`: write the published index again from the live pages."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from search.services import is_index_current, rebuild_index


class Command(BaseCommand):
    help = "Writes the published index again. Publishing keeps it right by itself; this is for after an upgrade."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--if-needed", action="store_true", help="only if it is empty or made by another version of the analysis"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["if_needed"] and is_index_current():
            return
        count = rebuild_index()
        if options["verbosity"]:
            self.stdout.write(f"Index: {count} entries.")
