"""Groups of the hotline and the staff of a demonstration."""

import secrets
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import GroupPagePermission, Page

from cms.accounts.second_factor import enrol_known

from .duties import DUTIES, Duty, Role
from .keys import create_inbox_key, grant_inbox_key
from .models import InboxKey

EDITORS = "Editors"
DEMO_ROLES = [
    ("moderatore1", Role.SENIOR_ANALYST),
    ("moderatore2", Role.INTAKE_ANALYST),
    ("nderlidhese", Role.LIAISON),
    ("mbikeqyrese", Role.SUPERVISOR),
    ("statisticiene", Role.STATISTICIAN),
    ("auditore", Role.AUDITOR),
]
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
    # Who may change what the public sent decides on it; nobody of them adds or deletes any.
    *(("campaigns", f"change_{model}") for model in ("activity", "membershiprequest")),
    *(("campaigns", f"{action}_campaignedition") for action in ("add", "change", "view")),
]  # fmt: skip

# Who may change the reply templates, the hotline's own words, and have them in both languages.
_CARE_FOR_WORDS = frozenset({Role.SENIOR_ANALYST, Role.SUPERVISOR})
_WORDS_PERMISSIONS = [
    *(("inbox", f"{action}_replytemplate") for action in ("add", "change", "delete", "view")),
    ("wagtail_localize", "submit_translation"),
]


@dataclass(frozen=True)
class Account:
    """A demonstration account with its secrets, which are shown once.

    Args:
        role: the name of its group in English, or what it is.
        totp_secret: base32, as a phone takes it; empty where no second factor is needed.
    """

    username: str
    role: str
    password: str
    totp_secret: str = ""
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
    """Create an administrator, an editor and one person a role of the hotline with random secrets, and the inbox key.

    Returns the accounts made now, and the recovery key; both empty where everything exists already.
    """
    groups = ensure_groups()
    accounts = [
        _account("admin", "administrator", is_superuser=True),
        _account("editor", "editor", group=groups[EDITORS]),
        *(_account(username, role.removeprefix("Hotline: "), group=groups[role]) for username, role in DEMO_ROLES),
    ]
    made = [account for account in accounts if account is not None]
    if InboxKey.objects.filter(is_active=True).exists():
        return made, ""
    inbox_key, private_key, recovery_key = create_inbox_key()
    users = get_user_model().objects
    for account in made:
        if account.inbox_passphrase:
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
    password = secrets.token_urlsafe(15)
    create = users.create_superuser if is_superuser else users.create_user
    user = create(username=username, email=f"{username}@example.org", password=password)
    if group is None:
        return Account(username, role, password)
    user.groups.add(group)
    duties = DUTIES.get(group.name, frozenset())
    return Account(
        username,
        role,
        password,
        totp_secret=enrol_known(user) if duties else "",
        inbox_passphrase=secrets.token_urlsafe(18) if Duty.READ in duties else "",
    )
