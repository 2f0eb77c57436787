"""`manage.py prepare`: everything between an empty folder and a running demonstration, in one process."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from cms.core.catalogues import compile_catalogues


class Command(BaseCommand):
    help = "Compiles catalogues, migrates, loads content, draws charts, makes demo accounts, bundles and static files."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--accounts", type=Path, help="file for the secrets of the demonstration accounts")

    def handle(self, *args: Any, **options: Any) -> None:
        compile_catalogues()
        call_command("migrate", verbosity=0, interactive=False)
        call_command("load_content")
        # For a database that was loaded before the index, or before its analysis, was as it is now.
        call_command("rebuild_index", if_needed=True, verbosity=0)
        try:
            # Another release may draw, or say, something differently.
            call_command("draw_charts", verbosity=0)
        except CommandError as error:
            # Their pages show tables instead.
            self.stderr.write(str(error))
        call_command("create_demo_staff", file=options["accounts"])
        try:
            call_command("build_bundles", verbosity=0)
        except CommandError as problem:
            # The site starts all the same: editors see it on the toolkit, and visitors have the last good bundle.
            self.stderr.write(str(problem))
        if self._static_files_changed():
            call_command("collectstatic", verbosity=0, interactive=False)

    @staticmethod
    def _static_files_changed() -> bool:
        """Return whether a file of ours is newer than the last manifest; compressing all of them takes a while."""
        manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
        if not manifest.exists():
            return True
        written = manifest.stat().st_mtime
        sources = [path for folder in settings.STATICFILES_DIRS for path in Path(folder).rglob("*") if path.is_file()]
        lock = Path(settings.BASE_DIR) / "requirements.txt"
        return any(path.stat().st_mtime > written for path in [*sources, lock])
