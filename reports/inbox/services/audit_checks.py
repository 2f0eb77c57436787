"""Verifying the audit trail and remembering the answer, so that the desk can say when somebody last looked."""

from collections.abc import Iterable

from django.utils import timezone

from ..audit_chain import Anchor, Verification, verify_chain
from ..models import AuditCheck


def check_trail(*, anchors: Iterable[Anchor] = ()) -> Verification:
    """Verify the whole trail, keep the answer as an `AuditCheck`, and return it.

    Args:
        anchors: in rising order of their sequence, from outside the database.
    """
    found = verify_chain(anchors)
    AuditCheck.objects.create(
        ran_at=timezone.now(), events=found.events, problem=found.problem, first_bad=found.first_bad
    )
    return found
