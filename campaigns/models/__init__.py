"""Campaigns, their toolkits and materials, events, the activity register, and policy initiatives."""

from .activities import Activity, ActivityRegisterPage
from .bundles import BundleVersion, DownloadCount, ToolkitBundle
from .campaigns import CampaignLink, CampaignPage, CampaignPartner, CampaignPressItem, CampaignTimelineEntry
from .editions import CampaignEdition, CampaignIndexPage
from .events import EventIndexPage, EventPage
from .initiatives import (
    InitiativeDocument,
    InitiativePage,
    InitiativeSignatory,
    InitiativeTimelineEntry,
)
from .memberships import MembershipRequest, Sector
from .submissions import Reason, State, Submission
from .toolkits import CampaignMaterialPage, MaterialVariant, ToolkitMaterial, ToolkitPage

__all__ = [
    "Activity",
    "ActivityRegisterPage",
    "BundleVersion",
    "CampaignEdition",
    "CampaignIndexPage",
    "CampaignLink",
    "CampaignMaterialPage",
    "CampaignPage",
    "CampaignPartner",
    "CampaignPressItem",
    "CampaignTimelineEntry",
    "DownloadCount",
    "EventIndexPage",
    "EventPage",
    "InitiativeDocument",
    "InitiativePage",
    "InitiativeSignatory",
    "InitiativeTimelineEntry",
    "MaterialVariant",
    "MembershipRequest",
    "Reason",
    "Sector",
    "State",
    "Submission",
    "ToolkitBundle",
    "ToolkitMaterial",
    "ToolkitPage",
]
