"""The reporting form as editors see it: words and categories, never the rules of what is asked."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import TranslatableMixin

from cms.core.fields import CodeListField

from ..vocabularies import Category


class ReportingForm(TranslatableMixin):
    """Texts around the form, placed on any page by the `report_form` block."""

    title = models.CharField(_("title"), max_length=120)
    introduction = RichTextField(_("introduction"), features=["bold", "italic", "link"], blank=True)
    safety_text = RichTextField(_("safety text"), features=["bold", "italic", "link"], blank=True)
    consent_text = models.CharField(_("consent to being contacted"), max_length=300)
    thank_you_text = RichTextField(_("thank-you text"), features=["bold", "italic", "link"], blank=True)
    categories = CodeListField(_("categories offered"), choices_source=Category)

    panels = [
        FieldPanel("title"),
        FieldPanel("introduction"),
        FieldPanel("safety_text"),
        FieldPanel("categories"),
        FieldPanel("consent_text"),
        FieldPanel("thank_you_text"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("reporting form")
        verbose_name_plural = _("reporting forms")

    def __str__(self) -> str:
        return self.title

    @property
    def offered_categories(self) -> list[Category]:
        """Return the categories in the order of the vocabulary, "I am not sure" always last."""
        offered = [category for category in Category if category.value in self.categories]
        return [*(category for category in offered if category != Category.UNSURE), Category.UNSURE]
