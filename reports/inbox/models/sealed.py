"""What is sealed to an inbox key, as abstract columns: the key, the content key sealed to it, and the document."""

from django.db import models

from ..sealing import SealedDocument


class SealedModel(models.Model):
    """A row with one document that only holders of its inbox key can open."""

    inbox_key = models.ForeignKey("inbox.InboxKey", on_delete=models.PROTECT, related_name="+")
    sealed_key = models.BinaryField()
    sealed_document = models.BinaryField()

    # Neither search nor the reference index may read what is here.
    wagtail_reference_index_ignore = True

    class Meta:
        abstract = True

    @property
    def sealed(self) -> SealedDocument:
        return SealedDocument(bytes(self.sealed_key), bytes(self.sealed_document))
