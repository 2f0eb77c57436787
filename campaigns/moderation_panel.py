"""What the first page of the admin tells editors: how much waits for a decision. Counts only."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from wagtail.admin.ui.components import Component

from .models import Activity, MembershipRequest


class WaitingPanel(Component):
    """Activities and requests that wait, for those who may decide on them; nothing where nothing waits."""

    name = "waiting-submissions"
    template_name = "admin/campaigns/home_panel.html"
    order = 95

    def render_html(self, parent_context: Mapping[str, Any] | None = None) -> str:
        if not parent_context or not self.get_context_data(parent_context)["waiting"]:
            return ""
        html: str = super().render_html(parent_context)
        return html

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        user = (parent_context or {})["request"].user
        kinds: list[Any] = [Activity, MembershipRequest]
        waiting = []
        for kind in kinds:
            name = kind._meta.model_name
            if user.has_perm(f"campaigns.change_{name}") and (count := kind.objects.pending().count()):
                waiting.append((count, kind._meta, reverse(f"campaigns_{name}_modeladmin_index")))
        return {"waiting": waiting}
