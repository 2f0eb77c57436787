"""Answers that moderators start from, in both languages."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import TranslatableMixin


class ReplyTemplate(TranslatableMixin):
    """A reply. Only `{reference}`, `{link}` and `{question}` are filled in; never anything from the report."""

    code = models.SlugField(_("code"), max_length=40)
    title = models.CharField(_("title"), max_length=80)
    text = models.TextField(
        _("text"),
        max_length=1000,
        help_text=_("Only {reference}, {link} and {question} are filled in. No names and nothing from a report."),
    )

    panels = [FieldPanel("code"), FieldPanel("title"), FieldPanel("text")]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("reply template")
        verbose_name_plural = _("reply templates")
        ordering = ["title"]
        constraints = [models.UniqueConstraint(fields=["code", "locale"], name="reply_template_once_a_language")]

    def __str__(self) -> str:
        return self.title
