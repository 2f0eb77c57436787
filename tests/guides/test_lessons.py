"""A teacher plans an hour; an editor writes one whose minutes must add up."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cms.accounts.models import User
from guides.models import LessonPlanPage, LessonStep
from guides.models.lessons import minutes_mismatch
from tests.factories import LessonPlanPageFactory, add_steps, loaded
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


def step(minutes: int, title: str = "Hapi") -> dict[str, Any]:
    return {"minutes": str(minutes), "title": title, "text": "Teksti i hapit."}


def form_of(lesson: LessonPlanPage, minutes: list[int], **changes: Any) -> dict[str, Any]:
    """Return what the editing form of `lesson` sends with steps of so many minutes; the saved ones keep their ids."""
    saved = list(lesson.steps.all())
    steps = [
        step(value) | ({"id": str(saved[number].pk)} if number < len(saved) else {})
        for number, value in enumerate(minutes)
    ]
    initial = min(len(saved), len(steps))
    data = {
        "title": lesson.title, "slug": lesson.slug, "summary": lesson.summary, "voice": lesson.voice,
        "licence": lesson.licence, "time_required": str(lesson.time_required or ""), "typical_age_min": "",
        "typical_age_max": "", "class_range": "", "group_size_min": "", "group_size_max": "", "subjects": "",
        "objectives": "", "materials": "", "safeguarding_note": "", "explains_terms": "on", "short_title": "",
        "seo_title": "", "neutral_title": "", "last_reviewed": "", "review_due": "", "editor_note": "",
        "body": streamfield([]), "steps": inline_formset(steps, initial=initial), "attachments": inline_formset([]),
        "related_links": inline_formset([]), "topic_links": inline_formset([]), "comments": inline_formset([]),
    }  # fmt: skip
    return nested_form_data(data | changes)


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("redaktore", password="x"))
    return client


@pytest.fixture
def lesson() -> LessonPlanPage:
    lesson = add_steps(LessonPlanPageFactory(title="Mësim prove", time_required=45), 20, 25)
    lesson.save_revision().publish()
    return LessonPlanPage.objects.get(pk=lesson.pk)


@pytest.mark.parametrize(
    ("steps", "minutes", "words"),
    [
        ([20, 25], 45, ""),
        ([], 45, ""),
        ([10], None, ""),
        ([20, 22], 45, "jepuni hapave edhe 3 minuta"),
        ([30, 25], 45, "hiqni 10 minuta nga hapat"),
    ],
)
def test_minutes_when_added_then_the_message_says_how_to_put_them_right(
    steps: list[int], minutes: int | None, words: str
) -> None:
    with override("sq"):
        message = minutes_mismatch(steps, minutes)
    assert words in message.lower()
    assert bool(message) == bool(words)


def test_lesson_when_its_minutes_do_not_add_up_then_it_is_refused() -> None:
    lesson = add_steps(LessonPlanPageFactory(time_required=45), 20, 20)
    with pytest.raises(ValidationError, match="45"):
        lesson.full_clean()


def test_step_when_it_takes_no_time_then_the_database_refuses_it(lesson: LessonPlanPage) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        LessonStep.objects.filter(lesson=lesson).update(minutes=0)


def test_editor_when_minutes_are_wrong_then_publishing_is_refused_with_the_difference(
    editor: Client, lesson: LessonPlanPage
) -> None:
    url = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
    response = editor.post(url, form_of(lesson, [20, 20]) | {"action-publish": "1"})
    assert response.status_code == 200
    text = " ".join(BeautifulSoup(response.content, "html.parser").text.split())
    assert "Hapat bëjnë gjithsej 40 minuta, por mësimi zgjat 45." in text or "The steps add up to 40 minutes" in text
    assert LessonPlanPage.objects.get(pk=lesson.pk).step_minutes == [20, 25]


def test_editor_when_duration_and_steps_change_together_then_the_new_ones_are_compared(
    editor: Client, lesson: LessonPlanPage
) -> None:
    data = form_of(lesson, [30, 25, 5], time_required="60") | {"action-publish": "1"}
    response = editor.post(reverse("wagtailadmin_pages:edit", args=[lesson.pk]), data)
    assert response.status_code == 302
    saved = LessonPlanPage.objects.get(pk=lesson.pk)
    assert (saved.time_required, saved.step_minutes) == (60, [30, 25, 5])


def test_editor_when_a_lesson_is_half_written_then_it_can_be_kept_as_a_draft(
    editor: Client, lesson: LessonPlanPage
) -> None:
    response = editor.post(reverse("wagtailadmin_pages:edit", args=[lesson.pk]), form_of(lesson, [20, 10, 5]))
    assert response.status_code == 302
    draft = LessonPlanPage.objects.get(pk=lesson.pk).get_latest_revision_as_object()
    assert draft.step_minutes == [20, 10, 5]


@pytest.mark.parametrize("language", ["sq", "en"])
@pytest.mark.parametrize("item", ["lesson.awareness-hour", "lesson.critical-thinking-10-12"])
def test_lesson_page_when_opened_then_safeguarding_comes_first_and_all_facts_are_there(
    visitor: Client, item: str, language: str
) -> None:
    lesson = loaded(item, language)
    main = BeautifulSoup(visitor.get(lesson.url).content, "html.parser").main
    first = main.select_one(".columns__main .prose").find(True)
    assert lesson.safeguarding_note in first.text
    assert "callout--warning" in first["class"]
    text = main.text.replace("\N{NO-BREAK SPACE}", " ")
    for words in [lesson.class_span, *lesson.objective_list, *lesson.material_list, lesson.get_licence_display()]:
        assert words in text
    codes = [entry.text for entry in main.select(".codes span")]
    assert codes == sorted(lesson.competences)
    assert len(main.select(".codes li")) == 3 + (item == "lesson.awareness-hour")
    minutes = [int(entry.text.split()[0]) for entry in main.select(".lesson-steps__minutes")]
    assert sum(minutes) == lesson.time_required


@pytest.mark.parametrize("language", ["sq", "en"])
def test_lesson_page_when_visited_then_the_size_of_its_files_is_told_within_the_limit_of_queries(
    visitor: Client, language: str
) -> None:
    lesson = loaded("lesson.awareness-hour", language)
    files = BeautifulSoup(visitor.get(lesson.url).content, "html.parser").select(".lesson__files li")
    for entry, extension in zip(files, ["pdf", "imscc"], strict=True):
        href = entry.a["href"]
        assert href.endswith(f".{extension}")
        size = len(visitor.get(href).content)
        told = entry.select_one(".muted").text.rsplit(", ", 1)[1].replace("\xa0", " ")
        number = float(told.split()[0].replace(",", "."))
        assert number == pytest.approx(size / 1024, abs=0.1)
    assert queries_of(visitor, lesson.url) <= 12


def test_pack_when_a_lessons_minutes_do_not_add_up_then_file_and_line_are_named(tmp_path: Any) -> None:
    import shutil
    from pathlib import Path

    from django.conf import settings

    from cms.core.loader import PackError, load_pack

    pack = Path(shutil.copytree(Path(settings.BASE_DIR) / "content", tmp_path / "content"))
    path = pack / "lessons" / "lesson.awareness-hour.sq.md"
    path.write_text(path.read_text(encoding="utf-8").replace("- minutes: 14", "- minutes: 13"), encoding="utf-8")
    with pytest.raises(PackError) as caught:
        load_pack(pack)
    assert "lessons/lesson.awareness-hour.sq.md" in str(caught.value.problems[0].path)
    assert caught.value.problems[0].line > 30
    assert "44" in caught.value.problems[0].message
