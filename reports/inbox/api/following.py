"""A report opened again with its receipt, which is in the body and never in an address.

A receipt that fits none costs the same work as one that does.
"""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import override
from ninja import Header, Router, Schema
from pydantic import ConfigDict, Field, field_validator, model_validator

from cms.core.api.access import anyone
from cms.core.api.caching import never_kept
from cms.core.api.problems import refuse
from cms.core.api.schemas import Language, ProblemOut

from .. import proof_of_work, text_rules
from ..public.following import Followed, add_details, follow, must_wait
from ..receipts import ReceiptError, keyed_hash, parse_receipt
from ..services import log_failure
from ..services.correspondence import delete_contact, withdraw
from ..short_memory import add_one, claim, numbers
from ..vocabularies import (
    OUTCOME_SENTENCES,
    STATUS_SENTENCES,
    MessageDirection,
    MessageKind,
    Outcome,
    ReporterStatus,
    State,
)
from ..workflow import REPORTER_STATUS
from .intake import NOT_STORED, without_files

router = Router(auth=anyone, tags=["reports"])
router.add_decorator(never_kept, mode="view")
_REMEMBERED_SECONDS = 24 * 3600
_PROBLEMS = {404: ProblemOut, 429: ProblemOut, 503: ProblemOut}


class ReceiptIn(Schema):
    """A receipt as a person types it, and the language of the answer.

    In a rush the answer is 429: solve the challenge of `challenge/`, and send its `token` and the solution as `proof`.
    """

    model_config = ConfigDict(extra="forbid")

    receipt: str = Field(..., min_length=1, max_length=200)
    language: Language = "sq"
    token: str = Field("", max_length=500)
    proof: str = Field("", max_length=proof_of_work.PAYLOAD_LIMIT)

    @field_validator("receipt")
    @classmethod
    def be_a_receipt(cls, value: str) -> str:
        try:
            return parse_receipt(value)
        except ReceiptError:
            raise ValueError(_("This is no receipt. Please compare it group by group.")) from None


class DetailsIn(ReceiptIn):
    """What the reporter adds: words, addresses, or both."""

    text: str = Field("", max_length=text_rules.MEDIUM_TEXT_LIMIT)
    addresses: list[str] = Field(default_factory=list, max_length=text_rules.ADDRESS_COUNT_LIMIT)

    @field_validator("text", "addresses")
    @classmethod
    def hold_no_files(cls, value: Any) -> Any:
        return without_files(value)

    @model_validator(mode="after")
    def say_something(self) -> "DetailsIn":
        self.addresses = [address.strip() for address in self.addresses if address.strip()]
        if not self.text.strip() and not self.addresses:
            raise ValueError(_("Give at least one address, or a description."))
        return self


class WithdrawIn(ReceiptIn):
    """Take the report back, or delete only how to reach the reporter."""

    only_contact: bool = False


class StatusOut(Schema):
    """Where a report stands, in one of five words, with a sentence for the reporter. Times are to the hour."""

    public_reference: str
    status: ReporterStatus
    label: str
    sentence: str
    outcome: str
    is_open: bool
    has_contact: bool
    received_at: datetime
    messages: int


class MessageOut(Schema):
    """A message of the conversation."""

    direction: MessageDirection
    kind: MessageKind
    sent_at: datetime
    text: str
    addresses: list[str]


class ConversationOut(Schema):
    """All messages, the oldest first."""

    status: ReporterStatus
    messages: list[MessageOut]


@router.post(
    "/status/", response={200: StatusOut, **_PROBLEMS}, summary="Where a report stands", url_name="reports_status"
)
def status(request: HttpRequest, asked: ReceiptIn) -> dict[str, Any]:
    """Return where the report of a receipt stands."""
    return _status(_followed(asked), asked.language)


@router.post(
    "/messages/", response={200: ConversationOut, **_PROBLEMS}, summary="Read the answers", url_name="reports_messages"
)
def messages(request: HttpRequest, asked: ReceiptIn) -> dict[str, Any]:
    """Return the conversation, opened with the receipt."""
    return _conversation(_followed(asked))


@router.post(
    "/details/", response={200: ConversationOut, **_PROBLEMS, 409: ProblemOut}, summary="Add details",
    url_name="reports_details",
)  # fmt: skip
def details(
    request: HttpRequest,
    asked: DetailsIn,
    idempotency_key: str | None = Header(None, min_length=16, max_length=200),
) -> dict[str, Any]:
    """Add words or addresses to a report, or answer a question. The same sent again is kept once."""
    followed = _followed(asked)
    key = _known_key(idempotency_key, asked) if idempotency_key else ""
    if not key or not numbers([key]):
        _written(lambda: add_details(followed=followed, text=asked.text, addresses=asked.addresses))
        if key:
            add_one(key, _REMEMBERED_SECONDS)
    return _conversation(_again(asked, followed))


@router.post(
    "/withdraw/", response={200: StatusOut, **_PROBLEMS}, summary="Take a report back", url_name="reports_withdraw"
)
def take_back(request: HttpRequest, asked: WithdrawIn) -> dict[str, Any]:
    """Take the report back, and delete how to reach the reporter; a person first looks at a report of danger."""
    followed = _followed(asked)
    run = delete_contact if asked.only_contact else withdraw
    _written(lambda: run(report_id=followed.report.pk))
    return _status(_again(asked, followed), asked.language)


def _followed(asked: ReceiptIn) -> Followed:
    if must_wait(receipt=asked.receipt, token=asked.token, proof=asked.proof):
        refuse(429, _("Many people ask at the moment. Please send a proof of work, or wait a little."))
    try:
        found = follow(asked.receipt)
    except Exception:
        log_failure()
        refuse(503)
    if found is None:
        refuse(404, _("There is no report with this receipt."))
    return found


def _again(asked: ReceiptIn, before: Followed) -> Followed:
    return follow(asked.receipt) or before


def _written(write: Callable[[], Any]) -> None:
    try:
        write()
    except Exception:
        log_failure()
        refuse(503, NOT_STORED)


def _known_key(key: str, asked: DetailsIn) -> str:
    """Return the name under which it is remembered that this was stored.

    Raises:
        HttpError: 409 if something else was sent with the key.
    """
    content = hashlib.sha256(json.dumps([asked.text, asked.addresses]).encode()).hexdigest()
    name = "details-" + keyed_hash("details key", asked.receipt.encode(), key.encode()).hex()
    if not claim(name, content, _REMEMBERED_SECONDS):
        refuse(409, _("Something else was sent with this key."))
    return f"{name}-stored"


def _status(followed: Followed, language: str) -> dict[str, Any]:
    report = followed.report
    word = REPORTER_STATUS[State(report.state)]
    with override(language):
        return {
            "public_reference": report.public_reference,
            "status": word.value,
            "label": str(word.label),
            "sentence": str(STATUS_SENTENCES[word]),
            "outcome": str(OUTCOME_SENTENCES[Outcome(report.outcome)]) if report.outcome else "",
            "is_open": report.state != State.CLOSED,
            "has_contact": report.sealed_contact is not None,
            "received_at": report.received_at,
            "messages": len(followed.thread),
        }


def _conversation(followed: Followed) -> dict[str, Any]:
    names = ("direction", "kind", "sent_at", "text", "addresses")
    return {
        "status": REPORTER_STATUS[State(followed.report.state)].value,
        "messages": [{name: getattr(entry, name) for name in names} for entry in followed.thread],
    }
