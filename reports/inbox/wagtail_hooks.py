"""What the hotline adds to the Wagtail admin: the inbox and the texts of its form."""

from typing import Any

from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest
from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet
from wagtail_modeladmin.options import modeladmin_register

from .desk import menu
from .desk.listing import IncidentReportAdmin
from .desk.passphrase import forget_keys
from .models import ReportingForm


class ReportingFormViewSet(SnippetViewSet):
    model = ReportingForm
    icon = "form"
    menu_order = 320
    add_to_admin_menu = True
    list_display = ["title", "locale"]
    list_filter = ["locale"]


register_snippet(ReportingFormViewSet)
modeladmin_register(IncidentReportAdmin)
hooks.register("register_admin_menu_item", menu.audit)
hooks.register("register_admin_menu_item", menu.statistics)


@receiver(user_logged_out)
def close_inbox_on_logout(sender: Any, request: HttpRequest | None, user: Any, **kwargs: Any) -> None:
    if request is not None and hasattr(request, "session"):
        forget_keys(request, user)
