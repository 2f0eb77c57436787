"""Groups of the hotline and the staff of a demonstration."""

import secrets
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import GroupPagePermission, Page

from .duties import DUTIES, Role
from .keys import create_inbox_key, grant_inbox_key
from .models import InboxKey

EDITORS = "Editors"
_EDITOR_PERMISSIONS = [
    ("wagtailadmin", "access_admin"),
    ("wagtail_localize", "submit_translation"),
    *(
        (app, f"{action}_{model}")
        for app, model in (
            ("core", "topic"), ("core", "helpservice"), ("core", "organisation"), ("core", "announcement"),
            ("guides", "glossaryterm"), ("inbox", "reportingform"),
        )
        for action in ("add", "change", "delete", "view")
    ),
]  # fmt: skip

# Who may change the reply templates, the hotline's own words, and have them in both languages.
_CARE_FOR_WORDS = frozenset({Role.SENIOR_ANALYST, Role.SUPERVISOR})
_WORDS_PERMISSIONS = [
    *(("inbox", f"{action}_replytemplate") for action in ("add", "change", "delete", "view")),
    ("wagtail_localize", "submit_translation"),
]


@dataclass(frozen=True)
class Account:
    """A demonstration account with its secrets, which are shown once."""

    username: str
    role: str
    password: str
    inbox_passphrase: str = ""


@transaction.atomic
def ensure_groups() -> dict[str, Group]:
    """Create the groups of the hotline's roles and of editors with their permissions; safe to run again.

    Returns the groups by name: the values of `Role`, and `EDITORS`.
    """
    groups = {}
    for role, duties in DUTIES.items():
        groups[str(role)], _created = Group.objects.get_or_create(name=role)
        held = [_permission("inbox", duty) for duty in duties]
        own_words = _WORDS_PERMISSIONS if role in _CARE_FOR_WORDS else []
        given = [_permission(app, codename) for app, codename in (*own_words, ("wagtailadmin", "access_admin"))]
        groups[str(role)].permissions.set([*held, *given])
    groups[EDITORS] = _ensure_editors()
    return groups


def _ensure_editors() -> Group:
    editors, _created = Group.objects.get_or_create(name=EDITORS)
    editors.permissions.add(*(_permission(app, codename) for app, codename in _EDITOR_PERMISSIONS))
    root = Page.get_first_root_node()
    for codename in ("add_page", "change_page", "publish_page"):
        GroupPagePermission.objects.get_or_create(
            group=editors, page=root, permission=_permission("wagtailcore", codename)
        )
    return editors


def create_demo_staff() -> tuple[list[Account], str]:
    """Create an administrator, an editor and two moderators with random secrets, and the inbox key.

    Returns the accounts made now, and the recovery key; both empty where everything exists already.
    """
    groups = ensure_groups()
    accounts = [
        _account("admin", "administrator", is_superuser=True),
        _account("editor", "editor", group=groups[EDITORS]),
        _account("moderatore1", "moderator", group=groups[Role.SENIOR_ANALYST]),
        _account("moderatore2", "moderator", group=groups[Role.INTAKE_ANALYST]),
    ]
    made = [account for account in accounts if account is not None]
    if InboxKey.objects.filter(is_active=True).exists():
        return made, ""
    inbox_key, private_key, recovery_key = create_inbox_key()
    users = get_user_model().objects
    for account in made:
        if account.role == "moderator":
            grant_inbox_key(
                inbox_key=inbox_key,
                private_key=private_key,
                moderator=users.get(username=account.username),
                passphrase=account.inbox_passphrase,
            )
    return made, recovery_key


def _permission(app_label: str, codename: str) -> Permission:
    return Permission.objects.get(content_type__app_label=app_label, codename=codename)


def _account(username: str, role: str, *, group: Group | None = None, is_superuser: bool = False) -> Account | None:
    users: Any = get_user_model().objects
    if users.filter(username=username).exists():
        return None
    account = Account(
        username, role, secrets.token_urlsafe(15), secrets.token_urlsafe(18) if role == "moderator" else ""
    )
    create = users.create_superuser if is_superuser else users.create_user
    user = create(username=username, email=f"{username}@example.org", password=account.password)
    if group is not None:
        user.groups.add(group)
    return account
