"""A child or a parent tests themselves: nothing is sent, every answer is explained, nobody is blamed."""

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.test import Client

from guides.models import QuizPage
from guides.models.quizzes import QuizQuestionBlock
from tests.factories import QuizPageFactory, loaded
from tests.queries import queries_of

QUIZZES = [("quiz.safe-online-10-13", 8), ("quiz.parents", 7)]
# Words that put the reader in the wrong.
BLAME = re.compile(
    r"\b(gabove|faji yt|faji juaj|turp\w*|budalla\w*|dështo\w*|wrong answer|your fault|stupid|fail\w*)\b", re.I
)


def question(*answers: tuple[str, bool, str]) -> dict[str, Any]:
    items = [{"text": text, "is_right": right, "feedback": feedback} for text, right, feedback in answers]
    return {"question": "Çfarë bën?", "answers": items}


@pytest.mark.django_db
@pytest.mark.parametrize(("item", "number"), QUIZZES)
@pytest.mark.parametrize("language", ["sq", "en"])
def test_quiz_when_opened_then_each_answer_has_a_label_and_an_explanation(
    visitor: Client, item: str, number: int, language: str
) -> None:
    page = loaded(item, language)
    soup = BeautifulSoup(visitor.get(page.url).content, "html.parser")
    questions = soup.select("form.quiz fieldset")
    assert len(questions) == number == len(page.questions)
    names = set()
    for fieldset in questions:
        choices = fieldset.select("input[type=radio]")
        names |= {choice["name"] for choice in choices}
        assert 2 <= len(choices) <= 6
        assert [fieldset.find("label", attrs={"for": choice["id"]}).text for choice in choices]
        explained = fieldset.select(".quiz__said")
        assert len(explained) == len(choices)
        assert all(len(text.text.split()) >= 6 for text in explained)
        assert fieldset.select(".quiz__said--right")
        assert fieldset.legend.text
    assert len(names) == number
    assert len({choice["id"] for choice in soup.select("form.quiz input")}) == len(soup.select("form.quiz input"))


@pytest.mark.django_db
@pytest.mark.parametrize(("item", "_number"), QUIZZES)
def test_quiz_when_answered_then_the_browser_has_nothing_to_send(visitor: Client, item: str, _number: int) -> None:
    soup = BeautifulSoup(visitor.get(loaded(item).url).content, "html.parser")
    form = soup.select_one("form.quiz")
    assert form["method"] == "dialog"
    assert form["autocomplete"] == "off"
    assert not form.has_attr("action")
    assert [button["type"] for button in form.select("button")] == ["reset"]
    assert soup.select("main script") == []


@pytest.mark.django_db
@pytest.mark.parametrize(("item", "_number"), QUIZZES)
def test_quiz_when_compared_in_both_languages_then_the_same_answers_are_right_and_nobody_is_blamed(
    item: str, _number: int
) -> None:
    def answers(language: str) -> list[list[Any]]:
        return [list(block.value["answers"]) for block in loaded(item, language).questions]

    for albanian, english in zip(answers("sq"), answers("en"), strict=True):
        assert [answer["is_right"] for answer in albanian] == [answer["is_right"] for answer in english]
        for answer in [*albanian, *english]:
            assert not BLAME.search(answer["feedback"]), answer["feedback"]


@pytest.mark.parametrize(("item", "_number"), QUIZZES)
def test_quiz_files_when_read_then_both_languages_mark_the_same_answers_as_right(item: str, _number: int) -> None:
    from pathlib import Path

    import yaml
    from django.conf import settings

    def right(language: str) -> list[list[bool]]:
        path = Path(settings.BASE_DIR) / "content" / "quizzes" / f"{item}.{language}.md"
        meta = yaml.safe_load(path.read_text(encoding="utf-8").split("---\n")[1])
        return [[bool(answer.get("right")) for answer in entry["answers"]] for entry in meta["questions"]]

    assert right("sq") == right("en")
    assert all(any(answers) for answers in right("sq"))


def test_question_when_no_answer_is_right_then_an_editor_is_told() -> None:
    block = QuizQuestionBlock()
    good = block.to_python(question(("po", True, "Pse po."), ("jo", False, "Pse jo.")))
    assert block.clean(good)["question"] == "Çfarë bën?"
    bad = block.to_python(question(("po", False, "Pse po."), ("jo", False, "Pse jo.")))
    with pytest.raises(ValidationError):
        block.clean(bad)


@pytest.mark.parametrize("answers", [[("po", True, "Pse.")], [(str(number), True, "Pse.") for number in range(7)]])
def test_question_when_there_are_too_few_or_too_many_answers_then_it_is_refused(answers: Any) -> None:
    block = QuizQuestionBlock()
    with pytest.raises(ValidationError):
        block.clean(block.to_python(question(*answers)))


def test_question_when_previewed_or_read_by_programs_then_it_is_whole() -> None:
    block = QuizQuestionBlock()
    value = block.get_preview_value()
    assert 'type="radio"' in block.render(value, {"block_id": "x"})
    represented = block.get_api_representation(value)
    assert [answer["is_right"] for answer in represented["answers"]] == [True, False]


@pytest.mark.django_db
def test_quiz_when_it_speaks_to_adults_then_its_words_do_too(visitor: Client) -> None:
    child = visitor.get(loaded("quiz.safe-online-10-13").url).content.decode()
    parent = visitor.get(loaded("quiz.parents").url).content.decode()
    assert "Kontrollo përgjigjen" in child
    assert "Kontrolloni përgjigjen" in parent
    assert "Mendojeni edhe një herë." in parent


@pytest.mark.django_db
def test_quiz_when_printed_then_the_answers_stand_at_the_end(visitor: Client) -> None:
    page = loaded("quiz.parents")
    soup = BeautifulSoup(visitor.get(page.url).content, "html.parser")
    key = soup.select(".quiz__key li")
    assert len(key) == len(page.questions)
    for entry, block in zip(key, page.questions, strict=True):
        right = [answer["text"] for answer in block.value["answers"] if answer["is_right"]]
        assert [strong.text for strong in entry.select("strong")] == right


@pytest.mark.django_db
def test_quiz_when_it_has_no_questions_yet_then_there_is_no_empty_form(visitor: Client) -> None:
    assert b"<form" not in visitor.get(QuizPageFactory().url).content.split(b"<main")[1]


@pytest.mark.django_db
def test_quizzes_when_listed_then_they_cost_no_query_each(visitor: Client) -> None:
    index = loaded("page.quizzes")
    few = queries_of(visitor, index.url)
    for _number in range(10):
        QuizPageFactory(typical_age_min=10, typical_age_max=13, time_required=5)
    assert queries_of(visitor, index.url) == few <= 12
    assert queries_of(visitor, loaded("quiz.parents").url) <= 12


@pytest.mark.django_db
def test_quiz_when_a_programmer_asks_for_its_texts_then_questions_and_answers_come() -> None:
    page: QuizPage = loaded("quiz.parents", "en")
    assert "Which behaviour may be a sign that something is wrong online?" in page.index_texts()
    assert page.structured_data()["learningResourceType"] == "quiz"
