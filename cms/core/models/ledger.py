"""What `load_content` has written, so that it runs again without touching an editor's work."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models


class LoadedItem(models.Model):
    """One object written from the content pack.

    `source_hash` tells whether the file has changed since; `object_hash` is taken from the object right after writing,
    so a different hash later means that an editor has been there.
    """

    item_id = models.CharField(max_length=120)
    language = models.CharField(max_length=2)
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    target = GenericForeignKey("content_type", "object_id")
    source_hash = models.CharField(max_length=64)
    object_hash = models.CharField(max_length=64, blank=True)
    loaded_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item_id", "language"], name="loaded_item_once_a_language")]

    def __str__(self) -> str:
        return f"{self.item_id} ({self.language})"
