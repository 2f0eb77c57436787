"""The secret on paper: one key of 30 symbols, or three shares of 20 words of which any two are enough. No database.

Shares follow SLIP-0039 (https://github.com/satoshilabs/slips/blob/master/slip-0039.md).
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from shamir_mnemonic import MnemonicError, combine_mnemonics, generate_mnemonics

from ..receipts import ALPHABET, FORGIVING

SHARES, SHARES_NEEDED = 3, 2
_SECRET_BYTES = 16
_SYMBOLS = 30
# 30 symbols of 5 bits hold the secret of 128 bits and 22 bits that catch a symbol copied wrongly.
_CHECK_BITS = _SYMBOLS * 5 - _SECRET_BYTES * 8


class RecoveryTypingError(ValueError):
    """What was typed cannot be a recovery key or a pair of shares. Nothing of it is repeated here."""


@dataclass(frozen=True)
class RecoverySecret:
    """128 random bits. `repr` does not show them."""

    secret: bytes

    def __repr__(self) -> str:
        return "RecoverySecret()"

    @classmethod
    def new(cls) -> "RecoverySecret":
        return cls(secrets.token_bytes(_SECRET_BYTES))

    @property
    def private_key(self) -> bytes:
        """Return the X25519 private key (32 bytes) that this secret stands for."""
        return hashlib.blake2b(self.secret, digest_size=32, person=b"isigurt recovery").digest()

    def as_key(self) -> str:
        """Return six groups of five symbols, to be written down by hand."""
        number = int.from_bytes(self.secret, "big") << _CHECK_BITS | _check(self.secret)
        symbols = "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(_SYMBOLS)))
        return "-".join(symbols[start : start + 5] for start in range(0, _SYMBOLS, 5))

    def as_shares(self) -> list[str]:
        """Return three shares of 20 English words; any two bring the secret back, one says nothing."""
        return generate_mnemonics(1, [(SHARES_NEEDED, SHARES)], self.secret)[0]

    @classmethod
    def from_key(cls, typed: str) -> "RecoverySecret":
        """Return the secret of a recovery key. Small letters, spaces, and O, I or L for 0 and 1 are read kindly.

        Raises:
            RecoveryTypingError: if it cannot be one.
        """
        symbols = typed.strip().upper().translate(FORGIVING)
        if len(symbols) != _SYMBOLS or any(symbol not in ALPHABET for symbol in symbols):
            raise RecoveryTypingError
        number = 0
        for symbol in symbols:
            number = number << 5 | ALPHABET.index(symbol)
        secret = (number >> _CHECK_BITS).to_bytes(_SECRET_BYTES, "big")
        if number & (1 << _CHECK_BITS) - 1 != _check(secret):
            raise RecoveryTypingError
        return cls(secret)

    @classmethod
    def from_shares(cls, typed: Sequence[str]) -> "RecoverySecret":
        """Return the secret of two different shares of one set.

        Raises:
            RecoveryTypingError: if they cannot be.
        """
        try:
            secret = combine_mnemonics([_tidy(share) for share in typed])
        # The message of the library names words of a share.
        except (MnemonicError, ValueError):
            raise RecoveryTypingError from None
        if len(secret) != _SECRET_BYTES:
            raise RecoveryTypingError
        return cls(secret)


def check_share(typed: str) -> None:
    """Let pass what can be one share, so that each person learns of a slip while typing.

    Raises:
        RecoveryTypingError: for everything else.
    """
    from shamir_mnemonic import Share

    try:
        Share.from_mnemonic(_tidy(typed))
    except (MnemonicError, ValueError):
        raise RecoveryTypingError from None


def _tidy(share: str) -> str:
    return " ".join(share.lower().split())


def _check(secret: bytes) -> int:
    digest = hashlib.blake2b(secret, digest_size=4, person=b"isigurt check").digest()
    return int.from_bytes(digest, "big") >> 32 - _CHECK_BITS
