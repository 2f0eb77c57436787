"""What the key commands ask and show at the terminal. Secrets are typed unseen and shown one person at a time."""

import sys
from collections.abc import Callable
from getpass import getpass
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import CommandError

from reports.inbox.keys import RecoverySecret, RecoveryTypingError, open_with_passphrase
from reports.inbox.keys.recovery_secret import SHARES, SHARES_NEEDED, check_share
from reports.inbox.sealing import CannotOpenError

Write = Callable[[str], Any]
_ATTEMPTS = 5
# Clears the screen and what could be scrolled back to.
_CLEAR = "\x1b[2J\x1b[3J\x1b[H"


def find_user(username: str) -> Any:
    """Return the user; raise CommandError if there is none."""
    user = get_user_model().objects.filter(username=username).first()
    if user is None:
        raise CommandError(f"There is no user {username}.")
    return user


def ask_new_passphrase(of: str) -> str:
    """Return a passphrase typed twice; raise CommandError if the two differ."""
    passphrase = getpass(f"New inbox passphrase of {of}, at least 12 characters: ")
    if passphrase != getpass("Once more: "):
        raise CommandError("The two passphrases differ.")
    return passphrase


def open_for(username: str) -> tuple[Any, dict[int, bytes]]:
    """Return the user and the private keys that the passphrase typed now opens, by the id of their inbox key."""
    user = find_user(username)
    try:
        return user, open_with_passphrase(moderator=user, passphrase=getpass(f"Inbox passphrase of {username}: "))
    except CannotOpenError:
        raise CommandError("This does not open the inbox.") from None


def hand_out(secret: RecoverySecret, *, is_split: bool, write: Write) -> None:
    """Show a recovery secret and let it be typed back from paper, before anything is stored that depends on it.

    Raises:
        CommandError: if it is not typed back rightly.
    """
    if is_split:
        for number, share in enumerate(secret.as_shares(), start=1):
            write(f"Share {number} of {SHARES}, for one person alone. Nobody else looks at the screen.")
            write(_numbered(share.split()))
            _wait_and_clear(write)
    else:
        write("Recovery key, shown only now. Write it down and keep it offline:")
        write(f"  {secret.as_key()}")
        _wait_and_clear(write)
    write("Now from paper, to be sure that it was copied rightly:")
    if ask_recovery(is_split=is_split, write=write) != secret:
        raise CommandError("This is another one. Nothing was stored; begin again.")


def ask_recovery(*, is_split: bool, write: Write) -> RecoverySecret:
    """Return the recovery secret typed from paper: the key, or any two shares.

    Raises:
        CommandError: if it cannot be read after five attempts.
    """
    if not is_split:
        return _attempt(lambda: RecoverySecret.from_key(getpass("Recovery key: ")), write)
    shares = [
        _attempt(lambda number=number: _ask_share(number), write)  # type: ignore[misc]
        for number in range(1, SHARES_NEEDED + 1)
    ]
    try:
        return RecoverySecret.from_shares(shares)
    except RecoveryTypingError:
        raise CommandError("These shares do not belong together, or are the same one twice.") from None


def _ask_share(number: int) -> str:
    share = getpass(f"Words of share {number} of the {SHARES_NEEDED} needed, 20 words, not shown: ")
    check_share(share)
    return share


def _attempt(ask: Callable[[], Any], write: Write) -> Any:
    for _attempt_number in range(_ATTEMPTS):
        try:
            return ask()
        except RecoveryTypingError:
            write("This cannot be right: a symbol or word is wrong or missing. Once more.")
    raise CommandError("Not read after five attempts.")


def _numbered(words: list[str]) -> str:
    rows = [words[start : start + 5] for start in range(0, len(words), 5)]
    return "\n".join(
        "  " + "  ".join(f"{row * 5 + place + 1:>2} {word:<10}" for place, word in enumerate(line))
        for row, line in enumerate(rows)
    )


def _wait_and_clear(write: Write) -> None:
    if sys.stdin.isatty():
        input("Press Enter when it is written down; the screen is then cleared. ")
        write(_CLEAR)
