"""Figures that texts can name. The floor knows no dataset: an app that holds some registers how they are read."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.db import models
from django.http import HttpRequest
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

# `{2024-incidents}` in a text, or `{2024-incidents:number}` for the number alone.
PLACEHOLDER = re.compile(r"\{([a-z0-9]+(?:[-_][a-z0-9]+)*)(:number)?\}")
WITHDRAWN = "—"


@dataclass(frozen=True)
class Figure:
    """A figure in words of one language.

    `number` is the bare number, `words` has precision and unit with it. `url` leads to its row in the dataset.
    `series` is the same for figures that may be compared: one indicator, one unit, one group.
    """

    code: str
    number: str
    words: str
    label: str
    period: str
    period_code: str
    source: str
    source_url: str
    url: str
    series: str = ""
    value: Decimal | None = None
    unit: str = ""
    is_exact: bool = True


Reader = Callable[[str], dict[str, Figure]]
_readers: list[Reader] = []


def provides_figures(reader: Reader) -> Reader:
    """Register a function that returns all figures in a language by code. Use as a decorator."""
    if reader not in _readers:
        _readers.append(reader)
    return reader


def figures_for(language: str, request: HttpRequest | None = None) -> dict[str, Figure]:
    """Return every figure that can be named, by code.

    Args:
        language: `sq` or `en`.
        request: whose state of the site says how long they may be kept; without it they are read now.
    """

    def read() -> dict[str, Figure]:
        return {code: figure for reader in _readers for code, figure in reader(language).items()}

    if request is None:
        return read()
    from .freshness import kept

    return kept(request, f"figures-{language}", read)


def figure_choices() -> list[tuple[str, str]]:
    """Return codes and words of all figures for editors, in the active language."""
    from .localisation import active_language

    figures = figures_for(active_language())
    return [(figure.code, f"{figure.period} · {figure.label}: {figure.words}") for figure in figures.values()]


def unknown_codes(text: str) -> list[str]:
    """Return the codes that `text` names and no dataset holds."""
    named = [code for code, _bare in PLACEHOLDER.findall(text)]
    known = figures_for("sq") if named else {}
    return [code for code in dict.fromkeys(named) if code not in known]


def filled(html: str, figures: dict[str, Figure]) -> SafeString:
    """Return rich text with each placeholder replaced by its figure, which leads to its source.

    Args:
        html: safe HTML, such as rendered rich text.
        figures: by code; a placeholder of any other code becomes a dash.
    """

    def replaced(match: re.Match[str]) -> str:
        figure = figures.get(match[1])
        if figure is None:
            return WITHDRAWN
        shown = figure.number if match[2] else figure.words
        if not figure.url:
            return str(escape(shown))
        return format_html('<a class="figure-link" href="{}">{}</a>', figure.url, shown)

    return mark_safe(PLACEHOLDER.sub(replaced, html))  # noqa: S308


def filled_text(text: str, figures: dict[str, Figure]) -> str:
    """Return plain text with each placeholder replaced by its figure."""

    def replaced(match: re.Match[str]) -> str:
        figure = figures.get(match[1])
        if figure is None:
            return WITHDRAWN
        return figure.number if match[2] else figure.words

    return PLACEHOLDER.sub(replaced, text)


class FigureCodeField(models.SlugField):
    """The code of a figure, chosen from all there are."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 60)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> forms.Field:
        return forms.ChoiceField(
            choices=lambda: [("", _("Choose a figure")), *figure_choices()],
            label=kwargs.get("label", self.verbose_name),
            help_text=self.help_text,
            required=not self.blank,
        )
