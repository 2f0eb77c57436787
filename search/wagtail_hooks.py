"""Keeps the index in step with what Wagtail publishes, and gives editors the rules of the search.

Signals are received here only. During a load of content they wait: `search.content` indexes everything at its end.
"""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_delete
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, PageViewRestriction, Site, get_page_models
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from campaigns.models import (
    Activity,
    ActivityRegisterPage,
    CampaignEdition,
    CampaignIndexPage,
    CampaignPartner,
    InitiativeDocument,
    InitiativePage,
    MembershipRequest,
)
from cms.core.loader.registry import is_loading
from cms.core.models import Organisation, PageTopic, Topic
from cms.media.models import SiteDocument
from guides.models import GlossaryPage, GlossaryTerm
from reports.annual.models import DatasetVersion
from reports.annual.reading import pages_with_figures

from .content_api import preview_links  # noqa: F401  (registers its hooks)
from .models import PromotedResult, PublishedEntry, SynonymSet
from .rules import forget_rules
from .services import forget_pages, index_pages, index_paths, index_subtree, rebuild_index
from .writing import page_path

Receiver = Callable[..., None]


def _connected(receiver: Receiver) -> Receiver:
    """Return `receiver` as Django calls it: not for fixtures, and not for what a load of content does at its end."""
    waits = receiver not in (_topic_changed, _topic_goes, _topic_gone, _edition_changed)

    def receive(sender: Any, instance: Any, **kwargs: Any) -> None:
        if not kwargs.get("raw") and not (waits and is_loading()):
            receiver(instance, **kwargs)

    return receive


def _page_changed(instance: Page, **kwargs: Any) -> None:
    index_pages(page_ids=[instance.pk])


def _page_gone(instance: Page, **kwargs: Any) -> None:
    forget_pages(page_ids=[instance.pk])


def _subtree_changed(instance: Page, **kwargs: Any) -> None:
    index_subtree(page=instance)


def _address_changed(instance: Page, **kwargs: Any) -> None:
    index_paths(page=Page.objects.get(pk=instance.pk))


def _became_alias(instance: Page, update_fields: Any = None, **kwargs: Any) -> None:
    # Turning a translation back into an alias publishes nothing.
    if "alias_of_id" in (update_fields or ()):
        index_pages(page_ids=[instance.pk])


def _readers_changed(instance: PageViewRestriction, origin: Any = None, **kwargs: Any) -> None:
    # A restriction that goes with its page changes nothing for anybody.
    goes_alone = origin is None or issubclass(getattr(origin, "model", type(origin)), PageViewRestriction)
    page = Page.objects.filter(pk=instance.page_id).first() if goes_alone else None
    if page is not None:
        index_subtree(page=page)


def _topic_changed(instance: Topic, **kwargs: Any) -> None:
    index_pages(page_ids=PageTopic.objects.filter(topic=instance).values_list("page_id", flat=True))


def _topic_goes(instance: Topic, **kwargs: Any) -> None:
    instance.pages_before = list(PageTopic.objects.filter(topic=instance).values_list("page_id", flat=True))


def _topic_gone(instance: Topic, **kwargs: Any) -> None:
    index_pages(page_ids=getattr(instance, "pages_before", []))


def _term_changed(instance: GlossaryTerm, **kwargs: Any) -> None:
    index_pages(page_ids=GlossaryPage.objects.filter(locale_id=instance.locale_id).values_list("pk", flat=True))


def _edition_changed(instance: CampaignEdition, **kwargs: Any) -> None:
    index_pages(page_ids=CampaignIndexPage.objects.filter(series=instance.series).values_list("pk", flat=True))


def _activity_changed(instance: Activity, **kwargs: Any) -> None:
    # What waits for a decision is on no page.
    if not instance.is_pending:
        index_pages(page_ids=ActivityRegisterPage.objects.filter(series=instance.series).values_list("pk", flat=True))


def _member_changed(instance: MembershipRequest, **kwargs: Any) -> None:
    if not instance.is_pending:
        pages = InitiativePage.objects.filter(translation_key=instance.initiative_key)
        index_pages(page_ids=pages.values_list("pk", flat=True))


def _organisation_changed(instance: Organisation, **kwargs: Any) -> None:
    index_pages(page_ids=CampaignPartner.objects.filter(organisation=instance).values_list("campaign_id", flat=True))


def _document_changed(instance: SiteDocument, **kwargs: Any) -> None:
    index_pages(page_ids=InitiativeDocument.objects.filter(document=instance).values_list("initiative_id", flat=True))


def _figures_changed(instance: DatasetVersion, **kwargs: Any) -> None:
    # Its rows follow it in the same transaction.
    transaction.on_commit(lambda: index_pages(page_ids=pages_with_figures()))


def _site_changed(instance: Site, **kwargs: Any) -> None:
    # The address of every page begins at the root page of its site.
    entry = PublishedEntry.objects.filter(page=instance.root_page_id).defer("body", "text").first()
    root = Page.objects.filter(pk=instance.root_page_id).first()
    if entry is None or root is None or entry.path != page_path(root):
        rebuild_index()


def _rule_changed(instance: SynonymSet | PromotedResult, **kwargs: Any) -> None:
    forget_rules()


_CONNECTIONS: list[tuple[Any, Receiver, Any]] = [
    (page_published, _page_changed, None),
    (page_unpublished, _page_gone, None),
    (post_page_move, _subtree_changed, None),
    (page_slug_changed, _address_changed, None),
    *((post_save, _became_alias, model) for model in [Page, *get_page_models()]),
    (post_save, _readers_changed, PageViewRestriction),
    (post_delete, _readers_changed, PageViewRestriction),
    (post_save, _topic_changed, Topic),
    (pre_delete, _topic_goes, Topic),
    (post_delete, _topic_gone, Topic),
    (post_save, _term_changed, GlossaryTerm),
    (post_delete, _term_changed, GlossaryTerm),
    *((signal, _edition_changed, CampaignEdition) for signal in (post_save, post_delete)),
    *((signal, _activity_changed, Activity) for signal in (post_save, post_delete)),
    *((signal, _member_changed, MembershipRequest) for signal in (post_save, post_delete)),
    (post_save, _organisation_changed, Organisation),
    (post_save, _document_changed, SiteDocument),
    (post_save, _figures_changed, DatasetVersion),
    (post_save, _site_changed, Site),
    (post_delete, _site_changed, Site),
    *((signal, _rule_changed, rule) for signal in (post_save, post_delete) for rule in (SynonymSet, PromotedResult)),
]
for _signal, _receiver, _sender in _CONNECTIONS:
    _signal.connect(
        _connected(_receiver),
        sender=_sender,
        weak=False,
        dispatch_uid=f"search{_receiver.__name__}",
    )


class SynonymSetViewSet(SnippetViewSet):
    model = SynonymSet
    icon = "list-ul"
    list_display = ["__str__", "language"]
    list_filter = ["language"]


class PromotedResultViewSet(SnippetViewSet):
    model = PromotedResult
    icon = "pick"
    list_display = ["__str__", "page", "language", "shows_help"]
    list_filter = ["language", "shows_help"]


class SearchRulesGroup(SnippetViewSetGroup):
    menu_label = _("Search rules")
    menu_icon = "search"
    menu_order = 320
    items = (SynonymSetViewSet, PromotedResultViewSet)


register_snippet(SearchRulesGroup)
