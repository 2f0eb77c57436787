"""Error pages in both languages, the word for a page that is not translated yet, and the cards of links."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language_from_path, override
from django.views.decorators.http import require_safe
from wagtail.models import Page

from .frame import surroundings
from .social_cards import card_of, card_path, neutral_png

FOR_EVER = "public, max-age=31536000, immutable"


def _language(request: HttpRequest) -> str:
    return get_language_from_path(request.path_info) or "sq"


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404 in the language of the path, Albanian by default."""
    with override(_language(request)):
        return render(request, "errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 without touching the database: it may be what failed."""
    with override(_language(request)):
        return render(request, "errors/500.html", {"language": _language(request)}, status=500)


def untranslated(request: HttpRequest, page_id: int) -> HttpResponse:
    """Say in the visitor's language that a page is not translated yet, and offer it in the other language."""
    page = get_object_or_404(Page.objects.live().public().select_related("locale"), pk=page_id)
    if page.locale.language_code == _language(request) or page.depth < 2:
        raise Http404
    return render(request, "errors/untranslated.html", {"other_page": page}, status=404)


@require_safe
def social_card(request: HttpRequest, page_id: int, digest: str) -> HttpResponse:
    """Answer with the card of a public page; an address of an earlier card leads to the present one.

    Raises:
        Http404: where there is no such page for everybody.
    """
    page = get_object_or_404(Page.objects.live().public().filter(depth__gt=1), pk=page_id).specific
    brand = surroundings(request).settings.brand
    if page.is_sensitive or digest != card_of(page, brand).digest:
        return redirect(card_path(page, brand))
    return HttpResponse(card_of(page, brand).png(), content_type="image/png", headers={"Cache-Control": FOR_EVER})


@require_safe
def neutral_card(request: HttpRequest) -> HttpResponse:
    """Answer with the card of every sensitive page, which says nothing."""
    return HttpResponse(neutral_png(), content_type="image/png")
