"""What campaigns do when Wagtail publishes."""

from typing import Any

from django.db import transaction
from django.dispatch import receiver
from wagtail.signals import page_published

from .models import CampaignMaterialPage, ToolkitPage
from .services import build_bundle, build_bundles_with


@receiver(page_published)
def rebuild_bundles(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Build again what a published toolkit or material is in, once the publication is committed."""
    if isinstance(instance, ToolkitPage):
        transaction.on_commit(lambda: build_bundle(toolkit=instance))
    elif isinstance(instance, CampaignMaterialPage):
        transaction.on_commit(lambda: build_bundles_with(material=instance))
