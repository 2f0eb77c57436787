"""How urgent a report is, from what was told: each reason alone, and the sum."""

import pytest

from reports.inbox.documents import ReportContent, ReportMetadata
from reports.inbox.priorities import points_of, priority_of
from reports.inbox.questions import ASKED, QUESTIONS, TILE, known_answers, questions_for
from reports.inbox.vocabularies import TILE_CATEGORIES, Category


@pytest.mark.parametrize(
    ("category", "content", "metadata", "priority"),
    [
        ("scam_account", {}, {}, "P4"),
        ("hate_speech", {}, {}, "P3"),
        ("grooming", {}, {}, "P2"),
        ("grooming", {"answers": {"plan_to_meet": "yes"}}, {}, "P1"),
        ("grooming", {"answers": {"plan_to_meet": "no"}}, {}, "P2"),
        ("sextortion_child", {"answers": {"extortion_running": "yes"}}, {}, "P1"),
        ("scam_account", {"is_in_danger": True}, {}, "P1"),
        ("cyberbullying", {"answers": {"risk_to_life": "yes"}}, {}, "P1"),
        ("cyberbullying", {}, {"age_band": "7-10"}, "P2"),
        ("unsure", {}, {}, "P3"),
        ("unsure", {"answers": {TILE: "image_threat"}}, {}, "P2"),
        ("unsure", {"answers": {TILE: "scam_privacy"}}, {}, "P3"),
    ],
)
def test_priority_when_something_is_told_then_it_follows_from_explainable_points(
    category: str, content: dict, metadata: dict, priority: str
) -> None:
    told = ReportContent(**content), ReportMetadata(category=category, **metadata)
    assert priority_of(*told) == priority
    points = [entry.points for entry in points_of(*told)]
    assert points == sorted(points, reverse=True)


def test_answers_when_given_then_only_those_of_the_category_and_of_its_choices_are_kept() -> None:
    given = {"plan_to_meet": "yes", "knows_person": "perhaps", "how_long": "days", TILE: "bullying", "x": "yes"}
    assert known_answers("grooming", given) == {"plan_to_meet": "yes"}
    assert known_answers("cyberbullying", given) == {"how_long": "days"}
    assert known_answers("unsure", given) == {TILE: "bullying"}


def test_questions_when_asked_for_then_each_category_has_few_and_the_tile_is_not_asked_again() -> None:
    assert TILE not in {question.code for question in ASKED}
    assert len(QUESTIONS) == len(ASKED) + 1
    for category in Category:
        assert len(questions_for(category)) <= 3
    assert set().union(*TILE_CATEGORIES.values()) == set(Category) - {Category.UNSURE}
