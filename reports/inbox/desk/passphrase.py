"""Opening and closing the inbox with a passphrase. The list is in `listing`.

Every view checks the permission itself: Wagtail only checks that somebody may enter the admin.
"""

from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from .. import inbox_session, sealing
from ..audit import record_event
from ..duties import Duty, require_duty
from ..forms import PassphraseChangeForm, PassphraseForm
from ..keys import change_passphrase, open_with_passphrase
from ..models import AuditEvent

INDEX_URL_NAME = "inbox_modeladmin_index"
# Wrong passphrases of one moderator within so many seconds, after which nothing is tried for as long.
FAILED_ATTEMPTS = 5
FAILED_WINDOW = 15 * 60


def guarded(response: HttpResponse) -> HttpResponse:
    """Return `response` kept out of every cache and under the strict content policy."""
    response["Cache-Control"] = "private, no-store"
    response._strict_csp = True  # type: ignore[attr-defined]
    return response


def opened_keys(request: HttpRequest) -> dict[int, bytes]:
    """Return the private keys of an open inbox, by id of their inbox key; tell the audit trail if it has closed."""
    keys = inbox_session.opened_keys(request)
    if not keys:
        forget_keys(request, request.user)
    return keys


def forget_keys(request: HttpRequest, user: Any) -> None:
    """Close the inbox in this session, if it was open."""
    if inbox_session.forget(request):
        record_event(action=AuditEvent.Action.INBOX_CLOSED, actor=user)


@sensitive_post_parameters()
def open_inbox(request: HttpRequest) -> HttpResponse:
    """Ask for the passphrase and open the inbox for this browser."""
    require_duty(request, Duty.READ)
    form = PassphraseForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = _refused(request, form)
        if not status:
            try:
                keys = open_with_passphrase(moderator=request.user, passphrase=form.cleaned_data["passphrase"])
            except sealing.CannotOpenError:
                status = _count_failure(request, form)
            else:
                cache.delete(_attempts_key(request))
                response = redirect(INDEX_URL_NAME)
                inbox_session.open_inbox(request, response, keys)
                record_event(action=AuditEvent.Action.INBOX_OPENED, actor=request.user)
                return guarded(response)
    return guarded(render(request, "admin/inbox/open.html", {"form": form}, status=status))


@sensitive_post_parameters()
def change(request: HttpRequest) -> HttpResponse:
    """Replace the moderator's passphrase by a new one."""
    require_duty(request, Duty.READ)
    form = PassphraseChangeForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = _refused(request, form)
        if not status:
            try:
                change_passphrase(
                    moderator=request.user,
                    passphrase=form.cleaned_data["passphrase"],
                    new_passphrase=form.cleaned_data["new_passphrase"],
                )
            except sealing.CannotOpenError:
                status = _count_failure(request, form)
            else:
                cache.delete(_attempts_key(request))
                messages.success(request, _("The inbox opens with your new passphrase from now on."))
                return guarded(redirect(INDEX_URL_NAME))
    return guarded(render(request, "admin/inbox/passphrase.html", {"form": form}, status=status))


@require_POST
def close_inbox(request: HttpRequest) -> HttpResponse:
    """Close the inbox of this browser."""
    require_duty(request, Duty.READ)
    forget_keys(request, request.user)
    response = redirect(INDEX_URL_NAME)
    inbox_session.delete_cookie(response)
    return guarded(response)


def _attempts_key(request: HttpRequest) -> str:
    return f"inbox-passphrase-{request.user.pk}"


def _refused(request: HttpRequest, form: PassphraseForm) -> int:
    """Return the status of a form that is not tried at all, or 0.

    An attempt counts before it is made, so that many at the same time are not tried for one.
    """
    if not form.is_valid():
        return 422
    cache.add(_attempts_key(request), 0, FAILED_WINDOW)
    if cache.incr(_attempts_key(request)) > FAILED_ATTEMPTS:
        form.add_error("passphrase", _("Too many wrong attempts. Please wait 15 minutes."))
        return 429
    return 0


def _count_failure(request: HttpRequest, form: PassphraseForm) -> int:
    record_event(action=AuditEvent.Action.PASSPHRASE_FAILED, actor=request.user)
    form.add_error("passphrase", _("This passphrase does not open the inbox."))
    return 422
