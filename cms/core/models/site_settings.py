"""Settings of a site: brand, contacts, header and footer. Texts stand side by side in both languages."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Orderable, Page


class MenuItem(Orderable):
    """A page in a menu, shown in the reader's language. The labels save a query for every page type in the menu."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+", verbose_name=_("page"))
    label_sq = models.CharField(
        _("label in Albanian"), max_length=60, blank=True, help_text=_("Where the page title is too long for a menu.")
    )
    label_en = models.CharField(_("label in English"), max_length=60, blank=True)

    panels = [FieldPanel("page"), FieldRowPanel([FieldPanel("label_sq"), FieldPanel("label_en")])]

    class Meta(Orderable.Meta):
        abstract = True

    def label(self, language_code: str) -> str:
        """Return the label for `sq` or `en`; empty where the page's own title is to be shown."""
        return str(getattr(self, f"label_{language_code}", ""))


class HeaderItem(MenuItem):
    """A page in the main navigation."""

    settings = ParentalKey("core.SiteSettings", on_delete=models.CASCADE, related_name="header_items")


class FooterItem(MenuItem):
    """A page in one of the footer's columns."""

    class Column(models.TextChoices):
        ABOUT = "about", _("about us")
        LEARN = "learn", _("learn")
        HELP = "help", _("help")

    settings = ParentalKey("core.SiteSettings", on_delete=models.CASCADE, related_name="footer_items")
    column = models.CharField(_("column"), max_length=8, choices=Column, default=Column.ABOUT)

    panels = [FieldPanel("column"), *MenuItem.panels]


@register_setting(icon="cog")
class SiteSettings(BaseSiteSetting, ClusterableModel):
    """Everything an editor may change about the frame of the site."""

    brand = models.CharField(_("brand"), max_length=60, default="iSIGURT.al")
    name_sq = models.CharField(_("name in Albanian"), max_length=120, blank=True)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    tagline_sq = models.CharField(_("tagline in Albanian"), max_length=160, blank=True)
    tagline_en = models.CharField(_("tagline in English"), max_length=160, blank=True)
    footer_line_sq = models.CharField(_("footer line in Albanian"), max_length=240, blank=True)
    footer_line_en = models.CharField(_("footer line in English"), max_length=240, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    telephone = models.CharField(_("telephone"), max_length=30, blank=True)
    postal_address = models.CharField(_("postal address"), max_length=200, blank=True)
    report_page = models.ForeignKey(
        Page, verbose_name=_("reporting page"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    search_page = models.ForeignKey(
        Page, verbose_name=_("search page"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    help_page = models.ForeignKey(
        Page,
        verbose_name=_("page of help numbers"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Visitors’ devices keep it, so that it opens without a connection."),
    )

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("brand"),
                FieldRowPanel([FieldPanel("name_sq"), FieldPanel("name_en")]),
                FieldRowPanel([FieldPanel("tagline_sq"), FieldPanel("tagline_en")]),
                FieldRowPanel([FieldPanel("footer_line_sq"), FieldPanel("footer_line_en")]),
            ],
            heading=_("Brand"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("email"), FieldPanel("telephone")]), FieldPanel("postal_address")],
            heading=_("Contacts"),
        ),
        MultiFieldPanel(
            [FieldPanel("report_page"), FieldPanel("search_page"), FieldPanel("help_page")], heading=_("Fixed pages")
        ),
        InlinePanel("header_items", label=_("Page"), heading=_("Main navigation")),
        InlinePanel("footer_items", label=_("Page"), heading=_("Footer")),
    ]

    class Meta:
        verbose_name = _("site settings")
        verbose_name_plural = _("site settings")

    def in_language(self, field: str) -> str:
        """Return `field` in the active language, in Albanian where the English text is missing.

        Args:
            field: `name`, `tagline` or `footer_line`.
        """
        language = (get_language() or "sq")[:2]
        return getattr(self, f"{field}_{language}", "") or getattr(self, f"{field}_sq")

    @property
    def name(self) -> str:
        return self.in_language("name")

    @property
    def tagline(self) -> str:
        return self.in_language("tagline")

    @property
    def footer_line(self) -> str:
        return self.in_language("footer_line")
