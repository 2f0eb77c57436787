"""The glossary: terms as snippets, shown on one page a language."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, PageChooserPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page, TranslatableMixin

from cms.core.models import SitePage
from cms.core.text import alphabetical_key, first_letter, fold


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

    index_type = "glossary"
    schema_type = "DefinedTermSet"
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("glossary")
        verbose_name_plural = _("glossaries")

    @cached_property
    def terms(self) -> list[GlossaryTerm]:
        """Return the terms in alphabetical order; Albanian counts dh, gj, ll, nj, rr, sh, th, xh, zh as letters."""
        terms = GlossaryTerm.objects.filter(locale=self.locale).prefetch_related("page_links__page")
        return sorted(terms, key=lambda term: alphabetical_key(term.term, self.locale.language_code))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        language, shown = self.locale.language_code, context["shown"]
        groups: list[dict[str, Any]] = []
        for term in self.terms:
            letter = first_letter(term.term, language)
            if not groups or groups[-1]["letter"] != letter:
                groups.append({"letter": letter, "anchor": slugify(fold(letter)) or "x", "entries": []})
            linked = [link.page.translation_key for link in term.page_links.all()]
            pages = [shown[key] for key in linked if key in shown]
            groups[-1]["entries"].append({"term": term, "pages": pages})
        # Ç and C would share an anchor once folded.
        for position, group in enumerate(groups):
            group["anchor"] = f"{group['anchor']}-{position + 1}"
        return context | {"glossary": groups}

    def index_texts(self) -> list[str]:
        return [f"{term.term} {term.alternate_names} {term.short_definition} {term.definition}" for term in self.terms]

    def linked_pages(self) -> list[Page | None]:
        return [link.page for term in self.terms for link in term.page_links.all()]

    def structured_data(self) -> dict[str, Any]:
        return super().structured_data() | {
            "hasDefinedTerm": [
                {"@type": "DefinedTerm", "name": term.term, "description": term.short_definition} for term in self.terms
            ],
        }
