"""How often anything that visitors can see has changed."""

from django.db import connection, models, transaction
from django.db.models import F


class ChangeCount(models.Model):
    """One cell of the count of changes; the count is the sum of all cells.

    Several cells, because a cell stays locked until the change that counts in it is committed: an editor who
    publishes never waits for another one, and two who change the same pages cannot block each other here.
    """

    number = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(number__gte=0), name="change_count_not_negative")]

    def __str__(self) -> str:
        return str(self.number)


def note_change() -> None:
    """Count one change, in the transaction that makes it: the new count is visible exactly when the change is."""
    with transaction.atomic():
        cells = ChangeCount.objects.order_by("pk")
        if connection.features.has_select_for_update_skip_locked:
            cells = cells.select_for_update(skip_locked=True)
        free = cells.values_list("pk", flat=True).first()
        if free is None:
            ChangeCount.objects.create(number=1)
        else:
            ChangeCount.objects.filter(pk=free).update(number=F("number") + 1)
