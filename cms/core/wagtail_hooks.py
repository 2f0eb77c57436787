"""What the floor adds to the Wagtail admin: its snippets."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from .models import Announcement, HelpService, Organisation, Topic
from .rich_text import LocalisedPageLinkHandler


class TopicViewSet(SnippetViewSet):
    model = Topic
    icon = "tag"
    list_display = ["name", "code", "locale"]
    list_filter = ["locale"]


class HelpServiceViewSet(SnippetViewSet):
    model = HelpService
    icon = "help"
    list_display = ["name", "kind", "telephone_display", "locale", "verified_on"]
    list_filter = ["locale", "kind"]


class OrganisationViewSet(SnippetViewSet):
    model = Organisation
    icon = "group"
    list_display = ["name", "role", "locale"]
    list_filter = ["locale", "role"]


class AnnouncementViewSet(SnippetViewSet):
    model = Announcement
    icon = "info-circle"
    list_display = ["text", "starts_at", "ends_at", "locale"]


class CommonSnippetsGroup(SnippetViewSetGroup):
    menu_label = _("Common texts")
    menu_icon = "snippet"
    menu_order = 300
    items = (HelpServiceViewSet, OrganisationViewSet, TopicViewSet, AnnouncementViewSet)


register_snippet(CommonSnippetsGroup)


@hooks.register("register_rich_text_features", order=1000)
def localise_page_links(features: Any) -> None:
    """Replace Wagtail's page links, which cost three queries each."""
    features.register_link_type(LocalisedPageLinkHandler)
