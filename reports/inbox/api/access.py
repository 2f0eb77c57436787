"""Programs with a token: who they are, what they may do, and how often they may ask."""

import time
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from cms.core.api.problems import refuse

from ..models import ServiceAccount
from ..services.accounts import find_account
from ..short_memory import add_one, numbers

# Requests a minute of one token; a partner that fetches what it is told of needs a few.
MOST_A_MINUTE = 300


class ProgramAuth(HttpBearer):
    """Let programs with a token of the hotline's in, if it is for one of `scopes`."""

    openapi_description = "A token of the hotline's, see docs/partners.md."

    def __init__(self, *scopes: str) -> None:
        self.scopes = scopes
        super().__init__()

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """Return the account of a token, or None.

        Raises:
            HttpError: 403 if the token is for other things, 429 if it asks too often.
        """
        request.user = AnonymousUser()
        account = find_account(token)
        if account is None:
            return None
        _count(account)
        if not any(account.may(scope) for scope in self.scopes):
            refuse(403)
        request.user = account.user
        return account


def account_of(request: HttpRequest) -> ServiceAccount | None:
    """Return the account of a request to a route for everybody; a token that is none does not matter there."""
    kind, _space, token = request.headers.get("Authorization", "").partition(" ")
    return find_account(token.strip()) if kind.lower() == "bearer" else None


def _count(account: ServiceAccount) -> None:
    key = f"program-{account.pk}-{int(time.time() // 60)}"
    add_one(key, 120)
    if sum(numbers([key])) > MOST_A_MINUTE:
        refuse(429, _("Too many requests with this token. Please wait a minute."))
