"""What the second factor adds to the Wagtail admin: its pages, a way to them, and what its history says."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks

from . import urls, views


@hooks.register("register_admin_urls")
def second_factor_urls() -> list[URLPattern]:
    return urls.urlpatterns


@hooks.register("register_account_menu_item")
def second_factor_item(request: HttpRequest) -> dict[str, str]:
    return {
        "url": reverse("second_factor_enrol"),
        "label": _("Second factor"),
        "help_text": _("A code from your phone after the password, and recovery codes on paper."),
    }


@hooks.register("register_log_actions")
def second_factor_log(actions: Any) -> None:
    for name, label in (
        (views.SET_UP, gettext_lazy("Set up a second factor")),
        (views.RENEWED, gettext_lazy("Make new recovery codes")),
        (views.REMOVED, gettext_lazy("Remove the second factor")),
    ):
        actions.register_action(name, label, label)
