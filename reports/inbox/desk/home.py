"""What the rest of the admin shows of the inbox: a mark in the menu and a panel on the first page. Counts only."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.sidebar import LinkMenuItem
from wagtail_modeladmin.menus import ModelAdminMenuItem

from ..duties import Duty, has_duty
from ..models import IncidentReport
from .queues import QUEUES, attention_for, counts_for
from .words import due_of

_ON_THE_PANEL = ("now", "new", "unread", "mine", "second", "quarantine")


class InboxMenuItem(ModelAdminMenuItem):
    """The menu entry with the number of reports that nobody has looked at or whose reporter wrote. One query."""

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        # Entries are made once for everybody, so the number goes into a copy.
        component: LinkMenuItem = super().render_component(request)
        waiting = attention_for(request.user)
        if waiting:
            component.label = _("%(label)s (%(count)s)") % {"label": component.label, "count": waiting}
        return component


class InboxPanel(Component):
    """Queues with counts, what is overdue, and what is due next, for who sees queues. Two queries."""

    name = "inbox"
    template_name = "admin/inbox/home_panel.html"
    order = 90

    def render_html(self, parent_context: Mapping[str, Any] | None = None) -> str:
        if parent_context is None or not has_duty(parent_context["request"].user, Duty.VIEW):
            return ""
        html: str = super().render_html(parent_context)
        return html

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        user = (parent_context or {})["request"].user
        now, counts = timezone.now(), counts_for(user, list(_ON_THE_PANEL))
        running: Any = IncidentReport.objects.open().filter(clock_paused_at=None)
        next_due = running.without_sealed().order_by("due_at", "pk").first()
        return {
            "queues": [(queue, counts[queue.code]) for queue in QUEUES if queue.code in _ON_THE_PANEL],
            "next_report": next_due,
            "next_due": due_of(next_due, now) if next_due else None,
            "overdue": _overdue(now),
        }


def _overdue(now: Any) -> int:
    """Return how many reports are overdue, up to one more than the limit that is counted."""
    overdue: Any = IncidentReport.objects.overdue(now)
    return int(overdue.order_by("due_at")[:100].count())
