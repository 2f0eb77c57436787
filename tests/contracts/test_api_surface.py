"""Nothing of the hotline can be read through the public API, and no page is a way into it."""

import pytest
from django.test import Client

from reports.inbox.documents import ReportContent, ReportMetadata
from reports.inbox.models import AuditEvent, InboxKey, IncidentReport, KeyGrant, PersonalKey, RecoveryKey
from reports.inbox.services import submit_report
from tests.inbox.conftest import Inbox, cheap_passphrases, inbox  # noqa: F401

pytestmark = pytest.mark.django_db
SECRET_WORDS = ("sealed", "receipt", "wrapped", "recovery", "inbox", "submission", "reporter")
INTERNAL = {
    field.name
    for model in (IncidentReport, InboxKey, RecoveryKey, PersonalKey, KeyGrant, AuditEvent)
    for field in model._meta.get_fields()
    if any(
        word in field.name for word in ("sealed", "receipt", "wrapped", "recovery", "inbox", "submission", "reporter")
    )
}


def test_every_public_read_when_walked_then_no_report_and_no_inbox_field_shows(
    inbox: Inbox,  # noqa: F811
    visitor: Client,
) -> None:
    report = submit_report(
        content=ReportContent(description="kanarinë"),
        metadata=ReportMetadata(category="unsure"),
        language="sq",
        channel="web",
        token="a" * 40,
    ).report
    document = visitor.get("/api/v3/openapi.json").json()
    walked = 0
    for path, operations in document["paths"].items():
        if "get" not in operations:
            continue
        for number in (1, 2, 3):
            address = path
            for parameter in operations["get"].get("parameters", []):
                if parameter["in"] == "path":
                    address = address.replace("{" + parameter["name"] + "}", str(number))
            text = visitor.get(address).content.decode()
            walked += 1
            assert report.public_reference not in text, address
            assert not [name for name in INTERNAL if f'"{name}"' in text], address
    assert walked > 60


def test_hotline_models_when_registered_then_they_are_no_snippets_and_not_indexed() -> None:
    from wagtail.search.index import get_indexed_models
    from wagtail.snippets.models import get_snippet_models

    for model in (IncidentReport, InboxKey, RecoveryKey, PersonalKey, KeyGrant, AuditEvent):
        assert model not in get_snippet_models()
        assert model not in get_indexed_models()
