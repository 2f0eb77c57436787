"""The words that published pages use: where "did you mean" looks for a better spelling."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class VocabularyWord(models.Model):
    """A word as it is written, with the number of entries that use it.

    `head` and `tail` are the first and last letters of the folded word: a word with few typing errors keeps one of
    them, so that its neighbours are found by an index instead of by reading all words.
    """

    locale = models.CharField(max_length=10)
    word = models.CharField(max_length=40)
    folded = models.CharField(max_length=40)
    head = models.CharField(max_length=3)
    tail = models.CharField(max_length=3)
    # Letters of the folded word.
    length = models.PositiveSmallIntegerField()
    # How many entries use the word.
    entries = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("word of the index")
        verbose_name_plural = _("words of the index")
        constraints = [models.UniqueConstraint(fields=["locale", "word"], name="word_once_a_language")]
        indexes = [
            models.Index(fields=["locale", "head", "length"], name="word_head"),
            models.Index(fields=["locale", "tail", "length"], name="word_tail"),
        ]

    def __str__(self) -> str:
        return self.word
