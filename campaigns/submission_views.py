"""The public pages of both forms: ask, take in, thank. No account, no cookie, no file, no script needed."""

from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from cms.core.localisation import active_language, locale_of
from cms.core.models import SitePage
from cms.core.public_forms import public_form

from .forms import ActivityForm, MembershipForm, SubmissionForm
from .models import ActivityRegisterPage, InitiativePage
from .moderation import TooManyWaitingError, request_membership, submit_activity


@dataclass(frozen=True)
class FormPage:
    """One public form: where it belongs, what it asks, and who takes it in."""

    model: type[SitePage]
    form: type[SubmissionForm]
    address: str
    template: str

    def page(self, page_id: int) -> Any:
        """Return the page the form belongs to, in the language of the address.

        Raises:
            Http404: where everybody cannot see it.
        """
        pages: Any = self.model._default_manager
        shown = pages.live().public().filter(alias_of=None, locale__language_code=active_language())
        page = get_object_or_404(shown, pk=page_id)
        page.locale = locale_of(page.locale_id)
        page.language_urls = self._addresses_elsewhere(page)
        return page

    def _addresses_elsewhere(self, page: Any) -> dict[str, str]:
        pages: Any = self.model._default_manager
        versions = pages.live().filter(translation_key=page.translation_key, alias_of=None)
        addresses = {}
        for pk, locale_id in versions.values_list("pk", "locale_id"):
            language = locale_of(locale_id).language_code
            with override(language):
                addresses[language] = reverse(self.address, args=[pk])
        return addresses


ACTIVITIES = FormPage(ActivityRegisterPage, ActivityForm, "submissions:activity", "pages/campaigns/forms/activity.html")
MEMBERSHIPS = FormPage(
    InitiativePage, MembershipForm, "submissions:membership", "pages/campaigns/forms/membership.html"
)


@public_form
def activity(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show the form for an activity, or take one in."""
    register = ACTIVITIES.page(page_id)
    return _answer(
        request,
        ACTIVITIES,
        register,
        is_open=register.is_open,
        take_in=lambda form: submit_activity(
            form_token=form.form_token.value, series=register.series, language=active_language(), **form.details
        ),
    )


@public_form
def membership(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show the form to join an initiative, or take a request in."""
    initiative = MEMBERSHIPS.page(page_id)
    return _answer(
        request,
        MEMBERSHIPS,
        initiative,
        is_open=initiative.takes_members,
        take_in=lambda form: request_membership(
            form_token=form.form_token.value,
            initiative_key=initiative.translation_key,
            language=active_language(),
            **form.details,
        ),
    )


@require_safe
def activity_sent(request: HttpRequest, page_id: int) -> HttpResponse:
    """Say what happens now with the activity."""
    return _thanks(request, ACTIVITIES, page_id)


@require_safe
def membership_sent(request: HttpRequest, page_id: int) -> HttpResponse:
    """Say what happens now with the request."""
    return _thanks(request, MEMBERSHIPS, page_id)


def _answer(request: HttpRequest, kind: FormPage, page: Any, *, is_open: bool, take_in: Any) -> HttpResponse:
    """Answer 200 with the form, 302 once it is taken in, 403 where it is closed, 422 and 503 with what was typed."""
    if not is_open:
        status = 403 if request.method == "POST" else 200
        return render(request, "pages/campaigns/forms/closed.html", {"page": page}, status=status)
    if request.method != "POST":
        return _show(request, kind, page, kind.form(), 200)
    form = kind.form(request.POST)
    if not form.is_valid():
        return _show(request, kind, page, form, 422)
    try:
        take_in(form)
    except TooManyWaitingError:
        form.add_error(None, _("A great many entries are waiting to be read. Please keep yours and send it tomorrow."))
        return _show(request, kind, page, form, 503)
    except DatabaseError:
        form.add_error(None, _("This could not be stored just now. Please press the button again in a moment."))
        return _show(request, kind, page, form, 503)
    return redirect(f"{kind.address}-sent", page.pk)


def _show(request: HttpRequest, kind: FormPage, page: Any, form: SubmissionForm, status: int) -> HttpResponse:
    errors = [(form[name], error) for name in form.fields for error in form.errors.get(name, [])]
    context = {"page": page, "form": form, "field_errors": errors, "action": reverse(kind.address, args=[page.pk])}
    return render(request, kind.template, context, status=status)


def _thanks(request: HttpRequest, kind: FormPage, page_id: int) -> HttpResponse:
    page = kind.page(page_id)
    response = render(request, "pages/campaigns/forms/sent.html", {"page": page, "address": kind.address})
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
