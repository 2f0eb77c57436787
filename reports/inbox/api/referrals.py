"""Referrals for a partner's program: only those to its own organisation, sealed to its own key."""

import base64
from datetime import datetime
from typing import Any, Literal

from django.http import Http404, HttpRequest
from ninja import Path, Query, Router, Schema
from pydantic import ConfigDict, Field

from cms.core.api.caching import never_kept
from cms.core.api.cursors import CURSOR_LIMIT, CursorError, cursor_of, position_of
from cms.core.api.problems import UNKNOWN_CURSOR, refuse, refuse_unknown_parameters
from cms.core.api.schemas import ProblemOut

from ..models import Referral
from ..sealing import SealedDocument
from ..services.accounts import record_program_reading
from ..services.casework import CaseworkError
from ..services.partners import RECEIVED, answer_referral, referrals_of
from ..vocabularies import ReferralKind, ReferralResponse, ReferralState, Scope
from .access import ProgramAuth

router = Router(auth=ProgramAuth(Scope.REFERRALS), tags=["hotline"])
router.add_decorator(never_kept, mode="view")


class SealedOut(Schema):
    """A document that only the partner's private key opens; both values in Base64. docs/api.md shows how."""

    sealed_key: str
    sealed_document: str


class ReferralOut(Schema):
    """A referral. `document` is null where the organisation has no key, or the referral was taken back."""

    id: int
    public_reference: str
    kind: ReferralKind
    state: ReferralState
    sent_at: datetime
    response: ReferralResponse | Literal[""]
    responded_at: datetime | None
    fields_passed: list[str]
    key_fingerprint: str
    document: SealedOut | None
    contact: SealedOut | None


class ReferralsOut(Schema):
    """A part of the list, the newest first; `next` is the cursor of the following part."""

    items: list[ReferralOut]
    next: str | None


class ReferralsQuery(Schema):
    """Which referrals."""

    state: ReferralState | None = None
    limit: int = Field(20, ge=1, le=50)
    cursor: str | None = Field(None, max_length=CURSOR_LIMIT)


class ReferralId(Schema):
    """The number of a referral, as a webhook names it."""

    id: int = Field(..., ge=1, le=2**63 - 1)


class ResponseIn(Schema):
    """What the organisation says: `received` when it has it, then what became of it."""

    model_config = ConfigDict(extra="forbid")

    response: ReferralResponse | Literal["received"]


assert RECEIVED == "received"  # noqa: S101  (the word in the schema above)


@router.get("/", response=ReferralsOut, summary="List referrals", url_name="referrals_list")
def list_referrals(request: HttpRequest, asked: Query[ReferralsQuery]) -> dict[str, Any]:
    """Return the referrals to the program's own organisation. Each reading stands in the audit trail."""
    refuse_unknown_parameters(request, set(ReferralsQuery.model_fields))
    account = request.auth  # type: ignore[attr-defined]
    referrals = referrals_of(account)
    if asked.state:
        referrals = referrals.filter(state=asked.state)
    if asked.cursor:
        referrals = referrals.filter(pk__lt=_position(asked.cursor))
    found = list(referrals.order_by("-pk")[: asked.limit + 1])
    shown = found[: asked.limit]
    record_program_reading(account=account, subject="referrals", detail=str(len(shown)))
    following = cursor_of(shown[-1].pk) if len(found) > asked.limit else None
    return {"items": [_represented(referral) for referral in shown], "next": following}


@router.get("/{id}/", response=ReferralOut, summary="One referral", url_name="referrals_detail")
def get_referral(request: HttpRequest, asked: Path[ReferralId]) -> dict[str, Any]:
    """Return a referral to the program's own organisation; another one is not found."""
    refuse_unknown_parameters(request, set())
    account = request.auth  # type: ignore[attr-defined]
    referral = _own(account, asked.id)
    record_program_reading(account=account, subject=referral.report.public_reference, detail=f"referral {referral.pk}")
    return _represented(referral)


@router.post(
    "/{id}/response/", response={200: ReferralOut, 409: ProblemOut}, summary="Answer a referral",
    url_name="referrals_response",
)  # fmt: skip
def respond(request: HttpRequest, asked: Path[ReferralId], answer: ResponseIn) -> dict[str, Any]:
    """Say that a referral has arrived, or what became of it. Saying the same again changes nothing."""
    account = request.auth  # type: ignore[attr-defined]
    _own(account, asked.id)
    try:
        answer_referral(referral_id=asked.id, account=account, response=answer.response)
    except CaseworkError as error:
        refuse(409, error.message)
    return _represented(_own(account, asked.id))


def _own(account: Any, referral_id: int) -> Referral:
    referral = referrals_of(account).filter(pk=referral_id).first()
    if referral is None:
        raise Http404
    return referral


def _represented(referral: Referral) -> dict[str, Any]:
    names = ("state", "kind", "sent_at", "response", "responded_at", "fields_passed")
    is_open = referral.state != ReferralState.WITHDRAWN
    return {name: getattr(referral, name) for name in names} | {
        "id": referral.pk,
        "public_reference": referral.report.public_reference,
        "key_fingerprint": referral.recipient_key_fingerprint,
        "document": _sealed(referral.sealed_for_recipient if is_open else None),
        "contact": _sealed(referral.sealed_contact_for_recipient if is_open else None),
    }


def _sealed(document: SealedDocument | None) -> dict[str, str] | None:
    if document is None:
        return None
    return {
        "sealed_key": base64.b64encode(document.sealed_key).decode(),
        "sealed_document": base64.b64encode(document.sealed_document).decode(),
    }


def _position(cursor: str) -> int:
    try:
        (position,) = position_of(cursor)
    except (CursorError, ValueError):
        refuse(422, UNKNOWN_CURSOR)
    if not isinstance(position, int):
        refuse(422, UNKNOWN_CURSOR)
    return position
