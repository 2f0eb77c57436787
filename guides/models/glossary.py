"""The glossary: terms as snippets, shown on one page a language."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page, TranslatableMixin

from cms.core.alphabet import alphabetical_key, first_letter, letters
from cms.core.models import SitePage
from cms.core.text import fold


class GlossaryTermQuerySet(models.QuerySet["GlossaryTerm"]):
    def live_in(self, language_code: str) -> "GlossaryTermQuerySet":
        return self.filter(locale__language_code=language_code)

    def linked_in_texts(self) -> "GlossaryTermQuerySet":
        """Return the terms that texts lead to by themselves."""
        return self.filter(is_linked=True)


class GlossaryTerm(TranslatableMixin, ClusterableModel):
    """A term, what it means, and words to avoid (ECPAT terminology guidelines)."""

    term = models.CharField(_("term"), max_length=120)
    slug = models.SlugField(_("address"), max_length=120)
    short_definition = models.CharField(_("short definition"), max_length=240)
    definition = RichTextField(_("definition"), features=["bold", "italic", "link"], blank=True)
    alternate_names = models.TextField(_("other names"), blank=True, help_text=_("One a line."))
    avoid = models.TextField(_("words to avoid"), blank=True, help_text=_("One a line."))
    avoid_reason = models.CharField(
        _("why to avoid them"), max_length=300, blank=True, help_text=_("One sentence, shown with the words.")
    )
    is_linked = models.BooleanField(
        _("linked in texts"),
        default=True,
        help_text=_("The first use in a text becomes a link. Leave out words that stand in nearly every text."),
    )

    objects = GlossaryTermQuerySet.as_manager()

    panels = [
        FieldPanel("term"),
        FieldPanel("slug"),
        FieldPanel("short_definition"),
        FieldPanel("definition"),
        FieldPanel("alternate_names"),
        MultiFieldPanel([FieldPanel("avoid"), FieldPanel("avoid_reason")], heading=_("Words to avoid")),
        FieldPanel("is_linked"),
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

    @property
    def avoid_list(self) -> list[str]:
        return self.avoid.splitlines()


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
        """Return the terms in the order of the page's alphabet: 36 letters in Albanian, 26 in English."""
        terms = GlossaryTerm.objects.filter(locale=self.locale).prefetch_related("page_links__page")
        return sorted(terms, key=lambda term: alphabetical_key(term.term, self.locale.language_code))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        language, shown = self.locale.language_code, context["shown"]
        groups: dict[str, dict[str, Any]] = {}
        for term in self.terms:
            letter = first_letter(term.term, language)
            group = groups.setdefault(letter, {"letter": letter, "anchor": letter_anchor(letter), "entries": []})
            linked = [link.page.translation_key for link in term.page_links.all()]
            group["entries"].append({"term": term, "pages": [shown[key] for key in linked if key in shown]})
        alphabet = [*letters(language), *(letter for letter in groups if letter not in letters(language))]
        return context | {
            "glossary": list(groups.values()),
            "letters": [{"letter": letter, "anchor": groups[letter]["anchor"] if letter in groups else ""}
                        for letter in alphabet],
        }  # fmt: skip

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


def letter_anchor(letter: str) -> str:
    """Return the fragment of a letter; Ç and C, Ë and E have one each.

    Args:
        letter: in capitals, as `first_letter` returns it.
    """
    plain = slugify(fold(letter))
    return f"{plain}-2" if plain and plain != letter.lower() else plain or "x"
