"""Reports, people and pages for tests of the desk. Words are neutral canaries."""

import itertools
from datetime import datetime
from typing import Any

from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.test import Client

from reports.inbox.documents import ReportContact, ReportContent, ReportMetadata
from reports.inbox.duties import Duty, Role
from reports.inbox.keys import grant_inbox_key
from reports.inbox.models import IncidentReport
from reports.inbox.services import submit_report
from reports.inbox.staff import EDITORS, ensure_groups
from tests.inbox.conftest import PASSPHRASE, Inbox

INBOX = "/admin/inbox/"
WORDS = "një kanarinë e kaltër"
SECOND_PARAGRAPH = "ajo fluturon mbi liqen"
ADDRESS = "https://shembull.example/faqe"
DEFANGED = "hxxps://shembull[.]example/faqe"
CONTACT = "kanarina@shembull.example"
IN_PLACE = {"X-Inbox-In-Place": "1"}
_tokens = itertools.count(1)


def make_report(
    *, content: dict[str, Any] | None = None, metadata: dict[str, Any] | None = None, **fields: Any
) -> IncidentReport:
    """Return a stored report of two paragraphs, one address and a contact.

    Args:
        content, metadata: what differs from that.
        fields: columns set afterwards, whatever the services would say.
    """
    told = {"description": f"{WORDS}\n\n{SECOND_PARAGRAPH}", "addresses": [ADDRESS]} | (content or {})
    submitted = submit_report(
        content=ReportContent(**told),
        metadata=ReportMetadata(**({"category": "grooming"} | (metadata or {}))),
        contact=ReportContact(CONTACT, True, False),
        language=fields.pop("language", "sq"),
        channel="web",
        token=f"{next(_tokens):040}",
    )
    IncidentReport.objects.filter(pk=submitted.report.pk).update(**fields)
    return IncidentReport.objects.get(pk=submitted.report.pk)


def person(name: str, *roles: str) -> Any:
    """Return a member of staff in the groups `roles`; `EDITORS` is one as well."""
    groups = ensure_groups()
    user: Any = get_user_model().objects.create_user(name, f"{name}@shembull.example", "fjalëkalim-prove")
    user.groups.set(groups[role] for role in roles)
    return user


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def colleague(inbox: Inbox, name: str, role: str = Role.INTAKE_ANALYST) -> tuple[Any, Client]:
    """Return another person of the hotline and their browser, the inbox opened in it."""
    user = person(name, role)
    grant_inbox_key(inbox_key=inbox.key, private_key=inbox.private_key, moderator=user, passphrase=PASSPHRASE)
    client = signed_in(user)
    assert client.post("/admin/inbox-key/open/", {"passphrase": PASSPHRASE}).status_code == 302
    return user, client


def everybody() -> dict[str, Client]:
    """Return a browser of each kind of person there is, by name."""
    superuser = get_user_model().objects.create_superuser("admin", password="fjalëkalim-prove")
    people = {role.name: person(role.name.lower(), role) for role in Role}
    clients = {name: signed_in(user) for name, user in people.items()}
    return clients | {
        "EDITOR": signed_in(person("redaktore", EDITORS)),
        "NOBODY": signed_in(person("askushi")),
        "SUPERUSER": signed_in(superuser),
        "VISITOR": Client(),
    }


def page(report: IncidentReport) -> str:
    return f"{INBOX}inspect/{report.pk}/"


def action(report: IncidentReport, name: str) -> str:
    return f"{INBOX}report/{report.pk}/{name}/"


def soup(response: Any) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def main_text(response: Any) -> str:
    """Return what the page says inside the desk, blanks folded."""
    desk = soup(response).select_one(".desk")
    return " ".join(desk.get_text(" ").split()) if desk else ""


def has_duties(role: str, *duties: Duty) -> bool:
    from reports.inbox.duties import DUTIES

    return any(duty in DUTIES.get(getattr(Role, role, ""), ()) for duty in duties)


def hours_ago(hours: int) -> datetime:
    from datetime import timedelta

    from reports.inbox.clocks import this_hour

    return this_hour() - timedelta(hours=hours)
