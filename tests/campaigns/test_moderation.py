"""Editors decide in the admin; nobody else does, and what has been decided stays decided."""

import io
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns.models import Activity, MembershipRequest, State
from campaigns.moderation import approve, refuse
from reports.inbox.duties import Role
from tests.campaigns.submissions import activity, editor, member
from tests.factories import loaded

pytestmark = pytest.mark.django_db
ACTIVITIES, MEMBERS = "/admin/campaigns/activities", "/admin/campaigns/memberships"


@pytest.fixture
def desk() -> Client:
    """An editor who is signed in."""
    client = Client()
    client.force_login(editor())
    return client


def decide(client: Client, base: str, pk: int, **answers: str) -> int:
    return client.post(f"{base}/decide/{pk}/", answers).status_code


def test_editor_when_deciding_then_the_list_the_text_and_the_buttons_are_there(desk: Client) -> None:
    sent = activity(title="Teatër kukullash")
    approve(submission=activity(1, title="E vendosur"), moderator=editor("tjetra"))
    soup = BeautifulSoup(desk.get(f"{ACTIVITIES}/").content, "html.parser")
    rows = [row.text for row in soup.select("table tbody tr")]
    assert "Teatër kukullash" in rows[0]
    page = BeautifulSoup(desk.get(f"{ACTIVITIES}/inspect/{sent.pk}/").content, "html.parser")
    assert "kanarina@example.org" in page.text
    assert {button["value"] for button in page.select("input[name=action]")} == {"approve", "refuse"}
    assert decide(desk, ACTIVITIES, sent.pk, action="approve") == 302
    after = BeautifulSoup(desk.get(f"{ACTIVITIES}/inspect/{sent.pk}/").content, "html.parser")
    assert "kanarina@example.org" not in after.text
    assert {button["value"] for button in after.select("input[name=action]")} == {"withdraw"}
    assert decide(desk, ACTIVITIES, sent.pk, action="withdraw", reason="called_off") == 302
    assert Activity.objects.get(pk=sent.pk).state == State.WITHDRAWN


def test_editor_when_refusing_without_a_reason_then_nothing_happens_and_it_is_said(desk: Client) -> None:
    sent = activity()
    response = desk.post(f"{ACTIVITIES}/decide/{sent.pk}/", {"action": "refuse"}, follow=True)
    assert response.redirect_chain[-1][0] == f"{ACTIVITIES}/inspect/{sent.pk}/"
    assert "Zgjidhni një arsye" in response.content.decode() or "Choose a reason" in response.content.decode()
    assert Activity.objects.get().is_pending
    decide(desk, ACTIVITIES, sent.pk, action="refuse", reason="other", note="Nuk është shkollë.")
    refused = Activity.objects.get()
    assert (refused.state, refused.note, refused.decided_by.username) == ("refused", "Nuk është shkollë.", "redaktorja")


def test_editor_when_somebody_was_faster_then_it_is_said_and_the_first_decision_stays(desk: Client) -> None:
    sent = activity(title="Teatër kukullash")
    approve(submission=sent, moderator=editor("tjetra"))
    response = desk.post(f"{ACTIVITIES}/decide/{sent.pk}/", {"action": "refuse", "reason": "duplicate"}, follow=True)
    assert "Teatër kukullash" in response.content.decode()
    assert Activity.objects.get().state == State.APPROVED


def test_editor_when_correcting_then_only_what_waits_can_be_corrected(desk: Client) -> None:
    sent = activity(title="Ora me emrin e Anës")
    url = f"{ACTIVITIES}/edit/{sent.pk}/"
    answers = {
        "organisation": "Shkolla prove", "title": "Ora", "kind": "lesson", "date": "2027-02-10",
        "municipality": "kukes", "expected_number": "30", "audiences": ["children"], "description": "",
    }  # fmt: skip
    assert desk.post(url, answers).status_code == 302
    corrected = Activity.objects.get()
    assert (corrected.title, corrected.county, corrected.state) == ("Ora", "AL-07", State.PENDING)
    approve(submission=corrected, moderator=editor("tjetra"))
    assert desk.post(url, answers | {"title": "Tjetër"}).status_code in (302, 403)
    assert Activity.objects.get().title == "Ora"
    assert Activity.objects.get().is_approved


def test_editor_when_adding_deleting_or_exporting_then_there_is_no_such_way(desk: Client) -> None:
    sent = activity()
    assert desk.get(f"{ACTIVITIES}/create/").status_code in (302, 403, 404)
    assert desk.post(f"{ACTIVITIES}/delete/{sent.pk}/").status_code in (302, 403)
    assert Activity.objects.count() == 1
    for kind in ("csv", "xlsx", ""):
        assert "text/html" in desk.get(f"{ACTIVITIES}/?export={kind}", follow=True)["Content-Type"]
    assert desk.get(f"{ACTIVITIES}/decide/{sent.pk}/").status_code == 405
    for action in ("", "delete", "approve "):
        assert decide(desk, ACTIVITIES, sent.pk, action=action) in (302, 403)
    assert Activity.objects.get().is_pending


def somebody(kind: str) -> Client:
    client = Client()
    if kind != "anonymous":
        user = get_user_model().objects.create_user("dikush", "dikush@example.org", "x")
        editor("per-grupet")
        if kind != "nobody":
            user.groups.add(Group.objects.get(name=kind))
        client.force_login(user)
    return client


@pytest.mark.parametrize("who", ["anonymous", "nobody", str(Role.SENIOR_ANALYST), str(Role.SUPERVISOR)])
@pytest.mark.parametrize("base", [ACTIVITIES, MEMBERS])
def test_others_when_they_try_then_they_see_and_change_nothing(who: str, base: str) -> None:
    sent = activity() if base == ACTIVITIES else member(loaded("initiative.alliance"))
    client = somebody(who)
    for path in ("/", f"/inspect/{sent.pk}/", f"/edit/{sent.pk}/", f"/delete/{sent.pk}/", f"/history/{sent.pk}/"):
        response = client.get(f"{base}{path}")
        assert response.status_code in (302, 403, 404), path
        assert "kanarina@example.org" not in response.content.decode()
    assert decide(client, base, sent.pk, action="approve") in (302, 403)
    assert type(sent).objects.get().is_pending


def test_membership_when_decided_in_the_admin_then_it_is_in_the_register(desk: Client, visitor: Client) -> None:
    alliance = loaded("initiative.alliance")
    sent = member(alliance, organisation="Shoqata Kanarina")
    listed = desk.get(f"{MEMBERS}/").content.decode()
    assert "Shoqata Kanarina" in listed
    assert alliance.title in listed or loaded("initiative.alliance", "en").title in listed
    page = desk.get(f"{MEMBERS}/inspect/{sent.pk}/").content.decode()
    assert alliance.title in page or loaded("initiative.alliance", "en").title in page
    decide(desk, MEMBERS, sent.pk, action="approve")
    assert MembershipRequest.objects.get().joined_on is not None
    assert "Shoqata Kanarina" in visitor.get(alliance.url).content.decode()


def test_home_of_the_admin_when_something_waits_then_editors_are_told_and_nobody_else(desk: Client) -> None:
    approve(submission=activity(1), moderator=editor("tjetra"))
    address = f'href="{ACTIVITIES}/"'
    panel = 'id="waiting-title"'
    assert panel not in desk.get("/admin/").content.decode()
    activity(2)
    told = desk.get("/admin/").content.decode()
    assert panel in told
    assert address in told
    assert panel not in somebody(str(Role.SENIOR_ANALYST)).get("/admin/").content.decode()


def test_superuser_when_deleting_then_what_is_public_has_to_be_taken_off_first() -> None:
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("su", "su@example.org", "x"))
    public, waiting = approve(submission=activity(1), moderator=editor()), activity(2)
    assert client.post(f"{ACTIVITIES}/delete/{public.pk}/").status_code in (302, 403)
    assert client.post(f"{ACTIVITIES}/delete/{waiting.pk}/").status_code == 302
    assert list(Activity.objects.all()) == [public]


def test_old_submissions_when_forgotten_then_only_what_is_public_or_waits_is_left() -> None:
    user, now = editor(), timezone.now()
    gone = refuse(submission=activity(1), moderator=user, reason="unclear")
    fresh = refuse(submission=activity(2), moderator=user, reason="unclear")
    public, waiting = approve(submission=activity(3), moderator=user), activity(4)
    Activity.objects.filter(pk__in=[gone.pk, public.pk]).update(decided_at=now - timedelta(days=366))
    Activity.objects.filter(pk=waiting.pk).update(submitted_at=now - timedelta(days=181))
    call_command("forget_submissions", stdout=io.StringIO())
    assert set(Activity.objects.all()) == {fresh, public, waiting}
    assert not Activity.objects.exclude(contact_email="").exists()


def test_lists_when_long_then_their_queries_do_not_grow(desk: Client) -> None:
    alliance = loaded("initiative.alliance")

    def queries() -> list[int]:
        found = []
        for base in (ACTIVITIES, MEMBERS):
            desk.get(f"{base}/")
            with CaptureQueriesContext(connection) as captured:
                desk.get(f"{base}/")
            found.append(len(captured))
        return found

    activity(1), member(alliance, 1)
    few = queries()
    for number in range(2, 20):
        activity(number), member(alliance, number)
    assert queries() == few
