"""Reporting through the API: `POST /api/v3/reports/`. Answers never echo what was sent."""

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any, Literal

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from ninja import Header, Router, Schema, Status
from ninja.errors import HttpError
from pydantic import ConfigDict, Field, field_validator, model_validator

from . import text_rules
from .documents import ReportContact, ReportContent, ReportMetadata
from .receipts import grouped
from .services import log_failure, submit_report
from .vocabularies import AgeBand, Category, Channel, ReporterRole


def anyone(request: HttpRequest) -> bool:
    """Let everybody report, as nobody."""
    request.user = AnonymousUser()
    return True


def never_kept(operation: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Keep every answer, refusals too, out of all caches."""

    @wraps(operation)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = operation(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        return response

    return answer


router = Router(auth=anyone)
router.add_decorator(never_kept, mode="view")


class ReportIn(Schema):
    """A report. The category and one of `addresses` and `description` are required."""

    model_config = ConfigDict(extra="forbid")

    category: Category
    addresses: list[str] = Field(default_factory=list, max_length=text_rules.ADDRESS_COUNT_LIMIT)
    description: str = Field("", max_length=text_rules.DESCRIPTION_LIMIT)
    reporter_role: ReporterRole = ReporterRole.UNDISCLOSED
    age_band: AgeBand = AgeBand.UNKNOWN
    happened_when: str = Field("", max_length=text_rules.SHORT_TEXT_LIMIT)
    contact: str = Field("", max_length=text_rules.SHORT_TEXT_LIMIT)
    consents_to_contact: bool = False
    language: Literal["sq", "en"] = "sq"

    @field_validator("addresses", "description", "happened_when", "contact")
    @classmethod
    def hold_no_files(cls, value: Any) -> Any:
        texts = [value] if isinstance(value, str) else value
        if not isinstance(value, str) and sum(map(len, texts)) > text_rules.ADDRESSES_LIMIT:
            raise ValueError("These addresses are too long.")
        for text in texts:
            try:
                text_rules.refuse_files(text)
            except ValidationError as error:
                raise ValueError(error.message) from None
        return value

    @model_validator(mode="after")
    def say_something(self) -> "ReportIn":
        if not self.description.strip() and not any(address.strip() for address in self.addresses):
            raise ValueError("Give at least one address, or a description.")
        if self.contact and not self.consents_to_contact:
            raise ValueError("A contact needs consent.")
        return self


class ReportOut(Schema):
    """What the reporter must keep: the receipt is shown only in this answer."""

    public_reference: str
    receipt: str
    state: str


@router.post("/", response={201: ReportOut}, summary="Send a report", url_name="reports_submit")
def submit(
    request: HttpRequest,
    report: ReportIn,
    idempotency_key: str | None = Header(None, min_length=16, max_length=200),
) -> Status[dict[str, str]]:
    """Seal and store a report.

    With an `Idempotency-Key` of at least 16 random characters the same report sent again gives the same receipt.
    """
    try:
        submitted = submit_report(
            content=ReportContent(
                description=report.description,
                addresses=[address.strip() for address in report.addresses if address.strip()],
                happened_when=report.happened_when,
            ),
            contact=ReportContact(report.contact, report.consents_to_contact) if report.contact else None,
            metadata=ReportMetadata(
                category=report.category, reporter_role=report.reporter_role, age_band=report.age_band
            ),
            language=report.language,
            channel=Channel.API,
            token=idempotency_key or secrets.token_hex(20),
        )
    except Exception:
        log_failure()
        raise HttpError(503, "The report could not be stored. Please send it again later.") from None
    return Status(
        201,
        {
            "public_reference": submitted.report.public_reference,
            "receipt": grouped(submitted.receipt),
            "state": submitted.report.state,
        },
    )
