"""Posters and sheets on paper and as pictures, and the page where a school makes its own."""

import io
import re
from typing import Any
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.test import Client
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from campaigns.materials.common import surroundings
from campaigns.materials.ornaments import code
from campaigns.materials.posters import Own, Paper, Shape, picture_png, poster_data, poster_pdf
from campaigns.materials.sheets import sheet_pdf
from campaigns.models import DownloadCount
from campaigns.poster_form import NAME_LIMIT, PosterForm
from tests.factories import loaded
from tests.inbox.pdf_text import pdf_text
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
LANGUAGES = pytest.mark.parametrize("language", ["sq", "en"])
SCHOOL = "Shkolla 9-vjeçare “Naim Frashëri”, Tiranë"
# What editors and schools may type, and what must be printed as it is.
MARKUP = '#panic("x") $x^2$ *b* _i_ @x <y> \\ ``` // /* #read("/etc/passwd")'


def squeezed(text: str) -> str:
    return "".join(text.split())


def media_box(pdf: bytes) -> tuple[int, int]:
    """Return width and height of the first page in millimetres."""
    found = re.search(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert found is not None
    return tuple(round(float(found[number]) * 25.4 / 72) for number in (1, 2))  # type: ignore[return-value]


def pages_in(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def assert_tagged(pdf: bytes, language: str) -> None:
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert re.search(rb"/MarkInfo\s*<<[^>]*/Marked true", pdf)
    assert f"/Lang({language})".encode() in pdf.replace(b" ", b"")


@LANGUAGES
def test_posters_when_set_then_each_variant_is_one_tagged_page_of_its_size_with_its_words(language: str) -> None:
    material = loaded("material.poster", language)
    with override(language):
        around = surroundings(language)
        variants = list(material.variants.all())
        assert len(variants) == 6
        for variant in variants:
            for paper, size in ((Paper.A4, (210, 297)), (Paper.A3, (297, 420))):
                pdf = poster_pdf(material, variant, around, paper)
                assert_tagged(pdf, language)
                assert (pages_in(pdf), media_box(pdf)) == (1, size)
                assert poster_pdf(material, variant, around, paper) == pdf
                said = pdf_text(pdf)
                for words in (variant.headline, "116 111", "RAPORTO!", "iSIGURT.al"):
                    assert squeezed(words) in said
            assert variant.headline == poster_data(material, variant, around)["headline"]


@LANGUAGES
@pytest.mark.parametrize(("shape", "size"), [(Shape.SQUARE, (1080, 1080)), (Shape.WIDE, (1200, 630))])
def test_pictures_when_drawn_then_they_have_their_size_and_the_same_bytes_again(
    language: str, shape: Shape, size: tuple[int, int]
) -> None:
    material = loaded("material.poster", language)
    with override(language):
        around = surroundings(language)
        drawn = {picture_png(material, variant, around, shape) for variant in material.variants.all()}
        again = {picture_png(material, variant, around, shape) for variant in material.variants.all()}
    assert drawn == again
    assert len(drawn) == 6
    for data in drawn:
        image = Image.open(io.BytesIO(data))
        assert (image.format, image.size) == ("PNG", size)
        assert len(data) < 300_000
        colours = {colour for _count, colour in image.convert("RGB").getcolors(1_000_000) or []}
        # Paper, petrol, amber for the helpline, pomegranate for RAPORTO.
        assert {(0xFB, 0xFA, 0xF6), (0x0B, 0x4A, 0x56), (0xF2, 0xB7, 0x05), (0x8E, 0x1B, 0x3A)} <= colours


@LANGUAGES
@pytest.mark.parametrize("item", ["material.fact-sheet", "material.communication-guide", "material.awareness-hour"])
def test_sheets_when_set_then_they_fit_one_tagged_page_with_text_and_numbers(item: str, language: str) -> None:
    material = loaded(item, language)
    with override(language):
        around = surroundings(language)
        pdf = sheet_pdf(material, around)
        assert sheet_pdf(material, around) == pdf
    assert_tagged(pdf, language)
    assert pages_in(pdf) == 1
    said = pdf_text(pdf)
    for words in (material.title, "116 111", "129", "112", "RAPORTO!"):
        assert squeezed(words) in said


def test_sheet_when_its_text_is_long_then_it_goes_on_and_nothing_is_lost() -> None:
    from tests.factories import paragraph

    material = loaded("material.fact-sheet")
    material.body = [{**paragraph(f"Paragrafi numër {n}: " + "fjalë " * 120)[0], "id": str(n)} for n in range(30)]
    with override("sq"):
        pdf = sheet_pdf(material, surroundings("sq"))
    assert pages_in(pdf) > 2
    said = pdf_text(pdf)
    assert all(squeezed(f"Paragrafi numër {number}:") in said for number in range(30))


def test_code_when_read_then_it_is_the_address_of_the_reporting_page() -> None:
    import segno

    around = surroundings("sq")
    assert around.report_url.endswith("/sq/raporto/")
    expected = segno.make(around.report_url, error="q", boost_error=False).svg_inline(border=1, dark="#14232b")
    drawn = re.search(r' d="([^"]+)"', code(around.report_url))
    assert drawn is not None
    assert drawn[1] in expected


def posted(visitor: Client, language: str = "sq", **fields: str) -> Any:
    poster = loaded("material.poster", language)
    variant = poster.variants.all()[1]
    data = {"school": SCHOOL, "contact": "", "poster": f"{poster.pk}-{variant.pk}", "paper": "a4"} | fields
    form = "application/x-www-form-urlencoded"
    return visitor.post(f"/{language}/poster/", data=urlencode(data), content_type=form)


@LANGUAGES
def test_poster_maker_when_a_school_types_its_name_then_it_gets_its_poster_and_nothing_remains(
    visitor: Client, language: str
) -> None:
    answer = posted(visitor, language, contact="Psikologia Ana, dhoma 12", paper="a3")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies
    assert answer["Content-Disposition"].startswith('attachment; filename="poster-day1-Shkolla')
    assert_tagged(answer.content, language)
    assert media_box(answer.content) == (297, 420)
    said = pdf_text(answer.content)
    assert squeezed(SCHOOL) in said
    assert squeezed("Psikologia Ana, dhoma 12") in said
    row = DownloadCount.objects.get()
    assert (row.format, row.number) == ("own", 1)


@LANGUAGES
def test_poster_maker_when_opened_then_it_is_a_form_without_cookies_or_scripts(visitor: Client, language: str) -> None:
    answer = visitor.get(f"/{language}/poster/")
    soup = BeautifulSoup(answer.content, "html.parser")
    assert not answer.cookies
    assert "public" in answer["Cache-Control"]
    assert len(soup.select("input[name=poster]")) == 6
    assert soup.select_one("form script") is None
    for field in soup.select("form.poster-form input"):
        assert soup.select_one(f"label[for='{field['id']}']") is not None
    assert queries_of(visitor, f"/{language}/poster/") <= 12
    page = BeautifulSoup(visitor.get(loaded("material.poster", language).url).content, "html.parser")
    assert page.select_one(f"a[href='/{language}/poster/']") is not None


BAD = [
    ("", "Shkruani emrin"),
    ("   ", "Shkruani emrin"),
    ("— — —", "Shkruani emrin"),
    ("x" * 81, "shumë i gjatë"),
    ("Shkolla e gjatë " * 20, "shumë i gjatë"),
    ("Shkolla\x00A", "nuk shihen"),
    ("Shkolla\x1b[31m", "nuk shihen"),
    ("\u202eallokhS", "nuk shihen"),
    ("Shko\u200blla", "nuk shihen"),
    ("学校", "nuk i ka shkronjat"),
    ("Shkolla 🙂", "nuk i ka shkronjat"),
]


@pytest.mark.parametrize(("text", "sentence"), BAD)
def test_poster_maker_when_a_name_cannot_be_printed_then_a_sentence_says_why_and_nothing_typed_is_lost(
    visitor: Client, text: str, sentence: str
) -> None:
    answer = posted(visitor, school=text, contact="Dhoma 12")
    soup = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 422
    assert "no-store" in answer["Cache-Control"]
    assert sentence in soup.select_one(".error-summary").text
    assert soup.select_one("#id_contact")["value"] == "Dhoma 12"
    assert soup.select_one("#id_school").get("value", "") is not None
    assert soup.select_one("input[name=poster][checked]") is not None
    assert soup.select_one("#id_school")["aria-invalid"] == "true"


@pytest.mark.parametrize("text", [MARKUP[:80], '"}], "school": "x', "<script>alert(1)</script>", "a" * 80, "W" * 80])
def test_poster_maker_when_a_name_looks_like_markup_or_is_wide_then_it_is_printed_as_it_is(
    visitor: Client, text: str
) -> None:
    answer = posted(visitor, school=text)
    assert answer.status_code == 200
    assert pages_in(answer.content) == 1
    assert squeezed(text) in pdf_text(answer.content)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(school=st.text(max_size=320), contact=st.text(max_size=120))
def test_poster_when_words_are_arbitrary_then_they_are_refused_in_words_or_printed(school: str, contact: str) -> None:
    material = loaded("material.poster")
    variant = material.variants.all()[0]
    data = {"school": school, "contact": contact, "poster": f"{material.pk}-{variant.pk}", "paper": "a4"}
    form = PosterForm(data, posters=[(material, variant)])
    if form.is_valid():
        assert len(form.own.school) <= NAME_LIMIT
        with override("sq"):
            assert pages_in(poster_pdf(material, variant, surroundings("sq"), Paper.A4, form.own)) == 1
    else:
        assert all(str(error) for errors in form.errors.values() for error in errors)


@pytest.mark.parametrize("fields", [{"poster": "1-1"}, {"poster": ""}, {"paper": "a0"}, {"poster": "x" * 4000}])
def test_poster_maker_when_a_choice_is_none_then_it_asks_for_one(visitor: Client, fields: dict[str, str]) -> None:
    answer = posted(visitor, **fields)
    assert answer.status_code == 422
    assert "Zgjidhni njërën" in answer.content.decode()


def test_poster_maker_when_too_many_are_asked_for_then_it_says_so_and_keeps_what_was_typed(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("campaigns.poster_views.POSTERS_A_MINUTE", 1)
    cache.clear()
    assert posted(visitor).status_code == 200
    answer = posted(visitor)
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert BeautifulSoup(answer.content, "html.parser").select_one("#id_school")["value"] == SCHOOL


def test_poster_maker_when_files_or_too_much_is_sent_then_it_is_refused(visitor: Client) -> None:
    assert visitor.post("/sq/poster/", {"school": "x"}).status_code == 415
    huge = "school=" + "x" * 2_000_000
    answer = visitor.post("/sq/poster/", data=huge, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 413


def test_own_words_when_on_a_poster_then_they_stand_in_place_of_the_line_to_write_on() -> None:
    material = loaded("material.poster")
    with override("sq"):
        around = surroundings("sq")
        variant = material.variants.all()[0]
        blank = pdf_text(poster_pdf(material, variant, around, Paper.A4))
        own = pdf_text(poster_pdf(material, variant, around, Paper.A4, Own("Shkolla Drita")))
    assert squeezed("Në shkollën tonë fol me:") in blank
    assert squeezed("Në shkollën tonë fol me:") not in own
    assert squeezed("Shkolla Drita") in own
