"""Downloading a lesson: as a printed plan, or as a cartridge for a learning platform."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from .models import LessonPlanPage
from .services import FORMATS, PDF, lesson_file

_CONTENT_TYPES = {"pdf": "application/pdf", "imscc": "application/vnd.ims.imsccv1p1+zip"}


@require_safe
def lesson_download(request: HttpRequest, lesson_id: int, format: str) -> HttpResponse:
    """Answer with a file of a live lesson: 200, 304 where the reader has it already, or 404.

    A PDF opens in the browser; a cartridge is saved.

    Raises:
        Http404: for a lesson that is not live and public, and for any other format.
    """
    if format not in FORMATS:
        raise Http404
    lessons = LessonPlanPage.objects.live().public().filter(alias_of=None).select_related("locale")
    lesson = get_object_or_404(lessons, pk=lesson_id)
    file = lesson_file(lesson=lesson, format=format)
    response = HttpResponse(file.data, content_type=_CONTENT_TYPES[format])
    response["Content-Length"] = str(len(file.data))
    response["Content-Disposition"] = content_disposition_header(format != PDF, file.name) or "attachment"
    response["Content-Language"] = lesson.locale.language_code
    # The conditional middleware answers 304 by it.
    response["ETag"] = file.etag
    if lesson.is_sensitive:
        response["Cache-Control"] = "private, no-store"
    return response
