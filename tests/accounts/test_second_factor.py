"""Who is asked for a second factor, how it is set up and shown, and what to do without the phone."""

import io
import re
import time
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from wagtail.models import ModelLogEntry

from cms.accounts.second_factor import needs_second_factor
from reports.inbox.duties import Role
from reports.inbox.staff import ensure_groups
from tests.accounts.conftest import code_of, next_half_minute, set_up_phone

pytestmark = pytest.mark.django_db
VERIFY, RECOVERY, SET_UP = "/admin/second-factor/", "/admin/second-factor/recovery/", "/admin/second-factor/set-up/"
CODES, REMOVE = "/admin/second-factor/codes/", "/admin/second-factor/remove/"


def enrol(client: Client, user: Any) -> tuple[TOTPDevice, list[str]]:
    """Set up a phone as a person does; return it and the recovery codes on the page."""
    client.get(SET_UP)
    device = TOTPDevice.objects.get(user=user, confirmed=False)
    response = client.post(SET_UP, {"code": code_of(device)})
    assert response.status_code == 200
    codes = [code.text for code in BeautifulSoup(response.content, "html.parser").select(".accounts__codes code")]
    return device, codes


@pytest.mark.parametrize("path", ["/admin/", "/admin/inbox/", "/admin/inbox-key/open/", "/admin/account/", "/admin/x/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_admin_when_the_second_factor_is_missing_then_every_way_leads_to_setting_it_up(
    half_in: Client, path: str, method: str
) -> None:
    response = getattr(half_in, method)(path)
    assert response.status_code == 302
    assert response["Location"].startswith(SET_UP)
    # What was sent is not sent again after the sign-in: nobody is led back to an address that only takes forms.
    assert ("next=" in response["Location"]) == (method == "get")


def test_admin_when_a_phone_is_set_up_then_the_code_is_asked_for_and_opens_where_one_wanted_to_go(
    half_in: Client, analyst: Any
) -> None:
    device = set_up_phone(analyst)
    response = half_in.get("/admin/inbox/?state=received", follow=True)
    assert response.redirect_chain[0][0].startswith(VERIFY)
    wanted = BeautifulSoup(response.content, "html.parser").find("input", {"name": "next"})["value"]
    response = half_in.post(VERIFY, {"code": code_of(device), "next": wanted})
    assert (response.status_code, response["Location"]) == (302, "/admin/inbox/?state=received")
    assert half_in.get("/admin/inbox/").status_code == 200


def test_session_when_the_code_was_right_then_it_is_a_new_one(half_in: Client, analyst: Any) -> None:
    device = set_up_phone(analyst)
    before = half_in.session.session_key
    half_in.post(VERIFY, {"code": code_of(device)})
    assert half_in.session.session_key != before


@pytest.mark.parametrize(
    "wanted", ["https://elsewhere.example/", "//elsewhere.example/", "/sq/", "javascript:alert(1)"]
)
def test_code_when_the_way_on_leads_elsewhere_then_the_admin_opens_instead(
    half_in: Client, analyst: Any, wanted: str
) -> None:
    device = set_up_phone(analyst)
    assert half_in.post(VERIFY, {"code": code_of(device), "next": wanted})["Location"] == "/admin/"


@pytest.mark.parametrize("typed", ["{code}", " {code} ", "{first} {rest}"])
def test_code_when_typed_with_spaces_then_it_is_read(half_in: Client, analyst: Any, typed: str) -> None:
    code = code_of(set_up_phone(analyst))
    response = half_in.post(VERIFY, {"code": typed.format(code=code, first=code[:3], rest=code[3:])})
    assert response.status_code == 302


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "12345\x00", "9" * 5000])
def test_code_when_it_cannot_be_one_then_a_sentence_says_so_and_nothing_opens(
    half_in: Client, analyst: Any, typed: str
) -> None:
    set_up_phone(analyst)
    response = half_in.post(VERIFY, {"code": typed})
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    assert half_in.get("/admin/").status_code == 302


def test_code_when_used_a_second_time_then_it_is_refused(half_in: Client, analyst: Any) -> None:
    device = set_up_phone(analyst)
    code = code_of(device)
    assert half_in.post(VERIFY, {"code": code}).status_code == 302
    thief = Client()
    thief.force_login(analyst)
    response = thief.post(VERIFY, {"code": code})
    assert response.status_code == 422
    assert "është përdorur më parë" in response.content.decode()


def test_code_when_wrong_again_and_again_then_each_wait_is_longer_and_the_right_one_waits_too(
    half_in: Client, analyst: Any
) -> None:
    device = set_up_phone(analyst)
    now = time.time()
    for waited in (0, 2, 6, 14):
        with time_machine.travel(now + waited, tick=False):
            assert half_in.post(VERIFY, {"code": "000000"}).status_code == 422
    with time_machine.travel(now + 15, tick=False):
        html = half_in.post(VERIFY, {"code": code_of(device)}).content.decode()
        assert "Tepër kode të gabuara. Provoni përsëri pas 7 sekondash." in html
    with time_machine.travel(now + 60, tick=False):
        assert half_in.post(VERIFY, {"code": code_of(device)}).status_code == 302


def test_set_up_when_a_phone_is_there_then_the_password_alone_does_not_exchange_it(
    half_in: Client, analyst: Any
) -> None:
    device = set_up_phone(analyst)
    other = TOTPDevice.objects.create(user=analyst, name="phone", confirmed=False)
    for response in (half_in.get(SET_UP), half_in.post(SET_UP, {"code": code_of(other)})):
        assert response["Location"].startswith(VERIFY)
    assert list(TOTPDevice.objects.filter(confirmed=True)) == [device]


@pytest.mark.parametrize("path", [CODES, REMOVE])
def test_codes_when_the_sign_in_is_not_whole_then_they_are_neither_shown_nor_removed(
    half_in: Client, analyst: Any, path: str
) -> None:
    set_up_phone(analyst)
    response = half_in.post(path)
    assert response["Location"].startswith(VERIFY)
    assert TOTPDevice.objects.count() == 1
    assert not StaticToken.objects.exists()


def test_set_up_page_when_opened_then_picture_and_text_hold_the_secret_and_the_strict_policy_allows_it(
    half_in: Client, analyst: Any
) -> None:
    response = half_in.get(SET_UP)
    html = response.content.decode()
    soup = BeautifulSoup(html, "html.parser")
    secret = soup.select_one(".accounts__secret").text.replace(" ", "")
    assert len(secret) == 32
    assert soup.select_one(".accounts__picture svg path") is not None
    assert not soup.find_all(style=True)
    assert not soup.find_all("script")
    assert "<style" not in html
    assert "unsafe" not in response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"]
    again = BeautifulSoup(half_in.get(SET_UP).content, "html.parser").select_one(".accounts__secret").text
    assert again.replace(" ", "") == secret


def test_picture_when_read_by_a_phone_then_it_names_the_site_the_person_and_the_secret(
    half_in: Client, analyst: Any
) -> None:
    import segno

    html = half_in.get(SET_UP).content.decode()
    device = TOTPDevice.objects.get()
    assert "iSIGURT.al%3Aanaliste" in device.config_url
    expected = segno.make(device.config_url, error="m", micro=False).svg_inline(border=4, omitsize=True, scale=5)
    drawn = re.compile(r'class="qrline"[^>]* d="([^"]+)"')
    assert drawn.search(html)[1] == drawn.search(expected)[1]


def test_set_up_when_the_code_is_right_then_ten_codes_show_once_and_the_admin_is_open(
    half_in: Client, analyst: Any
) -> None:
    _device, codes = enrol(half_in, analyst)
    assert len(set(codes)) == 10
    assert half_in.get("/admin/").status_code == 200
    page = half_in.get(SET_UP).content.decode()
    assert not any(code in page for code in codes)
    assert "10 kode rezervë" in page


def test_set_up_when_begun_in_another_browser_before_then_the_secret_seen_there_is_worth_nothing(
    half_in: Client, analyst: Any
) -> None:
    """Somebody who stole the password looks at the page first, and waits for the person to set up that secret."""
    thief = Client()
    thief.force_login(analyst)
    thief.get(SET_UP)
    seen = TOTPDevice.objects.get()
    device, _codes = enrol(half_in, analyst)
    assert device.key != seen.key
    assert thief.post(SET_UP, {"code": code_of(seen)})["Location"].startswith(VERIFY)
    assert list(TOTPDevice.objects.all()) == [device]


def test_set_up_when_the_code_is_wrong_then_the_phone_is_not_taken(half_in: Client, analyst: Any) -> None:
    half_in.get(SET_UP)
    assert half_in.post(SET_UP, {"code": "000000"}).status_code == 422
    assert not TOTPDevice.objects.filter(confirmed=True).exists()
    assert TOTPDevice.objects.get().throttling_failure_count == 1


def test_recovery_code_when_the_phone_is_gone_then_it_lets_in_once_and_another_phone_takes_its_place(
    half_in: Client, analyst: Any
) -> None:
    old, codes = enrol(half_in, analyst)
    client = Client()
    client.force_login(analyst)
    typed = f" {codes[0].lower().replace('-', ' ')} "
    response = client.post(RECOVERY, {"code": typed})
    assert response["Location"].startswith(SET_UP)
    new, new_codes = enrol(client, analyst)
    assert list(TOTPDevice.objects.all()) == [new]
    assert not set(codes) & set(new_codes)
    # Whoever has the old phone is out, also where it was let in before.
    assert half_in.get("/admin/")["Location"].startswith(VERIFY)
    with time_machine.travel(next_half_minute()):
        assert half_in.post(VERIFY, {"code": code_of(old)}).status_code == 422
    third = Client()
    third.force_login(analyst)
    assert third.post(RECOVERY, {"code": codes[0]}).status_code == 422


@pytest.mark.parametrize("typed", ["", "abcd-efgh", "x" * 500, "\x00", "' or 1=1"])
def test_recovery_code_when_it_is_none_then_nobody_comes_in(half_in: Client, analyst: Any, typed: str) -> None:
    enrol(half_in, analyst)
    client = Client()
    client.force_login(analyst)
    assert client.post(RECOVERY, {"code": typed}).status_code == 422
    assert client.get("/admin/").status_code == 302


def test_recovery_code_when_of_a_colleague_then_it_does_not_help(half_in: Client, analyst: Any, editor: Any) -> None:
    _device, codes = enrol(half_in, analyst)
    client = Client()
    client.force_login(editor)
    assert client.post(RECOVERY, {"code": codes[0]}).status_code == 422
    assert StaticToken.objects.count() == 10


def test_recovery_codes_when_renewed_then_only_the_new_ones_let_in(half_in: Client, analyst: Any) -> None:
    _device, codes = enrol(half_in, analyst)
    html = half_in.post(CODES).content.decode()
    fresh = re.findall(r"<code>([A-Z2-7]{4}-[A-Z2-7]{4})</code>", html)
    assert len(fresh) == 10
    for code, status, seconds in ((codes[0], 422, 0), (fresh[0], 302, 60)):
        client = Client()
        client.force_login(analyst)
        with time_machine.travel(time.time() + seconds):
            assert client.post(RECOVERY, {"code": code}).status_code == status


def test_reset_command_when_phone_and_paper_are_gone_then_a_new_phone_is_set_up(half_in: Client, analyst: Any) -> None:
    enrol(half_in, analyst)
    output = io.StringIO()
    call_command("reset_second_factor", "analiste", stdout=output)
    assert "new phone" in output.getvalue()
    assert half_in.get("/admin/")["Location"].startswith(SET_UP)
    assert half_in.post(RECOVERY, {"code": "abcd-efgh"}).status_code == 422
    for name in ("analiste", "askush"):
        with pytest.raises(CommandError):
            call_command("reset_second_factor", name)


def test_history_when_the_second_factor_changes_then_it_says_who_and_no_secret(half_in: Client, analyst: Any) -> None:
    device, codes = enrol(half_in, analyst)
    half_in.post(CODES)
    call_command("reset_second_factor", "analiste", stdout=io.StringIO())
    entries = ModelLogEntry.objects.filter(action__startswith="accounts.").order_by("pk")
    assert [entry.action for entry in entries] == [
        "accounts.set_up_phone", "accounts.renew_codes", "accounts.remove_phone",
    ]  # fmt: skip
    told = str(list(entries.values()))
    assert not any(secret in told for secret in (device.key, *codes))


def test_editor_when_signing_in_then_nothing_is_asked_and_a_second_factor_is_offered(editor: Any) -> None:
    client = Client()
    client.force_login(editor)
    assert client.get("/admin/").status_code == 200
    assert SET_UP in client.get("/admin/account/").content.decode()


def test_editor_when_set_up_by_choice_then_the_code_is_asked_for_until_it_is_removed(editor: Any) -> None:
    client, other = Client(), Client()
    client.force_login(editor)
    enrol(client, editor)
    other.force_login(editor)
    assert other.get("/admin/")["Location"].startswith(VERIFY)
    client.post(REMOVE)
    assert other.get("/admin/").status_code == 200


def test_remove_when_the_role_needs_a_second_factor_then_it_stays(half_in: Client, analyst: Any) -> None:
    enrol(half_in, analyst)
    half_in.post(REMOVE)
    assert TOTPDevice.objects.count() == 1
    assert REMOVE not in half_in.get(SET_UP).content.decode()


def test_need_when_permissions_are_looked_at_then_texts_for_the_public_and_nothing_else_are_free(
    editor: Any, analyst: Any, settings: Any
) -> None:
    fresh = get_user_model().objects
    superuser = fresh.create_superuser("admin", password="fjalëkalim-prove")
    assert not needs_second_factor(editor)
    assert needs_second_factor(analyst)
    assert needs_second_factor(superuser)
    settings.SECOND_FACTOR_SUPERUSERS = False
    assert not needs_second_factor(superuser)
    superuser.groups.add(ensure_groups()[Role.AUDITOR])
    assert needs_second_factor(superuser)
    settings.SECOND_FACTOR_EXEMPT_MODELS = []
    assert needs_second_factor(fresh.get(pk=editor.pk))
    settings.SECOND_FACTOR_APPS = []
    assert not needs_second_factor(fresh.get(pk=analyst.pk))


@pytest.mark.parametrize("role", list(Role))
def test_need_when_somebody_has_any_role_of_the_hotline_then_there_is_one(db: Any, role: str) -> None:
    user = get_user_model().objects.create_user("dikush", password="fjalëkalim-prove")
    user.groups.add(ensure_groups()[role])
    assert needs_second_factor(user)


def test_background_request_when_half_signed_in_then_it_is_refused_and_not_led_to_a_page(half_in: Client) -> None:
    response = half_in.get("/admin/", headers={"X-Requested-With": "XMLHttpRequest"})
    assert response.status_code == 403


@pytest.mark.parametrize("path", ["/admin/jsi18n/", "/admin/sprite/", "/admin/login/"])
def test_files_of_the_sign_in_when_half_signed_in_then_they_come(half_in: Client, path: str) -> None:
    response = half_in.get(path)
    assert response.status_code in (200, 302)
    assert "second-factor" not in response.get("Location", "")


def test_sign_out_when_half_signed_in_then_it_works(half_in: Client) -> None:
    half_in.post("/admin/logout/")
    assert "_auth_user_id" not in half_in.session


@pytest.mark.parametrize("path", [VERIFY, RECOVERY, SET_UP, CODES, REMOVE])
def test_pages_when_nobody_is_signed_in_then_the_sign_in_comes_first(db: Any, path: str) -> None:
    client = Client()
    assert "/admin/login/" in client.get(path)["Location"]


def test_public_page_when_half_signed_in_then_it_is_shown(half_in: Client) -> None:
    assert half_in.get("/sq/").status_code == 200


def test_stock_admin_of_django_when_looked_for_then_there_is_none(half_in: Client) -> None:
    assert half_in.get("/django-admin/").status_code in (302, 404)
    from django.urls import NoReverseMatch, reverse

    with pytest.raises(NoReverseMatch):
        reverse("admin:index")


def test_pages_when_opened_then_few_queries_are_enough(half_in: Client, analyst: Any) -> None:
    for path, most in ((SET_UP, 14), (VERIFY, 12), (RECOVERY, 12)):
        half_in.get(path)
        with CaptureQueriesContext(connection) as queries:
            half_in.get(path)
        assert len(queries) <= most, (path, len(queries))
        if path == SET_UP:
            set_up_phone(analyst)
