"""The floor's models: the base of every page, shared snippets, site settings, the ledger of loaded content."""

from .changes import ChangeCount, note_change
from .ledger import LoadedItem
from .pages import PageTopic, RelatedPage, SitePage
from .site_settings import FooterItem, HeaderItem, SiteSettings
from .snippets import Announcement, HelpService, Organisation, Topic

__all__ = [
    "Announcement",
    "ChangeCount",
    "FooterItem",
    "HeaderItem",
    "HelpService",
    "LoadedItem",
    "Organisation",
    "PageTopic",
    "RelatedPage",
    "SitePage",
    "SiteSettings",
    "Topic",
    "note_change",
]
