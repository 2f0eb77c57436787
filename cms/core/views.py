"""Error pages in both languages, and the word for a page that is not translated yet."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language_from_path, override
from wagtail.models import Page


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
