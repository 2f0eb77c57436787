"""How the content pack's items become reports and the dataset behind their figures."""

from typing import Any

from cms.core.content import page
from cms.core.loader.registry import Built, Catalogue, Item, loads


@loads("report_index", model="annual.ReportIndexPage")
def report_index(item: Item, catalogue: Catalogue) -> Built:
    return page(item)


@loads(
    "annual_report",
    model="annual.AnnualReportPage",
    required=("series", "key_figures", "citation"),
    optional=("announced", "documents", "frequency", "resource_type"),
)
def annual_report(item: Item, catalogue: Catalogue) -> Built:
    built = page(item)
    built.fields |= {"series": item.meta["series"], "citation": item.meta["citation"]}
    wanted = item.meta["key_figures"]
    figures = {figure["id"]: figure for figure in catalogue.data["figures"]["figures"]}
    built.children["key_figures"] = [
        _sourced(figures[code], catalogue) | {"code": _code(figures[code]), "year": figures[code]["year"]}
        for code in wanted
    ]
    return built


@loads("dataset", model="annual.DatasetPage")
def dataset(item: Item, catalogue: Catalogue) -> Built:
    """Hold every sourced figure of the pack."""
    built = page(item)
    built.children["observations"] = [
        _sourced(figure, catalogue)
        | {
            "indicator": figure["series"].replace("_", "-"),
            "time_period": str(figure["year"]),
            "dimensions": {"dimension": figure["dimension"]} if figure.get("dimension") else {},
        }
        for figure in catalogue.data["figures"]["figures"]
    ]
    return built


def _code(figure: dict[str, Any]) -> str:
    return str(figure["id"]).removeprefix("fig.").replace(".", "-")


def _sourced(figure: dict[str, Any], catalogue: Catalogue) -> dict[str, Any]:
    data = catalogue.data["figures"]
    label = data["series"][figure["series"]]["label"][catalogue.language]
    dimension = data.get("dimensions", {}).get(figure.get("dimension"), {}).get(catalogue.language)
    source = data["sources"][figure["source"]]
    return {
        "label": f"{label}: {dimension}" if dimension else label,
        "value": str(figure["value"]),
        "unit": figure["unit"],
        "precision": figure["precision"],
        "source": f"{source['publisher']}, {str(source['date'])[:4]}",
        "source_url": source["url"],
    }
