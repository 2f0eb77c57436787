"""The paper in the safe: a key of 30 symbols or two of three shares, making it, using it, replacing it."""

import contextlib
import io
import itertools
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from reports.inbox import keys, sealing
from reports.inbox.duties import Role
from reports.inbox.keys import RecoverySecret, RecoveryTypingError
from reports.inbox.keys.recovery_secret import check_share
from reports.inbox.management import terminal
from reports.inbox.models import AuditEvent, InboxKey, KeyGrant, RecoveryKey
from reports.inbox.receipts import ALPHABET
from reports.inbox.staff import ensure_groups
from tests.inbox.conftest import PASSPHRASE, Inbox

NEW = "dritë hëne mbi gurë"
secrets = st.binary(min_size=16, max_size=16).map(RecoverySecret)


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Let commands read these answers instead of the keyboard; a function is called when its turn comes."""

    def give(*answers: Any) -> list[str]:
        prompts: list[str] = []
        waiting = list(answers)

        def getpass(prompt: str) -> str:
            prompts.append(prompt)
            said = waiting.pop(0)
            return said() if callable(said) else said

        monkeypatch.setattr(terminal, "getpass", getpass)
        return prompts

    return give


@pytest.fixture
def moderator(db: Any) -> Any:
    user = get_user_model().objects.create_user("moderatore", password="fjalëkalim-prove")
    user.groups.add(ensure_groups()[Role.SENIOR_ANALYST])
    return user


def key_on(output: io.StringIO) -> str:
    return next(line.strip() for line in output.getvalue().splitlines() if line.strip().count("-") == 5)


def shares_on(output: io.StringIO) -> list[str]:
    """Return the shares as three people copied them from the screen."""
    sheets = output.getvalue().split("Share ")[1:]
    return [" ".join(re.findall(r" \d+ ([a-z]+)", sheet.split("\n", 1)[1])) for sheet in sheets]


@given(secrets)
def test_recovery_key_when_typed_kindly_or_untidily_then_it_is_read(secret: RecoverySecret) -> None:
    shown = secret.as_key()
    assert len(shown) == 35
    untidy = f"  {shown.lower().replace('-', ' ').replace('0', 'o').replace('1', 'i')} "
    assert RecoverySecret.from_key(shown) == RecoverySecret.from_key(untidy) == secret


@given(secrets, st.integers(0, 29), st.integers(1, 31))
def test_recovery_key_when_a_symbol_is_copied_wrongly_then_it_is_noticed(
    secret: RecoverySecret, place: int, change: int
) -> None:
    symbols = secret.as_key().replace("-", "")
    wrong = ALPHABET[(ALPHABET.index(symbols[place]) + change) % 32]
    try:
        read = RecoverySecret.from_key(symbols[:place] + wrong + symbols[place + 1 :])
    except RecoveryTypingError:
        return
    # One in four million goes unnoticed here, and then opens nothing.
    assert read != secret


@given(st.text(max_size=80))
def test_recovery_key_when_anything_is_typed_then_it_is_read_or_refused(typed: str) -> None:
    for read in (RecoverySecret.from_key, lambda text: RecoverySecret.from_shares([text, text]), check_share):
        with contextlib.suppress(RecoveryTypingError):
            read(typed)


def test_recovery_words_when_refused_then_the_error_repeats_none_of_them() -> None:
    words = RecoverySecret.new().as_shares()[0].replace("a", "b")
    for read in (RecoverySecret.from_key, lambda text: RecoverySecret.from_shares([text, text]), check_share):
        with pytest.raises(RecoveryTypingError) as refused:
            read(words)
        assert str(refused.value) == ""
        assert refused.value.__suppress_context__ or refused.value.__context__ is None


@given(secrets)
def test_shares_when_any_two_are_put_together_then_the_secret_is_back(secret: RecoverySecret) -> None:
    shares = secret.as_shares()
    assert [len(share.split()) for share in shares] == [20, 20, 20]
    for pair in itertools.permutations(shares, 2):
        assert RecoverySecret.from_shares(pair) == secret
    assert RecoverySecret.from_shares([shares[0].upper(), f"  {shares[2]} "]) == secret


def test_shares_when_one_twice_or_of_two_sets_or_alone_then_they_are_refused() -> None:
    secret = RecoverySecret.new()
    first, second = secret.as_shares(), secret.as_shares()
    for pair in ([first[0], first[0]], [first[0], second[1]], [first[0]], [], first, [first[0], "abc"]):
        with pytest.raises(RecoveryTypingError):
            RecoverySecret.from_shares(pair)


def test_share_when_a_word_is_wrong_then_it_is_noticed_before_the_other_is_typed() -> None:
    words = RecoverySecret.new().as_shares()[0].split()
    check_share(" ".join(words))
    words[7] = "academic" if words[7] != "academic" else "acid"
    with pytest.raises(RecoveryTypingError):
        check_share(" ".join(words))


def test_secret_when_printed_by_accident_then_it_does_not_show() -> None:
    secret = RecoverySecret.new()
    assert secret.secret.hex() not in repr(secret)
    assert repr(secret.secret) not in f"{secret!r}{secret}"


def test_create_command_when_run_then_paper_and_passphrase_open_the_same_and_a_second_run_is_refused(
    moderator: Any, answer: Any
) -> None:
    output = io.StringIO()
    answer(PASSPHRASE, PASSPHRASE, lambda: key_on(output))
    call_command("create_inbox_key", "--moderator", "moderatore", stdout=output)
    opened = keys.open_with_recovery_key(recovery_key=key_on(output))
    assert opened == keys.open_with_passphrase(moderator=moderator, passphrase=PASSPHRASE)
    assert len(opened) == 1
    with pytest.raises(CommandError, match="rotate_inbox_key"):
        call_command("create_inbox_key", "--moderator", "moderatore")


def test_create_command_when_split_then_each_share_is_shown_apart_and_two_are_typed_back(
    moderator: Any, answer: Any
) -> None:
    output = io.StringIO()
    prompts = answer(PASSPHRASE, PASSPHRASE, lambda: shares_on(output)[2], lambda: shares_on(output)[0])
    call_command("create_inbox_key", "--moderator", "moderatore", "--shares", stdout=output)
    text = output.getvalue()
    assert [text.count(f"Share {number} of 3") for number in (1, 2, 3)] == [1, 1, 1]
    assert "Recovery key" not in text
    assert len(prompts) == 4
    assert RecoveryKey.objects.get().is_split


@pytest.mark.parametrize("spoiled", ["another key", "slip", "passphrases differ", "short passphrase"])
def test_create_command_when_something_is_wrong_then_there_is_no_key_at_all(
    moderator: Any, answer: Any, spoiled: str
) -> None:
    output = io.StringIO()
    passphrases = {"passphrases differ": [PASSPHRASE, NEW], "short passphrase": ["shkurt", "shkurt"]}
    typed: list[Any] = {"another key": [RecoverySecret.new().as_key()], "slip": ["AAAAA"] * 5}.get(
        spoiled, [lambda: key_on(output)]
    )
    answer(*passphrases.get(spoiled, [PASSPHRASE, PASSPHRASE]), *typed)
    with pytest.raises(CommandError):
        call_command("create_inbox_key", "--moderator", "moderatore", stdout=output)
    assert not InboxKey.objects.exists()
    assert not RecoveryKey.objects.exists()
    assert not AuditEvent.objects.exists()


def test_create_command_when_the_moderator_chose_a_passphrase_on_the_own_screen_then_none_is_asked_for(
    moderator: Any, answer: Any
) -> None:
    made = keys.make_personal_key(moderator=moderator, passphrase=PASSPHRASE)
    output = io.StringIO()
    prompts = answer(lambda: key_on(output))
    call_command("create_inbox_key", "--moderator", "moderatore", stdout=output)
    assert prompts == ["Recovery key: "]
    assert keys.number_of(made.public_key) in output.getvalue()
    assert keys.open_with_passphrase(moderator=moderator, passphrase=PASSPHRASE)


@pytest.mark.parametrize("kind", ["key", "shares"])
def test_recover_command_when_every_passphrase_is_lost_then_one_moderator_reads_again(
    inbox: Inbox, answer: Any, kind: str
) -> None:
    """Two people who have never spoken the same sentence put their shares together."""
    paper = RecoverySecret.from_key(inbox.recovery_key)
    typed = [inbox.recovery_key] if kind == "key" else paper.as_shares()[1:]
    output = io.StringIO()
    answer(*typed, NEW, NEW)
    options = ["--shares"] if kind == "shares" else []
    call_command("recover_inbox", "--moderator", "moderatore", *options, stdout=output)
    assert keys.open_with_passphrase(moderator=inbox.moderator, passphrase=NEW) == {inbox.key.pk: inbox.private_key}
    with pytest.raises(sealing.CannotOpenError):
        keys.open_with_passphrase(moderator=inbox.moderator, passphrase=PASSPHRASE)
    event = AuditEvent.objects.latest("sequence")
    assert (event.action, event.subject) == ("key_recovered", "moderatore")
    assert RecoveryKey.objects.get().used_at is not None
    assert "renew_recovery_key" in output.getvalue()
    assert inbox.recovery_key not in output.getvalue()


def test_recover_command_when_the_passphrase_was_chosen_on_the_own_screen_then_nobody_types_it_here(
    inbox: Inbox, answer: Any
) -> None:
    keys.make_personal_key(moderator=inbox.moderator, passphrase=NEW)
    prompts = answer(inbox.recovery_key)
    call_command("recover_inbox", "--moderator", "moderatore", "--own-passphrase", stdout=io.StringIO())
    assert prompts == ["Recovery key: "]
    assert keys.open_with_passphrase(moderator=inbox.moderator, passphrase=NEW)


@pytest.mark.parametrize("wrong", ["another paper", "no reader", "short passphrase", "no personal key"])
def test_recover_command_when_it_cannot_then_nothing_changes_and_the_old_passphrase_still_opens(
    inbox: Inbox, answer: Any, wrong: str
) -> None:
    who, options = "moderatore", []
    typed: list[Any] = [inbox.recovery_key, NEW, NEW]
    if wrong == "another paper":
        typed[0] = RecoverySecret.new().as_key()
    elif wrong == "short passphrase":
        typed[1:] = ["shkurt", "shkurt"]
    else:
        role = Role.STATISTICIAN if wrong == "no reader" else Role.LIAISON
        who = "tjetra"
        get_user_model().objects.create_user(who, password="fjalëkalim-prove").groups.add(ensure_groups()[role])
        options = ["--own-passphrase"] if wrong == "no personal key" else []
    answer(*typed)
    before = AuditEvent.objects.count()
    with pytest.raises(CommandError):
        call_command("recover_inbox", "--moderator", who, *options, stdout=io.StringIO())
    assert keys.open_with_passphrase(moderator=inbox.moderator, passphrase=PASSPHRASE)
    assert KeyGrant.objects.count() == 1
    assert AuditEvent.objects.count() == before
    assert RecoveryKey.objects.get().used_at is None


def test_renew_command_when_run_then_the_new_paper_opens_all_keys_and_the_old_none(inbox: Inbox, answer: Any) -> None:
    keys.rotate_inbox_key(opened={inbox.key.pk: inbox.private_key}, actor=inbox.moderator)
    output = io.StringIO()
    answer(PASSPHRASE, lambda: shares_on(output)[0], lambda: shares_on(output)[1])
    call_command("renew_recovery_key", "--by", "moderatore", "--shares", stdout=output)
    paper = RecoverySecret.from_shares(shares_on(output)[1:])
    assert len(keys.open_with_recovery(paper)) == 2
    with pytest.raises(sealing.CannotOpenError):
        keys.open_with_recovery_key(recovery_key=inbox.recovery_key)
    assert AuditEvent.objects.latest("sequence").action == "recovery_renewed"
    # The next rotation keeps to the new paper.
    opened = keys.open_with_passphrase(moderator=inbox.moderator, passphrase=PASSPHRASE)
    rotation = keys.rotate_inbox_key(opened=opened, actor=inbox.moderator)
    assert rotation.inbox_key.pk in keys.open_with_recovery(paper)


def test_renew_command_when_not_copied_rightly_then_the_old_paper_stays_in_force(inbox: Inbox, answer: Any) -> None:
    answer(PASSPHRASE, RecoverySecret.new().as_key())
    with pytest.raises(CommandError):
        call_command("renew_recovery_key", "--by", "moderatore", stdout=io.StringIO())
    assert keys.open_with_recovery_key(recovery_key=inbox.recovery_key)


def test_renewal_when_an_older_key_is_not_open_then_it_says_that_the_old_paper_is_still_needed(
    inbox: Inbox,
) -> None:
    new, private_key, _paper = keys.create_inbox_key()
    remaining = keys.renew_recovery(
        opened={new.pk: private_key}, secret=RecoverySecret.new(), is_split=False, actor=inbox.moderator
    )
    assert remaining == 1
    assert set(keys.open_with_recovery_key(recovery_key=inbox.recovery_key)) == {inbox.key.pk}
