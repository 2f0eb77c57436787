"""Blocks that lead elsewhere: cards, help services, partners and the reporting form."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock


class CardGridBlock(blocks.StructBlock):
    """Pages as cards; each card leads to the page in the reader's language."""

    title = blocks.CharBlock(label=_("Title"), required=False)
    pages = blocks.ListBlock(blocks.PageChooserBlock(), label=_("Pages"))

    class Meta:
        label = _("Card grid")
        icon = "grip"
        template = "blocks/card_grid.html"
        description = _("Other pages as cards.")


class HelpPanelBlock(blocks.StructBlock):
    """All help services with their numbers, kept in one place by editors."""

    title = blocks.CharBlock(label=_("Title"), required=False)

    class Meta:
        label = _("Help panel")
        icon = "help"
        template = "blocks/help_panel.html"
        preview_value = {"title": "Kush të ndihmon"}
        description = _("The help services with their numbers.")


class PartnerStripBlock(blocks.StructBlock):
    """The organisations we work with."""

    title = blocks.CharBlock(label=_("Title"), required=False)

    class Meta:
        label = _("Partners")
        icon = "group"
        template = "blocks/partner_strip.html"
        preview_value = {"title": "Në bashkëpunim me"}
        description = _("The organisations we work with.")


class ReportFormBlock(blocks.StructBlock):
    """The hotline's reporting form. The page that carries it must be marked as sensitive."""

    form = SnippetChooserBlock("inbox.ReportingForm", label=_("Reporting form"))

    class Meta:
        label = _("Reporting form")
        icon = "mail"
        template = "blocks/report_form.html"
        description = _("The form with which anyone can report.")

    def get_api_representation(self, value: blocks.StructValue, context: dict | None = None) -> dict:
        return {"form": value["form"].pk if value["form"] else None, "endpoint": "/api/v3/reports/"}
