"""The moderated inbox in the Wagtail admin: a list of metadata, and one report at a time.

Every view asks for permission on the object. Opening the inbox is in `passphrase`.
"""

from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import re_path
from django.utils.translation import gettext_lazy
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import IndexView, InspectView

from ..audit import record_event
from ..documents import read_contact, read_content
from ..duties import Duty, has_duty
from ..models import AuditEvent, IncidentReport
from ..sealing import CannotOpenError
from ..text_rules import defanged
from . import urls
from .passphrase import guarded, opened_keys


class InboxPermissionHelper(PermissionHelper):
    """Reading needs the one permission; creating, changing and deleting are for nobody."""

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
    """Metadata only, on the screen only: modeladmin would export whatever the list shows."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "export" in request.GET:
            raise PermissionDenied
        try:
            return guarded(super().dispatch(request, *args, **kwargs))
        except IncorrectLookupParameters:
            return guarded(redirect(request.path))

    def get_filters(self, request: HttpRequest) -> tuple[Any, ...]:
        """Return the filters on offer. Others in the address would reach any column, of colleagues' accounts too."""
        filters, has_filters, _typed_by_hand, use_distinct = super().get_filters(request)
        return filters, has_filters, {}, use_distinct

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"inbox_is_open": bool(opened_keys(self.request))}


class ReportView(InspectView):
    """One report. Its text shows only while the inbox is open, and every such view is audited."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return guarded(super().dispatch(request, *args, **kwargs))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        report: IncidentReport = self.instance
        keys = opened_keys(self.request)
        context |= {"report": report, "inbox_is_open": bool(keys)}
        private_key = keys.get(report.inbox_key_id)
        if private_key is None or not has_duty(self.request.user, Duty.READ):
            return context
        try:
            content = read_content(report=report, private_key=private_key)
        except CannotOpenError:
            return context
        record_event(action=AuditEvent.Action.REPORT_READ, actor=self.request.user, subject=report.public_reference)
        contact = read_contact(report=report, private_key=private_key)
        return context | {
            "content": content,
            "contact": contact,
            "addresses": [defanged(address) for address in content.addresses],
        }


class IncidentReportAdmin(ModelAdmin):
    """The inbox."""

    model = IncidentReport
    menu_label = gettext_lazy("Inbox")
    menu_icon = "mail"
    menu_order = 50
    base_url_path = "inbox"
    list_display = (
        "public_reference", "received_at", "category", "priority", "state", "reporter_role", "age_band", "language",
    )  # fmt: skip
    list_filter = ("state", "priority", "category", "language", "is_suspect", "channel")
    search_fields = ("public_reference",)
    list_per_page = 50
    ordering = ("-received_at", "-pk")
    permission_helper_class = InboxPermissionHelper
    index_view_class = InboxIndexView
    index_template_name = "admin/inbox/index.html"
    inspect_view_enabled = True
    inspect_view_class = ReportView
    inspect_template_name = "admin/inbox/report.html"
    # Our template names what it shows; modeladmin would read every column for its own.
    inspect_view_fields = ("public_reference",)
    history_view_enabled = False
    list_export = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[IncidentReport]:
        queryset: QuerySet[IncidentReport] = super().get_queryset(request).without_sealed()
        return queryset

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
