"""Closed sets of the hotline; tests hold them to `content/taxonomies.yaml`."""

from .casework import (
    FactKind,
    MessageDirection,
    MessageKind,
    Outcome,
    Priority,
    PriorityReason,
    Reason,
    ReferralKind,
    ReferralResponse,
    ReferralState,
    ReporterStatus,
    State,
)
from .intake import (
    CATEGORY_HELP,
    URGENT_CATEGORIES,
    AgeBand,
    Category,
    Channel,
    County,
    Platform,
    ReporterRole,
    SiteType,
)
from .passing import ExportReason, PassedField

__all__ = [
    "CATEGORY_HELP",
    "URGENT_CATEGORIES",
    "AgeBand",
    "Category",
    "Channel",
    "County",
    "ExportReason",
    "FactKind",
    "MessageDirection",
    "MessageKind",
    "Outcome",
    "PassedField",
    "Platform",
    "Priority",
    "PriorityReason",
    "Reason",
    "ReferralKind",
    "ReferralResponse",
    "ReferralState",
    "ReporterRole",
    "ReporterStatus",
    "SiteType",
    "State",
]
