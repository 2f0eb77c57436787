"""An open inbox: the private keys in the session, encrypted under a key that only a cookie of the browser holds."""

import json
import time

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from nacl.encoding import URLSafeBase64Encoder
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox
from nacl.utils import random

COOKIE_NAME = "inbox_key"
COOKIE_PATH = "/admin/"
# Minutes without a request after which the inbox closes.
IDLE_MINUTES = 30
_KEYS = "inbox_sealed_keys"
_LAST_USED = "inbox_last_used"


def open_inbox(request: HttpRequest, response: HttpResponse, private_keys: dict[int, bytes]) -> None:
    """Remember `private_keys` (32 bytes each, by id of their inbox key) for this browser."""
    cookie_key = random(SecretBox.KEY_SIZE)
    plain = json.dumps({str(key_id): private_key.hex() for key_id, private_key in private_keys.items()})
    sealed = SecretBox(cookie_key).encrypt(plain.encode())
    request.session[_KEYS] = URLSafeBase64Encoder.encode(sealed).decode()
    request.session[_LAST_USED] = int(time.time())
    response.set_cookie(
        COOKIE_NAME,
        URLSafeBase64Encoder.encode(cookie_key).decode(),
        path=COOKIE_PATH,
        httponly=True,
        samesite="Strict",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def opened_keys(request: HttpRequest) -> dict[int, bytes]:
    """Return the private keys of an open inbox, by id of their inbox key; empty when it is closed.

    Each call counts as use; after 30 idle minutes, or without the cookie, the inbox closes.
    """
    sealed, cookie = request.session.get(_KEYS, ""), request.COOKIES.get(COOKIE_NAME, "")
    if time.time() - request.session.get(_LAST_USED, 0) > IDLE_MINUTES * 60:
        return {}
    try:
        plain = SecretBox(URLSafeBase64Encoder.decode(cookie.encode())).decrypt(
            URLSafeBase64Encoder.decode(sealed.encode())
        )
    except (CryptoError, ValueError, TypeError):
        return {}
    request.session[_LAST_USED] = int(time.time())
    return {int(key_id): bytes.fromhex(private_key) for key_id, private_key in json.loads(plain).items()}


def forget(request: HttpRequest) -> bool:
    """Remove the keys from the session; return whether there were any."""
    if _KEYS not in request.session:
        return False
    del request.session[_KEYS]
    request.session.pop(_LAST_USED, None)
    return True


def delete_cookie(response: HttpResponse) -> None:
    """Take the key away from the browser."""
    response.delete_cookie(COOKIE_NAME, path=COOKIE_PATH, samesite="Strict")
