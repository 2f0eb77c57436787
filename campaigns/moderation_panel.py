"""What the first page of the admin tells editors: how much waits for a decision. Counts only."""

from collections.abc import Mapping
from typing import Any

from wagtail.admin.ui.components import Component
from wagtail_modeladmin.helpers import AdminURLHelper

from .moderation_admin import ActivityAdmin, MembershipRequestAdmin


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
        waiting = []
        for register in (ActivityAdmin, MembershipRequestAdmin):
            kind: Any = register.model
            may_decide = user.has_perm(f"campaigns.change_{kind._meta.model_name}")
            if may_decide and (count := kind.objects.pending().count()):
                address = AdminURLHelper(kind, register.base_url_path).index_url
                waiting.append((count, kind._meta.verbose_name_plural, address))
        return {"waiting": waiting}
