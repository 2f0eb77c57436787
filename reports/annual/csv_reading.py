"""Reading an uploaded CSV file: everything that is wrong with it by row and column, and its rows if nothing is.

Writes nothing. Rows are counted as spreadsheets count them: the line of names is row 1.
"""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from . import csv_cells as cells
from .csv_cells import CellProblem
from .csv_header import read_names
from .models.versions import dimensions_key
from .tables import DIMENSION, SUPPRESSED
from .vocabularies import LANGUAGES, Precision, Unit

LARGEST_FILE = 5 * 1024 * 1024
MOST_ROWS, MOST_PROBLEMS = 10_000, 1000


class UnreadableFileError(Exception):
    """A file that is no text at all; the message is for its uploader."""


@dataclass(frozen=True)
class Row:
    """One observation as read; the same names as the model's."""

    indicator: str
    time_period: str
    value: Decimal | None
    unit: str
    source: str
    code: str = ""
    precision: str = "exact"
    is_suppressed: bool = False
    source_url: str = ""
    note_sq: str = ""
    note_en: str = ""
    dimensions: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str, str]:
        """Return what must not come twice in a dataset."""
        return self.indicator, self.time_period, dimensions_key(self.dimensions)


@dataclass
class ReadTable:
    """A file as read. `rows` are complete only where there are no problems; `problem_count` counts all of them."""

    rows: list[Row] = field(default_factory=list)
    labels: dict[str, Any] = field(default_factory=dict)
    problems: list[CellProblem] = field(default_factory=list)
    problem_count: int = 0


def text_of(data: bytes) -> str:
    """Return the text of an uploaded file, with NUL made visible.

    Raises:
        UnreadableFileError: if it is empty, too large, or not in UTF-8 or UTF-16.
    """
    if len(data) > LARGEST_FILE:
        raise UnreadableFileError(_("The file is larger than 5 MB."))
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise UnreadableFileError(
            _("The letters of this file cannot be read. Save it again as “CSV UTF-8” and choose it again.")
        ) from None
    if not text.strip():
        raise UnreadableFileError(_("The file is empty."))
    return text.replace("\x00", cells.NUL_SIGN)


def read_table(
    text: str, *, known_labels: dict[str, Any] | None = None, taken: frozenset[str] = frozenset()
) -> ReadTable:
    """Read the text of a CSV file divided by commas, semicolons or tabs.

    Args:
        text: of the whole file.
        known_labels: words of codes from an earlier version; the file need not repeat them.
        taken: codes of figures in other datasets.
    """
    return _Reader(text, known_labels or {}, taken).read()


class _Reader:
    def __init__(self, text: str, known_labels: dict[str, Any], taken: frozenset[str]) -> None:
        self.text = text
        self.known = known_labels
        self.taken = taken
        self.table = ReadTable(labels={"indicators": {}, "dimensions": {}, "values": {}})
        self.delimiter = ","
        self.names: list[str] = []
        self.seen: dict[tuple[str, str, str], int] = {}
        self.codes: dict[str, int] = {}

    def problem(self, row: int, column: str, message: str) -> None:
        self.table.problem_count += 1
        if len(self.table.problems) < MOST_PROBLEMS:
            self.table.problems.append(CellProblem(row, column, message))

    def read(self) -> ReadTable:
        lines = self.text
        first = lines.split("\n", 1)[0].strip().strip('"').lower()
        if first in ("sep=;", "sep=,", "sep=\t"):
            lines = lines.split("\n", 1)[1] if "\n" in lines else ""
            first = lines.split("\n", 1)[0]
        self.delimiter = max(",;\t", key=lines.split("\n", 1)[0].count)
        reader = csv.reader(io.StringIO(lines, newline=""), delimiter=self.delimiter, strict=True)
        number = 0
        try:
            for number, line in enumerate(reader, start=1):
                if number == 1:
                    if not self._header(line):
                        return self.table
                elif any(cell.strip() for cell in line):
                    if len(self.seen) >= MOST_ROWS:
                        self.problem(number, "", _("A dataset has at most 10 000 rows."))
                        break
                    self._line(number, line)
        except csv.Error:
            self.problem(number + 1, "", _("This row cannot be read: a quotation mark is opened and not closed well."))
        if not self.table.problem_count and not self.table.rows:
            self.problem(2, "", _("There is no row below the names of the columns."))
        self._check_labels()
        return self.table

    def _header(self, line: list[str]) -> bool:
        names = read_names(line, self.known.get("dimensions", {}))
        self.names = names.columns
        self.table.labels["dimensions"] = names.dimensions
        for problem in names.problems:
            self.problem(problem.row, problem.column, problem.message)
        return not names.problems

    def _line(self, number: int, line: list[str]) -> None:
        if len(line) > len(self.names) and any(cell.strip() for cell in line[len(self.names) :]):
            self.problem(number, "", _("This row has more cells than there are columns."))
            return
        found = dict(zip(self.names, line, strict=False))
        before = self.table.problem_count
        values = self._values(number, found)
        dimensions = self._dimensions(number, found)
        if self.table.problem_count > before:
            # Counted, so that a file of broken rows ends too.
            self.seen[("", "", str(number))] = number
            return
        row = Row(**values, dimensions=dimensions)
        self._once(number, row)
        self.table.rows.append(row)

    def _values(self, number: int, found: dict[str, str]) -> dict[str, Any]:
        values: dict[str, Any] = {}

        def take(name: str, read: Callable[[str], Any], *, optional: bool = False, default: Any = "") -> None:
            cell = found.get(name, "")
            if not cell.strip() and optional:
                values[name] = default
                return
            try:
                if not cell.strip():
                    raise ValueError(_("This cell must not be empty."))
                values[name] = read(cell)
            except ValueError as error:
                self.problem(number, name, str(error))

        take("indicator", cells.code_cell)
        take("time_period", cells.period_cell)
        take("unit", lambda cell: cells.choice_cell(cell, Unit))
        take("source", lambda cell: cells.text_cell(cell, 200))
        take("code", cells.code_cell, optional=True)
        take("precision", lambda cell: cells.choice_cell(cell, Precision), optional=True, default="exact")
        take("source_url", cells.address_cell, optional=True)
        take("note_sq", lambda cell: cells.text_cell(cell, 240), optional=True)
        take("note_en", lambda cell: cells.text_cell(cell, 240), optional=True)
        self._value(number, found, values)
        self._words(number, found, "indicator", self.table.labels["indicators"], values.get("indicator"))
        return values

    def _value(self, number: int, found: dict[str, str], values: dict[str, Any]) -> None:
        status, cell = found.get("status", "").strip().lower(), found.get("value", "")
        if status not in ("", SUPPRESSED):
            self.problem(number, "status", _("This is either empty or “suppressed”."))
        elif status == SUPPRESSED and cell.strip():
            self.problem(number, "value", _("A suppressed figure must have no value."))
        elif status == SUPPRESSED:
            values |= {"value": None, "is_suppressed": True}
        elif not cell.strip():
            self.problem(
                number, "value", _("This cell must not be empty; a withheld figure has the status “suppressed”.")
            )
        else:
            try:
                values["value"] = cells.number_cell(cell, self.delimiter)
            except ValueError as error:
                self.problem(number, "value", str(error))

    def _words(self, number: int, found: dict[str, str], name: str, labels: dict[str, Any], code: str | None) -> None:
        """Keep the words of a code in both languages, and tell where two rows call it differently."""
        if not code:
            return
        words = labels.setdefault(code, {})
        for language in LANGUAGES:
            column = f"{name}_{language}"
            try:
                text = cells.text_cell(found.get(column, ""), 160)
            except ValueError as error:
                self.problem(number, column, str(error))
                continue
            if text and words.setdefault(language, text) != text:
                self.problem(number, column, _("Another row has other words for “%(code)s”.") % {"code": code})

    def _dimensions(self, number: int, found: dict[str, str]) -> dict[str, str]:
        dimensions = {}
        for name, cell in found.items():
            if not name.startswith(DIMENSION) or name.endswith(("_sq", "_en")) or not cell.strip():
                continue
            code = name.removeprefix(DIMENSION)
            try:
                value = cells.code_cell(cell, 40)
            except ValueError as error:
                self.problem(number, name, str(error))
                continue
            dimensions[code] = value
            self._words(number, found, name, self.table.labels["values"].setdefault(code, {}), value)
        return dict(sorted(dimensions.items()))

    def _once(self, number: int, row: Row) -> None:
        if (first := self.seen.setdefault(row.key, number)) != number:
            self.problem(number, "", _("Row %(first)s tells this figure already.") % {"first": first})
        if row.code and (first := self.codes.setdefault(row.code, number)) != number:
            self.problem(number, "code", _("Row %(first)s has this code already.") % {"first": first})
        elif row.code in self.taken:
            self.problem(number, "code", _("Another dataset has a figure with this code."))

    def _check_labels(self) -> None:
        """Take words from the earlier version where the file has none; tell which codes have no words at all."""
        labels = self.table.labels
        groups = [("indicator", labels["indicators"], self.known.get("indicators", {}))] + [
            (f"{DIMENSION}{code}", values, self.known.get("values", {}).get(code, {}))
            for code, values in labels["values"].items()
        ]
        for name, found, known in groups:
            for code, words in found.items():
                for language in LANGUAGES:
                    if not words.get(language) and known.get(code, {}).get(language):
                        words[language] = known[code][language]
                    if not words.get(language):
                        message = _("“%(code)s” has no words yet. Fill this column in one of its rows.")
                        self.problem(1, f"{name}_{language}", message % {"code": code})
