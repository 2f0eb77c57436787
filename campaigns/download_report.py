"""The list of downloads by day in the admin: pages and numbers, nothing of people."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView

from .models import DownloadCount


class DownloadReportView(ReportView):
    """Downloads by day, page and format; also as a spreadsheet. Open to everybody who enters the admin."""

    model = DownloadCount
    page_title = _("Downloads")
    header_icon = "download"
    index_url_name = "campaign_downloads"
    index_results_url_name = "campaign_downloads_results"
    default_ordering = "-day"
    columns = [
        Column("day", label=_("Day"), sort_key="day"),
        Column("page", label=_("Page"), accessor="page.title"),
        Column("format", label=_("Format"), accessor="get_format_display"),
        Column("number", label=_("Downloads"), sort_key="number"),
    ]
    list_export = ["day", "page.title", "format", "number"]
    export_headings = {"page.title": _("Page")}

    def get_base_queryset(self) -> Any:
        return DownloadCount.objects.select_related("page")
