"""What campaigns do when Wagtail publishes and deletes, and what they add to its admin."""

from typing import Any

from django.db import transaction
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.signals import page_published
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet
from wagtail_modeladmin.options import modeladmin_register

from .edition_services import keep_address, record_edition
from .models import CampaignEdition, CampaignMaterialPage, CampaignPage, ToolkitPage
from .moderation_admin import RegistersGroup
from .moderation_panel import WaitingPanel
from .services import build_bundle, build_bundles_with


@receiver(page_published)
def rebuild_bundles(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Build again what a published toolkit or material is in, once the publication is committed."""
    if isinstance(instance, ToolkitPage):
        transaction.on_commit(lambda: build_bundle(toolkit=instance))
    elif isinstance(instance, CampaignMaterialPage):
        transaction.on_commit(lambda: build_bundles_with(material=instance))


@receiver(page_published, sender=CampaignPage)
def remember_edition(sender: Any, instance: CampaignPage, **kwargs: Any) -> None:
    record_edition(campaign=instance)


@receiver(pre_delete, sender=CampaignPage)
def keep_address_of_deleted(sender: Any, instance: CampaignPage, **kwargs: Any) -> None:
    keep_address(campaign=instance)


class CampaignEditionViewSet(SnippetViewSet):
    model = CampaignEdition
    icon = "history"
    menu_order = 330
    list_display = ["__str__", "year", "start_date", "end_date"]
    list_filter = ["series"]


register_snippet(CampaignEditionViewSet)
modeladmin_register(RegistersGroup)


@hooks.register("construct_homepage_panels")
def add_waiting_panel(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(WaitingPanel())


@hooks.register("register_log_actions")
def register_decisions(actions: Any) -> None:
    actions.register_action("campaigns.approved", _("Approve"), _("Put on the public list"))
    actions.register_action("campaigns.refused", _("Refuse"), _("Refused"))
    actions.register_action("campaigns.withdrawn", _("Take off the list"), _("Taken off the public list"))
