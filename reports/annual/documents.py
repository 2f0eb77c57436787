"""A report as a PDF (PDF/UA-1): the same figures, charts and text as its page, as plain data for Typst."""

from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Site

from cms.core.documents import absolute, compile_pdf, stream_nodes
from cms.core.documents.glyphs import printable
from cms.core.documents.pdf import templates_digest
from cms.core.models import SiteSettings
from cms.core.page_links import preload

from .charts import charts_of
from .charts.building import chart_key
from .citations import citations_of
from .comparison import comparison_of
from .models import AnnualReportPage

# How long a document that has been made is kept, in seconds. A changed report has another key.
KEPT_SECONDS = 24 * 3600


def report_data(page: AnnualReportPage) -> dict[str, Any]:
    """Return everything a printed report says, as strings that can be set."""
    site = Site.objects.filter(is_default_site=True).first()
    settings = SiteSettings.for_site(site) if site else SiteSettings()
    language = page.locale.language_code
    with override(language):
        preload([page.body])
        figures = page.figures()
        charts = charts_of(page)
        comparison = comparison_of(figures)
        address = absolute(page.get_url() or "/")
        return {
            "language": language,
            "brand": printable(settings.brand),
            "kind": printable(page.type_label),
            "title": printable(page.title) or "—",
            "summary": printable(page.summary),
            "keywords": [printable(topic.name) for topic in page.topics],
            "address": address,
            "address_shown": printable(address.split("://", 1)[-1]),
            "labels": {
                "figures": _("Sourced figures"),
                "year": _("Year"),
                "counts": _("What it counts"),
                "figure": _("Figure"),
                "source": _("Source"),
                "comparison": _("Across the years"),
                "cite": _("How to cite"),
                "data": _("Data:"),
            },
            "figures": [
                {
                    "period": printable(figure.period),
                    "label": printable(figure.label),
                    "words": printable(figure.words),
                    "source": printable(figure.source),
                    "url": absolute(figure.source_url),
                }
                for figure in figures
            ],
            "comparison": [
                {
                    "label": printable(row.label),
                    "figures": [f"{printable(one.period)}: {printable(one.words)}" for one in row.figures],
                }
                for row in (comparison.rows if comparison else [])
            ],
            "body": stream_nodes(
                page.body, voice=page.voice, own={"chart": lambda value, voice: _chart(charts[chart_key(value)])}
            ),
            "citation": printable(citations_of(page).plain),
        }


def _chart(chart: Any) -> list[dict[str, Any]]:
    return [
        {
            "kind": "chart",
            "title": printable(chart.title),
            "finding": printable(chart.finding),
            "svg": chart.wide,
            "heads": [printable(head) for head in chart.heads],
            "rows": [[printable(cell) for cell in row] for row in chart.rows],
            "sources": [printable(source) for source, _url in chart.selection.sources],
            "data": absolute(chart.csv_url) if chart.csv_url else "",
        }
    ]


def report_pdf(page: AnnualReportPage) -> bytes:
    """Return a live report as a tagged PDF: made now, or kept from an earlier request where nothing has changed.

    Raises:
        typst.TypstError: where the report cannot be set.
    """
    data = report_data(page)
    published = page.last_published_at or datetime.fromtimestamp(0, UTC)
    digest = sha256(repr([data, published, templates_digest()]).encode()).hexdigest()[:32]
    key = f"report-pdf-{page.pk}-{digest}"
    made: bytes | None = cache.get(key)
    if made is None:
        made = compile_pdf("report.typ", data, created_at=published)
        cache.set(key, made, KEPT_SECONDS)
    return made
