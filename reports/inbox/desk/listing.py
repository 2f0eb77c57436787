"""The moderated inbox in the Wagtail admin: its queues as lists of metadata. One report is in `report`.

Built on modeladmin, which asks for permission on every single object.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import re_path
from django.utils import timezone
from django.utils.translation import pgettext_lazy
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import IndexView, InspectView, WMABaseView

from ..duties import Duty, has_duty
from ..models import IncidentReport
from . import urls
from .filters import FilterForm, assessors, find_by_reference
from .frame import desk_context
from .home import InboxMenuItem
from .paging import Slice, slice_of
from .passphrase import guarded
from .queues import QUEUES, URGENCY, counts_for, find_queue
from .report import report_page
from .words import due_of

PAGE_SIZE = 50


class InboxPermissionHelper(PermissionHelper):
    """Seeing needs the one duty, on every object; creating, changing and deleting are for nobody."""

    def user_can_list(self, user: Any) -> bool:
        return has_duty(user, Duty.VIEW)

    def user_can_inspect_obj(self, user: Any, obj: IncidentReport) -> bool:
        return has_duty(user, Duty.VIEW)

    def user_can_create(self, user: Any) -> bool:
        return False

    def user_can_edit_obj(self, user: Any, obj: IncidentReport) -> bool:
        return False

    def user_can_delete_obj(self, user: Any, obj: IncidentReport) -> bool:
        return False


class InboxIndexView(IndexView):
    """One queue, or what was searched for. Metadata only, on the screen only.

    modeladmin would count all rows, take any column from the address as a filter, and export what the list shows.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "export" in request.GET:
            raise PermissionDenied
        return guarded(super().dispatch(request, *args, **kwargs))

    def get_queryset(self, request: HttpRequest | None = None) -> QuerySet[IncidentReport]:
        return self.get_base_queryset(request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, asked, now = self.request.user, self.request.GET, timezone.now()
        queue = find_queue(asked.get("queue", ""))
        filters = FilterForm(asked, people=list(assessors()))
        searched = asked.get("q", "").strip()[:40]
        cursors = {"after": asked.get("after", ""), "before": asked.get("before", "")}
        if searched:
            found = slice_of([self._shown(find_by_reference(searched))], URGENCY, size=PAGE_SIZE, **cursors)
        else:
            parts = [self._shown(filters.narrow(part, user)) for part in queue.parts(user, now)]
            found = slice_of(parts, queue.order, size=PAGE_SIZE, **cursors)
        counts = counts_for(user)
        context = {
            "queues": [(entry, counts[entry.code]) for entry in QUEUES],
            "queue": None if searched else queue,
            "filters": filters,
            "chosen_filters": self._chosen(filters),
            "searched": searched,
            "page": found,
            "rows": self._rows(found, now),
        }
        # modeladmin's own context counts twice; what stands above it does not.
        return WMABaseView.get_context_data(self, **context, **desk_context(self.request), **kwargs)

    @staticmethod
    def _shown(reports: QuerySet[IncidentReport]) -> QuerySet[IncidentReport]:
        """Return `reports` with what a row shows and nothing sealed."""
        return reports.without_sealed().select_related("assignee")  # type: ignore[attr-defined]

    @staticmethod
    def _rows(found: Slice, now: Any) -> list[dict[str, Any]]:
        return [{"report": report, "due": due_of(report, now)} for report in found.reports]

    @staticmethod
    def _chosen(filters: FilterForm) -> list[tuple[Any, Any]]:
        """Return the filters in use as they are named on the page."""
        fields: Any = filters.fields
        return [(fields[name].label, dict(fields[name].choices)[value]) for name, value in filters.chosen.items()]


class ReportView(InspectView):
    """One report; what may be seen of it is decided in `report`."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return report_page(request, self.instance)


class IncidentReportAdmin(ModelAdmin):
    """The inbox."""

    model = IncidentReport
    menu_label = pgettext_lazy("menu", "Inbox")
    menu_icon = "mail"
    menu_order = 50
    base_url_path = "inbox"
    list_display = ("public_reference",)
    permission_helper_class = InboxPermissionHelper
    index_view_class = InboxIndexView
    index_template_name = "admin/inbox/index.html"
    inspect_view_enabled = True
    inspect_view_class = ReportView
    # Our template names what it shows; modeladmin would read every column for its own.
    inspect_view_fields = ("public_reference",)
    history_view_enabled = False
    list_export = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[IncidentReport]:
        reports: Any = IncidentReport.objects.all()
        found: QuerySet[IncidentReport] = reports if has_duty(request.user, Duty.VIEW) else reports.none()
        return found

    def get_menu_item(self, order: int | None = None) -> InboxMenuItem:
        return InboxMenuItem(self, order or self.get_menu_order())

    def get_admin_urls_for_registration(self) -> tuple[Any, ...]:
        helper = self.url_helper
        return (
            re_path(helper.get_action_url_pattern("index"), self.index_view, name=helper.get_action_url_name("index")),
            re_path(
                rf"^{self.base_url_path}/inspect/(?P<instance_pk>\d{{1,18}})/$",
                self.inspect_view,
                name=helper.get_action_url_name("inspect"),
            ),
            *urls.urlpatterns,
        )
