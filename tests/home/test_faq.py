"""A visitor looks for an answer among grouped questions."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from cms.core.blocks import FaqBlock
from tests.factories import loaded
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "groups"),
    [
        ("sq", ["Para se të raportoni", "Kush e merr vesh", "Pasi të keni raportuar"]),
        ("en", ["Before you report", "Who gets to know", "After you have reported"]),
    ],
)
def test_questions_when_opened_then_they_stand_in_groups_each_under_its_own_address(
    visitor: Client, language: str, groups: list[str]
) -> None:
    page = loaded("page.faq", language)
    main = BeautifulSoup(visitor.get(page.url).content, "html.parser").main
    assert [heading.text for heading in main.select(".faq > h2")] == groups
    questions = main.select(".faq__item h3")
    assert len(questions) == 10
    links = main.select(".questions li a")
    assert [link["href"] for link in links] == [f"#{question['id']}" for question in questions]
    assert [link.text for link in links] == [question.text for question in questions]
    for question in questions:
        assert question.find_next_sibling("p").text.strip()
    assert main.select(".faq details") == []
    assert queries_of(visitor, page.url) <= 12


def test_questions_when_described_for_machines_then_all_of_them_are() -> None:
    data = loaded("page.faq").structured_data()
    assert len(data["mainEntity"]) == 10


def test_faq_block_when_it_has_no_title_then_questions_are_headings_of_the_second_level() -> None:
    block = FaqBlock()
    value = block.to_python({"title": "", "items": [{"question": "Pse?", "answer": "<p>Sepse.</p>"}]})
    assert '<h2 id="pse">Pse?</h2>' in block.render(value)
    titled = block.render(block.get_preview_value())
    assert "<h3" in titled
    assert '<h2 id="para-se-te-raportoni">' in titled
    assert block.get_api_representation(value)["items"][0]["question"] == "Pse?"
