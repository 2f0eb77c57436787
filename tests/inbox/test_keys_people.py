"""Letting people in and out: the number that is compared, access that ends at once, passphrases nobody else learns."""

import re
import time
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from nacl.public import PrivateKey

from reports.inbox import keys, sealing
from reports.inbox.documents import ReportContent, ReportMetadata
from reports.inbox.duties import Role
from reports.inbox.models import AuditEvent, IncidentReport, KeyGrant, PersonalKey
from reports.inbox.services import submit_report
from reports.inbox.staff import ensure_groups
from tests.inbox.conftest import PASSPHRASE, Inbox

pytestmark = pytest.mark.django_db
PEOPLE, ASK, OPEN, CHANGE = (f"/admin/inbox-key/{part}" for part in ("", "ask/", "open/", "passphrase/"))
HERS = "dritë hëne mbi gurë"
WORDS = "një kanarinë e kaltër"
NUMBER = re.compile(r"(?:\d{5} ){5}\d{5}")


def person(username: str, role: str) -> Any:
    user = get_user_model().objects.create_user(username, password="fjalëkalim-prove")
    user.groups.add(ensure_groups()[role])
    return user


def browser_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def colleague(inbox: Inbox) -> Any:
    return person("e-dyta", Role.INTAKE_ANALYST)


@pytest.fixture
def supervisor_client(inbox: Inbox) -> Client:
    return browser_of(person("mbikeqyrese", Role.SUPERVISOR))


@pytest.fixture
def report(inbox: Inbox) -> IncidentReport:
    return submit_report(
        content=ReportContent(description=WORDS),
        metadata=ReportMetadata(category="grooming"),
        language="sq",
        channel="web",
        token="f" * 40,
    ).report


def ask(client: Client, **answers: str) -> Any:
    return client.post(ASK, {"new_passphrase": HERS, "repeated": HERS} | answers)


def number_on(response: Any) -> str:
    return BeautifulSoup(response.content, "html.parser").select_one(".keys__number").text


def let_in(client: Client, user: Any, number: str, answers: dict[str, str] | None = None) -> Any:
    answers = {"number": number, "is_compared": "on"} | (answers or {})
    return client.post(f"/admin/inbox-key/grant/{user.pk}/", answers)


def revoke(client: Client, user: Any) -> Any:
    return client.post(f"/admin/inbox-key/revoke/{user.pk}/")


def reads(client: Client, report: IncidentReport) -> bool:
    revealed = client.post(f"/admin/inbox/report/{report.pk}/reveal/", {"part": "description-1"}, follow=True)
    return WORDS in revealed.content.decode()


def actions() -> list[str]:
    return list(AuditEvent.objects.order_by("sequence").values_list("action", flat=True))


def test_new_moderator_when_asking_then_numbers_agree_and_after_comparing_old_reports_open(
    open_client: Client, colleague: Any, report: IncidentReport
) -> None:
    hers = browser_of(colleague)
    assert hers.get(OPEN)["Location"] == ASK
    number = number_on(ask(hers))
    assert NUMBER.fullmatch(number)
    # Her passphrase is right and still opens nothing.
    waiting = hers.post(OPEN, {"passphrase": HERS})
    assert number_on(waiting) == number
    assert not reads(hers, report)
    assert number_on(open_client.get(f"/admin/inbox-key/grant/{colleague.pk}/")) == number
    assert let_in(open_client, colleague, number).status_code == 302
    assert hers.post(OPEN, {"passphrase": HERS}).status_code == 302
    assert reads(hers, report)
    assert actions()[3:5] == ["key_asked", "key_granted"]


def test_grant_when_given_then_no_page_of_the_giver_and_no_row_holds_the_passphrase(
    open_client: Client, colleague: Any
) -> None:
    number = number_on(ask(browser_of(colleague)))
    pages = [open_client.get(PEOPLE), let_in(open_client, colleague, number), open_client.get(PEOPLE)]
    assert not any(HERS in page.content.decode() for page in pages)
    rows = str(list(PersonalKey.objects.values())) + str(list(KeyGrant.objects.values()))
    assert HERS not in rows


@pytest.mark.parametrize("answers", [{"is_compared": ""}, {"number": ""}, {"number": "1" * 30}])
def test_grant_when_the_number_was_not_compared_or_is_another_then_nobody_comes_in(
    open_client: Client, colleague: Any, answers: dict[str, str]
) -> None:
    number = number_on(ask(browser_of(colleague)))
    response = let_in(open_client, colleague, number, answers)
    assert response.status_code == 422
    assert 'class="keys__error"' in response.content.decode()
    assert KeyGrant.objects.count() == 1


def test_grant_when_somebody_put_another_key_in_the_place_of_hers_then_the_numbers_differ(
    open_client: Client, colleague: Any
) -> None:
    """Who can write the database, and nothing more, has to fool two people who talk to each other."""
    hers = browser_of(colleague)
    number = number_on(ask(hers))
    PersonalKey.objects.filter(moderator=colleague).update(public_key=bytes(PrivateKey.generate().public_key))
    assert number_on(open_client.get(f"/admin/inbox-key/grant/{colleague.pk}/")) != number
    assert let_in(open_client, colleague, number).status_code == 422
    assert hers.post(OPEN, {"passphrase": HERS}).status_code == 422


def test_grant_when_the_inbox_is_closed_then_it_cannot_be_given(moderator_client: Client, colleague: Any) -> None:
    number = number_on(ask(browser_of(colleague)))
    page = moderator_client.get(f"/admin/inbox-key/grant/{colleague.pk}/").content.decode()
    assert OPEN in page
    assert "keys__number" not in page
    assert let_in(moderator_client, colleague, number).status_code == 422
    assert KeyGrant.objects.count() == 1


def test_grant_when_the_person_may_not_read_then_it_is_refused(open_client: Client, colleague: Any) -> None:
    number = number_on(ask(browser_of(colleague)))
    colleague.groups.set([ensure_groups()[Role.STATISTICIAN]])
    response = let_in(open_client, colleague, number)
    assert response.status_code == 422
    assert "nuk përfshin leximin" in response.content.decode()


def test_grant_when_given_by_somebody_without_that_duty_then_the_service_itself_refuses(
    inbox: Inbox, colleague: Any
) -> None:
    keys.make_personal_key(moderator=colleague, passphrase=HERS)
    with pytest.raises(keys.KeyServiceError):
        keys.grant_access(moderator=colleague, opened={inbox.key.pk: inbox.private_key}, actor=colleague)
    with pytest.raises(keys.KeyServiceError):
        keys.revoke_access(moderator=inbox.moderator, actor=colleague)
    with pytest.raises(keys.KeyServiceError):
        keys.rotate_inbox_key(opened={inbox.key.pk: inbox.private_key}, actor=colleague)


@pytest.mark.parametrize(
    "answers", [{"repeated": "tjetër gjë krejt"}, {"new_passphrase": "shkurt", "repeated": "shkurt"}]
)
def test_ask_when_the_passphrase_is_short_or_mistyped_then_no_key_is_made(
    colleague: Any, answers: dict[str, str]
) -> None:
    assert ask(browser_of(colleague), **answers).status_code == 422
    assert not PersonalKey.objects.filter(moderator=colleague).exists()


def test_forgotten_passphrase_when_starting_over_then_it_is_said_twice_and_a_colleague_lets_in_again(
    open_client: Client, inbox: Inbox, colleague: Any, report: IncidentReport
) -> None:
    hers = browser_of(colleague)
    let_in(open_client, colleague, number_on(ask(hers)))
    hers.post(OPEN, {"passphrase": HERS})
    other = "krejt tjetër fjalëkalim"
    assert ask(hers, new_passphrase=other, repeated=other).status_code == 422
    assert reads(hers, report)
    fresh = number_on(ask(hers, new_passphrase=other, repeated=other, starts_over="on"))
    assert not reads(hers, report)
    assert hers.post(OPEN, {"passphrase": HERS}).status_code == 422
    let_in(open_client, colleague, fresh)
    assert hers.post(OPEN, {"passphrase": other}).status_code == 302
    assert reads(hers, report)


def test_revocation_when_the_inbox_is_open_elsewhere_then_its_next_click_finds_it_closed(
    open_client: Client, supervisor_client: Client, inbox: Inbox, report: IncidentReport
) -> None:
    assert reads(open_client, report)
    assert revoke(supervisor_client, inbox.moderator).status_code == 302
    assert not reads(open_client, report)
    assert open_client.post(OPEN, {"passphrase": PASSPHRASE})["Location"] == ASK
    assert actions()[-2:] == ["key_revoked", "inbox_closed"]
    assert not KeyGrant.objects.exists()


def test_revocation_when_done_then_the_page_advises_a_new_key_and_says_what_it_does_not_protect(
    open_client: Client, supervisor_client: Client, colleague: Any
) -> None:
    let_in(open_client, colleague, number_on(ask(browser_of(colleague))))
    assert "Ndërrojeni çelësin" not in supervisor_client.get(PEOPLE).content.decode()
    revoke(supervisor_client, colleague)
    html = supervisor_client.get(PEOPLE).content.decode()
    assert "Çfarë bën:" in html
    assert "Çfarë nuk bën:" in html


def test_request_when_taken_back_before_anybody_was_let_in_then_no_new_key_is_advised(
    supervisor_client: Client, colleague: Any
) -> None:
    ask(browser_of(colleague))
    revoke(supervisor_client, colleague)
    assert "Çfarë nuk bën:" not in supervisor_client.get(PEOPLE).content.decode()


def test_revocation_when_it_is_the_last_then_the_page_warns(supervisor_client: Client, inbox: Inbox) -> None:
    html = supervisor_client.get(f"/admin/inbox-key/revoke/{inbox.moderator.pk}/").content.decode()
    assert "vetëm çelësi i rimëkëmbjes" in html


def test_revocation_when_there_is_nothing_to_take_then_it_says_so(supervisor_client: Client, colleague: Any) -> None:
    response = revoke(supervisor_client, colleague)
    assert response.status_code == 409
    assert "Ky person nuk ka qasje." in response.content.decode()


@pytest.mark.parametrize("path", ["grant", "revoke"])
@pytest.mark.parametrize("number", ["999999", "9" * 18, "9" * 40, "0"])
def test_person_when_there_is_none_then_it_is_not_found(supervisor_client: Client, path: str, number: str) -> None:
    for method in (supervisor_client.get, supervisor_client.post):
        assert method(f"/admin/inbox-key/{path}/{number}/").status_code == 404


def test_leaver_when_let_in_again_later_then_a_kept_copy_of_the_old_session_still_opens_nothing(
    open_client: Client, supervisor_client: Client, inbox: Inbox, report: IncidentReport
) -> None:
    kept = dict(open_client.session.items())
    revoke(supervisor_client, inbox.moderator)
    keys.grant_inbox_key(
        inbox_key=inbox.key, private_key=inbox.private_key, moderator=inbox.moderator, passphrase=PASSPHRASE
    )
    session = open_client.session
    session.update(kept)
    session.save()
    assert not reads(open_client, report)


def test_leaver_when_the_account_is_closed_then_the_copied_session_leads_to_the_sign_in(
    open_client: Client, inbox: Inbox, report: IncidentReport
) -> None:
    inbox.moderator.is_active = False
    inbox.moderator.save()
    response = open_client.get(f"/admin/inbox/inspect/{report.pk}/")
    assert response.status_code == 302
    assert "/admin/login/" in response["Location"]


def test_leaver_when_only_the_role_is_taken_then_the_open_inbox_closes_and_the_page_tells_the_supervisor(
    open_client: Client, supervisor_client: Client, inbox: Inbox, report: IncidentReport
) -> None:
    inbox.moderator.groups.set([ensure_groups()[Role.SUPERVISOR]])
    assert not reads(open_client, report)
    html = supervisor_client.get(PEOPLE).content.decode()
    assert "nuk i takon më të lexojë raportime" in html


def test_passphrase_when_changed_then_other_browsers_close_and_this_one_stays_open(
    open_client: Client, inbox: Inbox, report: IncidentReport
) -> None:
    other = browser_of(inbox.moderator)
    other.post(OPEN, {"passphrase": PASSPHRASE})
    assert reads(other, report)
    open_client.post(CHANGE, {"passphrase": PASSPHRASE, "new_passphrase": HERS, "repeated": HERS})
    assert reads(open_client, report)
    assert not reads(other, report)


def test_passphrase_when_changed_then_access_stays_without_anybody_letting_in(
    inbox: Inbox, moderator_client: Client
) -> None:
    before = KeyGrant.objects.get()
    moderator_client.post(CHANGE, {"passphrase": PASSPHRASE, "new_passphrase": HERS, "repeated": HERS})
    assert KeyGrant.objects.get() == before
    assert keys.open_with_passphrase(moderator=inbox.moderator, passphrase=HERS) == {inbox.key.pk: inbox.private_key}


def test_session_when_read_from_the_database_then_no_key_is_in_it(open_client: Client, inbox: Inbox) -> None:
    held = str(dict(open_client.session.items()))
    _personal_key, own = keys.open_personal_key(moderator=inbox.moderator, passphrase=PASSPHRASE)
    for secret in (own, inbox.private_key):
        assert secret.hex() not in held
    assert open_client.cookies["inbox_key"].value not in held


def test_session_when_thirty_minutes_pass_then_it_does_not_wake_up_again(
    open_client: Client, report: IncidentReport
) -> None:
    with time_machine.travel(time.time() + 31 * 60):
        assert not reads(open_client, report)
    assert not reads(open_client, report)


def test_grant_when_its_row_was_swapped_or_changed_then_it_opens_nothing(inbox: Inbox, colleague: Any) -> None:
    keys.make_personal_key(moderator=colleague, passphrase=HERS)
    hers = PersonalKey.objects.get(moderator=colleague)
    stranger = bytes(PrivateKey.generate())
    for sealed in (
        KeyGrant.objects.get().sealed_key,
        sealing.seal_key(stranger, bytes(hers.public_key)),
        b"",
    ):
        KeyGrant.objects.update_or_create(
            inbox_key=inbox.key, personal_key=hers, defaults={"sealed_key": bytes(sealed), "witness": b"x" * 32}
        )
        with pytest.raises(sealing.CannotOpenError):
            keys.open_with_passphrase(moderator=colleague, passphrase=HERS)


def test_people_when_listed_then_those_who_ask_come_first_and_it_says_who_has_no_second_factor(
    open_client: Client, colleague: Any
) -> None:
    ask(browser_of(colleague))
    third = person("a-treta", Role.LIAISON)
    soup = BeautifulSoup(open_client.get(PEOPLE).content, "html.parser")
    names = [name.text for name in soup.select(".keys__name")]
    assert names == ["e-dyta", "a-treta", "moderatore"]
    rows = {row.select_one(".keys__name").text: row.text for row in soup.select(".keys__person")}
    assert "Pret qasje" in rows["e-dyta"]
    assert "Ende pa verifikim me dy hapa" in rows[third.username]
    assert "Me verifikim me dy hapa" in rows["moderatore"]
    assert [link.text.split()[-1] for link in soup.select("a[href*='/grant/']")] == ["e-dyta"]


def test_people_when_there_is_no_key_then_the_page_says_how_one_is_made(db: Any) -> None:
    html = browser_of(person("mbikeqyrese", Role.SUPERVISOR)).get(PEOPLE).content.decode()
    assert "manage.py create_inbox_key" in html


def test_people_when_the_active_key_was_exchanged_then_who_cannot_open_it_is_told(
    open_client: Client, inbox: Inbox
) -> None:
    keys.create_inbox_key()
    assert "Nuk e hapni dot çelësin në përdorim" in open_client.get(PEOPLE).content.decode()


def test_pages_when_many_people_are_listed_then_queries_do_not_grow(open_client: Client) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert open_client.get(PEOPLE).status_code == 200
        return len(queries)

    count()
    few = count()
    for number in range(8):
        keys.make_personal_key(moderator=person(f"person{number}", Role.LIAISON), passphrase=HERS)
    assert count() == few
    assert few <= 17


def test_pages_when_opened_then_they_are_kept_nowhere_and_run_no_inline_script(
    open_client: Client, colleague: Any
) -> None:
    paths = [PEOPLE, ASK, f"/admin/inbox-key/grant/{colleague.pk}/", f"/admin/inbox-key/revoke/{colleague.pk}/"]
    for path in [*paths, "/admin/inbox-key/rotate/"]:
        response = open_client.get(path)
        assert response.status_code == 200
        assert "no-store" in response["Cache-Control"]
        assert "unsafe-inline" not in response["Content-Security-Policy"]
