"""Drafts for a separate front end: a signed link that shows one draft for an hour, to whoever holds it."""

from typing import Any

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field
from wagtail.models import Page, Revision

from cms.core.api.access import anyone
from cms.core.api.caching import never_kept
from cms.core.api.problems import refuse_unknown_parameters
from cms.core.localisation import locale_of
from cms.core.models import SitePage

from .detail import detail_fields, detail_of, draft_entry
from .schemas import any_detail

router = Router(auth=anyone, tags=["content"])
router.add_decorator(never_kept, mode="view")
# Seconds for which a link works.
PREVIEW_SECONDS = 3600
_SALT = "content preview"


class PreviewQuery(Schema):
    """The token of a preview link."""

    token: str = Field(..., min_length=10, max_length=300)


def preview_token(revision: Revision) -> str:
    """Return the token with which this revision of a page, and no other, can be read for an hour."""
    return signing.dumps([int(revision.object_id), revision.pk], salt=_SALT)


@router.get("/", response=any_detail(), summary="A draft, with a preview link", url_name="content_preview")
def preview(request: HttpRequest, asked: Query[PreviewQuery]) -> HttpResponse:
    """Return a draft in the form of its type. The token comes from “Preview link” in the menu of a page.

    Raises:
        Http404: where the token is none, is older than an hour, or the draft is gone.
    """
    from .routes import answer

    refuse_unknown_parameters(request, set(PreviewQuery.model_fields))
    page = _draft(asked.token)
    entry = draft_entry(page)
    return answer(detail_of(request, entry, page, detail_fields(entry.type)), is_sensitive=True)


def _draft(token: str) -> SitePage:
    try:
        page_id, revision_id = signing.loads(token, salt=_SALT, max_age=PREVIEW_SECONDS)
    except signing.BadSignature:
        raise Http404 from None
    stored = Page.objects.filter(pk=page_id).first()
    revision = Revision.page_revisions.filter(pk=revision_id, object_id=str(page_id)).first()
    if stored is None or revision is None:
        raise Http404
    page: Any = revision.as_object()
    if not isinstance(page, SitePage) or page.index_type is None:
        raise Http404
    page.locale = locale_of(page.locale_id)
    return page
