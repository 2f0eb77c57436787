"""Blocks that show or offer files of our own; nothing is embedded from third parties."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock


class FigureBlock(blocks.StructBlock):
    """A picture with its caption and credit. No photographs of children."""

    image = ImageBlock(label=_("Image"))
    caption = blocks.CharBlock(label=_("Caption"), required=False)
    credit = blocks.CharBlock(label=_("Credit"), required=False)

    class Meta:
        label = _("Figure")
        icon = "image"
        template = "blocks/figure.html"
        description = _("A picture with caption and credit. Never a photograph of a child.")

    def get_api_representation(self, value: blocks.StructValue, context: dict | None = None) -> dict:
        image = value["image"]
        return {
            "id": image.pk if image else None,
            "alt": getattr(image, "contextual_alt_text", "") if image else "",
            "decorative": getattr(image, "decorative", False) if image else False,
            "caption": value["caption"],
            "credit": value["credit"],
        }


class DownloadsBlock(blocks.StructBlock):
    """Files to take away, with format and size."""

    title = blocks.CharBlock(label=_("Title"), required=False)
    documents = blocks.ListBlock(DocumentChooserBlock(), label=_("Documents"))

    class Meta:
        label = _("Downloads")
        icon = "download"
        template = "blocks/downloads.html"
        description = _("Files to download, with format and size.")

    def get_api_representation(self, value: blocks.StructValue, context: dict | None = None) -> dict:
        return {
            "title": value["title"],
            "documents": [
                {"id": document.pk, "title": document.title, "url": document.url, "bytes": document.file_size}
                for document in value["documents"]
                if document
            ],
        }


class VideoBlock(blocks.StructBlock):
    """A video file of our own with captions and transcript."""

    title = blocks.CharBlock(label=_("Title"), max_length=160)
    video = DocumentChooserBlock(label=_("Video file"))
    captions = DocumentChooserBlock(label=_("Captions (WebVTT)"), required=False)
    transcript = blocks.RichTextBlock(label=_("Transcript"), features=["bold", "italic", "ul", "ol"])

    class Meta:
        label = _("Video")
        icon = "media"
        template = "blocks/video.html"
        description = _("A video of our own, with captions and transcript.")

    def get_api_representation(self, value: blocks.StructValue, context: dict | None = None) -> dict:
        return {
            "title": value["title"],
            "url": value["video"].url if value["video"] else None,
            "captions_url": value["captions"].url if value["captions"] else None,
            "transcript": str(value["transcript"]),
        }
