"""Blocks of the page body, by family: text, lists, media, data, links.

A block is five things: class, template (`templates/blocks/`), API form, preview and test. No raw HTML, no embeds.
"""

from .data import CodeChoiceBlock, KeyFigureBlock, StatisticsBlock, TableBlock
from .links import CardGridBlock, HelpPanelBlock, PartnerStripBlock, ReportFormBlock
from .lists import AccordionBlock, ChecklistBlock, DoDontBlock, FaqBlock, StepsBlock, TimelineBlock
from .media import DownloadsBlock, FigureBlock, VideoBlock
from .stream import ContentBlock
from .text import CalloutBlock, HeadingBlock, ParagraphBlock, QuoteBlock

__all__ = [
    "AccordionBlock",
    "CalloutBlock",
    "CardGridBlock",
    "ChecklistBlock",
    "CodeChoiceBlock",
    "ContentBlock",
    "DoDontBlock",
    "DownloadsBlock",
    "FaqBlock",
    "FigureBlock",
    "HeadingBlock",
    "HelpPanelBlock",
    "KeyFigureBlock",
    "ParagraphBlock",
    "PartnerStripBlock",
    "QuoteBlock",
    "ReportFormBlock",
    "StatisticsBlock",
    "StepsBlock",
    "TableBlock",
    "TimelineBlock",
    "VideoBlock",
]
