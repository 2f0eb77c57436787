"""Panels in the editor of toolkits and materials: what is offered, what went wrong, how often it was taken."""

from datetime import timedelta
from typing import Any

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

RECENT_DAYS = 30


class DownloadsPanel(Panel):
    """How often the page's files were downloaded. Shows nothing on a page that is new."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**({"heading": _("Downloads")} | options))

    class BoundPanel(Panel.BoundPanel):
        template_name = "admin/campaigns/downloads_panel.html"

        def is_shown(self) -> bool:
            return super().is_shown() and bool(self.instance.pk)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            from .models import DownloadCount

            counts = DownloadCount.objects.filter(page_id=self.instance.pk)
            since = timezone.localdate() - timedelta(days=RECENT_DAYS)
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | {
                "days": RECENT_DAYS,
                "recent": counts.filter(day__gt=since).aggregate(sum=Sum("number"))["sum"] or 0,
                "total": counts.aggregate(sum=Sum("number"))["sum"] or 0,
            }


class BundlePanel(DownloadsPanel):
    """The bundle of a toolkit: what visitors download, and why the newest is not that."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**({"heading": _("Bundle")} | options))

    class BoundPanel(DownloadsPanel.BoundPanel):
        template_name = "admin/campaigns/bundle_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            from .models import ToolkitBundle

            bundle = ToolkitBundle.objects.filter(toolkit_id=self.instance.pk).select_related("version").first()
            return super().get_context_data(parent_context) | {"bundle": bundle}
