"""What is asked only for some categories, and what an answer means. Codes are English and stable."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from .vocabularies import Category, Tile

YES, NO, UNKNOWN = "yes", "no", "unknown"
YES_NO: tuple[tuple[str, Any], ...] = ((YES, _("Yes")), (NO, _("No")), (UNKNOWN, _("I do not know")))


@dataclass(frozen=True)
class Question:
    """One question with its answers as pairs of code and label; never required.

    `is_asked` is false where the answer follows from another screen of the form.
    """

    code: str
    text: Any
    categories: frozenset[Category]
    choices: tuple[tuple[str, Any], ...] = YES_NO
    is_asked: bool = True


# What somebody chose who could not say more closely which category it is.
TILE = "tile"

QUESTIONS: tuple[Question, ...] = (
    Question(
        TILE,
        _("What came closest?"),
        frozenset({Category.UNSURE}),
        tuple(choice for choice in Tile.choices if choice[0] != Tile.UNSURE),
        is_asked=False,
    ),
    Question(
        "plan_to_meet",
        _("Is there a plan to meet this person?"),
        frozenset({Category.GROOMING, Category.UNSOLICITED_SEXUAL, Category.CSE_TRAFFICKING}),
    ),
    Question(
        "knows_person",
        _("Does the child know this person outside the internet?"),
        frozenset({Category.GROOMING, Category.UNSOLICITED_SEXUAL, Category.CSE_TRAFFICKING}),
    ),
    Question(
        "extortion_running",
        _("Are the threats going on now?"),
        frozenset({Category.SEXTORTION_CHILD, Category.VAWG_ONLINE}),
    ),
    Question(
        "image_shared",
        _("Has the image been shared already?"),
        frozenset({Category.SEXTORTION_CHILD, Category.SELF_GENERATED_CHILD, Category.VAWG_ONLINE, Category.CSAM_AI}),
    ),
    Question(
        "child_known",
        _("Do you know who the child is?"),
        frozenset({Category.CSAM, Category.CSAM_AI}),
    ),
    Question(
        "how_long",
        _("How long has it been going on?"),
        frozenset({Category.CYBERBULLYING, Category.HATE_SPEECH}),
        (
            ("once", _("It happened once")),
            ("days", _("Some days")),
            ("weeks", _("Weeks or longer")),
            (UNKNOWN, _("I do not know")),
        ),
    ),
    Question(
        "fears_harm",
        _("Is there fear that this person will hurt somebody?"),
        frozenset({Category.VAWG_ONLINE, Category.CYBERBULLYING, Category.HATE_SPEECH}),
    ),
    Question(
        "risk_to_life",
        _("Is somebody thinking of ending their life now?"),
        frozenset({Category.SELF_HARM, Category.SEXTORTION_CHILD, Category.CYBERBULLYING}),
    ),
    Question(
        "lost_account",
        _("Is the account or the money already lost?"),
        frozenset({Category.SCAM_ACCOUNT}),
    ),
)


ASKED: tuple[Question, ...] = tuple(question for question in QUESTIONS if question.is_asked)


def questions_for(category: str) -> list[Question]:
    """Return the questions that the form asks for one category, in the order of the table."""
    return [question for question in ASKED if category in question.categories]


def known_answers(category: str, answers: dict[str, str]) -> dict[str, str]:
    """Return those of `answers` that belong to `category` and are among the choices of their question."""
    fitting = {question.code: dict(question.choices) for question in QUESTIONS if category in question.categories}
    return {code: answer for code, answer in answers.items() if answer in fitting.get(code, {})}
