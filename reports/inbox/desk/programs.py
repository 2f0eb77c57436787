"""Programs with tokens in the desk: who holds keys admits and revokes them. A token is shown once and never again."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin.menu import MenuItem

from ..duties import Duty, require_duty
from ..models import Recipient, ServiceAccount
from ..services.accounts import LONGEST_DAYS, Admission, admit_program, revoke_program
from ..services.casework import CaseworkError
from ..vocabularies import Scope
from .passphrase import guarded
from .referral_menu import DutyMenuItem

FOLDER = "admin/inbox/programs"


class ProgramForm(forms.Form):
    """What a program is admitted with."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=80, help_text=gettext_lazy("The organisation and what the program does.")
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What it may do"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple
    )
    recipient = forms.ModelChoiceField(
        label=gettext_lazy("Organisation"),
        queryset=Recipient.objects.in_use().order_by("name"),
        required=False,
        help_text=gettext_lazy("Needed for a program that fetches referrals: it sees those to this organisation only."),
    )
    webhook_url = forms.CharField(
        label=gettext_lazy("Address to tell"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("It learns that something changed, and nothing else. Begins with https://."),
    )
    days = forms.IntegerField(
        label=gettext_lazy("For how many days"), min_value=1, max_value=LONGEST_DAYS, initial=LONGEST_DAYS
    )

    @property
    def admission(self) -> Admission:
        """Return what was typed. Only after `is_valid`."""
        data = self.cleaned_data
        recipient = data["recipient"]
        return Admission(
            name=data["name"],
            scopes=data["scopes"],
            recipient_id=recipient.pk if recipient is not None else None,
            webhook_url=data["webhook_url"],
            days=data["days"],
        )


def programs_item() -> MenuItem:
    """Return the entry of the list in the menu of the admin."""
    from django.urls import reverse_lazy

    return DutyMenuItem(_("Programs"), reverse_lazy("inbox_programs"), icon_name="code", order=53, duties=(Duty.KEYS,))


@require_GET
def programs(request: HttpRequest) -> HttpResponse:
    """List the programs, those whose token works first."""
    require_duty(request, Duty.KEYS)
    today = timezone.localdate()
    accounts = ServiceAccount.objects.select_related("recipient", "created_by").order_by("name")
    labels: Any = dict(Scope.choices)
    entries = [
        {"account": account, "works": account.works_on(today), "scopes": [labels[code] for code in account.scopes]}
        for account in accounts
    ]
    entries.sort(key=lambda entry: not entry["works"])
    return _page(request, "list", {"entries": entries})


def program_new(request: HttpRequest) -> HttpResponse:
    """Admit a program, and show its token once."""
    require_duty(request, Duty.KEYS)
    form = ProgramForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            admitted = admit_program(actor=request.user, admission=form.admission)
        except CaseworkError as error:
            form.add_error(None, str(error.message))
        else:
            return _page(request, "admitted", {"admitted": admitted})
    return _page(request, "new", {"form": form}, status=422 if form.errors else 200)


@require_POST
def program_revoke(request: HttpRequest, account_id: int) -> HttpResponse:
    """Make a token worthless."""
    require_duty(request, Duty.KEYS)
    try:
        account = revoke_program(account_id=account_id, actor=request.user)
    except CaseworkError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("The token of %(name)s is revoked.") % {"name": account.name})
    return guarded(redirect("inbox_programs"))


def _page(request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    frame = {"title": _("Programs with tokens"), "icon": "code"}
    return guarded(render(request, f"{FOLDER}/{name}.html", frame | context, status=status))
