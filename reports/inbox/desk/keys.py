"""Who holds a key to the inbox: asking for access, giving and taking it, replacing the key.

Opening the inbox and changing one's passphrase are in `passphrase`.
"""

from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.debug import sensitive_post_parameters
from wagtail.admin.menu import MenuItem

from ..duties import Duty, has_duty, require_duty
from ..keys import (
    KeyServiceError,
    grant_access,
    make_personal_key,
    number_of,
    revoke_access,
    rotate_inbox_key,
)
from ..models import InboxKey, KeyGrant, PersonalKey
from .key_forms import ComparedForm, NewPassphraseForm
from .key_holders import key_holders
from .passphrase import guarded, opened_keys, show_number

PEOPLE_URL_NAME = "inbox_keys"


class KeysMenuItem(MenuItem):
    """The entry of the sidebar, for those who give and take access."""

    def __init__(self) -> None:
        super().__init__(
            gettext_lazy("Keys and people"), reverse(PEOPLE_URL_NAME), name="inbox-keys", icon_name="key", order=51
        )

    def is_shown(self, request: HttpRequest) -> bool:
        return has_duty(request.user, Duty.KEYS)


def show_people(request: HttpRequest) -> HttpResponse:
    """Show the keys and everybody who can or wants to open them."""
    require_duty(request, Duty.KEYS)
    inbox_key = _active_key()
    keys = opened_keys(request)
    context = {
        "page_title": _("Keys and people"),
        "inbox_key": inbox_key,
        "older_keys": InboxKey.objects.filter(is_active=False).count(),
        "people": key_holders(inbox_key),
        "may_open": has_duty(request.user, Duty.READ),
        "inbox_is_open": bool(keys),
        "active_is_open": inbox_key is not None and inbox_key.pk in keys,
    }
    return guarded(render(request, "admin/inbox/keys/people.html", context))


@sensitive_post_parameters()
def ask(request: HttpRequest) -> HttpResponse:
    """Let a moderator choose a passphrase; the number of the key made is shown to be read to a colleague."""
    require_duty(request, Duty.READ)
    moderator: Any = request.user
    replaces = PersonalKey.objects.filter(moderator=moderator).exists()
    form = NewPassphraseForm(request.POST or None, replaces=replaces)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            made = make_personal_key(moderator=moderator, passphrase=form.cleaned_data["new_passphrase"])
            return show_number(request, bytes(made.public_key), is_new=True)
        status = 422
    context = {"page_title": _("Choose your inbox passphrase"), "form": form, "replaces": replaces}
    return guarded(render(request, "admin/inbox/keys/ask.html", context, status=status))


def grant(request: HttpRequest, user_id: int) -> HttpResponse:
    """Give somebody access after comparing the number of that person's key."""
    require_duty(request, Duty.KEYS)
    moderator = get_object_or_404(get_user_model(), pk=user_id)
    personal_key = PersonalKey.objects.filter(moderator=moderator).first()
    inbox_key = _active_key()
    keys = opened_keys(request)
    form = ComparedForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                grant_access(moderator=moderator, opened=keys, actor=request.user, number=form.cleaned_data["number"])
            except KeyServiceError as error:
                form.add_error("is_compared", error.message)
            else:
                messages.success(request, _("%(name)s can open the inbox now.") % {"name": _name_of(moderator)})
                return guarded(redirect(PEOPLE_URL_NAME))
    context = {
        "page_title": _("Let %(name)s in") % {"name": _name_of(moderator)},
        "form": form,
        "number": number_of(personal_key.public_key) if personal_key else "",
        "may_read": has_duty(moderator, Duty.READ),
        "active_is_open": inbox_key is not None and inbox_key.pk in keys,
        "may_open": has_duty(request.user, Duty.READ),
    }
    return guarded(render(request, "admin/inbox/keys/grant.html", context, status=status))


def revoke(request: HttpRequest, user_id: int) -> HttpResponse:
    """Take somebody's access away, at once."""
    require_duty(request, Duty.KEYS)
    moderator = get_object_or_404(get_user_model(), pk=user_id)
    error = ""
    if request.method == "POST":
        try:
            revoke_access(moderator=moderator, actor=request.user)
        except KeyServiceError as refused:
            error = refused.message
        else:
            messages.success(request, _("%(name)s cannot open the inbox.") % {"name": _name_of(moderator)})
            return guarded(redirect(PEOPLE_URL_NAME))
    grants = KeyGrant.objects.all()
    can_read = grants.filter(personal_key__moderator=moderator).exists()
    others = grants.filter(inbox_key__is_active=True).exclude(personal_key__moderator=moderator)
    title = _("Take access away: %(name)s") if can_read else _("Refuse: %(name)s")
    context = {
        "page_title": title % {"name": _name_of(moderator)},
        "name": _name_of(moderator),
        "can_read": can_read,
        "is_last": not others.exists(),
        "error": error,
    }
    return guarded(render(request, "admin/inbox/keys/revoke.html", context, status=409 if error else 200))


def rotate(request: HttpRequest) -> HttpResponse:
    """Replace the active key by a new one that the same people can open."""
    require_duty(request, Duty.KEYS)
    inbox_key = _active_key()
    keys = opened_keys(request)
    error = ""
    if request.method == "POST":
        try:
            rotation = rotate_inbox_key(opened=keys, actor=request.user)
        except KeyServiceError as refused:
            error = refused.message
        else:
            number = len(rotation.granted)
            messages.success(
                request,
                ngettext(
                    "New reports are sealed to a new key, which %(number)s person can open.",
                    "New reports are sealed to a new key, which %(number)s people can open.",
                    number,
                )
                % {"number": number},
            )
            if rotation.left_out:
                names = ", ".join(rotation.left_out)
                messages.warning(request, _("Not given the new key: %(names)s.") % {"names": names})
            return guarded(redirect(PEOPLE_URL_NAME))
    context = {
        "page_title": _("Replace the key"),
        "active_is_open": inbox_key is not None and inbox_key.pk in keys,
        "may_open": has_duty(request.user, Duty.READ),
        "error": error,
    }
    return guarded(render(request, "admin/inbox/keys/rotate.html", context, status=409 if error else 200))


def _active_key() -> InboxKey | None:
    return InboxKey.objects.select_related("recovery_key").filter(is_active=True).first()


def _name_of(user: Any) -> str:
    return user.get_full_name() or user.get_username()
