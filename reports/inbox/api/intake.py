"""Reporting through the API: `POST /api/v3/reports/`. Answers never echo what was sent."""

from typing import Any, Literal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Header, Router, Schema, Status
from pydantic import ConfigDict, Field, field_validator, model_validator

from cms.core.api.access import anyone
from cms.core.api.caching import never_kept
from cms.core.api.problems import refuse
from cms.core.api.schemas import ProblemOut

from .. import proof_of_work, text_rules
from ..documents import ReportContact, ReportContent, ReportMetadata
from ..form_tokens import new_token
from ..platforms import site_type_of
from ..questions import known_answers
from ..receipts import grouped
from ..reception import Bearing, receive_report
from ..services import log_failure
from ..vocabularies import AgeBand, Category, Channel, County, Platform, ReporterRole, Scope, Sex, SiteType
from .access import account_of

_FREE_TEXT = ("addresses", "description", "happened_when", "other_person", "done_so_far", "contact")
NOT_STORED = _("It could not be stored. Please send it again later.")


router = Router(auth=anyone, tags=["reports"])
router.add_decorator(never_kept, mode="view")


class ReportIn(Schema):
    """A report, with the rules of the form. The category and one of `addresses` and `description` are required.

    `answers` are those of the category's questions, by code. A `contact` needs at least one of the two consents.
    `proof` is the solved challenge; without one, or a token, the report waits until a person has seen it. `sandbox`
    marks a test of your program: it is never read as a report, counts for nothing and is gone within a day.
    """

    model_config = ConfigDict(extra="forbid")

    category: Category
    is_in_danger: bool = False
    reporter_role: ReporterRole = ReporterRole.UNDISCLOSED
    addresses: list[str] = Field(default_factory=list, max_length=text_rules.ADDRESS_COUNT_LIMIT)
    platform: Platform | Literal[""] = ""
    site_type: SiteType | Literal[""] = ""
    description: str = Field("", max_length=text_rules.DESCRIPTION_LIMIT)
    happened_when: str = Field("", max_length=text_rules.SHORT_TEXT_LIMIT)
    answers: dict[str, str] = Field(default_factory=dict, max_length=20)
    age_band: AgeBand = AgeBand.UNKNOWN
    affected_sex: Sex | Literal[""] = ""
    county: County | Literal[""] = ""
    other_person: str = Field("", max_length=text_rules.MEDIUM_TEXT_LIMIT)
    done_so_far: str = Field("", max_length=text_rules.MEDIUM_TEXT_LIMIT)
    contact: str = Field("", max_length=text_rules.SHORT_TEXT_LIMIT)
    consents_to_contact: bool = False
    consents_to_pass_on: bool = False
    language: Literal["sq", "en"] = "sq"
    proof: str = Field("", max_length=proof_of_work.PAYLOAD_LIMIT)
    sandbox: bool = False

    @field_validator(*_FREE_TEXT)
    @classmethod
    def hold_no_files(cls, value: Any) -> Any:
        return without_files(value)

    @model_validator(mode="after")
    def say_something(self) -> "ReportIn":
        if not self.description.strip() and not any(address.strip() for address in self.addresses):
            raise ValueError(_("Give at least one address, or a description."))
        if self.contact and not (self.consents_to_contact or self.consents_to_pass_on):
            raise ValueError(_("A contact needs consent."))
        if len(known_answers(self.category, self.answers)) != len(self.answers):
            raise ValueError(_("An answer belongs to no question of this category."))
        return self

    @property
    def content(self) -> ReportContent:
        """Return what is sealed."""
        return ReportContent(
            description=self.description,
            addresses=[address.strip() for address in self.addresses if address.strip()],
            happened_when=self.happened_when,
            is_in_danger=self.is_in_danger,
            answers=self.answers,
            affected_sex=self.affected_sex,
            other_person=self.other_person,
            done_so_far=self.done_so_far,
        )

    @property
    def metadata(self) -> ReportMetadata:
        """Return what stays in the clear."""
        return ReportMetadata(
            category=self.category,
            reporter_role=self.reporter_role,
            age_band=self.age_band,
            platform=self.platform,
            site_type=self.site_type or site_type_of(self.platform),
            county=self.county,
            is_test=self.sandbox,
        )


def without_files(value: Any) -> Any:
    """Return a text, or a list of texts, that holds no file.

    Raises:
        ValueError: with a sentence for a person.
    """
    texts = [value] if isinstance(value, str) else value
    if not isinstance(value, str) and sum(map(len, texts)) > text_rules.ADDRESSES_LIMIT:
        raise ValueError(_("These addresses are too long."))
    for text in texts:
        try:
            text_rules.refuse_files(text)
        except ValidationError as error:
            raise ValueError(str(error.message)) from None
    return value


class ReportOut(Schema):
    """What the reporter must keep: the receipt is shown only in this answer."""

    public_reference: str
    receipt: str
    state: str


class ChallengeOut(Schema):
    """A challenge for the altcha libraries: `parameters` to solve, signed. `token` goes with a receipt in a rush."""

    parameters: dict[str, str | int]
    signature: str
    token: str


@router.get("/challenge/", response=ChallengeOut, summary="Fetch a challenge", url_name="reports_challenge")
def challenge(request: HttpRequest) -> dict[str, Any]:
    """Give the sum that a report's `proof` has to solve. It serves once and expires after two hours."""
    return proof_of_work.new_challenge() | {"token": new_token()}


@router.post(
    "/", response={201: ReportOut, 403: ProblemOut, 503: ProblemOut}, summary="Send a report", url_name="reports_submit"
)
def submit(
    request: HttpRequest,
    report: ReportIn,
    idempotency_key: str | None = Header(None, min_length=16, max_length=200),
) -> Status[dict[str, str]]:
    """Seal and store a report.

    With an `Idempotency-Key` of at least 16 random characters the same report sent again gives the same receipt.
    """
    if report.sandbox and not settings.REPORTS_SANDBOX:
        refuse(403, _("This site takes no test reports."))
    account = account_of(request)
    contact = (
        ReportContact(report.contact, report.consents_to_contact, report.consents_to_pass_on)
        if report.contact
        else None
    )
    try:
        submitted = receive_report(
            content=report.content,
            metadata=report.metadata,
            contact=contact,
            language=report.language,
            channel=Channel.API,
            bearing=Bearing(
                proof=report.proof,
                idempotency_key=idempotency_key or "",
                is_vouched=account is not None and account.may(Scope.SUBMIT),
            ),
        )
    except Exception:
        log_failure()
        refuse(503, NOT_STORED)
    return Status(
        201,
        {
            "public_reference": submitted.report.public_reference,
            "receipt": grouped(submitted.receipt),
            "state": submitted.report.state,
        },
    )
