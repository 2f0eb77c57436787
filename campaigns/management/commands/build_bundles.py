"""`manage.py build_bundles`: build the ZIP of every live toolkit."""

from typing import Any

from django.core.management.base import BaseCommand

from campaigns.services import build_bundles


class Command(BaseCommand):
    help = "Builds the bundle of every live toolkit; does nothing where the content has not changed."

    def handle(self, *args: Any, **options: Any) -> None:
        for bundle in build_bundles():
            if options["verbosity"]:
                self.stdout.write(f"{bundle.file_name}: {bundle.size} bytes, SHA-256 {bundle.sha256}")
