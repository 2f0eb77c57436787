"""`manage.py compile_catalogues`: turn .po files into .mo files without the gettext programs."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.core.catalogues import compile_catalogues


class Command(BaseCommand):
    help = "Compiles the message catalogues that have changed."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        for path in compile_catalogues():
            self.stdout.write(f"Compiled {path}")
