"""Every view of the desk, tried by every kind of person there is."""

import pytest
from django.test import Client
from django.urls import reverse

from reports.inbox.desk import urls
from reports.inbox.duties import DUTIES, Duty, Role
from reports.inbox.models import AuditEvent, IncidentReport
from tests.inbox.conftest import Inbox
from tests.inbox.desk import INBOX, everybody, make_report

pytestmark = pytest.mark.django_db
# Address name -> the duties of which one is enough, and the method that the view takes.
VIEWS: dict[str, tuple[set[Duty], str]] = {
    "inbox_modeladmin_index": ({Duty.VIEW}, "get"),
    "inbox_modeladmin_inspect": ({Duty.VIEW}, "get"),
    "inbox_enter": ({Duty.ENTER}, "get"),
    "inbox_own_time": ({Duty.READ}, "get"),
    "inbox_people": ({Duty.SUPERVISE}, "get"),
    "inbox_reveal": ({Duty.READ}, "post"),
    "inbox_claim": ({Duty.ASSESS}, "post"),
    "inbox_release": ({Duty.ASSESS, Duty.SUPERVISE}, "post"),
    "inbox_reassign": ({Duty.SUPERVISE}, "post"),
    "inbox_step": ({Duty.ASSESS, Duty.DECIDE, Duty.REFER}, "post"),
    "inbox_assess": ({Duty.ASSESS}, "post"),
    "inbox_priority": ({Duty.ASSESS}, "post"),
    "inbox_note": ({Duty.READ}, "post"),
    "inbox_message": ({Duty.ASSESS}, "post"),
    "inbox_mark_read": ({Duty.ASSESS}, "post"),
    "inbox_let_in": ({Duty.ASSESS}, "post"),
    "inbox_spam": ({Duty.ASSESS}, "post"),
    "inbox_group": ({Duty.ASSESS}, "post"),
    "inbox_ungroup": ({Duty.ASSESS}, "post"),
    "inbox_hold": ({Duty.SUPERVISE}, "post"),
}


def address(name: str, report: IncidentReport, other: IncidentReport) -> str:
    arguments = {
        "inbox_modeladmin_inspect": [report.pk],
        "inbox_group": [report.pk, other.pk],
        **{without: [] for without in ("inbox_modeladmin_index", "inbox_enter", "inbox_own_time", "inbox_people")},
    }
    return reverse(name, args=arguments.get(name, [report.pk]))


def is_refused(response: object, path: str) -> bool:
    """Return whether the admin sent this person away: to its first page, or to sign in."""
    return response.status_code == 403 or (  # type: ignore[attr-defined]
        response.status_code == 302 and not response["Location"].startswith(INBOX)  # type: ignore[attr-defined, index]
    )


def test_views_when_tried_by_everybody_then_exactly_those_with_the_duty_get_in(inbox: Inbox) -> None:
    clients = everybody()
    wrong = []
    for name, (duties, method) in VIEWS.items():
        for who, client in clients.items():
            report, other = make_report(), make_report()
            events = AuditEvent.objects.count()
            path = address(name, report, other)
            response = getattr(client, method)(path)
            may = bool(duties & DUTIES.get(getattr(Role, who, ""), frozenset()))
            if is_refused(response, path) == may:
                wrong.append((name, who, response.status_code))
            if not may:
                assert report.public_reference not in response.content.decode()
                assert AuditEvent.objects.count() == events, (name, who)
    assert wrong == []


def test_views_when_listed_then_this_table_has_them_all() -> None:
    ours = {str(pattern.name) for pattern in urls.urlpatterns if str(pattern.pattern).startswith("inbox/")}
    assert ours <= VIEWS.keys()


@pytest.mark.parametrize("name", [name for name, (_duties, method) in VIEWS.items() if method == "post"])
def test_actions_when_they_are_followed_as_links_then_nothing_happens(
    open_client: Client, inbox: Inbox, name: str
) -> None:
    report, other = make_report(), make_report()
    response = open_client.get(address(name, report, other))
    assert response.status_code in (302, 405)
    assert not AuditEvent.objects.filter(subject=report.public_reference).exists()
