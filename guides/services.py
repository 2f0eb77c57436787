"""Making the files of a lesson. They are made on request and kept for a while; nothing is stored."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from django.core.cache import cache
from wagtail.models import Site

from cms.core.documents import compile_pdf
from cms.core.documents.pdf import templates_digest
from cms.core.documents.printed import UNDATED
from cms.core.models import SiteSettings

from .cartridge import cartridge
from .lesson_documents import lesson_data
from .models import LessonPlanPage

# How long a file that has been made is kept, in seconds. A changed lesson has another key, so nothing grows old.
KEPT_SECONDS = 24 * 3600
PDF, IMSCC = "pdf", "imscc"
FORMATS = (PDF, IMSCC)


@dataclass(frozen=True)
class LessonFile:
    """One file of a lesson, ready to be downloaded."""

    name: str
    data: bytes

    @property
    def etag(self) -> str:
        """Return the strong validator of the content."""
        return f'"{sha256(self.data).hexdigest()}"'


def lesson_file(*, lesson: LessonPlanPage, format: str) -> LessonFile:
    """Return a file of `lesson`: made now, or kept from an earlier request where nothing in it has changed.

    Setting a lesson takes some hundredths of a second, so there is no file to store, to update or to clean up.

    Args:
        lesson: a live lesson plan; the file is in its language.
        format: `pdf` or `imscc`.

    Raises:
        typst.TypstError: where the lesson cannot be set.
    """
    site = Site.objects.filter(is_default_site=True).first()
    data = lesson_data(lesson, SiteSettings.for_site(site) if site else SiteSettings())
    name = f"isigurt-{lesson.slug}.{format}"
    key = f"lesson-file-{lesson.pk}-{format}-{_digest(lesson, data)}"
    made: bytes | None = cache.get(key)
    if made is None:
        published = lesson.last_published_at or datetime.fromtimestamp(0, UTC)
        made = compile_pdf("lesson.typ", data, created_at=published) if format == PDF else cartridge(lesson, data)
        cache.set(key, made, KEPT_SECONDS)
    return LessonFile(name, made)


def printed_lesson(*, lesson: LessonPlanPage) -> bytes:
    """Return the printed plan of `lesson` without a date of its own: equal content gives equal bytes on every site.

    Raises:
        typst.TypstError: where the lesson cannot be set.
    """
    site = Site.objects.filter(is_default_site=True).first()
    data = lesson_data(lesson, SiteSettings.for_site(site) if site else SiteSettings())
    return compile_pdf("lesson.typ", data, created_at=UNDATED)


def file_sizes(lesson: LessonPlanPage) -> dict[str, int]:
    """Return the bytes of each file of `lesson` by format, so that its page can tell them before a download.

    The files of a lesson are made once for each of its published revisions to find out.
    """
    key = f"lesson-sizes-{lesson.pk}-{lesson.live_revision_id}-{templates_digest()[:16]}"
    sizes: dict[str, int] | None = cache.get(key)
    if sizes is None:
        sizes = {format: len(lesson_file(lesson=lesson, format=format).data) for format in FORMATS}
        cache.set(key, sizes, KEPT_SECONDS)
    return sizes


def _digest(lesson: LessonPlanPage, data: object) -> str:
    """Return what changes with anything the file shows: the lesson, the help number, the templates."""
    files = [link.document.file_hash or str(link.document.pk) for link in lesson.attachments.all()]
    text = json.dumps([data, files, str(lesson.last_published_at), templates_digest()], ensure_ascii=False)
    return sha256(text.encode()).hexdigest()[:32]
