"""Counts what visitors would see change. Connected at start, because commands and workers write without the admin."""

from typing import Any

from django.apps import apps
from django.db import models
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Collection, CollectionViewRestriction, Locale, Page, PageViewRestriction, Site
from wagtail.signals import page_slug_changed, post_page_move

from .loader.registry import is_loading
from .models import note_change

# Apps whose rows no public page shows. A new app counts until it is named here: too often is only slower.
NEVER_SHOWN = {
    "accounts", "admin", "auth", "contenttypes", "django_tasks_database", "inbox", "otp_static", "otp_totp",
    "sessions", "wagtail_localize", "wagtailadmin", "wagtailembeds", "wagtailforms", "wagtailsearch", "wagtailusers",
}  # fmt: skip
SHOWN_OF_WAGTAIL = (Collection, CollectionViewRestriction, Locale, Page, PageViewRestriction, Site)
# What is made from something that counts already, or is for editors only. The index is counted where it is written.
DERIVED = {
    "campaigns.downloadcount", "core.changecount", "core.loadeditem", "media.siterendition", "search.entryfacet",
    "search.entrytext", "search.publishedentry", "search.vocabularyword", "wagtailimages.rendition",
}  # fmt: skip
# What visitors send and nobody sees before it is approved: its services count what becomes visible.
COUNTED_BY_SERVICES = {"campaigns.activity", "campaigns.membershiprequest"}
# What a page's row says about drafts and locks, which no visitor sees.
DRAFT_FIELDS = {
    "draft_title", "has_unpublished_changes", "latest_revision", "latest_revision_created_at", "locked", "locked_at",
    "locked_by",
}  # fmt: skip


def is_shown(model: type[models.Model]) -> bool:
    """Return whether a change of a row of `model` can change a public page."""
    # Migrations write with models of their own, before there is anybody to show them to.
    if model._meta.apps is not apps or model._meta.label_lower in DERIVED | COUNTED_BY_SERVICES:
        return False
    if model._meta.app_label == "wagtailcore":
        return issubclass(model, SHOWN_OF_WAGTAIL)
    return model._meta.app_label not in NEVER_SHOWN


@receiver([post_save, post_delete])
def count_change(sender: type[models.Model], raw: bool = False, **kwargs: Any) -> None:
    """Count what is saved or deleted, unless only a draft was. A load counts once, at its end."""
    fields = kwargs.get("update_fields")
    only_draft = bool(fields) and issubclass(sender, Page) and set(fields or ()) <= DRAFT_FIELDS
    if is_shown(sender) and not (raw or only_draft or is_loading()):
        note_change()


@receiver(m2m_changed)
def count_change_of_relation(sender: type[models.Model], action: str, **kwargs: Any) -> None:
    if action.startswith("post_") and is_shown(sender):
        note_change()


@receiver([post_page_move, page_slug_changed])
def count_change_of_address(**kwargs: Any) -> None:
    """Count a change of addresses, which Wagtail writes to the pages below without saving them."""
    note_change()
