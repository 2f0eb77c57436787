"""The moderated inbox in the Wagtail admin: a list of metadata, and one report at a time.

Every view checks the permission itself: Wagtail only checks that somebody may enter the admin.
"""

from typing import Any

from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, re_path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import IndexView, InspectView

from . import inbox_session, sealing
from .audit import record_event
from .forms import PassphraseForm
from .keys import open_with_passphrase
from .models import AuditEvent, IncidentReport
from .services import read_content
from .text_rules import defanged

VIEW_PERMISSION = "inbox.view_incidentreport"
FAILED_ATTEMPTS = 5
FAILED_WINDOW = 15 * 60


class InboxPermissionHelper(PermissionHelper):
    """Reading needs the one permission; creating, changing and deleting are for nobody."""

    def user_can_list(self, user: Any) -> bool:
        return bool(user.has_perm(VIEW_PERMISSION))

    def user_can_inspect_obj(self, user: Any, obj: IncidentReport) -> bool:
        return bool(user.has_perm(VIEW_PERMISSION))

    def user_can_create(self, user: Any) -> bool:
        return False

    def user_can_edit_obj(self, user: Any, obj: IncidentReport) -> bool:
        return False

    def user_can_delete_obj(self, user: Any, obj: IncidentReport) -> bool:
        return False


def guarded(response: HttpResponse) -> HttpResponse:
    """Return `response` kept out of every cache and under the strict content policy."""
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    response._strict_csp = True  # type: ignore[attr-defined]
    return response


class InboxIndexView(IndexView):
    """Metadata only, on the screen only: modeladmin would export whatever the list shows."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "export" in request.GET:
            raise PermissionDenied
        return guarded(super().dispatch(request, *args, **kwargs))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"inbox_is_open": bool(inbox_session.opened_keys(self.request))}


class ReportView(InspectView):
    """One report. Its text shows only while the inbox is open, and every such view is audited."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return guarded(super().dispatch(request, *args, **kwargs))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        report: IncidentReport = self.instance
        keys = inbox_session.opened_keys(self.request)
        context["report"] = report
        context["inbox_is_open"] = bool(keys)
        private_key = keys.get(report.inbox_key_id)
        if private_key is not None:
            content = read_content(report=report, private_key=private_key)
            record_event(action=AuditEvent.Action.REPORT_READ, actor=self.request.user, subject=report.public_reference)
            context["content"] = content
            context["addresses"] = [defanged(address) for address in content.addresses]
        return context


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
    history_view_enabled = False
    list_export = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[IncidentReport]:
        queryset: QuerySet[IncidentReport] = super().get_queryset(request)
        # The list never needs the sealed bytes.
        return queryset.defer("sealed_document", "sealed_key")

    def get_admin_urls_for_registration(self) -> tuple[Any, ...]:
        helper = self.url_helper
        return (
            re_path(helper.get_action_url_pattern("index"), self.index_view, name=helper.get_action_url_name("index")),
            re_path(
                helper.get_action_url_pattern("inspect"), self.inspect_view, name=helper.get_action_url_name("inspect")
            ),
            path("inbox-key/open/", open_inbox, name="inbox_open"),
            path("inbox-key/close/", close_inbox, name="inbox_close"),
        )


@sensitive_post_parameters()
def open_inbox(request: HttpRequest) -> HttpResponse:
    """Ask for the passphrase and open the inbox for this browser."""
    _require_permission(request)
    form = PassphraseForm(request.POST or None)
    attempts_key = f"inbox-passphrase-{request.user.pk}"
    status = 200
    if request.method == "POST" and form.is_valid():
        if cache.get(attempts_key, 0) >= FAILED_ATTEMPTS:
            form.add_error("passphrase", _("Too many wrong attempts. Please wait 15 minutes."))
            status = 429
        else:
            response = _try_to_open(request, form, attempts_key)
            if response is not None:
                return guarded(response)
            status = 422
    return guarded(render(request, "admin/inbox/open.html", {"form": form}, status=status))


def _try_to_open(request: HttpRequest, form: PassphraseForm, attempts_key: str) -> HttpResponse | None:
    try:
        private_keys = open_with_passphrase(moderator=request.user, passphrase=form.cleaned_data["passphrase"])
    except sealing.CannotOpenError:
        cache.add(attempts_key, 0, FAILED_WINDOW)
        cache.incr(attempts_key)
        record_event(action=AuditEvent.Action.PASSPHRASE_FAILED, actor=request.user)
        form.add_error("passphrase", _("This passphrase does not open the inbox."))
        return None
    cache.delete(attempts_key)
    response = redirect(index_url())
    inbox_session.open_inbox(request, response, private_keys)
    record_event(action=AuditEvent.Action.INBOX_OPENED, actor=request.user)
    return response


@require_POST
def close_inbox(request: HttpRequest) -> HttpResponse:
    """Close the inbox of this browser."""
    _require_permission(request)
    response = redirect(index_url())
    inbox_session.close_inbox(request, response)
    record_event(action=AuditEvent.Action.INBOX_CLOSED, actor=request.user)
    return guarded(response)


def _require_permission(request: HttpRequest) -> None:
    if not request.user.has_perm(VIEW_PERMISSION):
        raise PermissionDenied


def index_url() -> str:
    """Return the address of the inbox list."""
    return str(IncidentReportAdmin().url_helper.index_url)
