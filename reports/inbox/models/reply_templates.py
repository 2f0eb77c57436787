"""Answers that moderators start from, in both languages."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import TranslatableMixin

PLACEHOLDERS = frozenset({"reference", "link", "question"})
# Anything in braces, or a brace alone: a slip such as `{refernce}` must not reach a reporter.
_IN_BRACES = re.compile(r"\{([^{}]*)\}|[{}]")


def unknown_placeholders(text: str) -> list[str]:
    """Return what stands in braces in `text` and is not filled in, as written and each once; stray braces too."""
    found = (match[0] for match in _IN_BRACES.finditer(text) if match[1] not in PLACEHOLDERS)
    return list(dict.fromkeys(found))


class ReplyTemplateQuerySet(models.QuerySet["ReplyTemplate"]):
    def in_language(self, language_code: str) -> "ReplyTemplateQuerySet":
        """Return the templates of one language, by title."""
        return self.filter(locale__language_code=language_code).order_by("title")


class ReplyTemplate(TranslatableMixin):
    """A reply. Only `{reference}`, `{link}` and `{question}` are filled in; never anything from the report."""

    code = models.SlugField(_("code"), max_length=40)
    title = models.CharField(_("title"), max_length=80)
    text = models.TextField(
        _("text"),
        max_length=1000,
        help_text=_("Only {reference}, {link} and {question} are filled in. No names and nothing from a report."),
    )

    objects = ReplyTemplateQuerySet.as_manager()

    panels = [FieldPanel("code"), FieldPanel("title"), FieldPanel("text")]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("reply template")
        verbose_name_plural = _("reply templates")
        ordering = ["title"]
        constraints = [models.UniqueConstraint(fields=["code", "locale"], name="reply_template_once_a_language")]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        unknown = unknown_placeholders(self.text)
        if unknown:
            raise ValidationError(
                {
                    "text": ValidationError(
                        _("This cannot be filled in: %(found)s. Use only {reference}, {link} and {question}."),
                        "placeholder",
                        {"found": ", ".join(unknown)},
                    )
                }
            )

    def fill(self, values: dict[str, Any]) -> str:
        """Return the text with `values` in place of their placeholders; what has no value stays as it is."""
        return _IN_BRACES.sub(lambda match: str(values.get(match[1]) or match[0]), self.text)
