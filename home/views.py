"""Answers for addresses of the earlier site."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.models import Page

from cms.core.models import LoadedItem

# Most known news addresses announced the figures of a year; the report gathers them.
NEWS_STAND_IN = "report.national-annual"


def old_news(request: HttpRequest) -> HttpResponse:
    """Lead an address of the earlier site's news to the report; temporary, until the news are loaded themselves.

    Raises:
        Http404: where the report is not there.
    """
    row = LoadedItem.objects.filter(item_id=NEWS_STAND_IN, language="sq").first()
    page = Page.objects.live().filter(pk=row.object_id).first() if row else None
    if page is None:
        raise Http404
    return redirect(page.get_url(request))
