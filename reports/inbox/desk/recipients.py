"""The directory of recipients in the desk: entries and their keys, changed by those who supervise or hold keys."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from ..duties import has_duty, require_duty
from ..models import InboxKey, Recipient
from ..packages.opening import fingerprint, grouped
from ..services.casework import CaseworkError
from ..services.recipients import MANAGERS, READERS, remove_recipient_key, save_recipient, set_recipient_key
from ..vocabularies import ReferralKind
from .passphrase import guarded
from .recipient_forms import KeyForm, KeyRemovalForm, RecipientForm

FOLDER = "admin/inbox/referrals"


def key_words(key: Any) -> dict[str, str]:
    """Return a key and its fingerprint as people read them; empty for none."""
    if key is None:
        return {}
    return {"hexadecimal": bytes(key).hex(), "fingerprint": grouped(fingerprint(bytes(key)))}


@require_GET
def recipients(request: HttpRequest) -> HttpResponse:
    """List the directory by kind, with the fingerprint of each key and of our own signing key."""
    require_duty(request, *READERS)
    by_kind: dict[str, list[dict[str, Any]]] = {}
    for recipient in Recipient.objects.select_related("organisation").order_by("-is_active", "name"):
        labels = Recipient._meta.get_field("accepts_categories").labels(recipient.accepts_categories)
        entry = {"recipient": recipient, "key": key_words(recipient.public_key), "categories": labels}
        by_kind.setdefault(recipient.kind, []).append(entry)
    ours = InboxKey.objects.filter(is_active=True).only("signing_public_key").first()
    context = {
        "title": _("Recipients"),
        "icon": "group",
        "groups": [(kind.label, by_kind[kind]) for kind in ReferralKind if kind in by_kind],
        "signing_key": key_words(ours.signing_public_key) if ours is not None else {},
        "may_change": any(has_duty(request.user, duty) for duty in MANAGERS),
    }
    return guarded(render(request, f"{FOLDER}/recipients.html", context))


def recipient_new(request: HttpRequest) -> HttpResponse:
    """Add a recipient."""
    require_duty(request, *MANAGERS)
    return _edit(request, None)


def recipient_edit(request: HttpRequest, recipient_id: int) -> HttpResponse:
    """Change what the directory says of a recipient; its key has a page of its own."""
    require_duty(request, *MANAGERS)
    return _edit(request, get_object_or_404(Recipient, pk=recipient_id))


def _edit(request: HttpRequest, recipient: Recipient | None) -> HttpResponse:
    form = RecipientForm(request.POST or None, instance=recipient)
    if request.method == "POST" and form.is_valid():
        try:
            saved = save_recipient(
                actor=request.user, entry=form.entry, recipient_id=recipient.pk if recipient is not None else None
            )
        except CaseworkError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Saved."))
            return guarded(
                redirect(
                    "inbox_recipients" if recipient is not None else "inbox_recipient_key",
                    *([] if recipient is not None else [saved.pk]),
                )
            )
    # The form has written what was typed into its own object: the heading names what is stored.
    name = Recipient.objects.get(pk=recipient.pk).name if recipient is not None else ""
    title = _("Change a recipient") if recipient is not None else _("Add a recipient")
    context = {"form": form, "title": title, "subtitle": name, "icon": "group"}
    return guarded(render(request, f"{FOLDER}/recipient.html", context, status=422 if form.errors else 200))


def recipient_key(request: HttpRequest, recipient_id: int) -> HttpResponse:
    """Set, change or remove the key of a recipient, after its fingerprint was compared on the telephone."""
    require_duty(request, *MANAGERS)
    recipient = get_object_or_404(Recipient, pk=recipient_id)
    removes = request.POST.get("step") == "remove"
    new = KeyForm(request.POST if request.method == "POST" and not removes else None)
    removal = KeyRemovalForm(request.POST if removes else None, prefix="old")
    form: Any = removal if removes else new
    if request.method == "POST" and form.is_valid():
        given = {"recipient_id": recipient.pk, "actor": request.user, "spoken": form.cleaned_data["spoken"]}
        try:
            if removes:
                remove_recipient_key(**given)
            else:
                set_recipient_key(public_key=form.cleaned_data["public_key"], **given)
        except CaseworkError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Saved."))
            return guarded(redirect("inbox_recipients"))
    context = {
        "title": _("Key"),
        "subtitle": recipient.name,
        "icon": "key",
        "key": key_words(recipient.public_key),
        "form": new,
        "removal": removal,
    }
    return guarded(render(request, f"{FOLDER}/recipient_key.html", context, status=422 if form.errors else 200))
