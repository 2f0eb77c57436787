"""The blocks of a page body."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .data import KeyFigureBlock, StatisticsBlock, TableBlock
from .links import CardGridBlock, HelpPanelBlock, PartnerStripBlock, ReportFormBlock
from .lists import AccordionBlock, ChecklistBlock, DoDontBlock, FaqBlock, StepsBlock, TimelineBlock
from .media import DownloadsBlock, FigureBlock, VideoBlock
from .text import CalloutBlock, HeadingBlock, ParagraphBlock, QuoteBlock

TEXT, LISTS, MEDIA, LINKS = _("Text"), _("Lists"), _("Pictures, files and figures"), _("Links and help")


class ContentBlock(blocks.StreamBlock):
    """Everything an editor may put into a page body."""

    heading = HeadingBlock(group=TEXT)
    paragraph = ParagraphBlock(group=TEXT)
    callout = CalloutBlock(group=TEXT)
    quote = QuoteBlock(group=TEXT)
    steps = StepsBlock(group=LISTS)
    do_dont = DoDontBlock(group=LISTS)
    checklist = ChecklistBlock(group=LISTS)
    accordion = AccordionBlock(group=LISTS)
    faq = FaqBlock(group=LISTS)
    timeline = TimelineBlock(group=LISTS)
    figure = FigureBlock(group=MEDIA)
    downloads = DownloadsBlock(group=MEDIA)
    video = VideoBlock(group=MEDIA)
    key_figure = KeyFigureBlock(group=MEDIA)
    statistics = StatisticsBlock(group=MEDIA)
    table = TableBlock(group=MEDIA)
    card_grid = CardGridBlock(group=LINKS)
    help_panel = HelpPanelBlock(group=LINKS)
    partner_strip = PartnerStripBlock(group=LINKS)
    report_form = ReportFormBlock(group=LINKS)
