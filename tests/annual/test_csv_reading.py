"""What an uploaded file may be, and that every fault is told by row and column."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.annual.csv_reading import MOST_ROWS, Row, UnreadableFileError, read_table, text_of
from reports.annual.models.versions import dimensions_key
from reports.annual.tables import as_csv
from tests.annual.conftest import FILE, HEAD, LABELS, row


def problems(text: str, **kwargs: Any) -> list[tuple[int, str]]:
    return [(problem.row, problem.column) for problem in read_table(text, **kwargs).problems]


def one(line: str, head: str = HEAD) -> list[tuple[int, str]]:
    return problems(f"{head}\n{line}\n")


def test_file_when_it_is_right_then_rows_and_words_come_out() -> None:
    table = read_table(FILE)
    assert not table.problems
    assert [(found.time_period, found.value) for found in table.rows] == [
        ("2023", Decimal(180)),
        ("2024", Decimal(407)),
    ]
    assert table.labels["indicators"] == {"incidents": {"sq": "Incidente", "en": "Incidents"}}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_file_when_a_spreadsheet_saved_it_in_unicode_then_albanian_letters_stay(encoding: str) -> None:
    text = text_of(FILE.replace("Incidente", "Fëmijë të çliruar").encode(encoding))
    assert read_table(text).labels["indicators"]["incidents"]["sq"] == "Fëmijë të çliruar"


def test_file_when_albanian_excel_saved_it_then_semicolons_decimal_commas_and_its_names_are_read() -> None:
    text = (
        "sep=;\r\nTreguesi;indicator_sq;indicator_en;Periudha;Vlera;Njësia;Burimi\r\n"
        "koha;Koha;Time;2024-Q1;12,5;orë;Raporti\r\nkoha;;;2024-Q2;6 273;hour;Raporti\r\n"
    )
    from django.utils.translation import override

    with override("sq"):
        table = read_table(text)
    assert not table.problems
    assert [found.value for found in table.rows] == [Decimal("12.5"), Decimal(6273)]
    assert {found.unit for found in table.rows} == {"hour"}


@pytest.mark.parametrize(
    ("cell", "delimiter", "value"),
    [
        ("2.5", ",", "2.5"), ("2,5", ";", "2.5"), ("1.234", ",", "1.234"), ("1,234", ";", "1.234"),
        ("6 273", ",", "6273"), ("1 234 567", ";", "1234567"), ("−4", ",", "-4"), ("0.5000", ",", "0.5"),
        ("1.234", ";", None), ("1.234.567", ";", None), ("1.234.567", ",", None), ("1e5", ",", None),
        ("٣", ",", None), ("NaN", ",", None), ("Infinity", ",", None), ("12%", ",", None), ("0.12345", ",", None),
        ("9" * 14, ",", None), ("", ",", None), ("1,5,0", ";", None), ("0x10", ",", None), ("1_000", ",", None),
    ],
)  # fmt: skip
def test_number_when_written_in_either_way_then_it_is_read_and_never_guessed(
    cell: str, delimiter: str, value: str | None
) -> None:
    line = delimiter.join(["incidents", "I", "I", "2024", f'"{cell}"', "incident", "B"])
    table = read_table(f"{HEAD.replace(',', delimiter)}\n{line}\n")
    if value is None:
        assert [(problem.row, problem.column) for problem in table.problems] == [(2, "value")]
    else:
        assert [found.value for found in table.rows] == [Decimal(value)]


@pytest.mark.parametrize(
    ("line", "where"),
    [
        ("=cmd()|A1,I,I,2024,1,incident,B", (2, "indicator")),
        ("incidents,=HYPERLINK(1),I,2024,1,incident,B", (2, "indicator_sq")),
        ("incidents,I,I,2024,1,incident,@SUM(A1)", (2, "source")),
        ("incidents,I,I,2024,1,incident,+355", (2, "source")),
        ("incidents,I,I,2024,1,incident,a\x01b", (2, "source")),
        ("incidents,I,I,2024,1,incident,a␀b", (2, "source")),
        (f"incidents,I,I,2024,1,incident,{'b' * 5000}", (2, "source")),
        ("incidents,I,I,2024-13,1,incident,B", (2, "time_period")),
        ("incidents,I,I,٢٠٢٤,1,incident,B", (2, "time_period")),
        ("incidents,I,I,2024,1,unicorn,B", (2, "unit")),
        ("incidents,I,I,2024,,incident,B", (2, "value")),
        ("Numri i incidenteve,I,I,2024,1,incident,B", (2, "indicator")),
        ("incidents,I,I,2024,1,incident,", (2, "source")),
        ("incidents,I,I,2024,1,incident,B,tepër", (2, "")),
        ('incidents,I,I,2024,1,incident,"B', (2, "")),
        (f"incidents,I,I,2024,1,incident,{'x' * 200_000}", (2, "")),
        ("incidents,,,2024,1,incident,B", (1, "indicator_sq")),
    ],
)
def test_cell_when_something_is_wrong_with_it_then_its_row_and_column_are_told(
    line: str, where: tuple[int, str]
) -> None:
    assert one(line)[0] == where


def test_names_when_columns_are_missing_double_or_unknown_then_each_is_told_in_row_one() -> None:
    found = problems("indicator,value,value,colour\nincidents,1,1,red\n")
    assert {(1, "time_period"), (1, "unit"), (1, "source"), (1, "value"), (1, "colour")} == set(found)


def test_file_when_a_row_comes_twice_then_the_first_is_named() -> None:
    table = read_table(f"{HEAD}\nincidents,I,I,2024,1,incident,B\nincidents,I,I,2024,2,incident,B\n")
    assert [(problem.row, "2" in problem.message) for problem in table.problems] == [(3, True)]


def test_file_when_rows_disagree_about_words_then_the_second_is_told() -> None:
    assert one("incidents,A,I,2023,1,incident,B\nincidents,Z,I,2024,1,incident,B") == [(3, "indicator_sq")]


def test_suppressed_row_when_it_has_a_value_then_it_is_refused() -> None:
    head = f"{HEAD},status"
    assert one("incidents,I,I,2024,5,incident,B,suppressed", head) == [(2, "value")]
    table = read_table(f"{head}\nincidents,I,I,2024,,incident,B,suppressed\n")
    assert [(found.value, found.is_suppressed) for found in table.rows] == [(None, True)]


def test_division_when_it_is_new_then_it_needs_a_name_in_both_languages() -> None:
    line = "incidents,I,I,2024,5,incident,B,tiktok,TikTok,TikTok"
    tail = ",dimension:platform_sq,dimension:platform_en"
    assert one(line, f"{HEAD},dimension:platform{tail}") == [(1, "dimension:platform")]
    table = read_table(f"{HEAD},dimension:platform (platforma / platform){tail}\n{line}\n")
    assert not table.problems
    assert table.rows[0].dimensions == {"platform": "tiktok"}
    assert table.labels["dimensions"] == {"platform": {"sq": "platforma", "en": "platform"}}


def test_code_when_another_dataset_has_it_then_it_is_refused() -> None:
    line = "incidents,I,I,2024,5,incident,B,2024-incidents"
    assert problems(f"{HEAD},code\n{line}\n", taken=frozenset({"2024-incidents"})) == [(2, "code")]


def test_file_when_it_has_ten_thousand_rows_then_it_is_read_and_one_more_is_too_many() -> None:
    lines = [f"incidents,I,I,{1000 + number // 12}-{number % 12 + 1:02},1,incident,B" for number in range(MOST_ROWS)]
    assert len(read_table("\n".join([HEAD, *lines])).rows) == MOST_ROWS
    table = read_table("\n".join([HEAD, *lines, "incidents,I,I,9999,1,incident,B"]))
    assert [problem.row for problem in table.problems] == [MOST_ROWS + 2]


@pytest.mark.parametrize(
    "data", [b"", b"  \n ", b"\xff\xfa\x80", "Fëmijë".encode("cp1252"), b"a" * (5 * 1024 * 1024 + 1), b"\xff\xfea"]
)
def test_data_when_it_is_no_text_then_one_sentence_says_so(data: bytes) -> None:
    with pytest.raises(UnreadableFileError):
        text_of(data)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(), st.text(alphabet='",;\t\n\r=␀a1 ').map(lambda text: f"{HEAD}\n{text}")))
def test_file_when_arbitrary_then_it_is_read_or_told_and_what_is_read_can_be_stored(text: str) -> None:
    table = read_table(text)
    assert bool(table.problems) == bool(table.problem_count)
    assert table.problem_count or table.rows
    if not table.problem_count:
        again = read_table(as_csv(table.rows, table.labels))
        assert (again.rows, again.labels) == (table.rows, table.labels)


WORDS = st.text(alphabet="abcëçdhgj -–“”.,;\"'/0123456789", min_size=1, max_size=40).map(
    lambda text: "f " + " ".join(text.split())
)
ROWS = st.lists(
    st.builds(
        row,
        st.one_of(
            st.none(),
            st.decimals(-(10**9), 10**9, places=4, allow_nan=False, allow_infinity=False).map(
                lambda value: str(value + 0)
            ),
        ),
        st.sampled_from(["2023", "2024", "2024-Q2", "2024-11"]),
        st.sampled_from(["", "under-13", "13-17", "adults"]),
        source=WORDS.map(str.strip),
        note_sq=WORDS.map(str.strip),
        unit=st.sampled_from(["report", "percent"]),
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda found: found.key,
)


@settings(max_examples=150, deadline=None)
@given(ROWS)
def test_dataset_when_downloaded_and_uploaded_again_then_nothing_changes(rows: list[Row]) -> None:
    table = read_table(as_csv(rows, LABELS), known_labels=LABELS)
    assert not table.problems
    assert table.rows == rows
    assert all(dimensions_key(found.dimensions) == found.key[2] for found in rows)
    for line in as_csv(rows, LABELS).splitlines()[1:]:
        assert not line.startswith(("=", "+", "@"))
