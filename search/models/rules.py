"""What editors tell the search: words that mean the same, and pages that answer a query best."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel
from wagtail.models import Page

from ..analysis import indexed_terms

LINES_LIMIT = 60


def filled_lines(text: str) -> list[str]:
    """Return the lines of `text` that hold something to search by."""
    return [line.strip() for line in text.splitlines() if indexed_terms(line)]


class SynonymSet(models.Model):
    """Words or phrases of one language that readers use for the same thing."""

    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="sq")
    words = models.TextField(_("words that mean the same"), max_length=2000, help_text=_("One word or phrase a line."))

    panels = [FieldPanel("language"), FieldPanel("words")]

    class Meta:
        ordering = ["language", "words"]
        verbose_name = _("set of synonyms")
        verbose_name_plural = _("sets of synonyms")

    def __str__(self) -> str:
        return ", ".join(self.word_list[:4])

    @property
    def word_list(self) -> list[str]:
        return filled_lines(self.words)

    def clean(self) -> None:
        if not 2 <= len(self.word_list) <= LINES_LIMIT:
            raise ValidationError(
                {"words": _("Give at least two and at most %(limit)s words.") % {"limit": LINES_LIMIT}}
            )


class PromotedResult(models.Model):
    """A page that comes first for certain queries."""

    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="sq")
    phrases = models.TextField(_("queries"), max_length=4000, help_text=_("One a line, as a reader would type it."))
    page = models.ForeignKey(
        Page,
        verbose_name=_("page"),
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("Shown in the language of the search."),
    )
    shows_help = models.BooleanField(
        _("show the help numbers"),
        default=False,
        help_text=_("For words of distress: the help numbers come first, and the words count in any longer query."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    panels = [
        FieldRowPanel([FieldPanel("language"), FieldPanel("position")]),
        FieldPanel("phrases"),
        PageChooserPanel("page"),
        FieldPanel("shows_help"),
    ]

    class Meta:
        ordering = ["language", "position", "pk"]
        verbose_name = _("promoted result")
        verbose_name_plural = _("promoted results")

    def __str__(self) -> str:
        return ", ".join(self.phrase_list[:4])

    @property
    def phrase_list(self) -> list[str]:
        return filled_lines(self.phrases)

    def clean(self) -> None:
        if not 1 <= len(self.phrase_list) <= LINES_LIMIT:
            raise ValidationError(
                {"phrases": _("Give at least one and at most %(limit)s queries.") % {"limit": LINES_LIMIT}}
            )
