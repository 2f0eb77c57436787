"""Public files of datasets and reports, and the catalogue of open data. Nothing here needs a language prefix."""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.utils.translation import override
from django.views.decorators.http import require_safe
from wagtail.models import Site

from cms.core.freshness import confirmed
from cms.core.models import SiteSettings

from .catalogue import Entry, Publisher, as_json_ld, as_turtle, graph_of
from .charts.drawing import in_theme
from .documents import report_pdf
from .files import csv_of, datapackage_of, json_of, package_url
from .models import AnnualReportPage, ChartDrawing, DatasetPage, DatasetVersion, Observation

THEMES = ("light", "dark")


def _dataset(identifier: str) -> tuple[dict[str, DatasetPage], DatasetVersion]:
    """Return the open pages of a dataset by language, Albanian first, and its version.

    Raises:
        Http404: where there is no such dataset, or no version of it yet.
    """
    found = list(DatasetPage.objects.open_to_all().filter(identifier=identifier).order_by("pk"))
    pages = {page.locale.language_code: page for page in found if page.translation_key == found[0].translation_key}
    if not pages:
        raise Http404
    version = found[0].version
    if version is None:
        raise Http404
    for page in pages.values():
        page.version = version
    return dict(sorted(pages.items(), reverse=True)), version


def _rows(version: DatasetVersion, indicator: str = "") -> list[Observation]:
    rows = version.observations.order_by("position")
    if indicator:
        rows = rows.filter(indicator=indicator)
    found = list(rows)
    for row in found:
        row.version = version
    return found


def _file(content: str, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    # Open data is for programs on any site.
    response["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
@confirmed
def dataset_file(request: HttpRequest, identifier: str, extension: str) -> HttpResponse:
    """Answer with a dataset as CSV or JSON; `?indicator=` gives the rows of one indicator."""
    pages, version = _dataset(identifier)
    indicator = request.GET.get("indicator", "")
    if indicator and indicator not in version.labels.get("indicators", {}):
        raise Http404
    rows = _rows(version, indicator)
    name = f"isigurt-{identifier}{'-' + indicator if indicator else ''}.{extension}"
    if extension == "json":
        response = _file(json_of(pages, version, rows), "application/json", name)
    else:
        response = _file(csv_of(rows, version), "text/csv; charset=utf-8; header=present", name)
    # Where programs find what the columns mean (RFC 6892).
    response["Link"] = f'<{package_url(identifier)}>; rel="describedby"; type="application/json"'
    return response


@require_safe
@confirmed
def datapackage(request: HttpRequest, identifier: str) -> HttpResponse:
    """Answer with the Frictionless descriptor of a dataset."""
    pages, version = _dataset(identifier)
    page = pages.get("en") or next(iter(pages.values()))
    data = datapackage_of(page, version, _rows(version), page.publisher or _publisher().name)
    return _file(json.dumps(data, ensure_ascii=False, indent=1), "application/json", "datapackage.json")


def _publisher() -> Publisher:
    site = Site.objects.filter(is_default_site=True).first()
    settings = SiteSettings.for_site(site) if site else SiteSettings()
    return Publisher(settings.brand or "iSIGURT.al", settings.email)


@require_safe
@confirmed
def catalogue(request: HttpRequest, extension: str) -> HttpResponse:
    """Answer with all open datasets in the words of DCAT-AP, as Turtle or JSON-LD."""
    triples = graph_of(catalogue_entries(), _publisher())
    if extension == "jsonld":
        return _file(as_json_ld(triples), "application/ld+json", "catalog.jsonld")
    return _file(as_turtle(triples), "text/turtle; charset=utf-8", "catalog.ttl")


def catalogue_entries() -> list[Entry]:
    """Return every open dataset that has figures. Three queries, and one for the topics of each page."""
    by_key: dict[Any, dict[str, DatasetPage]] = {}
    for page in DatasetPage.objects.open_to_all().order_by("pk"):
        by_key.setdefault(page.translation_key, {})[page.locale.language_code] = page
    versions = DatasetVersion.objects.current().filter(dataset_key__in=by_key)
    entries = []
    for version in versions.order_by("pk"):
        pages = dict(sorted(by_key[version.dataset_key].items(), reverse=True))
        for page in pages.values():
            page.version = version
        entries.append(Entry(pages, version))
    return entries


@require_safe
@confirmed
def report_document(request: HttpRequest, report_id: int) -> HttpResponse:
    """Answer with a live report as a PDF that opens in the browser."""
    reports = AnnualReportPage.objects.live().public().filter(alias_of=None).select_related("locale")
    page = get_object_or_404(reports, pk=report_id)
    if page.is_sensitive:
        raise Http404
    with override(page.locale.language_code):
        data = report_pdf(page)
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(False, f"isigurt-{page.slug}.pdf") or "inline"
    response["Content-Language"] = page.locale.language_code
    return response


@require_safe
@confirmed
def chart_picture(request: HttpRequest, digest: str, theme: str) -> HttpResponse:
    """Answer with a drawn chart as an SVG file in the light or dark theme."""
    if theme not in THEMES:
        raise Http404
    drawing = get_object_or_404(ChartDrawing.objects.exclude(wide=""), digest=digest)
    return _file(in_theme(drawing.wide, theme), "image/svg+xml", f"isigurt-{digest[:10]}-{theme}.svg")
