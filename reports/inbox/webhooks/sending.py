"""One call to a partner's program: no redirect is followed, no answer kept, only the address checked is called."""

import hashlib
import hmac
import http.client
import json
import socket
import ssl
import time
from typing import Any

from ..receipts import keyed_hash
from .addresses import Target, resolve

SECONDS = 5
SIGNATURE_HEADER = "X-Isigurt-Signature"


def secret_of(salt: str) -> str:
    """Return the secret, in hexadecimal, with which messages to the program with this salt are signed."""
    return keyed_hash("webhook secret", salt.encode()).hex()


def signature(secret: str, timestamp: int, body: bytes) -> str:
    """Return what the header says: `t=<seconds>,v1=<HMAC-SHA256 of "<seconds>.<body>" in hexadecimal>`."""
    digest = hmac.new(bytes.fromhex(secret), f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={timestamp},v1={digest}"


def body_of(*, delivery_id: int, event: str, referral: int) -> bytes:
    """Return the whole message. Nothing else ever goes into it."""
    return json.dumps({"id": delivery_id, "event": event, "referral": referral}, separators=(",", ":")).encode()


def call(*, url: str, secret: str, body: bytes) -> int | None:
    """Send `body` and return the status of the answer; None where there was no connection.

    Raises:
        WebhookAddressError: if the address may not be called now.
    """
    target = resolve(url)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "isigurt-webhook",
        SIGNATURE_HEADER: signature(secret, int(time.time()), body),
    }
    connection = _Pinned(target)
    try:
        connection.request("POST", target.path, body, headers)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


class _Pinned(http.client.HTTPConnection):
    """A connection to the address that was checked; the certificate still has to be that of the name."""

    def __init__(self, target: Target) -> None:
        super().__init__(target.host, target.port, timeout=SECONDS)
        self.target = target

    def connect(self) -> None:
        plain: Any = socket.create_connection((self.target.address, self.target.port), SECONDS)
        if self.target.is_tls:
            plain = ssl.create_default_context().wrap_socket(plain, server_hostname=self.target.host)
        self.sock = plain
