"""How the content pack's items become reports, datasets, and the first version of the figures."""

from decimal import Decimal
from typing import Any

from cms.core.content import page
from cms.core.loader.markdown import figure_code, stable_id
from cms.core.loader.registry import Built, Catalogue, Item, finishes, loads

from .csv_reading import Row
from .models import DatasetPage, DatasetVersion
from .services import draw_everything, publish_version
from .tables import as_csv, digest_of
from .vocabularies import LANGUAGES, Origin

FIGURES = "dataset.figures"


@loads("report_index", model="annual.ReportIndexPage")
def report_index(item: Item, catalogue: Catalogue) -> Built:
    return page(item)


@loads(
    "annual_report",
    model="annual.AnnualReportPage",
    required=("series", "key_figures", "citation"),
    optional=("announced", "charts", "documents", "frequency", "resource_type"),
)
def annual_report(item: Item, catalogue: Catalogue) -> Built:
    """Build a report; its charts stand before its text."""
    built = page(item)
    built.fields |= {"series": item.meta["series"], "citation": item.meta["citation"]}
    built.fields["body"] = [
        *(_chart(chart, item.id, position) for position, chart in enumerate(item.meta.get("charts") or [])),
        *built.fields["body"],
    ]
    built.children["key_figures"] = [{"code": figure_code(wanted)} for wanted in item.meta["key_figures"]]
    return built


def _chart(chart: dict[str, Any], item_id: str, position: int) -> dict[str, Any]:
    names = ("title", "kind", "series", "dimension", "period_from", "period_to", "finding")
    value = {name: str(chart.get(name) or "") for name in names}
    return {"type": "chart", "value": value, "id": stable_id(item_id, "chart", position)}


@loads("dataset", model="annual.DatasetPage")
def dataset(item: Item, catalogue: Catalogue) -> Built:
    """Build the page of a dataset; its figures have no language and follow at the end of the load."""
    built = page(item)
    built.fields |= {
        "identifier": item.meta["identifier"],
        "filling": item.meta["filling"],
        "accrual_periodicity": item.meta["accrual_periodicity"],
        "issued": item.meta.get("issued"),
        "method_note": item.meta["method_note"],
    }
    return built


@finishes
def publish_figures(pack: Any, writer: Any, ledger: Any, changed: bool) -> None:
    """Publish the sourced figures of the pack, unless editors have published others; draw the charts.

    One query where nothing has changed.
    """
    rows, labels = figure_rows(pack.figures), figure_labels(pack.figures)
    known = DatasetVersion.objects.current().filter(origin=Origin.PACK, digest=digest_of(as_csv(rows, labels)))
    if not changed and known.exists():
        return
    page_of_figures = writer.target_of(FIGURES)
    if isinstance(page_of_figures, DatasetPage):
        key = page_of_figures.translation_key
        current = DatasetVersion.objects.current().of(key).first()
        if current is None or current.origin == Origin.PACK:
            publish_version(dataset_key=key, rows=rows, labels=labels, origin=Origin.PACK)
    draw_everything()


def figure_rows(data: dict[str, Any]) -> list[Row]:
    """Return the figures of `figures.yaml` as observations."""
    return [_row(figure, data) for figure in data["figures"]]


def _row(figure: dict[str, Any], data: dict[str, Any]) -> Row:
    source = data["sources"][figure["source"]]
    division = data["series"][figure["series"]].get("by")
    note = figure.get("note") or {}
    return Row(
        code=figure_code(figure["id"]),
        indicator=figure["series"].replace("_", "-"),
        time_period=str(figure["year"]),
        value=Decimal(str(figure["value"])),
        unit=figure["unit"],
        precision=figure["precision"],
        dimensions={division: figure["dimension"]} if division else {},
        source=f"{source['publisher']}, {str(source['date'])[:4]}",
        source_url=source["url"],
        note_sq=note.get("sq", ""),
        note_en=note.get("en", ""),
    )


def figure_labels(data: dict[str, Any]) -> dict[str, Any]:
    """Return the words of all codes of `figures.yaml`, as `DatasetVersion.labels`."""
    used: dict[str, dict[str, Any]] = {}
    for figure in data["figures"]:
        if division := data["series"][figure["series"]].get("by"):
            words = data["dimensions"][figure["dimension"]]
            used.setdefault(division, {})[figure["dimension"]] = {language: words[language] for language in LANGUAGES}
    return {
        "indicators": {name.replace("_", "-"): dict(entry["label"]) for name, entry in data["series"].items()},
        "dimensions": {name: dict(data["divisions"][name]) for name in used},
        "values": used,
    }
