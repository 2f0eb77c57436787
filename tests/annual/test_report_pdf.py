"""A report on paper: tagged, and with the figures of its page."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from cms.core.figures import figures_for
from reports.annual.documents import report_data
from reports.annual.models import AnnualReportPage
from tests.factories import loaded
from tests.inbox.pdf_text import pdf_text

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["sq", "en"])
def test_report_when_printed_then_it_is_tagged_and_says_what_the_page_says(visitor: Client, language: str) -> None:
    page = loaded("report.national-annual", language)
    response = visitor.get(f"/publications/{page.pk}/report.pdf")
    assert response["Content-Type"] == "application/pdf"
    data = response.content
    assert data.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in data or b"pdfuaid" in data
    text = pdf_text(data)
    figures = figures_for(language)
    for row in page.key_figures.all():
        assert "".join(figures[row.code].words.split()) in text
    assert page.title.split()[0] in text


def test_report_when_printed_then_figures_charts_and_comparison_are_those_of_the_page(visitor: Client) -> None:
    page = loaded("report.national-annual")
    data = report_data(page)
    assert [one["words"] for one in data["figures"]] == [figure.words for figure in page.figures()]
    charts = [node for node in data["body"] if node["kind"] == "chart"]
    assert len(charts) == 3
    assert all(chart["svg"].startswith("<svg") and chart["rows"] and chart["finding"] for chart in charts)
    assert len(data["comparison"]) == 5
    assert data["comparison"][0]["figures"] == ["2022: 150 incidente", "2024: 407 incidente"]


def test_report_when_printed_twice_then_the_bytes_are_the_same(visitor: Client) -> None:
    from django.core.cache import cache

    page = loaded("report.national-annual")
    first = visitor.get(f"/publications/{page.pk}/report.pdf").content
    cache.clear()
    assert visitor.get(f"/publications/{page.pk}/report.pdf").content == first


@pytest.mark.parametrize("title", ["", "#set text(red) $x$ <b> \\", "ë" * 255, "🐦 مرحبا"])
def test_report_when_its_words_are_hostile_then_it_can_be_printed(visitor: Client, title: str) -> None:
    page = loaded("report.women-girls-six-years")
    AnnualReportPage.objects.filter(pk=page.pk).update(title=title, summary=title[:200], citation="")
    assert visitor.get(f"/publications/{page.pk}/report.pdf").status_code == 200


def test_report_when_a_chart_has_no_picture_then_its_table_is_printed(visitor: Client, monkeypatch: Any) -> None:
    from reports.annual.models import ChartDrawing

    ChartDrawing.objects.update(wide="", narrow="")
    page = loaded("report.national-annual")
    assert visitor.get(f"/publications/{page.pk}/report.pdf").status_code == 200


def test_report_when_it_is_no_live_page_then_there_is_no_pdf(visitor: Client, person: Callable[..., Client]) -> None:
    page = loaded("report.national-annual")
    AnnualReportPage.objects.filter(pk=page.pk).update(live=False)
    assert visitor.get(f"/publications/{page.pk}/report.pdf").status_code == 404
