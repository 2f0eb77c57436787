"""The moderated inbox for programs with a token: what reports are about and where they stand, never a word of them."""

from datetime import datetime
from typing import Any, Literal

from django.http import Http404, HttpRequest
from ninja import Path, Query, Router, Schema
from pydantic import ConfigDict, Field

from cms.core.api.caching import never_kept
from cms.core.api.cursors import CURSOR_LIMIT, CursorError, cursor_of, position_of
from cms.core.api.problems import UNKNOWN_CURSOR, refuse, refuse_unknown_parameters
from cms.core.api.schemas import ProblemOut

from ..models import IncidentReport
from ..receipts import REFERENCE_ALPHABET
from ..services.accounts import record_program_reading
from ..services.casework import CaseworkError, claim, move
from ..services.moves import may_walk, possible_outcomes
from ..vocabularies import (
    AgeBand,
    Category,
    Channel,
    County,
    Outcome,
    Platform,
    Priority,
    Reason,
    ReporterRole,
    Scope,
    SiteType,
    State,
)
from ..workflow import NOT_IN_QUARANTINE, arrows_from
from .access import ProgramAuth
from .intake import router as at_the_root

router = Router(tags=["hotline"])
router.add_decorator(never_kept, mode="view")
REFERENCE = rf"^IS-[{REFERENCE_ALPHABET}]{{6}}$"


class ReportMetadataOut(Schema):
    """A report without its text. Times are to the hour."""

    public_reference: str
    state: State
    outcome: Outcome | Literal[""]
    priority: Priority
    category: Category
    assessed_category: Category | Literal[""]
    reporter_role: ReporterRole
    age_band: AgeBand
    platform: Platform | Literal[""]
    site_type: SiteType | Literal[""]
    county: County | Literal[""]
    channel: Channel
    language: str
    is_suspect: bool
    is_test: bool
    has_unread_message: bool
    held_by: Literal["nobody", "you", "somebody"]
    received_at: datetime
    due_at: datetime
    closed_at: datetime | None


class StepOut(Schema):
    """A step that this program may take now; what else it needs, the answer to trying it says."""

    target: State
    reason: Reason
    outcomes: list[Outcome]


class ReportDetailOut(ReportMetadataOut):
    """A report with the steps that are open to this program."""

    steps: list[StepOut]


class ReportsOut(Schema):
    """A part of the list, the newest first; `next` is the cursor of the following part."""

    items: list[ReportMetadataOut]
    next: str | None


class ReportsQuery(Schema):
    """Which reports."""

    state: State | None = None
    category: Category | None = None
    priority: Priority | None = None
    quarantine: bool = Field(False, description="Those that look automatic, instead of the others.")
    limit: int = Field(20, ge=1, le=100)
    cursor: str | None = Field(None, max_length=CURSOR_LIMIT)


class ReferencePath(Schema):
    """The public reference of a report."""

    reference: str = Field(..., pattern=REFERENCE)


class TransitionIn(Schema):
    """A step: where to, why, and how it ended if it ends."""

    model_config = ConfigDict(extra="forbid")

    target: State
    reason: Reason
    outcome: Outcome | Literal[""] = ""


# The same address as sending one: both have to stand on one router.
@at_the_root.get(
    "/",
    response=ReportsOut,
    auth=ProgramAuth(Scope.VIEW, Scope.MOVE),
    summary="List reports",
    url_name="reports_list",
    tags=["hotline"],
)
def list_reports(request: HttpRequest, asked: Query[ReportsQuery]) -> dict[str, Any]:
    """Return reports without their text. A fixed number of queries; each reading stands in the audit trail."""
    refuse_unknown_parameters(request, set(ReportsQuery.model_fields))
    reports = IncidentReport.objects.without_sealed().filter(is_suspect=asked.quarantine)
    for name in ("state", "category", "priority"):
        if value := getattr(asked, name):
            reports = reports.filter(**{name: value})
    if asked.cursor:
        reports = reports.filter(pk__lt=_position(asked.cursor))
    found = list(reports.order_by("-pk")[: asked.limit + 1])
    shown = found[: asked.limit]
    account = request.auth  # type: ignore[attr-defined]
    record_program_reading(account=account, subject="reports", detail=str(len(shown)))
    following = cursor_of(shown[-1].pk) if len(found) > asked.limit else None
    return {"items": [_metadata(report, account.user) for report in shown], "next": following}


@router.get(
    "/{reference}/", response=ReportDetailOut, auth=ProgramAuth(Scope.VIEW, Scope.MOVE), summary="One report",
    url_name="reports_detail",
)  # fmt: skip
def get_report(request: HttpRequest, asked: Path[ReferencePath]) -> dict[str, Any]:
    """Return a report without its text, and the steps open to this program."""
    refuse_unknown_parameters(request, set())
    report = _report(asked.reference)
    account = request.auth  # type: ignore[attr-defined]
    record_program_reading(account=account, subject=report.public_reference)
    return _detail(report, account.user)


@router.post(
    "/{reference}/transitions/",
    response={200: ReportDetailOut, 409: ProblemOut},
    auth=ProgramAuth(Scope.MOVE),
    summary="Move a report on",
    url_name="reports_transition",
)
def transition(request: HttpRequest, asked: Path[ReferencePath], step: TransitionIn) -> dict[str, Any]:
    """Move a report along one arrow of the table of states. Starting a received report claims it."""
    report = _report(asked.reference)
    actor = request.auth.user  # type: ignore[attr-defined]
    try:
        if (report.state, step.target, step.reason) == (State.RECEIVED, State.IN_ASSESSMENT, Reason.STARTED):
            claim(report_id=report.pk, actor=actor)
        else:
            move(report_id=report.pk, target=step.target, reason=step.reason, actor=actor, outcome=step.outcome)
    except CaseworkError as error:
        refuse(409, error.message)
    return _detail(_report(asked.reference), actor)


def _report(reference: str) -> IncidentReport:
    report: IncidentReport | None = IncidentReport.objects.without_sealed().filter(public_reference=reference).first()
    if report is None:
        raise Http404
    return report


def _detail(report: IncidentReport, actor: Any) -> dict[str, Any]:
    barred = NOT_IN_QUARANTINE if report.is_suspect else frozenset()
    steps = [
        {"target": arrow.target, "reason": reason, "outcomes": possible_outcomes(reason)}
        for arrow in arrows_from(report.state)
        for reason in Reason
        if reason in arrow.reasons and reason not in barred and _is_open(arrow, report, actor)
    ]
    return _metadata(report, actor) | {"steps": steps}


def _is_open(arrow: Any, report: IncidentReport, actor: Any) -> bool:
    """Return whether the step can be tried; a received report that nobody holds is claimed by starting it."""
    starts = arrow.source == State.RECEIVED and arrow.target == State.IN_ASSESSMENT and report.assignee_id is None
    return starts or may_walk(arrow, report, actor)


def _metadata(report: IncidentReport, actor: Any) -> dict[str, Any]:
    own = {name: getattr(report, name) for name in ReportMetadataOut.model_fields if name != "held_by"}
    holder = report.assignee_id
    return own | {"held_by": "nobody" if holder is None else "you" if holder == actor.pk else "somebody"}


def _position(cursor: str) -> int:
    try:
        (position,) = position_of(cursor)
    except (CursorError, ValueError):
        refuse(422, UNKNOWN_CURSOR)
    if not isinstance(position, int):
        refuse(422, UNKNOWN_CURSOR)
    return position
