"""Draws the charts that have no picture yet and forgets those that no live page shows."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reports.annual.services import draw_everything


class Command(BaseCommand):
    """`manage.py draw_charts`: may run at any time; running it again changes nothing."""

    help = "Draw missing charts of live reports and datasets."

    def handle(self, *args: Any, **options: Any) -> None:
        failed = draw_everything()
        if failed:
            titles = "; ".join(chart.title for chart in failed)
            raise CommandError(f"{len(failed)} charts could not be drawn: {titles}")
        if options["verbosity"]:
            self.stdout.write("All charts are drawn.")
