"""What the hotline adds to the Wagtail admin: the inbox, the texts of its form and its reply templates."""

from typing import Any

from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest
from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet
from wagtail_modeladmin.options import modeladmin_register

from .desk import menu
from .desk.home import InboxPanel
from .desk.keys import KeysMenuItem
from .desk.listing import IncidentReportAdmin
from .desk.passphrase import forget_keys
from .desk.programs import programs_item
from .desk.referral_menu import recipients_item, referrals_item
from .duties import Duty, has_duty
from .models import ReplyTemplate, ReportingForm
from .services.exposure import end_look


class ReportingFormViewSet(SnippetViewSet):
    model = ReportingForm
    icon = "form"
    menu_order = 320
    add_to_admin_menu = True
    list_display = ["title", "locale"]
    list_filter = ["locale"]


class ReplyTemplateViewSet(SnippetViewSet):
    """The hotline's own words: for its senior analysts and supervisors, not for editors of the site."""

    model = ReplyTemplate
    icon = "comment"
    menu_order = 60
    add_to_admin_menu = True
    list_display = ["title", "code", "locale"]
    list_filter = ["locale"]


register_snippet(ReportingFormViewSet)
register_snippet(ReplyTemplateViewSet)
modeladmin_register(IncidentReportAdmin)
hooks.register("register_admin_menu_item", KeysMenuItem)
hooks.register("register_admin_menu_item", referrals_item)
hooks.register("register_admin_menu_item", recipients_item)
hooks.register("register_admin_menu_item", programs_item)
hooks.register("register_admin_menu_item", menu.audit)
hooks.register("register_admin_menu_item", menu.statistics)


@receiver(user_logged_out)
def close_inbox_on_logout(sender: Any, request: HttpRequest | None, user: Any, **kwargs: Any) -> None:
    if request is not None and hasattr(request, "session"):
        forget_keys(request, user)
    if has_duty(user, Duty.READ):
        end_look(analyst=user)


@hooks.register("construct_homepage_panels")
def add_inbox_panel(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(InboxPanel())
