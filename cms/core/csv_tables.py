"""Tables as CSV (RFC 4180) that spreadsheets open safely: what somebody typed is never taken for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse
from django.utils.http import content_disposition_header

# With these a cell begins a formula, in their wide forms too (OWASP, "CSV Injection").
_FORMULA_SIGNS = tuple("=+-@\t\r\n＝＋－＠")
# Spreadsheets pass over these before they look for a formula.
_SKIPPED = " \u00a0\u200b\ufeff\"'"


def safe_cell(value: object) -> str:
    """Return `value` as text that no spreadsheet executes: an apostrophe stands before what could be a formula."""
    text = "" if value is None else str(value)
    if text.startswith(_FORMULA_SIGNS) or text.lstrip(_SKIPPED).startswith(_FORMULA_SIGNS):
        return f"'{text}"
    return text


def csv_text(header: Sequence[object], rows: Iterable[Sequence[object]]) -> str:
    """Return a table as CSV, each cell made safe; begins with a byte order mark, by which Excel knows UTF-8."""
    buffer = io.StringIO()
    buffer.write("\ufeff")
    writer = csv.writer(buffer)
    for row in (header, *rows):
        writer.writerow([safe_cell(cell) for cell in row])
    return buffer.getvalue()


def csv_response(name: str, header: Sequence[object], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """Return the table as a file to save.

    Args:
        name: of the file, with its ending.
        header: names of the columns.
        rows: cells in the order of `header`.
    """
    response = HttpResponse(csv_text(header, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response
