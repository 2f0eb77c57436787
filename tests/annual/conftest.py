"""Datasets, people and files for the tests of open data."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from wagtail.models import GroupPagePermission, Page

from cms.accounts.models import User
from reports.annual.csv_reading import Row
from reports.annual.models import DatasetPage, DatasetVersion
from reports.annual.services import publish_version
from reports.annual.vocabularies import Origin
from tests.factories import loaded

HEAD = "indicator,indicator_sq,indicator_en,time_period,value,unit,source"
FILE = (
    HEAD + "\r\nincidents,Incidente,Incidents,2023,180,incident,Raporti 2023\r\nincidents,,,2024,407,incident,BIK\r\n"
)
LABELS: dict[str, Any] = {
    "indicators": {"reports": {"sq": "Raportime", "en": "Reports"}},
    "dimensions": {"age": {"sq": "mosha", "en": "age"}},
    "values": {
        "age": {
            "under-13": {"sq": "nën 13 vjeç", "en": "under 13"},
            "13-17": {"sq": "13–17 vjeç", "en": "13–17"},
            "adults": {"sq": "të rritur", "en": "adults"},
        }
    },
}


def row(value: str | None, period: str = "2024", group: str = "", **fields: Any) -> Row:
    """Return an observation of the indicator “reports”; None for a withheld value."""
    return Row(
        indicator=fields.pop("indicator", "reports"),
        time_period=period,
        value=None if value is None else Decimal(value),
        is_suppressed=value is None,
        unit=fields.pop("unit", "report"),
        source=fields.pop("source", "Burimi"),
        dimensions={"age": group} if group else {},
        **fields,
    )


def publish(*rows: Row, page: DatasetPage | None = None, labels: dict[str, Any] | None = None) -> DatasetVersion:
    """Publish rows in the dataset that the content pack leaves empty, or in `page`."""
    target = page or loaded("dataset.hotline")
    return publish_version(dataset_key=target.translation_key, rows=rows, labels=labels or LABELS, origin=Origin.UPLOAD)


@pytest.fixture
def person(db: Any) -> Callable[..., Client]:
    """Return how to sign in somebody with page permissions on one page: `person("change_page", on=page)`."""

    def sign_in(*permissions: str, on: Page) -> Client:
        number = User.objects.count()
        user = User.objects.create_user(f"person{number}", password="x", email=f"person{number}@example.org")
        group = Group.objects.create(name=f"group{number}")
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        for codename in permissions:
            permission = Permission.objects.get(codename=codename, content_type__app_label="wagtailcore")
            GroupPagePermission.objects.create(group=group, page=Page.objects.get(pk=on.pk), permission=permission)
        user.groups.add(group)
        client = Client()
        client.force_login(user)
        return client

    return sign_in
