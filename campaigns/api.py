"""Toolkits through the API: what is in them, and the bundle with its size and hash, before anybody downloads it."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import override
from ninja import Path, Query, Router, Schema
from pydantic import Field
from wagtail.models import Page

from cms.core.api.access import anyone
from cms.core.api.caching import confirmed_read
from cms.core.api.field_schemas import annotation_of
from cms.core.api.media import document_out
from cms.core.api.problems import refuse_unknown_parameters
from cms.core.api.schemas import DocumentOut, Language
from cms.core.localisation import locale_of, localised
from cms.core.vocabularies import Licence

from .models import CampaignMaterialPage, MaterialVariant, ToolkitBundle, ToolkitPage

router = Router(auth=anyone, tags=["toolkits"])
router.add_decorator(confirmed_read, mode="view")


class VariantFileOut(Schema):
    """A version of a material; without a document it exists as text only."""

    code: str
    label: str
    document: DocumentOut | None


class ToolkitMaterialOut(Schema):
    """A material of a toolkit."""

    id: int
    title: str
    url: str
    kind: annotation_of(CampaignMaterialPage._meta.get_field("kind"))  # type: ignore[valid-type]
    licence: Licence
    variants: list[VariantFileOut]


class BundleFileOut(Schema):
    """A file inside the bundle."""

    name: str
    bytes: int


class BundleOut(Schema):
    """The ZIP with everything. The answer at `url` has `sha256` as its `ETag`, and can be read in ranges."""

    url: str
    bytes: int
    sha256: str
    files: list[BundleFileOut]


class ToolkitItemOut(Schema):
    """A toolkit; `bundle` is null while it is being built."""

    id: int
    locale: Language
    title: str
    summary: str
    url: str
    licence: Licence
    bundle: BundleOut | None
    materials: list[ToolkitMaterialOut]


class ToolkitsOut(Schema):
    """All toolkits, newest first."""

    items: list[ToolkitItemOut]


class ToolkitQuery(Schema):
    """One language, or both."""

    locale: Language | None = None


class ToolkitId(Schema):
    """The id of a toolkit."""

    id: int = Field(..., ge=1, le=2**31 - 1)


# So many a country's centre makes in decades; there is no paging.
_MOST = 200


@router.get("/", response=ToolkitsOut, summary="List toolkits", url_name="toolkits")
def list_toolkits(request: HttpRequest, asked: Query[ToolkitQuery]) -> dict[str, Any]:
    """Return the live toolkits with their materials. A fixed number of queries, however many there are."""
    refuse_unknown_parameters(request, set(ToolkitQuery.model_fields))
    toolkits = _live()
    if asked.locale:
        toolkits = toolkits.filter(locale__language_code=asked.locale)
    return {"items": _represented(list(toolkits.order_by("-first_published_at", "-pk")[:_MOST]))}


@router.get("/{id}/", response=ToolkitItemOut, summary="One toolkit", url_name="toolkit")
def get_toolkit(request: HttpRequest, toolkit: Path[ToolkitId]) -> dict[str, Any]:
    """Return a live toolkit.

    Raises:
        Http404: where there is none.
    """
    refuse_unknown_parameters(request, set())
    found = _live().filter(pk=toolkit.id).first()
    if found is None:
        raise Http404
    return _represented([found])[0]


def _live() -> QuerySet[ToolkitPage]:
    toolkits: QuerySet[ToolkitPage] = ToolkitPage.objects.live().public().filter(alias_of=None)
    return toolkits.prefetch_related("material_links__material")


def _represented(toolkits: list[ToolkitPage]) -> list[dict[str, Any]]:
    chosen = [link.material for toolkit in toolkits for link in toolkit.material_links.all()]
    materials = {code: _materials(chosen, code) for code, _name in settings.LANGUAGES}
    built = ToolkitBundle.objects.filter(toolkit__in=toolkits).select_related("version")
    bundles = {bundle.toolkit_id: bundle for bundle in built}
    answer = []
    for toolkit in toolkits:
        language = locale_of(toolkit.locale_id).language_code
        own = [link.material.translation_key for link in toolkit.material_links.all()]
        with override(language):
            answer.append(
                {
                    "id": toolkit.pk,
                    "locale": language,
                    "title": toolkit.title,
                    "summary": toolkit.summary,
                    "url": toolkit.get_url() or "",
                    "licence": toolkit.licence,
                    "bundle": _bundle(bundles.get(toolkit.pk)),
                    "materials": [materials[language][key] for key in own if key in materials[language]],
                }
            )
    return answer


def _bundle(bundle: ToolkitBundle | None) -> dict[str, Any] | None:
    if bundle is None or not bundle.sha256:
        return None
    return {
        "url": reverse("campaigns:bundle", args=[bundle.toolkit_id]),
        "bytes": bundle.size,
        "sha256": bundle.sha256,
        "files": [{"name": file["name"], "bytes": file["size"]} for file in bundle.files],
    }


def _materials(chosen: list[Page], language: str) -> dict[Any, dict[str, Any]]:
    """Return the live materials of a language by translation key; three queries."""
    pages = [page for page in localised(chosen, language, specific=True) if isinstance(page, CampaignMaterialPage)]
    variants: dict[int, list[dict[str, Any]]] = {page.pk: [] for page in pages}
    for variant in MaterialVariant.objects.filter(material__in=variants).select_related("document"):
        document = document_out(variant.document) if variant.document else None
        variants[variant.material_id].append({"code": variant.code, "label": variant.label, "document": document})
    return {
        page.translation_key: {
            "id": page.pk,
            "title": page.title,
            "url": page.get_url() or "",
            "kind": page.kind,
            "licence": page.licence,
            "variants": variants[page.pk],
        }
        for page in pages
    }
