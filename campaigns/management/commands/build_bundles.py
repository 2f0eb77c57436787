"""`manage.py build_bundles`: build the ZIP of every live toolkit."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from campaigns.services import build_bundles


class Command(BaseCommand):
    help = "Builds the bundle of every live toolkit; stores nothing where the content has not changed."

    def handle(self, *args: Any, **options: Any) -> None:
        bundles = build_bundles()
        for bundle in bundles:
            if options["verbosity"] and bundle.version:
                self.stdout.write(f"{bundle.version.file_name}: {bundle.size} bytes, SHA-256 {bundle.sha256}")
        problems = [f"{bundle.toolkit}: {bundle.problem_sentence}" for bundle in bundles if bundle.problem]
        if problems:
            raise CommandError("\n".join(problems))
