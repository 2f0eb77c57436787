"""Steps that belong together, in one transaction: a question with its waiting, spam out of quarantine."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ..duties import Duty
from ..models import IncidentReport, Message
from ..vocabularies import MessageKind, Outcome, Reason, State
from .casework import CaseworkError, claim, locked_report, move, require_duty_of
from .correspondence import write_to_reporter


@transaction.atomic
def ask_and_wait(*, report_id: int, actor: Any, text: str) -> Message:
    """Send a question to the reporter and stop the clock until the answer comes.

    Raises:
        CaseworkError: without the duty or the claim, or where the report cannot wait; nothing is sent then.
    """
    message = write_to_reporter(report_id=report_id, actor=actor, text=text, kind=MessageKind.QUESTION)
    move(report_id=report_id, target=State.AWAITING_REPORTER, reason=Reason.QUESTION_ASKED, actor=actor)
    return message


@transaction.atomic
def close_as_spam(*, report_id: int, actor: Any) -> IncidentReport:
    """Close a report in quarantine as spam; `actor` holds it from then on.

    Raises:
        CaseworkError: without the duty, if it is not in quarantine, or if somebody else holds it.
    """
    require_duty_of(actor, Duty.ASSESS)
    report = locked_report(report_id)
    if not report.is_suspect:
        raise CaseworkError(_("This report is not in quarantine."))
    if report.assignee_id is None:
        claim(report_id=report_id, actor=actor)
    return move(report_id=report_id, target=State.CLOSED, reason=Reason.IS_SPAM, actor=actor, outcome=Outcome.SPAM)
