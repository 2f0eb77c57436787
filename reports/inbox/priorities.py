"""How urgent a report is, as points that can be explained one by one. Pure functions."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from .documents import ReportContent, ReportMetadata
from .questions import TILE, YES
from .vocabularies import TILE_CATEGORIES, URGENT_CATEGORIES, AgeBand, Priority

# From this many points on. P4 is what is left.
THRESHOLDS = ((Priority.P1, 60), (Priority.P2, 30), (Priority.P3, 10))
_UNDER_13 = frozenset({AgeBand.AGE_0_2, AgeBand.AGE_3_6, AgeBand.AGE_7_10, AgeBand.AGE_11_13})
_MINORS = _UNDER_13 | {AgeBand.AGE_14_15, AgeBand.AGE_16_17}


@dataclass(frozen=True)
class Points:
    """One thing that makes a report more urgent, with its weight and the words that explain it."""

    code: str
    points: int
    label: Any


_DANGER = Points("in_danger", 100, _("Somebody is in danger now"))
_URGENT = Points("urgent_category", 30, _("A category in which a child may be in danger"))
_HARMFUL = Points("category", 10, _("A category of harm"))
_YOUNG = Points("under_13", 20, _("The person affected is under 13, or nearly"))
_MINOR = Points("minor", 10, _("The person affected is a child"))
_BY_ANSWER: tuple[tuple[str, Points], ...] = (
    ("risk_to_life", Points("risk_to_life", 100, _("Somebody may end their life"))),
    ("plan_to_meet", Points("plan_to_meet", 40, _("There is a plan to meet"))),
    ("extortion_running", Points("extortion_running", 30, _("Threats are going on"))),
    ("fears_harm", Points("fears_harm", 30, _("Somebody may be hurt"))),
    ("child_known", Points("child_known", 30, _("The child is known and can be protected"))),
    ("image_shared", Points("image_shared", 10, _("The image has been shared"))),
)
# Categories that harm no person at once.
_LATER = frozenset({"scam_account", "privacy_other", "unsuitable"})


def points_of(content: ReportContent, metadata: ReportMetadata) -> list[Points]:
    """Return what speaks for urgency, the heaviest first."""
    found = []
    if content.is_in_danger:
        found.append(_DANGER)
    # Who could not choose among the categories of a tile has still said which tile.
    if URGENT_CATEGORIES.intersection([metadata.category, *TILE_CATEGORIES.get(content.answers.get(TILE, ""), ())]):
        found.append(_URGENT)
    elif metadata.category not in _LATER:
        found.append(_HARMFUL)
    if metadata.age_band in _UNDER_13:
        found.append(_YOUNG)
    elif metadata.age_band in _MINORS or metadata.reporter_role == "victim_child":
        found.append(_MINOR)
    found += [points for question, points in _BY_ANSWER if content.answers.get(question) == YES]
    return sorted(found, key=lambda points: -points.points)


def priority_of(content: ReportContent, metadata: ReportMetadata) -> Priority:
    """Return `P1` to `P4` from the sum of the points."""
    total = sum(points.points for points in points_of(content, metadata))
    return next((priority for priority, least in THRESHOLDS if total >= least), Priority.P4)
