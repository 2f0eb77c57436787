"""What a reporter is told about a status and an outcome, in whole sentences; tests hold them to the content pack."""

from django.utils.translation import gettext_lazy as _

from .casework import Outcome, ReporterStatus

STATUS_SENTENCES = {
    ReporterStatus.RECEIVED: _("We have it. Thank you for speaking up. Your report is waiting for its first reading."),
    ReporterStatus.IN_REVIEW: _("A person is reading it carefully and deciding what has to be done."),
    ReporterStatus.QUESTION: _("We need one more thing from you. Open the message and answer when you can."),
    ReporterStatus.PASSED_ON: _("We gave it to those who can act, or acted ourselves. We are following it up."),
    ReporterStatus.CLOSED: _("Our work on this report is finished. If it happens again, write to us again."),
}
OUTCOME_SENTENCES = {
    Outcome.REFERRED_POLICE: _("The case was given to the police. They may work without telling us details."),
    Outcome.REFERRED_CHILD_PROTECTION: _(
        "The child protection service has been told. It has the duty to follow the case."
    ),
    Outcome.REFERRED_HELPLINE: _(
        "The case was passed to ALO 116 111. You can also call them yourself, free of charge."
    ),
    Outcome.SENT_INHOPE: _("The material is abroad. We passed it to the hotline there."),
    Outcome.REMOVED: _("The content is no longer at the address you gave us."),
    Outcome.RESTRICTED: _("The platform restricted it: fewer people can see it."),
    Outcome.PLATFORM_REFUSED: _("The platform did not remove it. We explain what you can do now."),
    Outcome.ADVICE_GIVEN: _("We left you advice on the tracking page."),
    Outcome.NOT_ILLEGAL: _("The law does not forbid it, but we understand your concern. Please read our advice."),
    Outcome.OUTSIDE_REMIT: _("This belongs to another institution. We told you which."),
    Outcome.ACCESS_FAILED: _("The address does not work or needs a login. Send another one if you have it."),
    Outcome.INSUFFICIENT_INFORMATION: _("The information was not enough to act on. You can still add something."),
    Outcome.QUERY: _("We answered your question on the tracking page."),
    Outcome.DUPLICATE: _("Someone else had told us too. We are working on the same matter."),
    Outcome.SPAM: _("This message was not treated as a report."),
    Outcome.WITHDRAWN: _("You withdrew the report. You can report again whenever you like."),
}
