"""Pictures, files and linked pages of an answer, read all at once: two queries a kind, however many there are."""

from collections.abc import Iterable
from typing import Any

from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.models import SourceImageIOError
from wagtail.models import Page

from ..localisation import localised

WIDTHS = (400, 800, 1200)
RENDITIONS = tuple(f"width-{width}|format-webp" for width in WIDTHS)


class References:
    """What an answer points at, by id. Read when made; every method afterwards is without a query.

    Args:
        language: `sq` or `en`, in which links and alternative texts are given.
        pages, documents, images: ids.
    """

    def __init__(
        self,
        language: str,
        *,
        pages: Iterable[int] = (),
        documents: Iterable[int] = (),
        images: Iterable[int] = (),
    ) -> None:
        self.language = language
        self._pages = _links(set(pages), language)
        self._documents = get_document_model().objects.in_bulk(set(documents)) if documents else {}
        wanted = get_image_model().objects.filter(pk__in=set(images))
        self._images = {image.pk: image for image in (wanted.prefetch_renditions(*RENDITIONS) if images else ())}

    def page(self, page_id: int | None) -> dict[str, Any] | None:
        """Return the link to a page in the language of the answer; None where it has no live version there."""
        return self._pages.get(page_id)

    def document(self, document_id: int | None) -> dict[str, Any] | None:
        """Return a file; None where it is gone."""
        document = self._documents.get(document_id)
        return document_out(document) if document is not None else None

    def image(self, image_id: int | None, *, alt: str = "", is_decorative: bool = False) -> dict[str, Any] | None:
        """Return a picture; `alt` takes the place of its own alternative text. None where it is gone."""
        image = self._images.get(image_id)
        if image is None:
            return None
        sizes = _renditions(image)
        own = getattr(image, f"alt_{self.language}", "") or image.alt_sq
        return {
            "id": image.pk,
            "alt": "" if is_decorative else alt or own,
            "is_decorative": is_decorative,
            "credit": image.credit,
            "licence": image.licence,
            "renditions": sizes,
            "srcset": ", ".join(f"{size['url']} {size['width']}w" for size in sizes),
        }


def document_out(document: Any) -> dict[str, Any]:
    """Return a file as the API gives it."""
    return {
        "id": document.pk,
        "title": document.title,
        "url": document.url,
        "bytes": document.file_size,
        "language": document.language,
        "licence": document.licence,
    }


def _links(ids: set[int], language: str) -> dict[int | None, dict[str, Any]]:
    """Return the links to the live versions of pages; two queries."""
    if not ids:
        return {}
    wanted = list(Page.objects.filter(pk__in=ids))
    shown = {page.translation_key: page for page in localised(wanted, language)}
    return {
        page.pk: {"id": version.pk, "title": version.title, "url": version.get_url() or ""}
        for page in wanted
        if (version := shown.get(page.translation_key)) is not None
    }


def _renditions(image: Any) -> list[dict[str, Any]]:
    try:
        made = image.get_renditions(*RENDITIONS).values()
    except (SourceImageIOError, OSError):
        # The file is gone from the storage; what is known of the picture is still told.
        return []
    sizes = {rendition.width: rendition for rendition in made}
    return [{"url": sizes[width].url, "width": width, "height": sizes[width].height} for width in sorted(sizes)]
