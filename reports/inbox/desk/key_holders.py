"""Who can read, who asks to, and who should no longer: what the keys page shows of people. Reading only."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.db.models.functions import Lower

from cms.accounts.second_factor import confirmed_devices

from ..duties import Duty, Role
from ..models import InboxKey, KeyGrant


@dataclass(frozen=True)
class Person:
    """One member of staff on the keys page.

    Args:
        can_read_since: when access to the active key was given; None without it.
        asks_since: when the personal key was made that nobody has let in yet.
        may_read: the account is active and its role includes reading.
    """

    user: Any
    roles: list[str]
    may_read: bool
    has_second_factor: bool
    can_read_since: datetime | None
    asks_since: datetime | None

    @property
    def name(self) -> str:
        return self.user.get_full_name() or self.user.get_username()

    @property
    def has_overstayed(self) -> bool:
        """Return whether access outlived the account or the role."""
        return not self.may_read and self.can_read_since is not None


def key_holders(inbox_key: InboxKey | None) -> list[Person]:
    """Return everybody who may read reports or holds a personal key, those who ask first. Three queries."""
    users: Any = get_user_model()
    read = Permission.objects.filter(content_type__app_label="inbox", codename=Duty.READ).values("pk")
    through_group = users.groups.through.objects.filter(user_id=OuterRef("pk"), group__permissions__in=read)
    directly = users.user_permissions.through.objects.filter(user_id=OuterRef("pk"), permission__in=read)
    found = (
        users.objects.annotate(
            may_read=Exists(through_group) | Exists(directly),
            has_second_factor=Exists(confirmed_devices().filter(user_id=OuterRef("pk"))),
        )
        .filter(Q(may_read=True, is_active=True) | Q(inbox_key__isnull=False))
        .select_related("inbox_key")
        .prefetch_related(
            "groups",
            Prefetch("inbox_key__grants", KeyGrant.objects.filter(inbox_key=inbox_key), to_attr="active_grants"),
        )
        .order_by(Lower("username"))
    )
    rows = [_person(user) for user in found]
    return sorted(rows, key=lambda person: (not person.has_overstayed, person.asks_since is None))


def _person(user: Any) -> Person:
    personal_key = getattr(user, "inbox_key", None)
    grant = personal_key.active_grants[0] if personal_key and personal_key.active_grants else None
    labels = dict(Role.choices)
    return Person(
        user=user,
        roles=[str(labels[group.name]) for group in user.groups.all() if group.name in labels],
        may_read=user.may_read and user.is_active,
        has_second_factor=user.has_second_factor,
        can_read_since=grant.created_at if grant else None,
        asks_since=personal_key.created_at if personal_key and not grant else None,
    )
