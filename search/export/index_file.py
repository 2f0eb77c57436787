"""The published index as a script: pages opened from a folder may load scripts, but no data files."""

import json
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from ..models import PublishedEntry
from ..vocabularies import EntryType

# The longest list a reader gets.
LIMIT = 40


def index_script(language: str, files: dict[str, str]) -> str:
    """Return a script that puts the index of a language and the words of the search into `window.SITE_INDEX`.

    Args:
        language: `sq` or `en`.
        files: address on the site -> file in the folder; entries without a file are left out.
    """
    entries = []
    rows = PublishedEntry.objects.in_language(language).select_related("terms").order_by("path")
    with override(language):
        for entry in rows:
            if entry.path in files:
                entries.append(_line(entry, files[entry.path]))
        data = {
            "limit": LIMIT,
            "entries": entries,
            "words": {
                "none": _("No results"),
                "one": ngettext("%(total)s result", "%(total)s results", 1),
                "many": ngettext("%(total)s result", "%(total)s results", 2),
                "results": _("Results"),
                "help": _("We found nothing for these words. Try another word, or talk to somebody:"),
            },
        }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # These two end lines in scripts, though not in JSON.
    return f"window.SITE_INDEX={text};\n".replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _line(entry: PublishedEntry, file: str) -> dict[str, Any]:
    terms = entry.terms
    return {
        "file": file,
        "title": entry.title,
        "summary": entry.summary,
        "kind": str(EntryType(entry.type).label),
        "codes": entry.codes,
        "terms": [terms.title_terms, terms.summary_terms, terms.body_terms],
    }
