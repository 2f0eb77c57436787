"""The PDF of a package: tagged, in the reader's language, with exactly the words, whatever a reporter wrote."""

import re
import unicodedata
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.inbox.packages.printing import report_pdf, report_pictures
from reports.inbox.vocabularies import PassedField
from tests.inbox.pdf_text import pdf_text

SIGNING_KEY = b"\x01" * 32
HOSTILE = [
    '#import "x": y',
    '#eval("1 + 1")',
    '#read("/etc/passwd")',
    '#sys.inputs.data',
    "= Titull i rremë",
    "*i theksuar* _i pjerrët_ `kod`",
    "$ sum_(i=1)^n i $",
    "\\ // koment /* koment */",
    "<etiketa> @referenca",
    '"}], "sections": [], "x": "',
    "</script><b>&amp;</b>",
    "- një\n+ dy\n/ tre: katër",
    "https://shembull.example/" + "a" * 400,
    "fjalë" * 2000,
    "emoji \U0001f600 dhe \u65e5\u672c",
    "\u202eshkrim i kthyer\u202c",
    "NUL \x00 zile \x07 \x1b[31m",
    "e\u0308\u0327\u0301\u0301\u0301",
    "\ufeff\u200b\u00ad\u2028\u2029\ud7ff\ue000\U0010ffff",
]  # fmt: skip


def document(**given_fields: Any) -> dict[str, Any]:
    fields = {
        "category": {"code": "grooming", "is_assessed": True},
        "addresses": ["https://shembull.example/faqe?a=1", "@emri"],
        "description": {"text": "Fjalët e raportuesit.\n\nRreshti i dytë.", "is_shortened": False},
        "age_band": "11-13",
        "answers": {"plan_to_meet": "yes"},
    }
    return {
        "schema": "isigurt-referral",
        "version": 1,
        "reference": "IS-PROVA2",
        "kind": "police",
        "language": "sq",
        "recipient": "Policia e Shtetit",
        "sender": {"name": "Linja", "email": "linja@shembull.example"},
        "prepared_at": "2026-11-24T14:00:00+00:00",
        "fields": fields | given_fields.pop("fields", {}),
        "note": "",
    } | given_fields


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize(("language", "title"), [("sq", "Raportim i përcjellë"), ("en", "Report passed on")])
def test_pdf_when_made_then_it_is_tagged_has_a_language_a_title_and_the_words(language: str, title: str) -> None:
    pdf = report_pdf(document(language=language), SIGNING_KEY)
    assert pdf.startswith(b"%PDF-1.7")
    assert re.search(rb"/MarkInfo\s*<<[^>]*/Marked true", pdf)
    assert f"/Lang({language})".encode() in pdf
    assert b"pdfuaid:part" in pdf
    for tag in (b"/S/H1", b"/S/H2", b"/S/L/", b"/S/LI", b"/S/Table", b"/S/P/"):
        assert tag in pdf
    text = pdf_text(pdf)
    for words in (title, "IS-PROVA2", "Policia e Shtetit", "https://shembull.example/faqe?a=1", "Rreshti i dytë."):
        assert squeezed(words) in text


def test_pdf_when_made_then_it_links_to_nothing_and_runs_nothing() -> None:
    pdf = report_pdf(document(), SIGNING_KEY)
    for action in (b"/URI", b"/JavaScript", b"/JS", b"/Launch", b"/EmbeddedFile", b"/AcroForm", b"/OpenAction"):
        assert action not in pdf


def test_pdf_when_made_twice_then_it_is_the_same_to_the_byte() -> None:
    assert report_pdf(document(), SIGNING_KEY) == report_pdf(document(), SIGNING_KEY)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize(
    "field", ["description", "addresses", "explanation", "recipient", "note", "contact", "answers"]
)
def test_pdf_when_a_text_tries_to_be_markup_then_it_is_printed_as_it_is(field: str, text: str) -> None:
    if field == "description":
        hostile = document(fields={"description": {"text": text, "is_shortened": True}})
    elif field in ("recipient", "note", "contact"):
        hostile = document(**{field: text})
    else:
        value = {"addresses": [text], "explanation": text, "answers": {text: text}}[field]
        hostile = document(fields={field: value})
    pdf = report_pdf(hostile, SIGNING_KEY)
    printed = pdf_text(pdf)
    expected = unicodedata.normalize("NFC", text)
    if all(symbol == "\n" or " " <= symbol <= "\u017f" for symbol in expected):
        for line in expected.split("\n"):
            assert squeezed(line) in printed
    assert b"Titull" not in b"".join(re.findall(rb"/Title\s*\([^)]*\)", pdf)), "a heading of the reporter's"


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("\u202e", "⟨U+202E⟩"),
        ("\x00", "⟨U+0000⟩"),
        ("\U0001f600", "⟨U+1F600GRINNINGFACE⟩"),
        ("\u65e5", "⟨U+65E5⟩"),
        ("\u00ad", "⟨U+00AD⟩"),
    ],
)
def test_pdf_when_a_sign_hides_or_has_no_glyph_then_it_is_written_out(text: str, printed: str) -> None:
    assert printed in pdf_text(report_pdf(document(note=f"para{text}pas"), SIGNING_KEY))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=st.text(st.characters(codec="utf-8"), max_size=300))
def test_pdf_when_any_text_comes_then_it_is_made_and_plain_words_beside_it_stay(text: str) -> None:
    printed = pdf_text(report_pdf(document(note=text, recipient=text), SIGNING_KEY))
    assert squeezed("https://shembull.example/faqe?a=1") in printed


def test_pdf_when_an_address_is_long_then_every_sign_is_there_and_none_is_added() -> None:
    address = "https://shembull.example/" + "".join(f"{number}-" for number in range(400))
    assert address in pdf_text(report_pdf(document(fields={"addresses": [address]}), SIGNING_KEY))


def test_pdf_when_a_notice_names_nobody_then_the_hotline_stands_nowhere_in_it() -> None:
    nameless = document(kind="platform_notice", sender=None, fields={"explanation": "pse", "legal_ground": "neni"})
    printed = pdf_text(report_pdf(nameless, SIGNING_KEY))
    assert "linja@shembull.example" not in printed
    assert squeezed("Njoftuesi nuk përmendet") in printed


def test_pdf_when_every_field_is_passed_then_each_label_is_printed() -> None:
    every = {
        "explanation": "a", "legal_ground": "b", "happened_when": "c", "is_in_danger": True, "affected_sex": "female",
        "county": "AL-11", "child_known": "yes", "other_person": "d", "done_so_far": "e", "platform": "x",
        "site_type": "forum", "host_country": "f", "language": "sq", "reporter_role": "witness",
        "received_at": "2026-11-24T13:00:00+00:00",
    }  # fmt: skip
    printed = pdf_text(report_pdf(document(fields=every, contact="g"), SIGNING_KEY))
    with override("sq"):
        for field in PassedField:
            assert squeezed(str(field.label)) in printed, field


def test_pictures_when_made_then_each_page_is_one() -> None:
    long = document(fields={"description": {"text": "fjalë " * 2000, "is_shortened": False}})
    assert len(report_pictures(document(), SIGNING_KEY, 40)) >= 1
    assert len(report_pictures(long, SIGNING_KEY, 40)) > 2
    assert all(picture.startswith(b"\x89PNG") for picture in report_pictures(long, SIGNING_KEY, 40))


def test_template_when_read_then_no_text_of_a_document_is_parsed() -> None:
    """The one way for text into Typst is `sys.inputs`; the template neither evaluates nor includes."""
    source = (django_settings.BASE_DIR / "templates" / "inbox_documents" / "report.typ").read_text(encoding="utf-8")
    code = "\n".join(line for line in source.splitlines() if not line.lstrip().startswith("//"))
    assert code.count("sys.inputs") == 1
    for word in ("eval", "include", "import", "read(", "plugin", "link("):
        assert word not in code
