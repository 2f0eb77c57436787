"""`manage.py load_content`: load or check the initial content."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cms.core.loader import PackError, load_pack


class Command(BaseCommand):
    help = "Loads the bilingual content pack. Runs again safely: what editors changed or deleted stays as it is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--path", type=Path, default=Path(settings.BASE_DIR) / "content", help="folder of the pack")
        parser.add_argument("--check", action="store_true", help="only check the pack")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            summary = load_pack(options["path"], check_only=options["check"])
        except PackError as error:
            for problem in error.problems:
                self.stderr.write(str(problem))
            raise CommandError("The content pack has faults; nothing was loaded.") from None
        if options["check"]:
            self.stdout.write("The content pack is sound.")
            return
        for name in summary.kept:
            self.stdout.write(f"Kept as an editor left it: {name}")
        for name in summary.deleted:
            self.stdout.write(f"Stays deleted: {name}")
        self.stdout.write(f"Content: {len(summary.written)} written, {summary.unchanged} unchanged.")
