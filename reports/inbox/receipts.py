"""Receipts: 16 Crockford base32 symbols (80 bits) and a check symbol, shown once to the reporter.

https://www.crockford.com/base32.html gives the alphabet, the forgiving reading and the check symbol (modulo 37).
"""

import hashlib
import hmac
import re
import secrets

from django.conf import settings
from nacl.public import PrivateKey

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CHECK_ALPHABET = ALPHABET + "*~$=U"
# What a receipt is shown with: `U` can only be its check symbol, the other four are never given out.
SHOWN = ALPHABET + "U"
SYMBOLS = 16
# Symbols that nobody can confuse on the telephone.
REFERENCE_ALPHABET = "23456789ACDEFGHJKMNPQRTVWXYZ"
FORGIVING = str.maketrans(
    {"O": "0", "I": "1", "L": "1", **dict.fromkeys([" ", "-", "–", "—", "_", ".", "\u00a0", "\t", "\r", "\n"], "")}
)


class ReceiptError(ValueError):
    """What was typed cannot be a receipt.

    `kind` says why: `empty`, `reference` (the public reference was typed), `short`, `long`, `symbol` (one that is in
    no receipt; `detail` holds it), or `check` (a symbol is wrong, or two have changed places). `detail` is the number
    of symbols where the length is wrong.
    """

    def __init__(self, kind: str, detail: str = "") -> None:
        super().__init__(kind)
        self.kind = kind
        self.detail = detail


def keyed_hash(purpose: str, *parts: bytes) -> bytes:
    """Return 32 bytes: HMAC-SHA256 of `parts` under the hotline's key, separate for each `purpose`."""
    key = hmac.new(settings.HOTLINE_HASH_KEY.encode(), purpose.encode(), hashlib.sha256).digest()
    message = b"".join(len(part).to_bytes(8, "big") + part for part in parts)
    return hmac.new(key, message, hashlib.sha256).digest()


def receipt_from(secret: bytes) -> str:
    """Return the receipt made of the first 80 bits of `secret`, without groups.

    A check symbol that is hard to find on a telephone (`*~$=`) is never shown: such a secret is hashed once more.
    """
    number = int.from_bytes(secret[:10], "big")
    symbols = ""
    for _position in range(SYMBOLS):
        number, remainder = divmod(number, 32)
        symbols = ALPHABET[remainder] + symbols
    check = check_symbol(symbols)
    return symbols + check if check.isalnum() else receipt_from(hashlib.sha256(secret).digest())


def check_symbol(symbols: str) -> str:
    """Return the check symbol of 16 symbols: their value modulo 37."""
    value = 0
    for symbol in symbols:
        value = value * 32 + ALPHABET.index(symbol)
    return CHECK_ALPHABET[value % 37]


def grouped(receipt: str) -> str:
    """Return a receipt as people read it: `XXXX-XXXX-XXXX-XXXX-C`."""
    groups = [receipt[start : start + 4] for start in range(0, SYMBOLS, 4)]
    return "-".join([*groups, receipt[SYMBOLS:]])


def parse_receipt(typed: str) -> str:
    """Return the receipt somebody typed, in its exact form.

    Small letters, spaces, hyphens, and O, I or L for 0 and 1 are read kindly.

    Raises:
        ReceiptError: if it cannot be a receipt; no lookup is needed to know.
    """
    receipt = typed.strip().upper().translate(FORGIVING)
    if not receipt:
        raise ReceiptError("empty")
    if re.fullmatch(rf"IS[{REFERENCE_ALPHABET}]{{6}}", re.sub(r"[\s–-]", "", typed.upper())):
        raise ReceiptError("reference")
    if unknown := [symbol for symbol in receipt if symbol not in SHOWN]:
        raise ReceiptError("symbol", unknown[0])
    if len(receipt) != SYMBOLS + 1:
        raise ReceiptError("short" if len(receipt) <= SYMBOLS else "long", str(len(receipt)))
    symbols, check = receipt[:SYMBOLS], receipt[SYMBOLS:]
    # A `U` that is not last is in a code with the right number of symbols only by mistake.
    if "U" in symbols or check_symbol(symbols) != check:
        raise ReceiptError("check")
    return receipt


def receipt_hash(receipt: str) -> bytes:
    """Return the 32 bytes under which a report is found by its receipt."""
    return keyed_hash("receipt lookup", receipt.encode())


def receipt_private_key(receipt: str) -> bytes:
    """Return the X25519 private key derived from a receipt (32 bytes): only its holder opens answers.

    Derived without the hotline's key, so that nothing on the server can make it from what is stored.
    """
    return hashlib.blake2b(receipt.encode(), digest_size=32, person=b"isigurt receipt").digest()


def receipt_public_key(receipt: str) -> bytes:
    """Return the public half of `receipt_private_key` (32 bytes)."""
    return bytes(PrivateKey(receipt_private_key(receipt)).public_key)


def new_reference(prefix: str = "IS") -> str:
    """Return a random reference for telephone and police, for example `IS-7K3F9Q`. It opens nothing."""
    return f"{prefix}-" + "".join(secrets.choice(REFERENCE_ALPHABET) for _position in range(6))
