"""Opening a report for passing it on, and the one document that leaves. Reads only; every rule is asked here."""

import json
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.models import Site

from cms.core.models import Organisation, SiteSettings

from .. import sealing
from ..clocks import this_hour
from ..documents import read_contact, read_content, read_text
from ..duties import Duty, has_duty
from ..models import IncidentReport, Recipient
from ..passing import Choice, Field, Sources, payload, plain_lines, refusals
from ..receipts import keyed_hash
from ..vocabularies import MessageDirection, State
from .casework import CaseworkError, require_duty_of

# States in which a report is in somebody's hands.
_PASSABLE = frozenset({State.IN_ASSESSMENT, State.AWAITING_REPORTER, State.SECOND_LOOK, State.ACTIONED})


def require_may_refer(actor: Any, report: IncidentReport) -> None:
    """Let pass the holder of the report, and liaisons, who hold none.

    Raises:
        CaseworkError: for everybody else.
    """
    require_duty_of(actor, Duty.REFER)
    if report.assignee_id != actor.pk and has_duty(actor, Duty.ASSESS):
        raise CaseworkError(_("Claim the report first."))


def require_passable(report: IncidentReport, recipient: Recipient) -> None:
    """Let pass what may be sent now.

    Raises:
        CaseworkError: if nobody works on the report, or the recipient is not in use.
    """
    if report.state not in _PASSABLE:
        raise CaseworkError(_("Only a report that is being worked on can be passed on."))
    if not recipient.is_active:
        raise CaseworkError(_("This recipient is not in use."))


def read_sources(*, report: IncidentReport, private_keys: dict[int, bytes]) -> Sources:
    """Return a report opened for passing on, with what the reporter sent later.

    Args:
        private_keys: of the open inbox, by id of their inbox key.

    Raises:
        CaseworkError: if the inbox is closed, or the report or a message is sealed to a key that is not among them.
    """
    if not private_keys:
        raise CaseworkError(_("Open the inbox first."))
    try:
        key = private_keys[report.inbox_key_id]
        content = read_content(report=report, private_key=key)
        contact = read_contact(report=report, private_key=key)
        later = [
            read_text(row=message, private_key=private_keys[message.inbox_key_id])
            for message in report.messages.filter(direction=MessageDirection.FROM_REPORTER)
        ]
    except (KeyError, sealing.CannotOpenError):
        raise CaseworkError(_("This report was sealed to a key that you cannot open.")) from None
    addresses = [*content.addresses, *(address for message in later for address in message.get("addresses", []))]
    words = [content.description, *(message["text"] for message in later)]
    return Sources(
        report=report,
        content=content,
        contact=contact,
        addresses=tuple(dict.fromkeys(addresses)),
        words="\n\n".join(plain_lines(text) for text in words if text.strip()),
    )


def hotline_identity(language: str) -> dict[str, str]:
    """Return `name` and `email` of the hotline as notifier, in `language`."""
    site = Site.objects.get(is_default_site=True)
    settings = SiteSettings.for_site(site)
    operator = Organisation.objects.filter(role=Organisation.Role.OPERATOR, locale__language_code=language).first()
    with override(language):
        name = operator.name if operator is not None else settings.name
    return {"name": f"{settings.brand} – {name}", "email": settings.email}


def preview(
    *, report: IncidentReport, recipient: Recipient, actor: Any, choice: Choice, private_keys: dict[int, bytes]
) -> dict[str, Any]:
    """Return exactly the document that `prepare` would seal, with the contact if that was chosen. Writes nothing.

    Raises:
        CaseworkError: for every reason for which `prepare` would refuse.
    """
    require_passable(report, recipient)
    return outgoing(report=report, recipient=recipient, actor=actor, choice=choice, private_keys=private_keys)


def outgoing(
    *, report: IncidentReport, recipient: Recipient, actor: Any, choice: Choice, private_keys: dict[int, bytes]
) -> dict[str, Any]:
    """Return the document of a choice that may leave, whatever state the report is in.

    Raises:
        CaseworkError: without the duties or the claim, if the inbox is closed, or the choice may not leave.
    """
    require_duty_of(actor, Duty.READ)
    require_may_refer(actor, report)
    sources = read_sources(report=report, private_keys=private_keys)
    if found := refusals(recipient.kind, choice, sources):
        raise CaseworkError(found[0])
    document = payload(
        kind=recipient.kind,
        recipient=recipient.name,
        choice=choice,
        sources=sources,
        sender=hotline_identity(choice.language),
    )
    document["prepared_at"] = this_hour().isoformat()
    if Field.CONTACT in choice.fields and sources.contact is not None:
        document["contact"] = sources.contact.contact
    return document


def mark_of(document: dict[str, Any]) -> str:
    """Return a mark that changes with anything in `document` but its date: what was seen is what is sealed."""
    told = {name: value for name, value in document.items() if name != "prepared_at"}
    return keyed_hash("referral preview", json.dumps(told, sort_keys=True).encode()).hex()
