"""Exporting a report: from the desk to the partner's folder, and everything that stops it."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from nacl.public import PrivateKey

from reports.inbox.documents import ReportContact
from reports.inbox.duties import Duty, Role
from reports.inbox.keys import create_inbox_key, grant_inbox_key
from reports.inbox.models import AuditEvent, IncidentReport, StatFact
from reports.inbox.packages.opening import PackageError, open_container, verify
from reports.inbox.services.casework import CaseworkError
from reports.inbox.services.outgoing import mark_of, outgoing
from reports.inbox.services.packages import SealedPackage, export_package
from tests.inbox.conftest import PASSPHRASE, Inbox
from tests.inbox.passing_on import (
    ADDRESS,
    CONTACT,
    WORDS,
    Partner,
    add_colleague,
    add_partner,
    add_report,
    keys_of,
    prepare_referral,
    usual_choice,
)
from tests.inbox.pdf_text import pdf_text
from tests.inbox.test_referrals_desk import form_data, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def partner(db: Any) -> Partner:
    return add_partner()


@pytest.fixture
def report(inbox: Inbox) -> IncidentReport:
    return add_report(inbox)


def export(inbox: Inbox, report: IncidentReport, partner: Partner, **changed: Any) -> SealedPackage:
    given: dict[str, Any] = {
        "actor": inbox.moderator,
        "choice": usual_choice(partner.recipient.kind),
        "private_keys": keys_of(inbox),
    }
    given |= {name: changed.pop(name) for name in list(changed) if name in given}
    fresh = IncidentReport.objects.get(pk=report.pk)
    seen = mark_of(outgoing(report=fresh, recipient=partner.recipient, **given))
    more = {"seen": seen, "reason": "court_order", "recipient_id": partner.recipient.pk, "report_id": report.pk}
    return export_package(**given, **more | changed)


def opened(package: SealedPackage, inbox: Inbox, partner: Partner) -> dict[str, bytes]:
    signing_key = bytes(inbox.key.signing_public_key)
    return verify(open_container(package.content, partner.private_key), [signing_key], partner.private_key)


def test_package_when_exported_then_the_partner_reads_the_chosen_fields_and_nobody_else(
    inbox: Inbox, report: IncidentReport, partner: Partner
) -> None:
    package = export(inbox, report, partner)
    assert package.name == f"{report.public_reference}.sealed"
    files = opened(package, inbox, partner)
    document = json.loads(files["report.json"])
    assert set(document["fields"]) == {
        "category", "addresses", "description", "happened_when", "age_band", "county",
    }  # fmt: skip
    assert document["fields"]["addresses"] == [ADDRESS, "@zog_shembull"]
    assert "".join(WORDS.split()) in pdf_text(files["report.pdf"])
    assert bytes(inbox.key.signing_public_key).hex() in files["README.txt"].decode()
    for key in (inbox.private_key, bytes(PrivateKey.generate())):
        with pytest.raises(PackageError):
            open_container(package.content, key)
    assert WORDS.encode() not in package.content
    assert report.public_reference.encode() not in package.content


def test_package_when_exported_then_the_trail_has_reason_recipient_and_hash_and_no_referral_is_counted(
    inbox: Inbox, report: IncidentReport, partner: Partner
) -> None:
    import hashlib

    package = export(inbox, report, partner)
    event = AuditEvent.objects.order_by("-sequence").first()
    assert event is not None
    assert (event.action, event.subject, event.reason) == ("exported", report.public_reference, "court_order")
    assert event.detail == f"{partner.recipient.pk}:{hashlib.sha256(package.content).hexdigest()}"
    assert not StatFact.objects.filter(kind="referred").exists()


def test_package_when_made_then_nothing_is_written_to_a_disk(
    inbox: Inbox, report: IncidentReport, partner: Partner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Typst and the ZIP work in memory: with every temporary folder and the working folder watched, no file appears."""
    for name in ("TMPDIR", "TEMP", "TMP", "XDG_CACHE_HOME", "HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.chdir(tmp_path)
    written: list[Any] = []

    def watch(path: Any, flags: int, *args: Any, **kwargs: Any) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            written.append(path)
        return plain_open(path, flags, *args, **kwargs)

    plain_open = os.open
    monkeypatch.setattr(os, "open", watch)
    assert opened(export(inbox, report, partner), inbox, partner)
    assert list(tmp_path.iterdir()) == []
    assert written == []


def test_package_when_the_contact_may_be_passed_on_then_it_is_inside_and_otherwise_refused(
    inbox: Inbox, partner: Partner
) -> None:
    chosen = usual_choice("police", fields=frozenset({"category", "contact"}))
    agreed = add_report(inbox, contact=ReportContact(CONTACT, consents_to_pass_on=True))
    files = opened(export(inbox, agreed, partner, choice=chosen), inbox, partner)
    assert json.loads(files["report.json"])["contact"] == CONTACT
    assert CONTACT in pdf_text(files["report.pdf"])
    IncidentReport.objects.all().delete()
    only_us = add_report(inbox, contact=ReportContact(CONTACT, consents_to_contact=True))
    with pytest.raises(CaseworkError):
        export(inbox, only_us, partner, choice=chosen)


def test_package_when_the_report_is_closed_then_a_court_can_still_have_it(
    inbox: Inbox, report: IncidentReport, partner: Partner
) -> None:
    from django.utils import timezone

    IncidentReport.objects.update(state="closed", outcome="not_illegal", closed_at=timezone.now())
    assert opened(export(inbox, report, partner), inbox, partner)


@pytest.mark.parametrize(
    "changed",
    [
        {"reason": ""},
        {"reason": "curiosity"},
        {"seen": ""},
        {"seen": "0" * 64},
        {"recipient_id": 10**6},
        {"report_id": 10**6},
    ],
)
def test_package_when_something_is_missing_then_nothing_leaves_and_nothing_is_in_the_trail(
    inbox: Inbox, report: IncidentReport, partner: Partner, changed: dict[str, Any]
) -> None:
    with pytest.raises(CaseworkError):
        export(inbox, report, partner, **changed)
    assert not AuditEvent.objects.filter(action="exported").exists()


def test_package_when_the_recipient_has_no_key_or_is_out_of_use_then_it_is_refused(
    inbox: Inbox, report: IncidentReport, partner: Partner
) -> None:
    with pytest.raises(CaseworkError):
        export(inbox, report, add_partner("prosecutor", with_key=False))
    partner.recipient.is_active = False
    partner.recipient.save()
    with pytest.raises(CaseworkError):
        export(inbox, report, partner)


def test_package_when_the_active_key_cannot_be_opened_then_it_is_not_signed_with_an_old_one(
    inbox: Inbox, report: IncidentReport, partner: Partner
) -> None:
    new_key, private_key, _recovery_key = create_inbox_key()
    with pytest.raises(CaseworkError):
        export(inbox, report, partner)
    package = export(inbox, report, partner, private_keys={**keys_of(inbox), new_key.pk: private_key})
    with pytest.raises(PackageError, match="signature"):
        opened(package, inbox, partner)
    verify(
        open_container(package.content, partner.private_key),
        [bytes(new_key.signing_public_key)],
        partner.private_key,
    )


@pytest.mark.parametrize("missing", [Duty.EXPORT, Duty.REFER, Duty.READ])
def test_package_when_a_duty_is_missing_then_it_is_refused(
    inbox: Inbox, report: IncidentReport, partner: Partner, missing: Duty
) -> None:
    liaison = add_colleague(inbox, Role.LIAISON)
    assert export(inbox, report, partner, actor=liaison)
    group = liaison.groups.get()
    group.permissions.remove(group.permissions.get(codename=missing.value))
    seen = mark_of(
        outgoing(
            report=IncidentReport.objects.get(),
            recipient=partner.recipient,
            actor=inbox.moderator,
            choice=usual_choice("police"),
            private_keys=keys_of(inbox),
        )
    )
    with pytest.raises(CaseworkError):
        export_package(
            report_id=report.pk,
            recipient_id=partner.recipient.pk,
            actor=type(liaison).objects.get(pk=liaison.pk),
            choice=usual_choice("police"),
            private_keys=keys_of(inbox),
            seen=seen,
            reason="court_order",
        )


def test_package_when_downloaded_in_the_desk_then_the_partner_opens_what_was_previewed(
    open_client: Client, inbox: Inbox, report: IncidentReport, partner: Partner
) -> None:
    path = f"/admin/inbox-packages/new/{report.pk}/?recipient={partner.recipient.pk}"
    data = form_data(page(open_client, path)) | {
        "fields_passed": ["category"],
        "note": "Përcjellje.",
        "step": "preview",
    }
    assert open_client.post(path, data).status_code == 422, "no reason was given"
    shown = open_client.post(path, data | {"reason": "police_request"})
    assert shown.status_code == 200
    soup = BeautifulSoup(shown.content, "html.parser")
    response = open_client.post(path, form_data(soup) | {"step": "finish"})
    assert response.status_code == 200
    assert response["Content-Disposition"] == f'attachment; filename="{report.public_reference}.sealed"'
    assert "no-store" in response["Cache-Control"]
    files = opened(SealedPackage("", response.content), inbox, partner)
    document = json.loads(files["report.json"])
    assert (list(document["fields"]), document["note"]) == (["category"], "Përcjellje.")


def test_package_when_made_of_a_referral_then_it_starts_with_what_that_passed_on(
    open_client: Client, inbox: Inbox, report: IncidentReport, partner: Partner
) -> None:
    chosen = usual_choice(
        "police",
        fields=frozenset({"category", "addresses", "description"}),
        addresses=(1,),
        description="e shkurtuar",
        note="shënimi",
        language="en",
    )
    referral = prepare_referral(inbox, report, partner.recipient, chosen)
    detail = page(open_client, f"/admin/inbox-referrals/{referral.pk}/")
    link = detail.select_one("a[href*='inbox-packages']")
    assert link is not None
    data = form_data(page(open_client, str(link["href"])))
    assert data["fields_passed"] == ["category", "addresses", "description"]
    assert data["addresses"] == ["1"]
    assert (data["description"], data["note"], data["document_language"]) == ("e shkurtuar", "shënimi", "en")


def test_package_when_only_recipients_with_a_key_can_get_it_then_the_others_are_not_on_offer(
    open_client: Client, report: IncidentReport, partner: Partner
) -> None:
    path = f"/admin/inbox-packages/new/{report.pk}/"
    offered = [entry.get_text() for entry in page(open_client, path).select(".passing-recipient strong")]
    assert offered == [partner.recipient.name]
    keyless = add_partner("prosecutor", with_key=False).recipient
    assert open_client.get(f"{path}?recipient={keyless.pk}").context["usual"]


def test_package_when_a_colleague_holds_the_report_then_the_desk_says_so(
    inbox: Inbox, report: IncidentReport, partner: Partner
) -> None:
    colleague = add_colleague(inbox, Role.SENIOR_ANALYST)
    grant_inbox_key(inbox_key=inbox.key, private_key=inbox.private_key, moderator=colleague, passphrase=PASSPHRASE)
    client = Client()
    client.force_login(colleague)
    client.post("/admin/inbox-key/open/", {"passphrase": PASSPHRASE})
    response = client.get(f"/admin/inbox-packages/new/{report.pk}/?recipient={partner.recipient.pk}")
    assert response.status_code == 409
    assert WORDS not in response.content.decode()
