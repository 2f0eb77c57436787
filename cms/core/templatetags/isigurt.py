"""Template tags and filters of the whole site; available in every template without `load`."""

import json
import re
from collections.abc import Iterable
from typing import Any

from django import template
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat, stringfilter
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst, slugify
from django.utils.translation import get_language, pgettext_lazy
from wagtail.models import Page
from wagtail.rich_text import RichText
from wagtail.templatetags.wagtailcore_tags import richtext

from ..cards import CardFacts, facts_of, kind_of
from ..feeds import feed_path
from ..frame import Frame, get_frame
from ..freshness import saves_data
from ..localisation import localised as localised_pages
from ..metadata import absolute, page_graph
from ..models import SitePage
from ..qilim import CELL, SIZE, motif_path, rug
from ..social_cards import LinkPicture, picture_of_link
from ..text import fold

register = template.Library()

_LANGUAGES = {
    "sq": pgettext_lazy("inside a sentence", "Albanian"),
    "en": pgettext_lazy("inside a sentence", "English"),
}
_JSON_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.simple_tag(takes_context=True)
def site_frame(context: template.Context) -> Frame:
    """Return the frame of the current page: `{% site_frame as frame %}`."""
    return get_frame(context["request"], context.get("page"))


@register.filter
def localised(pages: Iterable[Page]) -> list[Page]:
    """Return the versions of `pages` in the reader's language, in one query; untranslated pages are left out."""
    return localised_pages(list(pages), (get_language() or "sq")[:2], specific=True, facts=True)


@register.filter
def localised_one(page: Page | None) -> Page | None:
    """Return the version of one page in the reader's language, or None."""
    found = localised_pages([page], (get_language() or "sq")[:2], specific=True)
    return found[0] if found else None


@register.simple_tag(takes_context=True)
def url_of(context: template.Context, page: Page | None) -> str:
    """Return the path of `page`; empty for None."""
    request: HttpRequest | None = context.get("request")
    return str(page.get_url(request) or "") if page is not None else ""


@register.simple_tag(takes_context=True)
def json_ld(context: template.Context) -> SafeString:
    """Return what the page is as a JSON-LD script element; `<`, `>` and `&` cannot end the element."""
    data = page_graph(context["page"], get_frame(context["request"], context["page"]), context["request"])
    text = json.dumps(data, ensure_ascii=False, default=str, separators=(",", ":")).translate(_JSON_ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308


@register.filter
def labels(codes: list[str], vocabulary_name: str) -> list[str]:
    """Return the labels of a code list: `{{ page.audiences|labels:"Audience" }}`.

    Args:
        codes: stored codes.
        vocabulary_name: name of the vocabulary in `cms.core.vocabularies`.
    """
    from .. import vocabularies

    vocabulary = getattr(vocabularies, vocabulary_name)
    known = dict(vocabulary.choices)
    return [str(known[code]) for code in codes if code in known]


@register.simple_tag
def qilim(seed: str, name: str = "band") -> SafeString:
    """Return a woven band as inline SVG, drawn from `seed`.

    Args:
        seed: what the motif is drawn from.
        name: distinguishes several bands on one page; letters only.
    """
    side = SIZE * CELL
    return format_html(
        '<svg class="qilim" width="100%" height="{0}" aria-hidden="true" focusable="false"><defs>'
        '<pattern id="qilim-{1}" width="{0}" height="{0}" patternUnits="userSpaceOnUse">'
        '<path d="{2}" fill="currentColor"/></pattern></defs>'
        '<rect width="100%" height="{0}" fill="url(#qilim-{1})"/></svg>',
        side,
        name,
        motif_path(seed),
    )


@register.simple_tag(name="rug")
def rug_of(seed: str) -> SafeString:
    """Return a whole woven rug as inline SVG, drawn from `seed`; one a page."""
    return mark_safe(rug(seed))  # noqa: S308


@register.simple_tag
def absolute_url(path: str) -> str:
    """Return `path` below the address under which the site is known."""
    return absolute(path)


@register.simple_tag
def link_picture(page: SitePage, brand: str) -> LinkPicture:
    """Return the picture that networks show beside a link to `page`: `{% link_picture page brand as picture %}`."""
    return picture_of_link(page, brand)


@register.simple_tag(takes_context=True)
def without_pictures(context: template.Context) -> bool:
    """Return whether this reader wants no pictures loaded: `{% without_pictures as saving %}`."""
    request: HttpRequest | None = context.get("request")
    return request is not None and saves_data(request)


@register.simple_tag
def feed_url(audience: str = "") -> str:
    """Return the address of the Atom feed in the active language, of all works or of one audience."""
    return feed_path("atom", audience)


@register.filter
def contents(page: SitePage) -> list[dict[str, str]]:
    """Return the second-level headings of a page body, for its list of contents."""
    return [
        {"text": block.value["text"], "anchor": block.value.anchor}
        for block in page.body
        if block.block_type == "heading" and block.value["level"] == "2"
    ]


@register.filter
def byte_size(size: int) -> str:
    """Return a number of bytes as people read it, in the format of the active language."""
    return str(filesizeformat(size))


@register.filter
def child(value: Any, name: str) -> Any:
    """Return one child of a struct value by name: `value.items` would be the mapping's own method."""
    return value[name]


@register.filter(is_safe=True)
@stringfilter
def unbroken(text: str) -> str:
    """Return text, or rich text, with the spaces inside telephone numbers made unbreakable: `116 111` stays whole."""
    return re.sub(r"(?<=\d) (?=\d{3}(?!\d))", "\N{NO-BREAK SPACE}", text)


@register.filter
def prose(value: RichText | str | None) -> SafeString:
    """Return rich text as HTML for a page, with telephone numbers kept whole."""
    return mark_safe(unbroken(richtext(value)))  # noqa: S308


@register.filter
def bound_items(value: Any) -> Any:
    """Return the items of a list block with their ids, for templates that need an `id` of their own for each."""
    return value.bound_blocks


@register.filter
def anchor(text: str) -> str:
    """Return the fragment for a heading with this text."""
    return slugify(fold(text))


@register.filter
def offline(text: RichText) -> SafeString:
    """Return rich text without links to pages, for files that are read without a connection."""
    return mark_safe(re.sub(r"<a linktype[^>]*>(.*?)</a>", r"\1", text.source))  # noqa: S308


@register.filter
def type_label(page: Page) -> str:
    """Return what kind of page this is; the type's own label where the page is already of its type."""
    if isinstance(page, SitePage):
        return page.type_label
    return capfirst(kind_of(page) or str(page.specific_class._meta.verbose_name))


@register.filter
def facts(page: Page) -> CardFacts:
    """Return what a card says of a page: ages, minutes, languages, formats, size."""
    return facts_of(page)


@register.filter
def language_names(codes: Iterable[str]) -> list[str]:
    """Return the names of languages as they stand inside a sentence: `shqip, anglisht`."""
    return [str(_LANGUAGES[code]) for code in codes if code in _LANGUAGES]
