"""In which order the screens of the report form come, and which of them holds an error. No HTML, no storage."""

from dataclasses import dataclass

from ..questions import ASKED
from .report_fields import ANSWER_PREFIX
from .report_form import ReportForm


@dataclass(frozen=True)
class Step:
    """One screen: its name (also of its template) and the fields it asks for."""

    name: str
    fields: tuple[str, ...]


START = Step("start", ("is_in_danger",))
ROLE = Step("role", ("reporter_role",))
WHAT = Step("what", ("tile",))
KIND = Step("kind", ("category",))
WHERE = Step("where", ("addresses", "no_link"))
READY = Step("ready", ("platform",))
QUESTIONS = Step("questions", tuple(ANSWER_PREFIX + question.code for question in ASKED))
WORDS = Step("words", ("description", "happened_when"))
PERSON = Step("person", ("age_band", "affected_sex", "county"))
MORE = Step("more", ("other_person", "done_so_far"))
CONTACT = Step("contact", ("contact", "consents_to_contact", "consents_to_pass_on"))

STEPS = (START, ROLE, WHAT, KIND, WHERE, READY, QUESTIONS, WORDS, PERSON, MORE, CONTACT)
BY_NAME = {step.name: step for step in STEPS}
# Screens on which somebody writes; after a failure they come back in full view.
WRITTEN = (WHERE, WORDS, MORE, CONTACT)


def order_of(form: ReportForm) -> list[Step]:
    """Return the screens that what was typed so far leads through.

    Without an address the words come before sending: one of the two is needed.
    """
    behind_tile = form.offered_in(form.raw("tile"))
    first = [START, ROLE, WHAT, *([KIND] if len(behind_tile) > 1 else []), WHERE]
    questions = [QUESTIONS] if form.asked() else []
    middle = [READY, *questions, WORDS] if form.raw("addresses").strip() else [WORDS, READY, *questions]
    return [*first, *middle, PERSON, MORE, CONTACT]


def after(form: ReportForm, step: Step) -> Step:
    """Return the screen that follows `step`; the last one follows itself."""
    order = order_of(form)
    if step not in order:
        return WHAT
    return order[min(order.index(step) + 1, len(order) - 1)]


def before(form: ReportForm, step: Step) -> Step:
    """Return the screen before `step`; the first one comes before itself."""
    order = order_of(form)
    if step not in order:
        return WHAT
    return order[max(order.index(step) - 1, 0)]


def may_send_from(form: ReportForm, step: Step) -> bool:
    """Return whether the report can be sent from `step`: what is needed has been asked by then."""
    order = order_of(form)
    return step in order and order.index(step) >= order.index(READY)


def with_errors(form: ReportForm) -> list[Step]:
    """Return the screens that hold an error, in their order."""
    return [step for step in STEPS if any(name in form.errors for name in step.fields)]


def written_on(form: ReportForm) -> list[Step]:
    """Return the screens on which something was written; the one for words where nothing was."""
    typed = [step for step in WRITTEN if any(form.raw(name).strip() for name in step.fields)]
    return typed or [WORDS]


@dataclass(frozen=True)
class Progress:
    """How far somebody has come: `number` of `total`, among what is needed or among what may be added."""

    number: int
    total: int
    is_optional: bool


def progress_at(form: ReportForm, step: Step) -> Progress | None:
    """Return how far `step` is; None on the screen that ends what is needed.

    A screen that only makes the one before it more exact counts with it, so that the total never grows.
    """
    order = order_of(form)
    if step not in order or step is READY:
        return None
    ready = order.index(READY)
    place = order.index(step)
    if place > ready:
        return Progress(place - ready, len(order) - ready - 1, True)
    counted = [START, ROLE, WHAT, WHERE]
    stands_with = {KIND: WHAT, WORDS: WHERE}
    return Progress(counted.index(stands_with.get(step, step)) + 1, len(counted), False)
