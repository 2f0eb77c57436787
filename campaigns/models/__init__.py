"""Campaigns, their toolkits and materials, events, and policy initiatives."""

from .campaigns import CampaignIndexPage, CampaignLink, CampaignPage, CampaignPartner, EventPage
from .initiatives import (
    InitiativeDocument,
    InitiativePage,
    InitiativeSignatory,
    InitiativeTimelineEntry,
)
from .toolkits import CampaignMaterialPage, MaterialVariant, ToolkitBundle, ToolkitMaterial, ToolkitPage

__all__ = [
    "CampaignIndexPage",
    "CampaignLink",
    "CampaignMaterialPage",
    "CampaignPage",
    "CampaignPartner",
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
