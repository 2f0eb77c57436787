"""The address that is printed on posters and never changes."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.views.decorators.http import require_safe

from cms.core.localisation import locale_of, page_url

from .models import CampaignIndexPage

# Of the series the posters were printed for.
PRINTED_SERIES = "sid"


@require_safe
def printed_path(request: HttpRequest) -> HttpResponse:
    """Lead `/fushata-ndergjegjesuese` to the Albanian page of the campaign, wherever editors have moved it.

    Raises:
        Http404: where there is no such page.
    """
    indexes = CampaignIndexPage.objects.live().filter(alias_of=None, locale__language_code="sq")
    page = indexes.order_by("path").filter(series=PRINTED_SERIES).first() or indexes.order_by("path").first()
    if page is None:
        raise Http404
    page.locale = locale_of(page.locale_id)
    asked = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(page_url(page, request) + (f"?{asked}" if asked else ""))
