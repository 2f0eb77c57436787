"""Toolkits and the materials in them."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.models import Orderable, Page, TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from cms.core.localisation import localised
from cms.core.models import SitePage
from cms.core.schema_org import licence_of
from cms.core.vocabularies import HubSection, Licence, ResourceType

from ..panels import BundlePanel, DownloadsPanel


class ToolkitMaterial(Orderable):
    """A material of a toolkit, in the order of the bundle."""

    toolkit = ParentalKey("campaigns.ToolkitPage", on_delete=models.CASCADE, related_name="material_links")
    material = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+", verbose_name=_("material"))

    panels = [PageChooserPanel("material", ["campaigns.CampaignMaterialPage"])]


class ToolkitPage(SitePage):
    """Materials that go together, downloadable as one bundle a language."""

    licence = models.CharField(_("licence"), max_length=24, choices=Licence, default=Licence.FREE_TO_COPY)

    index_type = "toolkit"
    index_fields = ("licence",)
    schema_type = "LearningResource"
    hub_section = HubSection.MATERIALS
    card_formats = ("ZIP",)
    card_size_path = "bundle__version__size"
    parent_page_types = ["campaigns.CampaignPage", "campaigns.CampaignIndexPage"]
    subpage_types = ["campaigns.CampaignMaterialPage"]

    content_panels = [
        *SitePage.content_panels,
        BundlePanel(),
        InlinePanel("material_links", label=_("Material"), heading=_("Materials")),
        FieldPanel("licence"),
    ]

    class Meta:
        verbose_name = _("toolkit")
        verbose_name_plural = _("toolkits")

    @cached_property
    def chosen(self) -> list[Page]:
        """Return the materials in the order of the bundle, of any language."""
        return [link.material for link in self.material_links.select_related("material")]

    def linked_pages(self) -> list[Page | None]:
        return list(self.chosen)

    @property
    def materials(self) -> list["CampaignMaterialPage"]:
        """Return the materials in the order of the bundle, in the language of this page."""
        found = localised(self.chosen, self.locale.language_code, specific=True)
        return [material for material in found if isinstance(material, CampaignMaterialPage)]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        from ..offers import groups_of, offered_bundle

        shown = context["shown"]
        bundle = offered_bundle(self)
        return context | {
            "materials": [shown[page.translation_key] for page in self.chosen if page.translation_key in shown],
            "bundle": bundle,
            "groups": groups_of(bundle),
        }

    def structured_data(self) -> dict[str, Any]:
        kind = {"learningResourceType": ResourceType.COMMUNICATION_KIT.value}
        return super().structured_data() | kind | licence_of(self.licence)


class MaterialVariant(TranslatableMixin, Orderable):
    """One version of a material, for example the poster of one day."""

    material = ParentalKey("campaigns.CampaignMaterialPage", on_delete=models.CASCADE, related_name="variants")
    code = models.SlugField(_("code"), max_length=40)
    label = models.CharField(_("label"), max_length=120)
    headline = models.CharField(_("headline"), max_length=200, blank=True)
    lines = models.TextField(_("text"), blank=True, help_text=_("One line a line."))
    document = models.ForeignKey(
        "media.SiteDocument", verbose_name=_("file"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    override_translatable_fields = [SynchronizedField("code")]

    panels = [
        FieldRowPanel([FieldPanel("code"), FieldPanel("label")]),
        FieldPanel("headline"),
        FieldPanel("lines"),
        FieldPanel("document"),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("variant")
        verbose_name_plural = _("variants")

    @property
    def line_list(self) -> list[str]:
        return self.lines.splitlines()


class CampaignMaterialPage(SitePage):
    """A poster, fact sheet, communication guide or other material. A page, because it has its own address (ADR 1)."""

    class Kind(models.TextChoices):
        POSTER = "poster", _("poster")
        COMMUNICATION_GUIDE = "communication_guide", _("communication guide")
        FACT_SHEET = "fact_sheet", _("fact sheet")
        ORGANISER_GUIDE = "organiser_guide", _("guide for organisers")
        LESSON = "lesson", _("lesson")
        VIDEO = "video", _("video")
        SOCIAL_IMAGE = "social_image", _("image for social media")

    kind = models.CharField(_("kind"), max_length=24, choices=Kind)
    slogan = models.CharField(_("slogan"), max_length=160, blank=True)
    licence = models.CharField(_("licence"), max_length=24, choices=Licence, default=Licence.FREE_TO_COPY)
    lesson = models.ForeignKey(
        Page, verbose_name=_("lesson plan"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    index_type = "material"
    index_fields = ("kind", "slogan", "licence")
    schema_type = "LearningResource"
    hub_section = HubSection.MATERIALS
    kind_field = "kind"
    parent_page_types = ["campaigns.ToolkitPage"]
    subpage_types: list[str] = []

    content_panels = [
        *SitePage.content_panels,
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("kind"), FieldPanel("licence")]), FieldPanel("slogan")], heading=_("Material")
        ),
        DownloadsPanel(),
        InlinePanel("variants", label=_("Variant"), heading=_("Variants")),
        PageChooserPanel("lesson"),
    ]

    class Meta:
        verbose_name = _("campaign material")
        verbose_name_plural = _("campaign materials")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        from ..offers import material_files

        files = material_files(self)
        return context | {
            "offered": files,
            "shows_poster_maker": self.kind == self.Kind.POSTER,
            "material_variants": list(self.variants.select_related("document")),
            "lesson": context["shown"].get(self.lesson.translation_key) if self.lesson else None,
        }

    def index_texts(self) -> list[str]:
        variants = [f"{variant.label} {variant.headline} {variant.lines}" for variant in self.variants.all()]
        return [str(self.get_kind_display()), self.slogan, *variants]

    def linked_pages(self) -> list[Page | None]:
        return [self.lesson]

    def structured_data(self) -> dict[str, Any]:
        return super().structured_data() | {"learningResourceType": self.kind} | licence_of(self.licence)
