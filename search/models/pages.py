"""The search page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from cms.core.models import SitePage


class SearchPage(SitePage):
    """Finds pages, first in its own language, with or without diacritics."""

    subpage_types: list[str] = []
    index_type = None
    shows_related = False
    schema_type = "SearchResultsPage"
    changes_by_editing_only = False

    class Meta:
        verbose_name = _("search page")
        verbose_name_plural = _("search pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        # The view reads the index, whose models are defined beside this one.
        from ..search_view import search_context

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | search_context(request, self)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().serve(request, *args, **kwargs)
        if request.GET:
            # A shared cache would keep the query as part of the address, and a shared computer the answer.
            response["Cache-Control"] = "private, no-store"
            response["Referrer-Policy"] = "no-referrer"
        return response
