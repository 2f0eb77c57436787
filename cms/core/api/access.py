"""Who may ask."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest


def anyone(request: HttpRequest) -> bool:
    """Let everybody ask, as nobody: neither a session nor a token changes the answer."""
    request.user = AnonymousUser()
    return True
