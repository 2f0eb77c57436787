"""Blocks of running text."""

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

INLINE_FEATURES = ["bold", "italic", "link", "document-link"]
PARAGRAPH_FEATURES = [*INLINE_FEATURES, "ul", "ol"]


class HeadingValue(blocks.StructValue):
    @property
    def anchor(self) -> str:
        """Return the fragment under which other pages may link to this heading."""
        from ..text import fold

        return slugify(fold(str(self.get("text", ""))))


class HeadingBlock(blocks.StructBlock):
    """A heading of level 2 to 4; level 1 is the page title."""

    text = blocks.CharBlock(label=_("Text"), max_length=160)
    level = blocks.ChoiceBlock(
        label=_("Level"), choices=[("2", "2"), ("3", "3"), ("4", "4")], default="2", search_index=False
    )

    class Meta:
        label = _("Heading")
        icon = "title"
        template = "blocks/heading.html"
        value_class = HeadingValue
        preview_value = {"text": "Çfarë të bësh tani", "level": "2"}
        description = _("Divides the page; shown in the list of contents.")


class ParagraphBlock(blocks.RichTextBlock):
    """Running text and simple lists."""

    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("features", PARAGRAPH_FEATURES)
        super().__init__(**kwargs)

    class Meta:
        label = _("Paragraph")
        icon = "pilcrow"
        template = "blocks/paragraph.html"
        preview_value = "<p>Frika dhe turpi janë ndjenja të zakonshme. Bëhen më të lehta kur i ndan me dikë.</p>"
        description = _("Running text with links and simple lists.")


class CalloutBlock(blocks.StructBlock):
    """A short text that must not be overlooked."""

    kind = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=[("help", _("Help")), ("warning", _("Warning")), ("info", _("Information"))],
        default="info",
        search_index=False,
    )
    text = blocks.RichTextBlock(label=_("Text"), features=PARAGRAPH_FEATURES)

    class Meta:
        label = _("Call-out")
        icon = "warning"
        template = "blocks/callout.html"
        preview_value = {"kind": "help", "text": "<p>Telefono <b>116 111</b>: falas, 24 orë.</p>"}
        description = _("Help, warning or information set apart from the text.")


class QuoteBlock(blocks.StructBlock):
    """Somebody's words with their source."""

    text = blocks.TextBlock(label=_("Text"))
    attribution = blocks.CharBlock(label=_("Who said it"), required=False)

    class Meta:
        label = _("Quote")
        icon = "openquote"
        template = "blocks/quote.html"
        preview_value = {"text": "Të flasësh është guxim.", "attribution": "ALO 116"}
        description = _("Somebody’s words, with their source.")
