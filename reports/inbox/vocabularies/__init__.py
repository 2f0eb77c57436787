"""Closed sets of the hotline; tests hold them to `content/taxonomies.yaml`."""

from cms.core.vocabularies import County

from .accounts import Scope, WebhookEvent
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
    Platform,
    ReporterRole,
    SiteType,
)
from .passing import ExportReason, PassedField
from .reporting import DOOR_ROLES, TILE_CATEGORIES, Door, Sex, Tile
from .sentences import OUTCOME_SENTENCES, STATUS_SENTENCES

__all__ = [
    "CATEGORY_HELP",
    "DOOR_ROLES",
    "OUTCOME_SENTENCES",
    "STATUS_SENTENCES",
    "TILE_CATEGORIES",
    "URGENT_CATEGORIES",
    "AgeBand",
    "Category",
    "Channel",
    "County",
    "Door",
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
    "Scope",
    "Sex",
    "SiteType",
    "State",
    "Tile",
    "WebhookEvent",
]
