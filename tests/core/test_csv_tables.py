"""Tables for spreadsheets hold text, never formulas."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.core.csv_tables import csv_text, safe_cell

FORMULAS = [
    '=HYPERLINK("http://evil.example")', "+1+1", "-2+3+cmd|' /C calc'!A0", "@SUM(1)", "\t=1", "\r=1", "＝1+1", "＠x",
]  # fmt: skip


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


@pytest.mark.parametrize("value", FORMULAS)
@pytest.mark.parametrize("before", ["", " ", "\u00a0", '"', "'", "\ufeff"])
def test_cell_when_it_could_be_a_formula_then_an_apostrophe_stands_before_it(value: str, before: str) -> None:
    assert safe_cell(before + value) == f"'{before}{value}"


@pytest.mark.parametrize("value", ["Tiranë", "7-A", "a=b", "116 111", "", "2027-02-09", "#SID2024"])
def test_cell_when_it_is_plain_text_then_it_stays_as_it_is(value: str) -> None:
    assert safe_cell(value) == value


@given(st.lists(st.lists(st.text(st.characters(codec="utf-8")), min_size=2, max_size=2), max_size=5))
def test_table_when_its_cells_are_hostile_then_it_reads_back_and_no_formula_begins(
    rows: list[list[str]],
) -> None:
    read = rows_of(csv_text(["a", "b"], rows))
    assert len(read) == len(rows) + 1
    for written, found in zip(rows, read[1:], strict=True):
        for wanted, cell in zip(written, found, strict=True):
            assert cell in (wanted, f"'{wanted}")
            assert not cell.lstrip(' \u00a0\u200b\ufeff"').startswith(tuple("=+-@\t\r\n＝＋－＠"))


def test_table_when_opened_by_a_spreadsheet_then_it_is_known_as_utf_8() -> None:
    assert csv_text(["Qarku"], [["Korçë"], [None], [7]]) == '\ufeffQarku\r\nKorçë\r\n""\r\n7\r\n'
