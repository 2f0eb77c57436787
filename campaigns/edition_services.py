"""Writing the archive of a campaign: which years there were, and where their old addresses lead."""

from datetime import date

from django.db import transaction
from wagtail.contrib.redirects.models import Redirect

from .models import CampaignEdition, CampaignIndexPage, CampaignPage


def record_edition(*, campaign: CampaignPage) -> CampaignEdition:
    """Remember that a campaign of this year was published, with its days; they follow the page that was published last.

    Args:
        campaign: a page that has just been published, in any language.
    """
    edition, _created = CampaignEdition.objects.update_or_create(
        series=campaign.series,
        year=campaign.year,
        defaults={"start_date": campaign.start_date, "end_date": campaign.end_date},
    )
    return edition


def add_edition(*, series: str, year: int, start_date: date, end_date: date) -> CampaignEdition:
    """Remember an edition whose days are known before it has a page; what is known already stays as it is."""
    edition, _created = CampaignEdition.objects.get_or_create(
        series=series, year=year, defaults={"start_date": start_date, "end_date": end_date}
    )
    return edition


@transaction.atomic
def keep_address(*, campaign: CampaignPage) -> Redirect | None:
    """Let the address of a campaign that is being deleted lead to its year in the archive.

    Returns None where it was never public.
    """
    parent = campaign.get_parent()
    index = CampaignIndexPage.objects.filter(pk=parent.pk).first() if parent else None
    parts = campaign.get_url_parts()
    if campaign.first_published_at is None or index is None or parts is None or not parts[2]:
        return None
    record_edition(campaign=campaign)
    redirect, _created = Redirect.objects.update_or_create(
        old_path=Redirect.normalise_path(parts[2]),
        site_id=parts[0],
        defaults={"redirect_page": None, "redirect_link": index.year_url(campaign.year), "is_permanent": False},
    )
    return redirect
