"""Charts: what can be drawn, what a picture says without colour, and that a page never waits for a drawing."""

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from wagtail.blocks.struct_block import StructBlockValidationError

from reports.annual.blocks import ChartBlock
from reports.annual.charts import chart_of, charts_of
from reports.annual.charts import drawing as drawing_module
from reports.annual.charts.drawing import DrawingError, draw, in_theme, inline_svg
from reports.annual.charts.palette import NARROW, SERIES_TOKENS, WIDE, dark_tokens, tokens
from reports.annual.models import AnnualReportPage, ChartDrawing
from reports.annual.services import draw_charts_of, draw_everything
from tests.annual.conftest import publish, row
from tests.colours import contrast
from tests.factories import loaded

pytestmark = pytest.mark.django_db
GROUPS = ("under-13", "13-17", "adults")


def value(kind: str, **fields: Any) -> Any:
    return {
        "title": "Raportime", "kind": kind, "series": "raporto/reports", "dimension": "", "period_from": "",
        "period_to": "", "finding": "",
    } | fields  # fmt: skip


def divided(period: str = "2024", counts: tuple[str | None, ...] = ("20", "45", "15")) -> list[Any]:
    return [row(count, period, group) for group, count in zip(GROUPS, counts, strict=True)]


def picture(kind: str, language: str = "sq", **fields: Any) -> str:
    """Return the drawn picture of a chart of the hotline's dataset."""
    chart = chart_of(value(kind, **fields), language)
    assert chart.can_be_drawn, chart.problem
    (drawn,) = draw([chart.spec_for(WIDE)])
    assert drawn.svg, drawn.problem
    return inline_svg(drawn.svg, name="c", title=chart.title, description=chart.finding)


@pytest.mark.parametrize("kind", ["bar", "stacked", "line", "share"])
def test_chart_when_drawn_then_it_has_role_title_and_words_and_nothing_that_runs_or_loads(kind: str) -> None:
    publish(*divided("2023"), *divided("2024", ("30", "50", "20")))
    svg = picture(kind)
    soup = BeautifulSoup(svg, "html.parser")
    assert soup.svg["role"] == "img"
    assert [soup.find(id=name).text for name in soup.svg["aria-labelledby"].split()] == [
        "Raportime",
        chart_of(value(kind), "sq").finding,
    ]
    assert not re.search(
        r"<(script|style|image|a|foreignObject)\b|style=|\son\w+=|https?://(?!www\.w3\.org/2000/svg)", svg
    )
    shown = soup.get_text(" ")
    assert all(group in shown for group in ("nën 13 vjeç", "13–17 vjeç", "të rritur"))


@pytest.mark.parametrize("kind", ["stacked", "share"])
def test_parts_when_drawn_then_patterns_and_a_key_tell_them_apart_without_colour(kind: str) -> None:
    publish(*divided("2023"), *divided("2024"))
    soup = BeautifulSoup(picture(kind), "html.parser")
    patterns = {pattern["id"]: pattern.path["d"] for pattern in soup.find_all("pattern")}
    assert len(set(patterns.values())) == len(patterns) == 2
    for name in patterns:
        # In the bars, and in the key.
        assert len(soup.find_all(fill=f"url(#{name})")) >= 2


def test_lines_when_drawn_then_each_has_dashes_and_points_of_its_own() -> None:
    publish(*divided("2023"), *divided("2024"))
    svg = picture("line")
    dashes = re.findall(r'stroke-dasharray="([\d,.]+)"', svg)
    assert len(set(dashes)) >= 3
    shapes = {
        re.sub(r"[\d.,-]+", "", path) for path in re.findall(r'transform="translate\([\d.,]+\)" d="([^"]+)"', svg)
    }
    assert len(shapes) >= 3


def test_bars_when_drawn_then_every_bar_has_its_words_and_a_withheld_one_has_no_bar() -> None:
    publish(*divided("2024", ("20", "45", None)))
    svg = picture("bar", language="en")
    assert "13–17: 45 reports" in svg
    assert "adults: withheld" in svg
    assert svg.count(f'fill="{tokens()["petrol"]}"') == 2


def test_bars_when_labels_are_long_then_they_break_into_lines_inside_the_picture() -> None:
    long = "Një grupmoshë me një emër shumë të gjatë që nuk hyn në një rresht të vetëm të telefonit"
    from tests.annual.conftest import LABELS

    labels = LABELS | {"values": {"age": {"adults": {"sq": long, "en": "long"}}}}
    publish(row("5", "2024", "adults"), labels=labels)
    chart = chart_of(value("bar"), "sq")
    lines = chart.spec_for(NARROW)["data"]["values"][0]["text"]
    assert len(lines) >= 3
    assert " ".join(lines) == f"{long}: 5 raportime"
    assert max(len(line) for line in lines) * 8 <= NARROW


@pytest.mark.parametrize(
    ("kind", "rows", "fields", "where"),
    [
        ("bar", [], {}, "series"),
        ("bar", [row("1", "2023"), row("2", "2024", unit="incident")], {}, "series"),
        ("bar", [row(None, "2024")], {}, "series"),
        ("line", [row("1", "2024")], {}, "kind"),
        ("share", [row("1", "2024")], {}, "dimension"),
        ("stacked", [row("1", "2024")], {}, "dimension"),
        ("share", divided(counts=("20", None, "15")), {}, "kind"),
        ("stacked", divided(counts=("20", "-4", "15")), {}, "kind"),
        ("share", divided(counts=("0", "0", "0")), {}, "kind"),
        ("share", [row("60", "2024", group, unit="percent") for group in GROUPS], {}, "kind"),
        ("bar", [row("1", "2024")], {"period_from": "2025"}, "series"),
        ("bar", [row("1", f"{1900 + number}") for number in range(40)], {}, "period_from"),
    ],
)  # fmt: skip
def test_chart_when_it_cannot_be_drawn_then_the_editor_is_told_at_the_field(
    kind: str, rows: list[Any], fields: dict[str, str], where: str
) -> None:
    if rows:
        publish(*rows)
    block = ChartBlock()
    chart = chart_of(value(kind, **fields), "sq")
    assert not chart.can_be_drawn
    assert chart.problem_field == where
    assert chart.spec == {}
    if rows:
        with pytest.raises(StructBlockValidationError) as refused:
            block.clean(block.to_python(value(kind, **fields)))
        assert where in refused.value.block_errors


@pytest.mark.parametrize("period", ["24", "2024-Q9", "pranvera", "'"])
def test_chart_when_its_period_is_no_period_then_the_editor_is_told(period: str) -> None:
    publish(row("1", "2023"), row("2", "2024"))
    block = ChartBlock()
    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(block.to_python(value("bar", period_from=period)))
    assert "period_from" in refused.value.block_errors


def test_chart_when_a_year_ends_it_then_its_quarters_are_in() -> None:
    publish(*[row(str(number), f"2024-Q{number}") for number in range(1, 5)], row("9", "2025-Q1"))
    chart = chart_of(value("bar", period_to="2024"), "en")
    assert [line[1] for line in chart.rows] == ["1 report", "2 reports", "3 reports", "4 reports"]


def test_share_when_percent_leave_something_out_then_the_rest_is_named() -> None:
    chart = chart_of(value("share", series="figures/platform-share"), "en")
    (drawn,) = draw([chart.spec_for(WIDE)])
    assert "other or not stated: 16%" in drawn.svg


def test_page_of_the_pack_when_loaded_then_its_charts_are_drawn_and_serving_draws_nothing(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing_module.subprocess, "run", lambda *args, **kwargs: pytest.fail("drawn while serving"))
    for language in ("sq", "en"):
        page = loaded("report.national-annual", language)
        soup = BeautifulSoup(visitor.get(page.url).content, "html.parser")
        figures = soup.select("figure.chart")
        assert len(figures) == 3
        for figure in figures:
            assert len(figure.select("svg[role=img] > title")) == 2
            assert figure.select_one(".chart__finding").text
            assert figure.select("table tbody tr")
            assert figure.select_one('a[href^="/data/figures.csv?indicator="]')
        identifiers = [element["id"] for element in soup.find_all(id=True)]
        assert len(identifiers) == len(set(identifiers))


def with_chart(chart: dict[str, Any]) -> AnnualReportPage:
    page = loaded("report.women-girls-six-years")
    page.body = page._meta.get_field("body").to_python(
        [{"type": "chart", "value": chart, "id": "5b2b1f0e-0000-4000-8000-000000000001"}]
    )
    page.save_revision().publish()
    return page


BROKEN = {
    "killed": "import os; os.kill(os.getpid(), 9)",
    "failing": "raise SystemExit(3)",
    "talking nonsense": "print('no json')",
    "answering too little": "print('[]')",
    "refusing": 'print(\'[{"problem": "ValueError"}, {"problem": "ValueError"}]\')',
    "drawing something else": 'print(\'[{"svg": "<svg><script/></svg>"}, {"svg": "<b>"}]\')',
    "hanging": "import time; time.sleep(30)",
}


@pytest.fixture(params=BROKEN)
def broken_program(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let drawing go wrong in one of the ways of `BROKEN`."""
    program = tmp_path / "draw.py"
    program.write_text(BROKEN[request.param])
    monkeypatch.setattr(drawing_module, "PROGRAM", program)
    monkeypatch.setattr(drawing_module, "TIME_LIMIT", 2)


def test_page_when_its_chart_cannot_be_drawn_then_it_is_published_with_the_table_and_the_editor_is_told(
    broken_program: None,
    visitor: Client,
    person: Callable[..., Client],
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    publish(row("150", "2022"), row("407", "2024"))
    with django_capture_on_commit_callbacks(execute=True):
        page = with_chart(value("bar"))
    assert ChartDrawing.objects.get(digest=next(iter(charts_of(page).values())).digest).problem
    soup = BeautifulSoup(visitor.get(page.url).content, "html.parser")
    chart = soup.select_one("figure.chart")
    assert chart.svg is None
    assert chart.details.has_attr("open")
    assert "407" in chart.table.text

    editor = person("change_page", "publish_page", on=page)
    with django_capture_on_commit_callbacks(execute=True):
        response = publish_in_admin(editor, page)
    assert "Raportime" in " ".join(str(message) for message in response.context["messages"])

    monkeypatch.undo()
    assert draw_charts_of(page) == []
    assert BeautifulSoup(visitor.get(page.url).content, "html.parser").select_one("figure.chart svg")


def publish_in_admin(editor: Client, page: AnnualReportPage) -> Any:
    """Press “publish” in the page editor with everything as it is."""
    from wagtail.test.utils.form_data import nested_form_data, streamfield

    stored = page.body.raw_data[0]["value"]
    data = {
        "title": page.title, "slug": page.slug, "summary": page.summary, "series": page.series, "voice": page.voice,
        "body": streamfield([("chart", dict(stored))]), "action-publish": "yes",
        **{f"{name}-{count}": "0" for name in ("related_links", "topic_links", "key_figures", "comments")
           for count in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")},
    }  # fmt: skip
    response = editor.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), nested_form_data(data), follow=True)
    assert response.redirect_chain, response.context["form"].errors
    return response


def test_chart_when_figures_change_then_an_old_picture_is_never_shown_beside_new_figures(
    visitor: Client, django_capture_on_commit_callbacks: Any
) -> None:
    publish(row("150", "2022"), row("407", "2024"))
    with django_capture_on_commit_callbacks(execute=True):
        page = with_chart(value("bar"))
    assert (
        "407 raportime" in BeautifulSoup(visitor.get(page.url).content, "html.parser").select_one("svg[role=img]").text
    )
    publish(row("150", "2022"), row("500", "2024"))
    chart = BeautifulSoup(visitor.get(page.url).content, "html.parser").select_one("figure.chart")
    assert chart.svg is None
    assert "500 raportime" in chart.text
    assert draw_everything() == []
    chart = BeautifulSoup(visitor.get(page.url).content, "html.parser").select_one("figure.chart")
    assert "500 raportime" in chart.svg.text
    assert not ChartDrawing.objects.filter(wide__contains="407 raportime").exists()


def test_figures_when_published_then_the_charts_that_show_them_are_drawn_again(
    visitor: Client, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        publish(row("150", "2022"), row("407", "2024"))
        page = with_chart(value("bar"))
    with django_capture_on_commit_callbacks(execute=True):
        publish(row("150", "2022"), row("600", "2024"))
    chart = BeautifulSoup(visitor.get(page.url).content, "html.parser").select_one("figure.chart")
    assert "600 raportime" in chart.svg.text


def test_picture_when_downloaded_then_it_has_the_colours_of_its_theme(visitor: Client) -> None:
    chart = next(iter(charts_of(loaded("report.national-annual")).values()))
    for theme, colours in (("light", tokens()), ("dark", dark_tokens())):
        response = visitor.get(f"/data/charts/{chart.digest}-{theme}.svg")
        assert response["Content-Type"] == "image/svg+xml"
        svg = response.content.decode()
        assert colours["ink"] in svg
        assert colours["paper"] in svg
    assert visitor.get(f"/data/charts/{chart.digest}-green.svg").status_code == 404
    assert visitor.get(f"/data/charts/{'0' * 64}-light.svg").status_code == 404


def test_colours_when_a_drawing_has_one_then_the_stylesheet_gives_its_token_and_it_can_be_seen() -> None:
    css = (Path(django_settings.BASE_DIR) / "static" / "css" / "reports.css").read_text()
    for token in (*SERIES_TOKENS, "ink", "ink-soft", "paper", "paper-sunk", "line"):
        name = f"var(--{token})"
        rules = re.findall(r'\[(?:fill|stroke)="(#[0-9a-f]{6})"\] \{ (?:fill|stroke): ' + re.escape(name), css)
        assert rules, token
        assert set(rules) == {tokens()[token]}
    for colours in (tokens(), dark_tokens()):
        for token in SERIES_TOKENS:
            assert contrast(colours[token], colours["paper"]) >= 3, token
        assert contrast(colours["ink"], colours["paper"]) >= 7


@pytest.mark.parametrize(
    "raw",
    [
        "", "<b>", '<svg viewBox="0 0 1 1"><script>1</script></svg>', '<svg viewBox="0 0 1 1"><g onload="1"/></svg>',
        '<svg viewBox="0 0 1 1"><image href="x"/></svg>', '<svg viewBox="0 0 1 1"><g style="x"/></svg>',
        '<svg viewBox="0 0 1 1"><path fill="url(https://x)"/></svg>',
        '<svg viewBox="0 0 1 1"><a xlink:href="x"/></svg>',
    ],
)  # fmt: skip
def test_svg_when_it_could_run_or_load_something_then_it_is_refused(raw: str) -> None:
    with pytest.raises(DrawingError):
        inline_svg(raw, name="c", title="t", description="d")


def test_words_when_they_hold_markup_then_the_picture_shows_them_as_text() -> None:
    svg = inline_svg('<svg x="1" viewBox="0 0 1 1"><g/></svg>', name="c", title="<script>", description='"&')
    assert "<script>" not in svg
    assert BeautifulSoup(svg, "html.parser").title.text == "<script>"
    assert "<script>" not in in_theme(svg, "dark")


def test_program_when_run_alone_then_it_needs_no_django_and_asks_no_address() -> None:
    source = drawing_module.PROGRAM.read_text()
    assert "django" not in source.lower().replace("knows no django", "")
    assert draw([{"mark": "bar", "data": {"url": "http://127.0.0.1:9/x.json"}}])[0].svg == ""
    assert sys.executable


def test_command_when_charts_are_missing_then_it_draws_them_and_says_which_it_could_not(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from django.core.management import CommandError, call_command

    ChartDrawing.objects.all().delete()
    program = tmp_path / "draw.py"
    program.write_text(BROKEN["failing"])
    with monkeypatch.context() as broken:
        broken.setattr(drawing_module, "PROGRAM", program)
        with pytest.raises(CommandError, match="Incidente të regjistruara"):
            call_command("draw_charts")
    call_command("draw_charts")
    assert "All charts are drawn" in capsys.readouterr().out
    assert ChartDrawing.objects.exclude(wide="").count() == 6
