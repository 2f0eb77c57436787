"""How the desk says when something is due, and who somebody is. No queries, no writing."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ..models import IncidentReport
from ..vocabularies import State

# Sex of the person affected; kept as a code inside the sealed document.
SEXES = (
    ("female", gettext_lazy("girl or woman")),
    ("male", gettext_lazy("boy or man")),
    ("other", gettext_lazy("another")),
)
_TWO_DAYS = timedelta(days=2)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Due:
    """When the next step is due: a code for the style sheet, and words that say it without any colour."""

    code: str
    text: str


def due_of(report: IncidentReport, now: datetime) -> Due:
    """Return in words how the clock of `report` stands at `now`."""
    if report.state == State.CLOSED:
        return Due("closed", _("closed"))
    if report.clock_paused_at is not None:
        return Due("paused", _("paused"))
    left = report.due_at - now
    if left < timedelta(0):
        late = _("%(time)s overdue") % {"time": _rounded(-left)} if -left >= _HOUR else _("overdue")
        return Due("overdue", late)
    return Due("due", _("in %(time)s") % {"time": _rounded(left) if left >= _HOUR else _("less than an hour")})


def _rounded(span: timedelta) -> str:
    if span < _TWO_DAYS:
        hours = span // _HOUR
        return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}
    return ngettext("%(count)s day", "%(count)s days", span.days) % {"count": span.days}


def name_of(person: Any) -> str:
    """Return what a colleague is called."""
    return str(person.get_full_name() or person.get_username())


def sex_of(code: str) -> str:
    """Return the words for the sex of the person affected; a code of an older form is shown as it is."""
    return str(dict(SEXES).get(code, code))
