"""Campaigns, their toolkits and materials, events, and policy initiatives."""

from .bundles import BundleVersion, DownloadCount, ToolkitBundle
from .campaigns import CampaignIndexPage, CampaignLink, CampaignPage, CampaignPartner, EventPage
from .initiatives import (
    InitiativeDocument,
    InitiativePage,
    InitiativeSignatory,
    InitiativeTimelineEntry,
)
from .toolkits import CampaignMaterialPage, MaterialVariant, ToolkitMaterial, ToolkitPage

__all__ = [
    "BundleVersion",
    "CampaignIndexPage",
    "CampaignLink",
    "CampaignMaterialPage",
    "CampaignPage",
    "CampaignPartner",
    "DownloadCount",
    "EventPage",
    "InitiativeDocument",
    "InitiativePage",
    "InitiativeSignatory",
    "InitiativeTimelineEntry",
    "MaterialVariant",
    "ToolkitBundle",
    "ToolkitMaterial",
    "ToolkitPage",
]
