"""The line of names of an uploaded CSV file: which columns there are, and what the divisions are called."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from .csv_cells import NUL_SIGN, CellProblem
from .tables import DIMENSION
from .vocabularies import CODE

MOST_COLUMNS, MOST_DIMENSIONS = 60, 6
REQUIRED = ("indicator", "time_period", "value", "unit", "source")
KNOWN = (
    *REQUIRED, "code", "indicator_sq", "indicator_en", "status", "precision", "source_url", "note_sq", "note_en",
)  # fmt: skip
# Names that Albanian editors give their columns.
SYNONYMS = {
    "kodi": "code", "treguesi": "indicator", "periudha": "time_period", "viti": "time_period", "vlera": "value",
    "gjendja": "status", "njësia": "unit", "njesia": "unit", "saktësia": "precision", "saktesia": "precision",
    "burimi": "source", "adresa": "source_url", "shënim": "note_sq", "shenim": "note_sq",
    "year": "time_period", "period": "time_period", "note": "note_en",
}  # fmt: skip
_NAMED = re.compile(r"(dimension:[\w-]+?)\s*\((.{1,80}?)\s*/\s*(.{1,80})\)")


@dataclass
class Names:
    """The columns of a file in order, the words of its divisions in both languages, and what is wrong with them."""

    columns: list[str] = field(default_factory=list)
    dimensions: dict[str, Any] = field(default_factory=dict)
    problems: list[CellProblem] = field(default_factory=list)


def is_dimension(name: str) -> bool:
    """Return whether a column divides figures, or holds words of a division."""
    code = name.removeprefix(DIMENSION)
    code = code[:-3] if code.endswith(("_sq", "_en")) else code
    return name.startswith(DIMENSION) and bool(CODE.fullmatch(code)) and len(code) <= 40


def read_names(line: list[str], known: dict[str, Any]) -> Names:
    """Read the first line of a file.

    Args:
        line: its cells.
        known: words of divisions from an earlier version, by code.
    """
    names = Names()
    names.columns = [_name(cell.strip(), names) for cell in line[:MOST_COLUMNS]]
    while names.columns and not names.columns[-1]:
        names.columns.pop()

    def tell(column: str, message: str) -> None:
        names.problems.append(CellProblem(1, column[:60], message))

    if len(line) > MOST_COLUMNS:
        tell("", _("These are too many columns."))
    for name in REQUIRED:
        if name not in names.columns:
            tell(name, _("The column “%(name)s” is missing.") % {"name": name})
    for position, name in enumerate(names.columns):
        if not name:
            tell("", _("Column %(number)s has no name.") % {"number": position + 1})
        elif name in names.columns[:position]:
            tell(name, _("This column comes twice."))
        elif name not in KNOWN and not is_dimension(name):
            tell(name, _("There is no such column. Write “dimension:” before the name of a division."))
    divisions = [name for name in names.columns if name.startswith(DIMENSION) and not name.endswith(("_sq", "_en"))]
    if len(divisions) > MOST_DIMENSIONS:
        tell(divisions[-1], _("A dataset is divided in at most six ways."))
    for name in divisions:
        code = name.removeprefix(DIMENSION)
        words = names.dimensions.get(code) or known.get(code)
        if words is None:
            message = _(
                "This division is new. Write its Albanian and English name beside it, such as "
                "dimension:platform (platforma / platform)."
            )
            tell(name, message)
        else:
            names.dimensions[code] = words
    return names


def _name(cell: str, names: Names) -> str:
    """Return the name of a column; words of a division that stand beside it in brackets are kept."""
    if NUL_SIGN in cell:
        return cell
    if match := _NAMED.fullmatch(cell):
        code = match[1].lower().removeprefix(DIMENSION)
        names.dimensions[code] = {"sq": match[2].strip(), "en": match[3].strip()}
        return DIMENSION + code
    name = cell.lower()
    return SYNONYMS.get(name, name)
