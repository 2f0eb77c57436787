"""What campaigns do when Wagtail publishes and deletes, and what they add to its admin."""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.signals import page_published, page_unpublished
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet
from wagtail_modeladmin.options import modeladmin_register

from cms.core.loader.registry import is_loading
from cms.core.models import HelpService, SiteSettings
from cms.media.models import SiteDocument

from . import tasks
from .download_report import DownloadReportView
from .edition_services import keep_address, record_edition
from .models import CampaignEdition, CampaignPage, ToolkitBundle, ToolkitPage
from .moderation_admin import RegistersGroup
from .moderation_panel import WaitingPanel
from .services import offered_toolkits, toolkits_with, toolkits_with_document


def _build_later(toolkit_ids: list[int]) -> None:
    """Have bundles built once what changed is committed."""
    for toolkit_id in toolkit_ids:
        transaction.on_commit(partial(tasks.build_bundle.enqueue, toolkit_id))


@receiver([page_published, page_unpublished])
def rebuild_bundles(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Build again what a page is in: a toolkit, a material, or the lesson of one."""
    if is_loading():
        return
    _build_later([instance.pk] if isinstance(instance, ToolkitPage) else toolkits_with(page=instance))


@receiver(post_save, sender=SiteDocument)
def rebuild_bundles_with_document(sender: Any, instance: SiteDocument, created: bool, **kwargs: Any) -> None:
    """Build again what holds a document that somebody has replaced."""
    if not (created or kwargs.get("raw") or is_loading()):
        _build_later(toolkits_with_document(document_id=instance.pk))


@receiver(post_save, sender=HelpService)
@receiver(post_save, sender=SiteSettings)
def rebuild_all_bundles(sender: Any, **kwargs: Any) -> None:
    """Build everything again when a number or the brand changes: both stand on every sheet."""
    if not (kwargs.get("raw") or is_loading()):
        _build_later(list(offered_toolkits().values_list("pk", flat=True)))


@hooks.register("after_publish_page")
def tell_of_the_bundle(request: HttpRequest, page: Any) -> None:
    """Tell an editor at once what is wrong with the bundle, where it has been built already."""
    ids = [page.pk] if isinstance(page, ToolkitPage) else toolkits_with(page=page)
    for bundle in ToolkitBundle.objects.filter(toolkit__in=ids).exclude(problem=""):
        text = _("The page is published, but visitors still download the previous bundle. %(problem)s")
        messages.warning(request, text % {"problem": bundle.problem_sentence})


@hooks.register("register_admin_urls")
def download_report_urls() -> list[Any]:
    return [
        path("downloads/", DownloadReportView.as_view(), name="campaign_downloads"),
        path("downloads/results/", DownloadReportView.as_view(results_only=True), name="campaign_downloads_results"),
    ]


@hooks.register("register_reports_menu_item")
def download_report_item() -> MenuItem:
    return MenuItem(_("Downloads"), reverse("campaign_downloads"), name="downloads", icon_name="download", order=900)


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
