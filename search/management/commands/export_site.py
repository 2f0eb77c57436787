"""`manage.py export_site TARGET`: the public site as a folder that opens without a server."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search.export import ExportError, export_site


class Command(BaseCommand):
    help = "Writes the public site, both languages, into a folder that opens without a server (USB, Moodle)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("target", type=Path, help="folder: empty, not there yet, or an earlier export")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = export_site(options["target"].resolve())
        except ExportError as error:
            raise CommandError(str(error)) from error
        if options["verbosity"]:
            self.stdout.write(f"{done.pages} pages, {done.files} files, {done.size / 1_000_000:.1f} MB")
        for address in done.broken:
            self.stderr.write(f"Leads nowhere: {address}")
