"""The page of the admin that gives out preview links of drafts, to whoever may edit the page."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from cms.core.middleware import PRIVATE_CACHE
from cms.core.models import SitePage

from .previews import PREVIEW_SECONDS, preview_token


@require_GET
def preview_link(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show the links with which the draft of a page can be read for an hour.

    Raises:
        PermissionDenied: for whoever may not edit the page.
    """
    page = get_object_or_404(Page, pk=page_id)
    if not page.permissions_for_user(request.user).can_edit() or not issubclass(page.specific_class, SitePage):
        raise PermissionDenied
    revision = page.specific.get_latest_revision() or page.specific.save_revision(user=request.user)
    token = quote(preview_token(revision))
    front_end = settings.HEADLESS_PREVIEW_URL
    context = {
        "title": _("Preview link"),
        "subtitle": page.title,
        "edited": page,
        "minutes": PREVIEW_SECONDS // 60,
        "api_url": f"{settings.BASE_URL}/api/v3/content/preview/?token={token}",
        "front_end_url": front_end.replace("{token}", token) if front_end else "",
    }
    response = render(request, "admin/preview_link.html", context)
    response["Cache-Control"] = PRIVATE_CACHE
    return response


@hooks.register("register_admin_urls")
def add_address() -> list[URLPattern]:
    return [path("preview-link/<row:page_id>/", preview_link, name="preview_link")]


@hooks.register("register_page_header_buttons")
def add_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Offer the link in the menu of a page that is edited."""
    if page.permissions_for_user(user).can_edit() and getattr(page.specific_class, "index_type", None):
        yield Button(_("Preview link"), reverse("preview_link", args=[page.pk]), icon_name="link", priority=60)
