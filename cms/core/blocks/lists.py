"""Blocks that are lists: steps, do and don't, checklists, questions, dates."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .text import INLINE_FEATURES, PARAGRAPH_FEATURES


def inline_text(**kwargs: object) -> blocks.RichTextBlock:
    """Return a rich text block of one paragraph: bold, italic and links."""
    return blocks.RichTextBlock(features=INLINE_FEATURES, **kwargs)


class StepsBlock(blocks.StructBlock):
    """What to do, in order."""

    items = blocks.ListBlock(inline_text(label=_("Step")), label=_("Steps"))

    class Meta:
        label = _("Steps")
        icon = "list-ol"
        template = "blocks/steps.html"
        preview_value = {"items": ["<p><b>Mos paguaj.</b> Kush merr një herë, kërkon përsëri.</p>", "<p>Tregoji.</p>"]}
        description = _("Numbered steps in the order they are taken.")


class DoDontBlock(blocks.StructBlock):
    """Two lists side by side; their headings follow the voice of the page."""

    do = blocks.ListBlock(inline_text(label=_("Do")), label=_("Do"))
    dont = blocks.ListBlock(inline_text(label=_("Don’t")), label=_("Don’t"))

    class Meta:
        label = _("Do and don’t")
        icon = "check"
        template = "blocks/do_dont.html"
        preview_value = {"do": ["<p>Kërko ndihmë që sot.</p>"], "dont": ["<p>Mos dërgo imazhin e askujt.</p>"]}
        description = _("What to do and what not to do, side by side.")


class ChecklistBlock(blocks.StructBlock):
    """Things to tick off, on the screen or on paper."""

    title = blocks.CharBlock(label=_("Title"), required=False)
    items = blocks.ListBlock(inline_text(label=_("Item")), label=_("Items"))

    class Meta:
        label = _("Checklist")
        icon = "tasks"
        template = "blocks/checklist.html"
        preview_value = {"title": "Para orës", "items": ["<p>Njoftoni psikologun.</p>", "<p>Vendosni posterin.</p>"]}
        description = _("A list to tick off; prints with empty boxes.")


class QuestionBlock(blocks.StructBlock):
    """One question and its answer."""

    question = blocks.CharBlock(label=_("Question"), max_length=200)
    answer = blocks.RichTextBlock(label=_("Answer"), features=PARAGRAPH_FEATURES)


class FaqBlock(blocks.StructBlock):
    """Questions with answers, each under its own address; several blocks with titles make groups."""

    title = blocks.CharBlock(label=_("Title of the group"), required=False, max_length=120)
    items = blocks.ListBlock(QuestionBlock(), label=_("Questions"))

    class Meta:
        label = _("Questions and answers")
        icon = "help"
        template = "blocks/faq.html"
        preview_value = {
            "title": "Para se të raportoni",
            "items": [{"question": "A mund të raportoj pa emër?", "answer": "<p>Po.</p>"}],
        }
        description = _("Questions with their answers.")


class AccordionBlock(blocks.StructBlock):
    """Sections that open on demand; all open on paper."""

    items = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("title", blocks.CharBlock(label=_("Title"), max_length=160)),
                ("text", blocks.RichTextBlock(label=_("Text"), features=PARAGRAPH_FEATURES)),
            ]
        ),
        label=_("Sections"),
    )

    class Meta:
        label = _("Accordion")
        icon = "collapse-down"
        template = "blocks/accordion.html"
        preview_value = {"items": [{"title": "Për prindërit", "text": "<p>Falënderojeni fëmijën që foli.</p>"}]}
        description = _("Sections that open on demand.")


class TimelineBlock(blocks.StructBlock):
    """Events with their dates. A date is text, because some are known only to the month."""

    items = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("date", blocks.CharBlock(label=_("Date"), max_length=60)),
                ("text", blocks.RichTextBlock(label=_("Text"), features=INLINE_FEATURES)),
            ]
        ),
        label=_("Events"),
    )

    class Meta:
        label = _("Timeline")
        icon = "history"
        template = "blocks/timeline.html"
        preview_value = {"items": [{"date": "20 nëntor 2023", "text": "<p>Nënshkruhet Pakti.</p>"}]}
        description = _("What happened when.")
