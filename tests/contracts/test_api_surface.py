"""Nothing of the hotline can be read through the public API, and no page is a way into it."""

import re

import pytest
from django.test import Client

from reports.inbox.documents import ReportContact, ReportContent, ReportMetadata
from reports.inbox.models import (
    AuditEvent,
    InboxKey,
    IncidentReport,
    KeyGrant,
    PersonalKey,
    Recipient,
    RecoveryKey,
    Referral,
    ServiceAccount,
    WebhookDelivery,
)
from reports.inbox.services import submit_report
from reports.inbox.services.accounts import Admission, admit_program
from reports.inbox.services.referrals import mark_sent
from search.content_api.kinds import SLUGS
from tests.inbox.conftest import Inbox, cheap_passphrases, inbox  # noqa: F401
from tests.inbox.passing_on import ADDRESS, CONTACT, WORDS, add_partner, add_report, prepare_referral

pytestmark = pytest.mark.django_db
API = "/api/v3/"
API_READS = [
    f"{API}{name}/"
    for name in ("site", "locales", "menus", "taxonomies", "search", "toolkits", "statistics", "reports", "referrals",
                 "reports/form", "reports/challenge", "pages", "images", "documents",
                 *(f"content/{slug}" for slug in SLUGS.values()))
]  # fmt: skip
# Paths in pages and in answers of the API.
LINK = re.compile(r'(?:href|src|url|api_url|list_url)"?\s*[=:]\s*"(/[^"\s]*)"')
NOT_WALKED = ("/admin/", "/static/", "/media/", "/bundles/", "/lessons/")
SECRET_WORDS = ("sealed", "receipt", "wrapped", "recovery", "inbox", "submission", "reporter", "token_", "webhook_")
HOTLINE_MODELS = (
    AuditEvent,
    IncidentReport,
    InboxKey,
    KeyGrant,
    PersonalKey,
    Recipient,
    RecoveryKey,
    Referral,
    ServiceAccount,
    WebhookDelivery,
)
INTERNAL = {
    field.name
    for model in HOTLINE_MODELS
    for field in model._meta.get_fields()
    if any(word in field.name for word in SECRET_WORDS)
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


def test_every_public_address_when_walked_logged_out_then_nothing_of_the_hotline_is_on_it(
    inbox: Inbox,  # noqa: F811
    visitor: Client,
) -> None:
    """Follow every link of the site, and every address that answers of the API name, from both home pages on."""
    partner = add_partner(name="Partneri kanarinë")
    report = add_report(inbox, contact=ReportContact(CONTACT, True, True))
    referral = prepare_referral(inbox, report, partner.recipient)
    mark_sent(referral_id=referral.pk, actor=inbox.moderator)
    admission = Admission(name="Programi kanarinë", scopes=["referrals"], recipient_id=partner.recipient.pk)
    admitted = admit_program(actor=inbox.moderator, admission=admission)
    secrets = [report.public_reference, WORDS, CONTACT, "Partneri kanarinë", "Programi kanarinë", admitted.token]
    secrets += [bytes(report.receipt_hash).hex(), bytes(partner.recipient.public_key or b"").hex(), ADDRESS]
    waiting = ["/sq/", "/en/", "/sitemap.xml", "/robots.txt", "/api/v3/openapi.json", *API_READS]
    seen: set[str] = set()
    while waiting:
        address = waiting.pop().split("#")[0]
        if address in seen or address.startswith(NOT_WALKED) or "?" in address:
            continue
        seen.add(address)
        response = visitor.get(address)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        text = content.decode("utf-8", "replace")
        assert not [secret for secret in secrets if secret in text], address
        waiting += LINK.findall(text)
    assert len(seen) > 150


def test_hotline_models_when_registered_then_they_are_no_snippets_and_not_indexed() -> None:
    from wagtail.search.index import get_indexed_models
    from wagtail.snippets.models import get_snippet_models

    for model in HOTLINE_MODELS:
        assert model not in get_snippet_models()
        assert model not in get_indexed_models()
