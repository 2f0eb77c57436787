"""An open inbox: the personal key in the session, encrypted under a key that only a cookie of the browser holds.

Inbox keys are never in the session. They are unsealed from the grants that exist in the moment of each request, so a
copy of a session and its cookie opens nothing once the person's access is taken away.
"""

import time

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from nacl.encoding import URLSafeBase64Encoder
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox
from nacl.utils import random

from .duties import Duty, has_duty
from .keys import unseal_grants
from .models import PersonalKey

COOKIE_NAME = "inbox_key"
COOKIE_PATH = "/admin/"
# Minutes without a request after which the inbox closes.
IDLE_MINUTES = 30
# Use is noted once a minute: storing the session with each click would cost more than the minute is worth.
_NOTED_EVERY = 60
_KEY = "inbox_sealed_key"
_MARK = "inbox_key_mark"
_LAST_USED = "inbox_last_used"
_OPENED = "_inbox_opened_keys"


def open_inbox(request: HttpRequest, response: HttpResponse, personal_key: PersonalKey, private_key: bytes) -> None:
    """Remember `private_key` (32 bytes), the private half of `personal_key`, for this browser."""
    cookie_key = random(SecretBox.KEY_SIZE)
    sealed = SecretBox(cookie_key).encrypt(private_key)
    request.session[_KEY] = URLSafeBase64Encoder.encode(sealed).decode()
    request.session[_MARK] = bytes(personal_key.salt).hex()
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
    """Return the private inbox keys of an open inbox, by id of the inbox key; empty when it is closed.

    The first call of a request counts as use. The inbox is closed after 30 idle minutes, without the cookie, and from
    the next request on when access or the duty to read is taken away or the passphrase is changed elsewhere.
    """
    if not hasattr(request, _OPENED):
        setattr(request, _OPENED, _opened_now(request))
    opened: dict[int, bytes] = getattr(request, _OPENED)
    return opened


def _opened_now(request: HttpRequest) -> dict[int, bytes]:
    if _KEY not in request.session or not has_duty(request.user, Duty.READ):
        return {}
    idle_seconds = time.time() - request.session.get(_LAST_USED, 0)
    if idle_seconds > IDLE_MINUTES * 60:
        return {}
    try:
        cookie_key = URLSafeBase64Encoder.decode(request.COOKIES.get(COOKIE_NAME, "").encode())
        sealed = URLSafeBase64Encoder.decode(request.session[_KEY].encode())
        private_key = bytes(SecretBox(cookie_key).decrypt(sealed))
        salt = bytes.fromhex(request.session[_MARK])
    except (CryptoError, KeyError, ValueError, TypeError):
        return {}
    opened = unseal_grants(moderator=request.user, private_key=private_key, salt=salt)
    if opened and idle_seconds >= _NOTED_EVERY:
        request.session[_LAST_USED] = int(time.time())
    return opened


def forget(request: HttpRequest) -> bool:
    """Remove the key from the session; return whether there was one."""
    setattr(request, _OPENED, {})
    if _KEY not in request.session:
        return False
    for name in (_KEY, _MARK, _LAST_USED):
        request.session.pop(name, None)
    return True


def delete_cookie(response: HttpResponse) -> None:
    """Take the key away from the browser."""
    response.delete_cookie(COOKIE_NAME, path=COOKIE_PATH, samesite="Strict")
