"""Drawing the charts of pages and keeping the drawings. A chart that cannot be drawn leaves its table."""

import logging
from typing import Any

from cms.core.models import SitePage

from ..charts import Chart, charts_of
from ..charts.drawing import DrawingError, draw, inline_svg
from ..charts.palette import NARROW, WIDE
from ..models import AnnualReportPage, ChartDrawing, DatasetPage

logger = logging.getLogger(__name__)


def draw_charts_of(page: Any) -> list[Chart]:
    """Draw the charts of a page that have no drawing yet, in one process; returns those that could not be drawn.

    Args:
        page: a report or dataset of any language.
    """
    return _draw([page])


def draw_everything() -> list[Chart]:
    """Draw what is missing on all live pages and forget drawings that none of them shows; returns failed charts."""
    pages = [page for page in live_pages() if page.has_block("chart")]
    failed = _draw(pages)
    shown = {chart.digest for page in pages for chart in charts_of(page).values() if chart.can_be_drawn}
    ChartDrawing.objects.exclude(digest__in=shown).delete()
    return failed


def live_pages() -> list[SitePage]:
    """Return the live pages whose body may hold charts. Two queries."""
    return [
        page
        for model in (AnnualReportPage, DatasetPage)
        for page in model.objects.live().filter(alias_of=None).select_related("locale")
    ]


def _draw(pages: list[Any]) -> list[Chart]:
    wanted = {
        chart.digest: chart
        for page in pages
        for chart in charts_of(page).values()
        if chart.can_be_drawn and not chart.wide
    }
    if not wanted:
        return []
    charts = list(wanted.values())
    try:
        answers = draw([chart.spec_for(width) for chart in charts for width in (WIDE, NARROW)])
        if len(answers) != 2 * len(charts):
            raise DrawingError("answer")
    except DrawingError as error:
        logger.warning("Charts could not be drawn: %s", error)
        for chart in charts:
            _keep(chart, problem=str(error))
        return charts
    return [
        chart
        for chart, wide, narrow in zip(charts, answers[::2], answers[1::2], strict=True)
        if not _keep_pictures(chart, wide.svg, narrow.svg, wide.problem or narrow.problem)
    ]


def _keep_pictures(chart: Chart, wide: str, narrow: str, problem: str) -> bool:
    """Keep both pictures of a chart; return False, with the reason kept, where one is missing or not ours."""
    try:
        if problem:
            raise DrawingError(problem)
        name = f"c{chart.digest[:10]}"
        words = {"title": chart.title, "description": chart.finding}
        _keep(
            chart, wide=inline_svg(wide, name=f"{name}w", **words), narrow=inline_svg(narrow, name=f"{name}n", **words)
        )
    except DrawingError as error:
        logger.warning("A chart could not be drawn: %s", error)
        _keep(chart, problem=str(error))
        return False
    return True


def _keep(chart: Chart, *, wide: str = "", narrow: str = "", problem: str = "") -> None:
    drawing = {"wide": wide, "narrow": narrow, "problem": problem[:300]}
    ChartDrawing.objects.update_or_create(digest=chart.digest, defaults=drawing)
