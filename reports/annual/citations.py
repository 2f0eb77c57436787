"""How to cite a report, in three forms. Text only, in the language of the page."""

import re
from dataclasses import dataclass
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override

from cms.core.metadata import absolute
from cms.core.text import fold

_YEAR = re.compile(r"\[(?:viti|year)\]", re.I)
_SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "%": r"\%", "&": r"\&", "#": r"\#", "_": r"\_", "$": r"\$",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


@dataclass(frozen=True)
class Citations:
    """A report as it is cited: in one sentence, in APA style (7th edition), and as a BibTeX entry."""

    plain: str
    apa: str
    bibtex: str


def citations_of(page: Any) -> Citations:
    """Return how to cite a report page.

    Args:
        page: an annual or thematic report.
    """
    with override(page.locale.language_code):
        author = _("iSIGURT.al / CRCA/ECPAT Albania")
        undated = _("n.d.")
        year = str(page.cited_year or "")
        url = absolute(page.get_url() or "/")
        plain = _YEAR.sub(year or undated, page.citation) or f"{author}, {page.title}, {year or undated}."
    # A word for “no date” that ends with a full stop takes the one of the sentence with it.
    plain = plain.replace(f"{undated}.", f"{undated.rstrip('.')}.")
    return Citations(
        plain=f"{plain.rstrip()} {url}",
        apa=f"{author}. ({year or undated}). {page.title}. {url}",
        bibtex=_bibtex(page, author, year, url),
    )


def _bibtex(page: Any, author: str, year: str, url: str) -> str:
    key = "isigurt" + year + slugify(fold(page.title)).replace("-", "")[:24]
    fields = {
        "author": f"{{{_escaped(author)}}}",
        "title": f"{{{_escaped(page.title)}}}",
        "institution": f"{{{_escaped(author)}}}",
        "year": year,
        "url": url,
        "language": {"sq": "albanian", "en": "english"}[page.locale.language_code],
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@techreport{{{key},\n{lines}\n}}"


def _escaped(text: str) -> str:
    return "".join(_SPECIAL.get(sign, sign) for sign in " ".join(text.split()))
