"""Images and documents with alternative text and licence in both languages."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from cms.core.vocabularies import Licence


class SiteImage(AbstractImage):
    """A picture of our own. Never a photograph of a child."""

    alt_sq = models.CharField(_("alternative text in Albanian"), max_length=240, blank=True)
    alt_en = models.CharField(_("alternative text in English"), max_length=240, blank=True)
    credit = models.CharField(_("credit"), max_length=160, blank=True)
    licence = models.CharField(_("licence"), max_length=24, choices=Licence, default=Licence.FREE_TO_COPY)

    admin_form_fields = (*Image.admin_form_fields, "alt_sq", "alt_en", "credit", "licence")

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    @property
    def default_alt_text(self) -> str:
        """Return the alternative text in the active language; Albanian where English is missing."""
        language = (get_language() or "sq")[:2]
        return getattr(self, f"alt_{language}", "") or self.alt_sq or self.description


class SiteRendition(AbstractRendition):
    """A size of an image."""

    image = models.ForeignKey(SiteImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_a_filter")
        ]


class SiteDocument(AbstractDocument):
    """A file to download."""

    class Language(models.TextChoices):
        ALBANIAN = "sq", _("Albanian")
        ENGLISH = "en", _("English")
        BOTH = "", _("both languages")

    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.BOTH, blank=True)
    licence = models.CharField(_("licence"), max_length=24, choices=Licence, default=Licence.FREE_TO_COPY)

    admin_form_fields = (*Document.admin_form_fields, "language", "licence")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
