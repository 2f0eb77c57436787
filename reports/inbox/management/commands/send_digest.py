"""`manage.py send_digest`: tell staff once a day that something needs attention, and nothing more."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.management.base import BaseCommand
from django.utils import timezone

from reports.inbox.desk.filters import people_with
from reports.inbox.duties import Duty
from reports.inbox.models import IncidentReport
from reports.inbox.vocabularies import State

# Always the same words, in both languages, so that neither subject nor size tells anybody on the way anything.
SUBJECT = "iSIGURT.al: diçka kërkon vëmendje – something needs attention"
BODY = """\
Diçka kërkon vëmendjen tuaj. Hyni në sistem si zakonisht. Në këtë mesazh nuk ka asgjë tjetër dhe asnjë lidhje.

Something needs your attention. Please sign in as usual. There is nothing else in this message, and no link.
"""


class Command(BaseCommand):
    help = "Sends everybody who sees the queues a fixed message if a report is new, overdue, unread or in quarantine."

    def handle(self, *args: Any, **options: Any) -> None:
        if not self._needs_attention():
            return
        people = people_with(Duty.VIEW).exclude(email="")
        # One message each: nobody learns who else is on the staff.
        mails = [EmailMessage(SUBJECT, BODY, settings.DEFAULT_FROM_EMAIL, [person.email]) for person in people]
        if mails:
            get_connection().send_messages(mails)

    @staticmethod
    def _needs_attention() -> bool:
        reports: Any = IncidentReport.objects
        waiting = (
            reports.in_state(State.RECEIVED),
            reports.overdue(timezone.now()),
            reports.with_unread_message(),
            reports.in_quarantine(),
        )
        return any(found.exists() for found in waiting)
