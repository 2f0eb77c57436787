"""Amounts and findings as people write them, in both languages."""

from decimal import Decimal
from typing import Any

import pytest
from django.utils.translation import override

from reports.annual.charts.building import build, chart_key
from reports.annual.charts.findings import finding_of
from reports.annual.charts.selection import select
from reports.annual.models import DatasetVersion, Observation
from reports.annual.numbers import amount_in_words, number_in_words
from reports.annual.periods import bounds, in_period, period_in_words, short_period
from reports.annual.vocabularies import Unit
from tests.annual.conftest import LABELS, publish, row

NO_BREAK = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("value", "albanian", "english"),
    [
        ("0", "0", "0"), ("6273", f"6{NO_BREAK}273", f"6{NO_BREAK}273"), ("2.5000", "2,5", "2.5"),
        ("1234567.25", f"1{NO_BREAK}234{NO_BREAK}567,25", f"1{NO_BREAK}234{NO_BREAK}567.25"), ("-3", "-3", "-3"),
        ("100", "100", "100"),
    ],
)  # fmt: skip
def test_number_when_shown_then_it_has_the_separators_of_its_language(value: str, albanian: str, english: str) -> None:
    for language, expected in (("sq", albanian), ("en", english)):
        with override(language):
            assert number_in_words(Decimal(value)) == expected


@pytest.mark.parametrize(
    ("value", "unit", "albanian", "english"),
    [
        ("1", "incident", "1 incident", "1 incident"), ("2", "incident", "2 incidente", "2 incidents"),
        ("0", "incident", "0 incidente", "0 incidents"), ("21", "report", "21 raportime", "21 reports"),
        ("1", "child", "1 fëmijë", "1 child"), ("67", "child", "67 fëmijë", "67 children"),
        ("1", "region", "1 qark", "1 region"), ("12", "region", "12 qarqe", "12 regions"),
        ("1", "school", "1 shkollë", "1 school"), ("1.5", "hour", "1,5 orë", "1.5 hours"),
        ("62", "percent", "62%", "62%"), ("2", "ratio", "2", "2"), ("1", "person", "1 person", "1 person"),
    ],
)  # fmt: skip
def test_amount_when_one_or_several_then_the_plural_is_right(
    value: str, unit: str, albanian: str, english: str
) -> None:
    with override("sq"):
        assert amount_in_words(Decimal(value), unit) == albanian
    with override("en"):
        assert amount_in_words(Decimal(value), unit) == english


def test_amount_when_any_unit_then_it_has_words_in_both_languages() -> None:
    for unit in Unit.values:
        for language in ("sq", "en"):
            with override(language):
                assert "3" in amount_in_words(Decimal(3), unit)


@pytest.mark.parametrize(
    ("period", "albanian", "english"),
    [
        ("2024", "në vitin 2024", "in 2024"),
        ("2024-Q1", "në janar–mars 2024", "in January–March 2024"),
        ("2024-02", "në shkurt 2024", "in February 2024"),
    ],
)
def test_period_when_in_a_sentence_then_months_are_words(period: str, albanian: str, english: str) -> None:
    with override("sq"):
        assert in_period(period) == albanian
    with override("en"):
        assert in_period(period) == english


@pytest.mark.parametrize(
    ("period", "albanian", "english"), [("2024", "2024", "2024"), ("2024-Q3", "T3 2024", "Q3 2024")]
)
def test_period_when_on_an_axis_then_it_is_short(period: str, albanian: str, english: str) -> None:
    with override("sq"):
        assert short_period(period) == albanian
    with override("en"):
        assert short_period(period) == english


def test_period_when_arbitrary_then_it_is_shown_as_it_is() -> None:
    assert period_in_words("pranvera") == "pranvera"
    assert bounds(["pranvera"]) is None
    first, last = bounds(["2023-Q4", "2024-02"]) or (None, None)
    assert (str(first), str(last)) == ("2023-10-01", "2024-02-29")


def finding(language: str, kind: str, *rows: Any, dimension: str = "") -> str:
    """Return the sentence about rows that are in no database."""
    version = DatasetVersion(labels=LABELS)
    observations = [
        Observation(
            version=version, indicator=one.indicator, time_period=one.time_period, value=one.value, unit=one.unit,
            is_suppressed=one.is_suppressed, precision=one.precision, dimensions=one.dimensions, source=one.source,
        )
        for one in rows
    ]  # fmt: skip
    asked = {"kind": kind, "dimension": dimension, "period_from": "", "period_to": ""}
    with override(language):
        return finding_of(select(observations, asked, language))


@pytest.mark.parametrize(
    ("rows", "albanian", "english"),
    [
        (
            [row("1", "2022"), row("407", "2024")],
            f"Raportime: 1 raportim në vitin 2022, 407 raportime në vitin 2024 (rritje me 40{NO_BREAK}600%).",
            f"Reports: 1 report in 2022, 407 reports in 2024 (up by 40{NO_BREAK}600%).",
        ),
        (
            [row("66", "2021", unit="percent"), row("65", "2024", unit="percent")],
            "Raportime: 66% në vitin 2021, 65% në vitin 2024 (ulje me 1 pikë përqindjeje).",
            "Reports: 66% in 2021, 65% in 2024 (down by 1 percentage point).",
        ),
        (
            [row("6273", "2020"), row("2800", "2021", precision="over")],
            f"Raportime: 6{NO_BREAK}273 raportime në vitin 2020, mbi 2{NO_BREAK}800 raportime në vitin 2021.",
            f"Reports: 6{NO_BREAK}273 reports in 2020, over 2{NO_BREAK}800 reports in 2021.",
        ),
        (
            [row("5", "2022"), row("5", "2023")],
            "Raportime: 5 raportime në vitin 2022, 5 raportime në vitin 2023 (pa ndryshim).",
            "Reports: 5 reports in 2022, 5 reports in 2023 (no change).",
        ),
        (
            [row("20", "2024", "under-13"), row("45", "2024", "13-17"), row(None, "2024", "adults")],
            "Raportime në vitin 2024: shifra më e lartë është te “13–17 vjeç”, 45 raportime; më e ulëta te "
            "“nën 13 vjeç”, 20 raportime. 1 shifër nuk tregohet, që të mos njihet askush.",
            "Reports in 2024: the highest figure is that of “13–17”, 45 reports; the lowest that of “under 13”, "
            "20 reports. 1 figure is withheld, so that nobody can be recognised.",
        ),
        (
            [row("20", "2024", "under-13"), row(None, "2024", "13-17"), row(None, "2024", "adults")],
            "Raportime: nën 13 vjeç në vitin 2024: 20 raportime. 2 shifra nuk tregohen, që të mos njihet askush.",
            "Reports: under 13 in 2024: 20 reports. 2 figures are withheld, so that nobody can be recognised.",
        ),
    ],
)
def test_finding_when_written_from_figures_then_it_is_right_in_both_languages(
    rows: list[Any], albanian: str, english: str
) -> None:
    assert finding("sq", "bar", *rows) == albanian
    assert finding("en", "bar", *rows) == english


def test_finding_when_the_first_figure_is_nothing_then_no_share_is_computed() -> None:
    assert finding("en", "bar", row("0", "2022"), row("9", "2023")) == "Reports: 0 reports in 2022, 9 reports in 2023."


@pytest.mark.django_db
def test_finding_when_an_editor_has_written_one_then_it_stays() -> None:
    publish(row("10", "2023"), row("20", "2024"))
    value = {"title": "T", "kind": "bar", "series": "raporto/reports", "finding": "Dyfish."}
    assert build([value], "sq")[chart_key(value)].finding == "Dyfish."
