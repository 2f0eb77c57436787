"""The search page."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cms.core.models import SitePage

from .services import SearchResults, search_pages


class SearchPage(SitePage):
    """Finds pages of its own language, with or without diacritics."""

    subpage_types: list[str] = []
    schema_type = "SearchResultsPage"
    changes_by_editing_only = False

    class Meta:
        verbose_name = _("search page")
        verbose_name_plural = _("search pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        query = request.GET.get("q", "")
        results: SearchResults = search_pages(query=query, locale=self.locale, page_number=request.GET.get("page", "1"))
        return context | {"query": query, "results": results}
