"""A teacher prints a lesson: a tagged PDF of at most two pages, whatever an editor has written."""

import re
from datetime import UTC, datetime
from html import escape
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from cms.core.documents import compile_pdf
from cms.core.models import HelpService, SiteSettings
from guides.lesson_documents import lesson_data
from guides.models import LessonPlanPage
from guides.services import lesson_file
from tests.factories import LessonPlanPageFactory, add_steps, loaded, paragraph
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
MARKUP = '#panic("x") #read("/etc/passwd") $x^2$ *b* _i_ @x <y> \\ ``` // /* #import "@preview/x:1.0.0": *'


def pages_in(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def written(**fields: Any) -> LessonPlanPage:
    lesson = LessonPlanPageFactory(**{"time_required": 5} | fields)
    add_steps(lesson, 5).save_revision().publish()
    return LessonPlanPage.objects.get(pk=lesson.pk)


@pytest.mark.parametrize("language", ["sq", "en"])
@pytest.mark.parametrize("item", ["lesson.awareness-hour", "lesson.critical-thinking-10-12"])
def test_pdf_when_asked_for_then_it_is_tagged_in_its_language_and_at_most_two_pages(
    visitor: Client, item: str, language: str
) -> None:
    lesson = loaded(item, language)
    response = visitor.get(f"/lessons/{lesson.pk}/plan.pdf")
    pdf = response.content
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'inline; filename="isigurt-{lesson.slug}.pdf"'
    assert response["Content-Language"] == language
    assert pdf.startswith(b"%PDF-1.7")
    assert 1 <= pages_in(pdf) <= 2
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert re.search(rb"/MarkInfo\s*<<\s*/Marked true", pdf)
    assert b"/StructTreeRoot" in pdf
    assert f"/Lang({language})".encode() in pdf.replace(b" ", b"")
    assert escape(lesson.title, quote=False).encode() in pdf


def test_pdf_when_asked_again_then_nothing_is_sent_and_when_the_lesson_changes_then_it_is(visitor: Client) -> None:
    lesson = loaded("lesson.awareness-hour")
    url = f"/lessons/{lesson.pk}/plan.pdf"
    first = visitor.get(url)
    assert first["Cache-Control"].startswith("public")
    assert "Vary" not in first or "Accept-Language" not in first["Vary"]
    again = visitor.get(url, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    cache.clear()
    assert visitor.get(url).content == first.content
    lesson.title = "Titull i ri"
    lesson.save_revision().publish()
    changed = visitor.get(url, headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert b"Titull i ri" in changed.content


def test_pdf_when_the_help_number_changes_then_a_new_one_is_set() -> None:
    first = lesson_file(lesson=loaded("lesson.awareness-hour"), format="pdf")
    HelpService.objects.filter(code="alo116").update(telephone_display="116 222")
    assert lesson_file(lesson=loaded("lesson.awareness-hour"), format="pdf").etag != first.etag


def test_pdf_when_kept_then_a_second_request_does_not_set_it_again(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"/lessons/{loaded('lesson.awareness-hour').pk}/plan.pdf"
    first = visitor.get(url).content
    monkeypatch.setattr("guides.services.compile_pdf", lambda *_args, **_kwargs: pytest.fail("set again"))
    assert visitor.get(url).content == first
    assert queries_of(visitor, url) <= 12


def test_printed_lesson_when_its_data_are_read_then_number_address_and_every_part_are_there() -> None:
    lesson = loaded("lesson.awareness-hour")
    data = lesson_data(lesson, SiteSettings.objects.get())
    assert data["helpline"] == {"label": "Ndihmë për fëmijët:", "number": "116 111"}
    assert data["address"].startswith("http")
    assert data["address"].endswith(lesson.url)
    assert [step["minutes"] for step in data["steps"]] == ["5′", "8′", "14′", "8′", "7′", "3′"]
    assert data["safeguarding"] == lesson.safeguarding_note
    assert [node["kind"] for node in data["body"]][:3] == ["paragraph", "heading", "checklist"]
    assert {fact["label"]: fact["values"] for fact in data["facts"]}["Klasat"] == ["6–9"]
    codes = next(fact["values"] for fact in data["facts"] if fact["wide"])
    assert [code.split()[0] for code in codes] == ["1.2", "2.5", "4.2", "4.3"]


def test_pdf_when_texts_look_like_commands_then_they_are_printed_as_they_stand() -> None:
    lesson = written(
        title=MARKUP, summary=MARKUP, objectives=MARKUP, materials=MARKUP, safeguarding_note=MARKUP, subjects=MARKUP,
        body=paragraph(escape(MARKUP)),
    )  # fmt: skip
    pdf = lesson_file(lesson=lesson, format="pdf").data
    assert escape(MARKUP).encode() in pdf
    assert pages_in(pdf) == 1
    assert b"root:" not in pdf


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "😀🇦🇱",
        "中文字",
        "עברית العربية",
        "\u202e\u200b\ufeff",
        "e\u0308",
        "x" * 3000,
        "\U000e0001",
        "a\u0301" * 2,
    ],
)
def test_pdf_when_there_is_no_glyph_for_a_sign_then_the_lesson_is_still_printed(text: str) -> None:
    lesson = written(title=f"T {text[:200]}", summary=text[:250], objectives=text, safeguarding_note=text)
    assert lesson_file(lesson=lesson, format="pdf").data.startswith(b"%PDF")


@pytest.mark.parametrize("level", ["2", "3", "4"])
def test_pdf_when_headings_skip_levels_then_it_is_still_tagged_in_order(level: str) -> None:
    body = [
        {"type": "heading", "value": {"text": "Titull", "level": level}},
        {"type": "heading", "value": {"text": "Titull tjetër", "level": "4"}},
        {"type": "heading", "value": {"text": "😀", "level": "2"}},
        {"type": "checklist", "value": {"title": "", "items": [{"type": "item", "value": "<p></p>", "id": "x"}]}},
    ]
    assert pages_in(lesson_file(lesson=written(body=body), format="pdf").data) == 1


any_text = st.text(max_size=60)
some_text = any_text.map(lambda text: f"x{text}")
run = st.fixed_dictionaries(
    {
        "text": some_text,
        "strong": st.booleans(),
        "emph": st.booleans(),
        "href": st.sampled_from(["", "https://isigurt.al/ë", "tel:116111"]),
    }
)
runs = st.lists(run, min_size=1, max_size=3)
kinds = st.sampled_from(["list", "numbered", "checklist"])
tones = st.sampled_from(["help", "warning", "info"])
nodes = st.one_of(
    st.fixed_dictionaries({"kind": st.just("paragraph"), "runs": runs}),
    st.fixed_dictionaries({"kind": kinds, "items": st.lists(runs, min_size=1, max_size=3)}),
    st.fixed_dictionaries({"kind": st.just("heading"), "level": st.just(2), "text": some_text}),
    st.fixed_dictionaries({"kind": st.just("quote"), "text": any_text, "by": any_text}),
    st.fixed_dictionaries({"kind": st.just("callout"), "tone": tones, "label": any_text, "nodes": st.just([])}),
)


@given(texts=st.lists(any_text, min_size=6, max_size=6), body=st.lists(nodes, max_size=6))
@hypothesis_settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_pdf_when_data_are_arbitrary_then_typst_sets_them(texts: list[str], body: list[dict[str, Any]]) -> None:
    from cms.core.documents.glyphs import printable

    def clean(value: Any) -> Any:
        if isinstance(value, str):
            return printable(value) if not value.startswith(("http", "tel:")) else value
        if isinstance(value, list):
            return [clean(entry) for entry in value]
        return {key: clean(entry) for key, entry in value.items()} if isinstance(value, dict) else value

    data = lesson_data(loaded("lesson.awareness-hour"), SiteSettings.objects.get())
    title, summary, note, objective, step, licence = map(printable, texts)
    data |= {
        "title": title or "x", "summary": summary, "safeguarding": note, "objectives": [objective or "x"],
        "licence": licence, "steps": [{"minutes": "5′", "title": step, "text": step}], "body": clean(body),
    }  # fmt: skip
    assert compile_pdf("lesson.typ", data, created_at=datetime(2024, 2, 6, tzinfo=UTC)).startswith(b"%PDF")


@pytest.mark.parametrize("format", ["docx", "PDF", "exe"])
def test_download_when_the_format_is_unknown_then_nothing_is_found(visitor: Client, format: str) -> None:
    assert visitor.get(f"/lessons/{loaded('lesson.awareness-hour').pk}/plan.{format}").status_code == 404


@pytest.mark.parametrize("format", ["pdf", "imscc"])
def test_download_when_the_lesson_is_not_public_then_nothing_is_found(visitor: Client, format: str) -> None:
    from wagtail.models import PageViewRestriction

    lesson = loaded("lesson.awareness-hour")
    url = f"/lessons/{lesson.pk}/plan.{format}"
    restriction = PageViewRestriction.objects.create(page=lesson, restriction_type=PageViewRestriction.LOGIN)
    assert visitor.get(url).status_code == 404
    restriction.delete()
    assert visitor.get(url).status_code == 200
    lesson.unpublish()
    assert visitor.get(url).status_code == 404
    assert visitor.get(f"/lessons/{loaded('guide.gaming').pk}/plan.{format}").status_code == 404


def test_download_when_the_lesson_is_sensitive_then_it_is_not_kept(visitor: Client) -> None:
    lesson = written(is_sensitive=True)
    assert visitor.get(f"/lessons/{lesson.pk}/plan.pdf")["Cache-Control"] == "private, no-store"


def test_download_when_something_is_posted_then_it_is_refused(visitor: Client) -> None:
    url = f"/lessons/{loaded('lesson.awareness-hour').pk}/plan.pdf"
    assert visitor.post(url, "x", content_type="text/plain").status_code in (403, 405)
