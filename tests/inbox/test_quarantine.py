"""What looks automatic waits for a person; what only looks like many frightened pupils does not."""

import base64
import json
import random
import time
from typing import Any

import altcha
import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from reports.inbox import pressure, proof_of_work, quarantine
from reports.inbox.documents import read_content
from reports.inbox.form_tokens import FormToken, new_token, read_token
from reports.inbox.models import IncidentReport, StatFact
from reports.inbox.quarantine import Signs, is_like_many, looks_automatic, remember
from tests.inbox.conftest import Inbox
from tests.inbox.walking import CANARY, Walk, filled_form, post, receipt_on, send

HUMAN = FormToken("f" * 40, 60)
TEXT = "Dikush me emrin e rremë më shkruan çdo natë dhe kërkon para që të mos ua dërgojë fotot shokëve të mi"


def solve(challenge: dict[str, Any]) -> str:
    """Do the work, as the page's worker does, and return what it sends."""
    read = altcha.Challenge.from_dict(challenge)
    solution = altcha.solve_challenge(read)
    assert solution is not None
    return altcha.Payload(read, solution).to_base64()


@pytest.fixture
def quick_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proof_of_work, "ITERATIONS", 2)
    monkeypatch.setattr(proof_of_work, "QUIET_ATTEMPTS", 5)


# Proof of work.


def test_proof_when_the_work_is_done_then_it_counts_once_for_each_form(quick_work: None) -> None:
    proof = solve(proof_of_work.new_challenge())
    assert proof_of_work.spend(proof, "form a")
    # The same form again: a second click, or an error put right.
    assert proof_of_work.spend(proof, "form a")
    assert not proof_of_work.spend(proof, "form b")


def test_proof_when_it_is_too_old_then_it_counts_no_more(quick_work: None) -> None:
    proof = solve(proof_of_work.new_challenge())
    with time_machine.travel(time.time() + proof_of_work.LIFETIME + 2):
        assert not proof_of_work.spend(proof, "form a")


@pytest.mark.parametrize(
    "change",
    [
        lambda proof: proof["challenge"]["parameters"].update(cost=1, keyPrefix="00"),
        lambda proof: proof["challenge"]["parameters"].update(expiresAt=None),
        lambda proof: proof["challenge"]["parameters"].pop("expiresAt"),
        lambda proof: proof["challenge"].update(signature=""),
        lambda proof: proof["challenge"].update(signature=None),
        lambda proof: proof["solution"].update(counter=0, derivedKey="00" * 32),
        lambda proof: proof["solution"].update(derivedKey=[1]),
        lambda proof: proof.update(solution="x"),
        lambda proof: proof.update(challenge=[]),
    ],
)
def test_proof_when_tampered_with_then_it_does_not_count(quick_work: None, change: Any) -> None:
    proof = json.loads(base64.b64decode(solve(proof_of_work.new_challenge())))
    change(proof)
    assert not proof_of_work.spend(base64.b64encode(json.dumps(proof).encode()).decode(), "form a")


def test_proof_when_signed_by_somebody_else_then_it_does_not_count() -> None:
    made = altcha.create_challenge("PBKDF2/SHA-256", 1, counter=1, hmac_secret="x", hmac_key_secret="x")
    assert not proof_of_work.spend(solve(made.to_dict()), "form a")


@given(st.one_of(st.text(max_size=300), st.binary(max_size=300).map(lambda raw: base64.b64encode(raw).decode())))
def test_proof_when_it_is_anything_then_it_is_no_proof_and_no_error(payload: str) -> None:
    assert proof_of_work.solved_challenge(payload) == ""


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=6,
)
names = st.sampled_from(["algorithm", "nonce", "salt", "cost", "keyLength", "keyPrefix", "keySignature", "expiresAt"])


@given(st.dictionaries(names, json_values), json_values, json_values)
def test_proof_when_it_has_the_shape_of_one_then_it_is_no_proof_and_no_error(
    parameters: Any, signature: Any, solution: Any
) -> None:
    shaped = {"challenge": {"parameters": parameters, "signature": signature}, "solution": solution}
    payload = base64.b64encode(json.dumps(shaped).encode()).decode()
    assert proof_of_work.solved_challenge(payload) == ""


def test_challenge_when_more_and_more_comes_in_then_it_grows_up_to_sixteen_times_and_falls_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(proof_of_work, "QUIET_ARRIVALS", 4)
    work = []
    with time_machine.travel(1_700_000_000, tick=False) as clock:
        for _arrival in range(150):
            work.append(proof_of_work.most_attempts() // proof_of_work.QUIET_ATTEMPTS)
            pressure.count("report" if _arrival % 2 else "lookup")
        assert work == sorted(work)
        assert set(work) == {1, 2, 4, 8, 16}
        clock.shift(60 * pressure.WINDOW)
        assert proof_of_work.most_attempts() == proof_of_work.QUIET_ATTEMPTS


@pytest.mark.django_db
def test_challenge_when_fetched_by_a_page_then_it_brings_a_token_and_nobody_keeps_it(visitor: Client) -> None:
    first, second = visitor.get("/sq/raportim/sfida/"), visitor.get("/en/raportim/sfida/")
    assert first["Cache-Control"] == "private, no-store"
    assert first.cookies == {}
    assert read_token(first.json()["token"])
    assert first.json()["challenge"]["parameters"]["nonce"] != second.json()["challenge"]["parameters"]["nonce"]
    assert post(visitor, "/sq/raportim/sfida/", {}).status_code == 405


# The signs.


def test_report_when_work_was_proved_then_haste_and_a_missing_token_do_not_matter() -> None:
    assert not looks_automatic(Signs(token=None, has_proof=True))
    assert not looks_automatic(Signs(token=FormToken("f" * 40, 0), has_proof=True))
    assert looks_automatic(Signs(token=HUMAN, has_proof=True, filled_trap=True))


@pytest.mark.parametrize(
    ("token", "is_suspect"),
    [(None, True), (FormToken("f", 0), True), (FormToken("f", 2.9), True), (FormToken("f", 3), False)],
)
def test_report_when_no_work_was_proved_then_the_age_of_its_form_decides(token: Any, is_suspect: bool) -> None:
    assert looks_automatic(Signs(token=token)) == is_suspect


def test_flood_when_it_comes_then_only_reports_without_a_proof_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quarantine, "FLOOD", 5)
    for _report in range(6):
        assert not looks_automatic(Signs(token=HUMAN))
        pressure.count("report")
    assert looks_automatic(Signs(token=HUMAN))
    assert not looks_automatic(Signs(token=HUMAN, has_proof=True))


def test_text_when_the_same_comes_again_and_again_then_the_sixth_waits() -> None:
    found = []
    for number in range(8):
        found.append(is_like_many(TEXT))
        remember(TEXT.upper() if number % 2 else TEXT)
    assert found == [False] * 5 + [True] * 3


def test_text_when_a_few_words_differ_then_it_is_alike_and_another_text_is_not() -> None:
    words = (TEXT + " " + TEXT.replace("natë", "mbrëmje")).split()
    rng = random.Random(3)  # noqa: S311
    for number in range(8):
        changed = list(words)
        changed[rng.randrange(len(words))] = f"fjalë{number}"
        remember(" ".join(changed))
    assert is_like_many(" ".join(words))
    assert not is_like_many("Një nxënës i klasës sonë tallet çdo ditë në grup dhe askush nga ne nuk guxon të flasë")


def test_text_when_short_then_many_may_write_the_same() -> None:
    for _number in range(20):
        remember("Po më ngacmojnë në shkollë")
    assert not is_like_many("Po më ngacmojnë në shkollë")


def test_text_when_an_hour_has_passed_then_it_is_forgotten() -> None:
    for _number in range(9):
        remember(TEXT)
    with time_machine.travel(time.time() + quarantine.REMEMBERED_SECONDS + 1):
        assert not is_like_many(TEXT)


def test_text_when_remembered_then_no_word_of_it_is_in_the_cache() -> None:
    remember(f"{CANARY} " + TEXT)
    kept = repr(cache._cache)
    assert "alike-" in kept
    assert not [word for word in (CANARY, *TEXT.lower().split()) if len(word) > 3 and word in kept]


# Through the form.


@pytest.mark.django_db
def test_school_when_two_hundred_pupils_report_within_a_minute_then_none_waits(inbox: Inbox) -> None:
    rng = random.Random(11)  # noqa: S311
    with time_machine.travel(1_790_000_000, tick=False) as clock:
        forms = [filled_form(Client(), REMOTE_ADDR="10.0.0.1") for _pupil in range(10)]
        url, data = forms[0]
        clock.shift(30)
        for pupil in range(200):
            words = f"{pupils_words(rng)} {pupil}"
            sent = data | {
                "token": new_token_of(pupil), "description": words, "category": "cyberbullying",
                "addresses": "https://shembull.example/@faqja-e-shkolles",
            }  # fmt: skip
            response = post(Client(), url, sent, REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="10.0.0.1")
            assert response.status_code == 200
            clock.shift(0.3)
    assert IncidentReport.objects.count() == 200
    assert IncidentReport.objects.filter(is_suspect=True).count() == 0


def new_token_of(pupil: int) -> str:
    """Return the token of a form that was opened a while ago, as each pupil has one."""
    with time_machine.travel(time.time() - 20 - pupil % 30, tick=False):
        return new_token()


def pupils_words(rng: random.Random) -> str:
    """Return what one of many pupils writes about the same page: the same matter in own words."""
    return " ".join(
        rng.choice(choices)
        for choices in (
            [
                "Në shkollën tonë",
                "Te ne",
                "Prej dy ditësh",
                "Sot në klasë",
                "Mbrëmë pashë që",
                "Shoqja ime më tregoi se",
            ],
            ["dikush ka hapur", "u krijua", "qarkullon", "po përhapet", "ka dalë", "një i panjohur mban"],
            ["një faqe", "një llogari", "një profil i rremë", "kjo adresë", "ky kanal"],
            ["që tallet me", "që fyen", "ku poshtërohen", "ku i vënë emra", "që shkruan gënjeshtra për"],
            ["vajzat e klasës", "një shokun tonë", "mësuesen e gjuhës", "të gjithë ne", "ata që nuk kanë shumë shokë"],
            [
                "dhe kam frikë",
                "dhe askush nuk flet",
                "dhe dikush qau sot",
                "dhe prindërit s’e dinë",
                "dhe nuk di si ta ndal",
            ],
            [
                "ju lutem ndihmoni",
                "a mund ta hiqni",
                "çfarë të bëj tani",
                "mos u tregoni që ju shkrova unë",
                "faleminderit",
            ],
        )
    )


@pytest.mark.django_db
def test_copies_when_a_program_sends_them_then_each_is_kept_and_those_from_the_sixth_on_wait(inbox: Inbox) -> None:
    with time_machine.travel(1_790_000_000, tick=False) as clock:
        url, data = filled_form(Client())
        clock.shift(60)
        for number in range(8):
            sent = data | {"token": new_token_of(number), "description": TEXT}
            assert receipt_on(post(Client(), url, sent))
    assert [report.is_suspect for report in IncidentReport.objects.order_by("pk")] == [False] * 5 + [True] * 3
    # What waits is not counted before a person has let it in.
    assert StatFact.objects.filter(kind="received").count() == 5
    texts = {read_content(report=r, private_key=inbox.private_key).description for r in IncidentReport.objects.all()}
    assert texts == {TEXT}


@pytest.mark.django_db
@pytest.mark.parametrize("with_proof", [True, False])
def test_page_when_its_script_sends_at_once_then_the_proof_tells_it_from_a_program(
    inbox: Inbox, visitor: Client, quick_work: None, with_proof: bool
) -> None:
    fetched = visitor.get("/sq/raportim/sfida/").json()
    proof = solve(fetched["challenge"]) if with_proof else ""
    data = {"category": "unsure", "description": CANARY, "token": fetched["token"], "proof": proof, "go": "send"}
    assert receipt_on(post(visitor, "/sq/raportim/", data))
    assert IncidentReport.objects.get().is_suspect != with_proof


@pytest.mark.django_db
def test_proof_when_replayed_with_another_form_then_that_report_waits(
    inbox: Inbox, visitor: Client, quick_work: None
) -> None:
    proof = solve(visitor.get("/sq/raportim/sfida/").json()["challenge"])
    for number in range(2):
        token = visitor.get("/sq/raportim/sfida/").json()["token"]
        data = {"category": "unsure", "description": f"{CANARY} {number}", "token": token, "proof": proof}
        assert receipt_on(post(visitor, "/sq/raportim/", data))
    assert [report.is_suspect for report in IncidentReport.objects.order_by("pk")] == [False, True]


@pytest.mark.django_db
def test_proof_when_the_first_try_failed_then_the_second_is_no_replay(
    inbox: Inbox, visitor: Client, quick_work: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetched = visitor.get("/sq/raportim/sfida/").json()
    data = {
        "category": "unsure",
        "description": CANARY,
        "token": fetched["token"],
        "proof": solve(fetched["challenge"]),
    }

    def fail(**kwargs: Any) -> None:
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(IncidentReport.objects, "create", fail)
        assert post(visitor, "/sq/raportim/", data).status_code == 503
    assert receipt_on(post(visitor, "/sq/raportim/", data))
    assert not IncidentReport.objects.get().is_suspect


@pytest.mark.django_db
def test_cache_when_it_cannot_be_reached_then_a_report_is_taken_all_the_same(
    inbox: Inbox, visitor: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise ConnectionError(CANARY)

    with time_machine.travel(time.time() - 60):
        url, data = filled_form(visitor)
    for name in ("get", "set", "add", "incr", "get_many"):
        monkeypatch.setattr(cache, name, fail)
    response = post(visitor, url, data)
    assert response.status_code == 200
    assert receipt_on(response)
    assert not IncidentReport.objects.get().is_suspect
    assert CANARY not in caplog.text


@pytest.mark.django_db
@pytest.mark.parametrize("answers", [{"website": "x"}, {"token": "x"}, {"token": ""}, {}])
def test_report_when_it_looks_automatic_then_it_is_answered_like_any_other(
    inbox: Inbox, visitor: Client, answers: dict[str, str]
) -> None:
    response = send(visitor, **answers)
    assert response.status_code == 200
    assert receipt_on(response)
    report = IncidentReport.objects.get()
    assert report.is_suspect
    assert IncidentReport.objects.in_quarantine().count() == 1
    assert read_content(report=report, private_key=inbox.private_key).description == CANARY


@pytest.mark.django_db
def test_report_when_walked_at_a_persons_pace_then_it_does_not_wait(inbox: Inbox, visitor: Client) -> None:
    with time_machine.travel(time.time(), tick=False) as clock:
        walk = Walk(visitor).enter()
        for answers in ({}, {"tile": "bullying"}, {"addresses": "@dikush"}):
            clock.shift(5)
            walk.press(**answers)
        walk.press("send")
    assert not IncidentReport.objects.get().is_suspect
