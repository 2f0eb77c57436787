"""What is asked only for some categories, and what an answer means. Codes are English and stable."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from .vocabularies import Category

YES, NO, UNKNOWN = "yes", "no", "unknown"
YES_NO: tuple[tuple[str, Any], ...] = ((YES, _("Yes")), (NO, _("No")), (UNKNOWN, _("I do not know")))


@dataclass(frozen=True)
class Question:
    """One question with its answers as pairs of code and label; never required."""

    code: str
    text: Any
    categories: frozenset[Category]
    choices: tuple[tuple[str, Any], ...] = YES_NO


QUESTIONS: tuple[Question, ...] = (
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


def questions_for(category: str) -> list[Question]:
    """Return the questions of one category, in the order of the table."""
    return [question for question in QUESTIONS if category in question.categories]
