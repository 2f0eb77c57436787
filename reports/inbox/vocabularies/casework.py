"""Closed sets of the work on a report. Stored codes are English and stable."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Outcome(models.TextChoices):
    """How a report ended."""

    REFERRED_POLICE = "referred_police", _("Passed to the police")
    REFERRED_CHILD_PROTECTION = "referred_child_protection", _("Passed to child protection")
    REFERRED_HELPLINE = "referred_helpline", _("Passed to the helpline")
    SENT_INHOPE = "sent_inhope", _("Sent to the INHOPE network")
    REMOVED = "removed", _("Content removed")
    RESTRICTED = "restricted", _("Content restricted")
    PLATFORM_REFUSED = "platform_refused", _("Platform refused")
    ADVICE_GIVEN = "advice_given", _("Advice given")
    NOT_ILLEGAL = "not_illegal", _("Not found illegal")
    OUTSIDE_REMIT = "outside_remit", _("Outside our remit")
    ACCESS_FAILED = "access_failed", _("Could not be opened")
    INSUFFICIENT_INFORMATION = "insufficient_information", _("Not enough information")
    QUERY = "query", _("It was a question")
    DUPLICATE = "duplicate", _("Already known")
    SPAM = "spam", _("Spam")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class State(models.TextChoices):
    """Where a report stands. Which arrows lead between states is decided by `workflow`, not here."""

    RECEIVED = "received", _("received")
    IN_ASSESSMENT = "in_assessment", _("in assessment")
    AWAITING_REPORTER = "awaiting_reporter", _("waiting for the reporter")
    SECOND_LOOK = "second_look", _("second look")
    ACTIONED = "actioned", _("actioned")
    CLOSED = "closed", pgettext_lazy("report", "closed")


class Priority(models.TextChoices):
    """How soon a report must be read."""

    P1 = "P1", _("P1 – at once")
    P2 = "P2", _("P2 – today")
    P3 = "P3", _("P3 – this week")
    P4 = "P4", _("P4 – later")


class ReporterStatus(models.TextChoices):
    """The five words a reporter sees."""

    RECEIVED = "received", _("Received")
    IN_REVIEW = "in_review", _("Being looked at")
    QUESTION = "question", _("We have a question")
    PASSED_ON = "passed_on", _("Passed on or acted on")
    CLOSED = "closed", _("Closed")


class Reason(models.TextChoices):
    """Why somebody moved a report along an arrow."""

    STARTED = "started", _("assessment started")
    QUESTION_ASKED = "question_asked", _("a question was asked")
    REPORTER_ANSWERED = "reporter_answered", _("the reporter answered")
    NO_ANSWER = "no_answer", _("no answer came")
    SERIOUS = "serious", _("serious: a second person must look")
    UNCERTAIN = "uncertain", _("uncertain: a second opinion is needed")
    CONFIRMED = "confirmed", _("the assessment was confirmed")
    CHANGED = "changed", _("the assessment was changed")
    REFERRAL_SENT = "referral_sent", _("a referral was sent")
    ADVICE_SENT = "advice_sent", _("advice was sent")
    WORK_DONE = "work_done", _("the work is done")
    NO_ACTION_POSSIBLE = "no_action_possible", _("nothing can be done")
    NEW_INFORMATION = "new_information", _("new information came")
    MISTAKE = "mistake", _("it was closed by mistake")
    IS_SPAM = "is_spam", _("it is spam")
    IS_DUPLICATE = "is_duplicate", _("it is known already")
    REPORTER_WITHDREW = "reporter_withdrew", _("the reporter withdrew it")


class PriorityReason(models.TextChoices):
    """Why an analyst set another priority than the points gave."""

    DANGER = "danger", _("a child is in danger")
    CONTEXT = "context", _("the text says more than the answers")
    REPEATED = "repeated", _("the same person or address was reported before")
    LESS_URGENT = "less_urgent", _("less urgent than the answers say")


class ReferralKind(models.TextChoices):
    """To whom a report is passed."""

    POLICE = "police", _("State Police")
    PROSECUTOR = "prosecutor", _("Prosecution")
    CHILD_PROTECTION = "child_protection", _("Child protection")
    HELPLINE = "helpline_116111", _("ALO 116 111")
    INHOPE = "inhope_iccam", _("INHOPE network")
    PLATFORM_NOTICE = "platform_notice", _("Notice to the platform")
    HOST_NOTICE = "host_ntd", _("Notice to the hosting provider")
    AKSK = "aksk", _("AKSK")
    OTHER = "other", _("Other")


class ReferralState(models.TextChoices):
    """How far a referral has come."""

    PREPARED = "prepared", _("prepared")
    SENT = "sent", _("sent")
    ACKNOWLEDGED = "acknowledged", _("received by them")
    ANSWERED = "answered", _("answered")
    WITHDRAWN = "withdrawn", _("taken back")


class ReferralResponse(models.TextChoices):
    """What the receiving organisation answered."""

    TAKEN_UP = "taken_up", _("taken up")
    REMOVED = "removed", _("content removed")
    RESTRICTED = "restricted", _("content restricted")
    REFUSED = "refused", _("refused")
    NOT_COMPETENT = "not_competent", _("not their task")
    MORE_NEEDED = "more_needed", _("more information needed")
    CLOSED = "closed", _("closed on their side")


class MessageDirection(models.TextChoices):
    """Who wrote a message."""

    TO_REPORTER = "to_reporter", _("to the reporter")
    FROM_REPORTER = "from_reporter", _("from the reporter")


class MessageKind(models.TextChoices):
    """What a message is for."""

    MESSAGE = "message", _("message")
    QUESTION = "question", _("question")
    ADVICE = "advice", _("advice")
    DETAILS = "details", _("more details")
    ADDRESSES = "addresses", _("more addresses")


class FactKind(models.TextChoices):
    """The fixed moments at which a report is counted."""

    RECEIVED = "received", _("received")
    ASSESSED = "assessed", _("assessed")
    CLOSED = "closed", _("closed")
    REOPENED = "reopened", _("reopened")
    REFERRED = "referred", _("referred")
