"""Proof of work in place of a CAPTCHA: a sum that costs a browser a moment and a flood of programs a lot.

Challenges are made and checked by the `altcha` library (PBKDF2, https://altcha.org); nothing is asked of anybody else.
A proof counts for one form: the challenge it solves is remembered until it would have expired. Without a shared cache
each process remembers for itself, so that a proof could serve once in each.
"""

import secrets
import time
from typing import Any

import altcha

from . import pressure
from .receipts import keyed_hash
from .short_memory import claim

ALGORITHM = "PBKDF2/SHA-256"
# Iterations of one attempt. Checking costs the server one attempt, about half a millisecond.
ITERATIONS = 1000
# Attempts of the hardest challenge in quiet times: a cheap phone needs one or two seconds, while its owner is typing.
QUIET_ATTEMPTS = 400
# Arrivals within ten minutes up to which times are quiet. Each doubling of them doubles the work, up to sixteen times.
QUIET_ARRIVALS = 400
MOST_TIMES_HARDER = 16
LIFETIME = 2 * 3600
# No honest payload is longer, in characters.
PAYLOAD_LIMIT = 4096


def new_challenge() -> dict[str, Any]:
    """Return a signed challenge as the altcha libraries read it; it expires after two hours."""
    challenge = altcha.create_challenge(
        ALGORITHM,
        ITERATIONS,
        counter=1 + secrets.randbelow(most_attempts()),
        expires_at=int(time.time()) + LIFETIME,
        hmac_secret=_secret("challenge"),
        hmac_key_secret=_secret("solution"),
    )
    return challenge.to_dict()


def most_attempts() -> int:
    """Return the attempts of the hardest challenge now; it grows with what everybody together sends."""
    arrivals = pressure.recent("report") + pressure.recent("lookup")
    harder = 1
    while arrivals >= QUIET_ARRIVALS * 2 * harder and harder < MOST_TIMES_HARDER:
        harder *= 2
    return QUIET_ATTEMPTS * harder


def solved_challenge(payload: str) -> str:
    """Return the id of the challenge of ours that `payload` solves; empty for anything else."""
    if not payload or len(payload) > PAYLOAD_LIMIT:
        return ""
    try:
        result = altcha.verify_solution(payload, _secret("challenge"), hmac_key_secret=_secret("solution"))
        return altcha.Payload.from_base64(payload).challenge.parameters.nonce if result.verified else ""
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
        # The library answers broken payloads itself; what it trips over is no proof either.
        return ""


def spend(payload: str, token: str) -> bool:
    """Return whether `payload` proves work for the form with `token`, and use it up.

    The same form sent again may use it again: a second click or a repaired error is no replay.
    """
    challenge = solved_challenge(payload)
    if not challenge:
        return False
    return claim(f"proof-{challenge}", keyed_hash("proof of work", token.encode()).hex(), LIFETIME)


def _secret(purpose: str) -> bytes:
    return keyed_hash("proof of work", purpose.encode())
