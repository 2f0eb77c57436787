"""One report on its way out: what a moderator chose, why it may not leave so, and the document that leaves. No writing.

`services.referrals` and `services.packages` let nothing out that `refusals` speaks against.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from .contact_traces import mentions
from .disclosure import CHILD_SEXUAL_ABUSE, FORBIDDEN_FIELDS, NEEDS_ADDRESS, NOTICES
from .documents import ReportContact, ReportContent
from .models import IncidentReport
from .vocabularies import AgeBand, PassedField

Field = PassedField
SCHEMA, VERSION = "isigurt-referral", 1
LANGUAGES = ("sq", "en")
_CHILD_KNOWN = "child_known"


@dataclass(frozen=True)
class Sources:
    """A report opened for passing it on.

    Args:
        addresses: of the report and of what the reporter sent later, each once.
        words: everything the reporter wrote, the first text first.
    """

    report: IncidentReport
    content: ReportContent
    contact: ReportContact | None
    addresses: tuple[str, ...]
    words: str


@dataclass(frozen=True)
class Choice:
    """What a moderator decided to pass on.

    Args:
        fields: of `PassedField`.
        language: `sq` or `en`, of the labels and the ready texts.
        addresses: positions in `Sources.addresses`.
        description: the reporter's words as they may leave, where a moderator went through them; None for all of them.
        note: a covering note.
    """

    fields: frozenset[str]
    language: str
    addresses: tuple[int, ...] = ()
    description: str | None = None
    explanation: str = ""
    legal_ground: str = ""
    host_country: str = ""
    note: str = ""


def plain_lines(text: str) -> str:
    """Return `text` with one kind of line end and no blanks around it, as browsers send it back differently."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _category(sources: Sources, choice: Choice | None) -> dict[str, Any]:
    return {"code": sources.report.counted_category, "is_assessed": bool(sources.report.assessed_category)}


def _addresses(sources: Sources, choice: Choice | None) -> list[str]:
    if choice is None:
        return list(sources.addresses)
    return [sources.addresses[place] for place in choice.addresses]


def _description(sources: Sources, choice: Choice | None) -> dict[str, Any] | None:
    edited = choice.description if choice is not None else None
    text = sources.words if edited is None else plain_lines(edited)
    return {"text": text, "is_shortened": text != sources.words} if text else None


def _answers(sources: Sources, choice: Choice | None) -> dict[str, str]:
    return {question: answer for question, answer in sources.content.answers.items() if question != _CHILD_KNOWN}


def _age_band(sources: Sources, choice: Choice | None) -> str:
    return sources.report.age_band if sources.report.age_band != AgeBand.UNKNOWN else ""


def _of_report(name: str) -> Callable[[Sources, Choice | None], Any]:
    return lambda sources, choice: getattr(sources.report, name)


def _of_content(name: str) -> Callable[[Sources, Choice | None], Any]:
    return lambda sources, choice: getattr(sources.content, name)


def _written(name: str) -> Callable[[Sources, Choice | None], Any]:
    return lambda sources, choice: plain_lines(getattr(choice, name)) if choice is not None else ""


_VALUES: dict[str, Callable[[Sources, Choice | None], Any]] = {
    Field.CATEGORY: _category,
    Field.ADDRESSES: _addresses,
    Field.EXPLANATION: _written("explanation"),
    Field.LEGAL_GROUND: _written("legal_ground"),
    Field.DESCRIPTION: _description,
    Field.HAPPENED_WHEN: _of_content("happened_when"),
    Field.IS_IN_DANGER: _of_content("is_in_danger"),
    Field.AGE_BAND: _age_band,
    Field.AFFECTED_SEX: _of_content("affected_sex"),
    Field.COUNTY: _of_report("county"),
    Field.CHILD_KNOWN: lambda sources, choice: sources.content.answers.get(_CHILD_KNOWN, ""),
    Field.ANSWERS: _answers,
    Field.OTHER_PERSON: _of_content("other_person"),
    Field.DONE_SO_FAR: _of_content("done_so_far"),
    Field.PLATFORM: _of_report("platform"),
    Field.SITE_TYPE: _of_report("site_type"),
    Field.HOST_COUNTRY: _written("host_country"),
    Field.LANGUAGE: _of_report("language"),
    Field.REPORTER_ROLE: _of_report("reporter_role"),
    Field.RECEIVED_AT: lambda sources, choice: sources.report.received_at.isoformat(),
    Field.CONTACT: lambda sources, choice: sources.contact.contact if sources.contact is not None else "",
}


def value_of(name: str, sources: Sources, choice: Choice | None = None) -> Any:
    """Return one field as it would leave, in codes and plain text; None or empty where there is nothing to pass.

    Without a `choice` everything the report has is meant: all addresses, the words unshortened.
    """
    return _VALUES[name](sources, choice)


def passed_fields(choice: Choice, sources: Sources) -> dict[str, Any]:
    """Return the chosen fields that have a value, the contact aside: it is sealed apart."""
    chosen = [entry for entry in Field if entry in choice.fields and entry != Field.CONTACT]
    values = {entry.value: value_of(entry, sources, choice) for entry in chosen}
    return {name: value for name, value in values.items() if value}


def payload(*, kind: str, recipient: str, choice: Choice, sources: Sources, sender: dict[str, str]) -> dict[str, Any]:
    """Return the document that leaves, without date, contact and ready text.

    Args:
        kind: one of `ReferralKind`.
        recipient: name of the recipient.
        sender: `name` and `email` of the hotline, which a notice about child sexual abuse leaves out.
    """
    is_nameless = kind in NOTICES and sources.report.counted_category in CHILD_SEXUAL_ABUSE
    return {
        "schema": SCHEMA,
        "version": VERSION,
        "reference": sources.report.public_reference,
        "kind": str(kind),
        "language": choice.language,
        "recipient": recipient,
        "sender": None if is_nameless else sender,
        "fields": passed_fields(choice, sources),
        "note": plain_lines(choice.note),
    }


def refusals(kind: str, choice: Choice, sources: Sources) -> list[Any]:
    """Return why `choice` may not leave as a referral of `kind`, in words for the moderator; empty if it may."""
    found: list[Any] = []
    if not choice.fields or not choice.fields <= set(Field.values) or choice.language not in LANGUAGES:
        found.append(_("Choose what to pass on."))
    if choice.fields & FORBIDDEN_FIELDS.get(kind, frozenset()):
        found.append(_("This kind of recipient never gets one of the fields that you chose."))
    if Field.CONTACT in choice.fields:
        if sources.contact is None:
            found.append(_("There is no contact to pass on."))
        elif not sources.contact.consents_to_pass_on:
            found.append(_("The reporter has not agreed that the contact is passed on."))
    found += _about_addresses(kind, choice, sources)
    if kind in NOTICES and not (Field.EXPLANATION in choice.fields and choice.explanation.strip()):
        found.append(_("A notice needs an explanation of why the content is illegal or harmful."))
    if not found and Field.CONTACT not in choice.fields and _tells_contact(choice, sources):
        found.append(_("A text says how to reach the reporter. Take it out of the text, or leave that field out."))
    return found


def _about_addresses(kind: str, choice: Choice, sources: Sources) -> list[Any]:
    if any(not 0 <= place < len(sources.addresses) for place in choice.addresses):
        return [_("One of the addresses is no longer there.")]
    has_addresses = Field.ADDRESSES in choice.fields and bool(choice.addresses)
    if (kind in NEEDS_ADDRESS or Field.ADDRESSES in choice.fields) and not has_addresses:
        return [_("Choose at least one address.")]
    return []


def _tells_contact(choice: Choice, sources: Sources) -> bool:
    """Return whether any word that would leave is the reporter's contact."""
    if sources.contact is None:
        return False
    texts = [choice.note]
    for value in passed_fields(choice, sources).values():
        parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else [value]
        texts += [str(part) for part in parts]
    return mentions("\n".join(texts), sources.contact.contact)
