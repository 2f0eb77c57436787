"""The pages of the second factor: setting up a phone, its code after the password, recovery codes.

They are outside the admin's own frame, whose menus lead nowhere before the sign-in is whole, and need no JavaScript.
"""

import math
from collections.abc import Callable
from functools import partial
from typing import Any

import django_otp
import segno
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from wagtail.log_actions import log

from cms.core.responses import guarded

from . import second_factor
from .forms import CodeForm, RecoveryCodeForm
from .second_factor import MustWaitError, WrongCodeError

_BEGUN = "second_factor_begun"
# What Wagtail's history says of an account.
SET_UP, RENEWED, REMOVED = "accounts.set_up_phone", "accounts.renew_codes", "accounts.remove_phone"


@sensitive_post_parameters()
def verify(request: HttpRequest) -> HttpResponse:
    """Ask for the code of the phone after the password."""
    if not second_factor.has_second_factor(request.user):
        return guarded(_go("second_factor_enrol", request))
    form = CodeForm(request.POST or None)
    device = _tried(request, form, second_factor.verify_code)
    if device is not None:
        _enter(request, device)
        return guarded(redirect(_next(request)))
    return _page(request, "verify", {"form": form})


@sensitive_post_parameters()
def recovery(request: HttpRequest) -> HttpResponse:
    """Let somebody in whose phone is gone, with a code on paper; the next step is a new phone."""
    form = RecoveryCodeForm(request.POST or None)
    device = _tried(request, form, second_factor.use_recovery_code)
    if device is not None:
        _enter(request, device)
        return guarded(_go("second_factor_enrol", request))
    return _page(request, "recovery", {"form": form})


@sensitive_post_parameters()
def enrol(request: HttpRequest) -> HttpResponse:
    """Set up a phone, the first one or another in its place. The recovery codes show once, in the answer."""
    user: Any = request.user
    is_enrolled = second_factor.has_second_factor(user)
    if is_enrolled and not user.is_verified():
        # A password alone must not exchange the phone.
        return guarded(_go("second_factor_verify", request))
    form = CodeForm(request.POST or None)
    begun = request.session.get(_BEGUN)
    enrolled = _tried(request, form, partial(second_factor.confirm_enrolment, begun=begun))
    if enrolled is not None:
        device, codes = enrolled
        del request.session[_BEGUN]
        _enter(request, device)
        _note(request, SET_UP)
        return _page(request, "codes", {"codes": codes})
    device = second_factor.begin_enrolment(user=user, begun=begun)
    if begun != device.pk:
        request.session[_BEGUN] = device.pk
    context = {
        "form": form,
        "is_enrolled": is_enrolled,
        "is_free": not second_factor.needs_second_factor(user),
        "codes_left": second_factor.remaining_recovery_codes(user),
        "picture": _picture(device.config_url),
        "secret": second_factor.secret_of(device),
    }
    return _page(request, "enrol", context)


@require_POST
def renew_codes(request: HttpRequest) -> HttpResponse:
    """Show ten new recovery codes, once; the earlier ones no longer work."""
    if not second_factor.has_second_factor(request.user):
        return guarded(_go("second_factor_enrol", request))
    codes = second_factor.renew_recovery_codes(request.user)
    _note(request, RENEWED)
    return _page(request, "codes", {"codes": codes})


@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    """Remove the second factor of somebody who set it up without having to."""
    if second_factor.needs_second_factor(request.user):
        return guarded(_go("second_factor_enrol", request))
    if second_factor.remove_second_factor(request.user):
        _note(request, REMOVED)
    return guarded(redirect("wagtailadmin_account"))


def _tried(request: HttpRequest, form: Any, check: Callable[..., Any]) -> Any:
    """Return what `check` returns for the code in `form`; None, with the reason in the form, where there is nothing."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return check(user=request.user, code=form.cleaned_data["code"])
    except WrongCodeError:
        form.add_error("code", _("This code is not right, or it was used before. Wait for the next one and try again."))
    except MustWaitError as waiting:
        form.add_error("code", _waiting_time(waiting))
    return None


def _waiting_time(waiting: MustWaitError) -> str:
    seconds = max(1, math.ceil((waiting.until - timezone.now()).total_seconds()))
    if seconds < 90:
        text = ngettext(
            "Too many wrong codes. Try again in %(number)s second.",
            "Too many wrong codes. Try again in %(number)s seconds.",
            seconds,
        )
        return text % {"number": seconds}
    minutes = math.ceil(seconds / 60)
    return ngettext(
        "Too many wrong codes. Try again in %(number)s minute.",
        "Too many wrong codes. Try again in %(number)s minutes.",
        minutes,
    ) % {"number": minutes}


def _enter(request: HttpRequest, device: Any) -> None:
    # A session that was known before it was worth more is exchanged.
    request.session.cycle_key()
    django_otp.login(request, device)


def _note(request: HttpRequest, action: str) -> None:
    # The log asks for the type of what it logs; the request's user is a stand-in of another type.
    user: Any = request.user
    log(get_user_model().objects.get(pk=user.pk), action, user=user)


def _page(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    form = context.get("form")
    status = 422 if form is not None and form.errors else 200
    context |= {"next": _next(request)}
    return guarded(render(request, f"admin/accounts/{name}.html", context, status=status))


def _next(request: HttpRequest) -> str:
    """Return the address inside the admin where the person wanted to go."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    home = reverse("wagtailadmin_home")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_ours and wanted.startswith(home) else home


def _go(name: str, request: HttpRequest) -> HttpResponse:
    return redirect(reverse(name, query={"next": _next(request)}))


def _picture(address: str) -> SafeString:
    """Return `address` as a QR code: SVG without a style attribute, which the policy would refuse."""
    code = segno.make(address, error="m", micro=False)
    # The address is ours, and segno writes it as squares only.
    return mark_safe(code.svg_inline(scale=5, border=4, dark="#000", light="#fff", omitsize=True))  # noqa: S308
