"""The glossary: terms as snippets, shown on one page a language."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, PageChooserPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page, TranslatableMixin

from cms.core.models import SitePage


class GlossaryTerm(TranslatableMixin, ClusterableModel):
    """A term, what it means, and words to avoid (ECPAT terminology guidelines)."""

    term = models.CharField(_("term"), max_length=120)
    slug = models.SlugField(_("address"), max_length=120)
    short_definition = models.CharField(_("short definition"), max_length=240)
    definition = RichTextField(_("definition"), features=["bold", "italic", "link"], blank=True)
    alternate_names = models.TextField(_("other names"), blank=True, help_text=_("One a line."))
    avoid = models.TextField(_("words to avoid"), blank=True, help_text=_("One a line."))

    panels = [
        FieldPanel("term"),
        FieldPanel("slug"),
        FieldPanel("short_definition"),
        FieldPanel("definition"),
        FieldPanel("alternate_names"),
        FieldPanel("avoid"),
        InlinePanel("page_links", label=_("Page"), heading=_("Related pages")),
    ]

    class Meta(TranslatableMixin.Meta):
        ordering = ["term"]
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary terms")
        constraints = [models.UniqueConstraint(fields=["slug", "locale"], name="glossary_slug_once_a_language")]

    def __str__(self) -> str:
        return self.term

    @property
    def alternate_name_list(self) -> list[str]:
        return self.alternate_names.splitlines()


class GlossaryTermPage(Orderable):
    """A page on which a term is explained further."""

    term = ParentalKey(GlossaryTerm, on_delete=models.CASCADE, related_name="page_links")
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+", verbose_name=_("page"))

    panels = [PageChooserPanel("page")]


class GlossaryPage(SitePage):
    """All terms of the page's language, in the order of its alphabet."""

    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("glossary")
        verbose_name_plural = _("glossaries")

    def terms(self) -> list[GlossaryTerm]:
        """Return the terms in alphabetical order; Albanian counts dh, gj, ll, nj, rr, sh, th, xh, zh as letters."""
        from cms.core.text import alphabetical_key

        terms = GlossaryTerm.objects.filter(locale=self.locale).prefetch_related("page_links__page")
        return sorted(terms, key=lambda term: alphabetical_key(term.term, self.locale.language_code))

    def structured_data(self) -> dict[str, Any]:
        return super().structured_data() | {
            "@type": "DefinedTermSet",
            "hasDefinedTerm": [
                {"@type": "DefinedTerm", "name": term.term, "description": term.short_definition}
                for term in self.terms()
            ],
        }
