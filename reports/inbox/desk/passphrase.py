"""Opening and closing the inbox with a passphrase. Asking for access and giving it are in `keys`.

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

from cms.core.responses import guarded

from .. import inbox_session, sealing
from ..audit import record_event
from ..duties import Duty, require_duty
from ..forms import PassphraseChangeForm, PassphraseForm
from ..keys import change_passphrase, number_of, open_personal_key, unseal_grants
from ..models import AuditEvent, PersonalKey

__all__ = ["change", "close_inbox", "forget_keys", "guarded", "open_inbox", "opened_keys", "show_number"]

INDEX_URL_NAME = "inbox_modeladmin_index"
# Wrong passphrases of one moderator within so many seconds, after which nothing is tried for as long.
FAILED_ATTEMPTS = 5
FAILED_WINDOW = 15 * 60


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
    """Ask for the passphrase and open the inbox for this browser; without access, show the number to be compared."""
    require_duty(request, Duty.READ)
    moderator: Any = request.user
    if not PersonalKey.objects.filter(moderator=moderator).exists():
        return guarded(redirect("inbox_key_ask"))
    form = PassphraseForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = _refused(request, form)
        if not status:
            try:
                personal_key, private_key = open_personal_key(
                    moderator=moderator, passphrase=form.cleaned_data["passphrase"]
                )
            except sealing.CannotOpenError:
                status = _count_failure(request, form)
            else:
                cache.delete(_attempts_key(request))
                if not unseal_grants(moderator=moderator, private_key=private_key):
                    return show_number(request, sealing.public_half(private_key), is_new=False)
                response = redirect(INDEX_URL_NAME)
                inbox_session.open_inbox(request, response, personal_key, private_key)
                record_event(action=AuditEvent.Action.INBOX_OPENED, actor=moderator)
                return guarded(response)
    context = {"page_title": _("Open the inbox"), "form": form}
    return guarded(render(request, "admin/inbox/keys/open.html", context, status=status))


def show_number(request: HttpRequest, public_key: bytes, *, is_new: bool) -> HttpResponse:
    """Show a moderator the number of the own key, taken from the key itself and not from the database."""
    context = {"page_title": _("Your number"), "number": number_of(public_key), "is_new": is_new}
    return guarded(render(request, "admin/inbox/keys/waiting.html", context))


@sensitive_post_parameters()
def change(request: HttpRequest) -> HttpResponse:
    """Replace the moderator's passphrase by a new one. The inbox closes in other browsers and stays open here."""
    require_duty(request, Duty.READ)
    is_open = bool(opened_keys(request))
    form = PassphraseChangeForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = _refused(request, form)
        if not status:
            try:
                personal_key, private_key = change_passphrase(
                    moderator=request.user,
                    passphrase=form.cleaned_data["passphrase"],
                    new_passphrase=form.cleaned_data["new_passphrase"],
                )
            except sealing.CannotOpenError:
                status = _count_failure(request, form)
            else:
                cache.delete(_attempts_key(request))
                messages.success(request, _("The inbox opens with your new passphrase from now on."))
                response = redirect(INDEX_URL_NAME)
                if is_open:
                    inbox_session.open_inbox(request, response, personal_key, private_key)
                return guarded(response)
    context = {"page_title": _("Change the inbox passphrase"), "form": form}
    return guarded(render(request, "admin/inbox/keys/passphrase.html", context, status=status))


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
