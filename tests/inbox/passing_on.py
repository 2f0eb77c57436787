"""What tests of passing on begin with: a claimed report, a partner with a key, and what leaves by default."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from nacl.public import PrivateKey

from reports.inbox.disclosure import MINIMAL_FIELDS
from reports.inbox.documents import ReportContact, ReportContent, ReportMetadata
from reports.inbox.duties import Role
from reports.inbox.keys import grant_inbox_key
from reports.inbox.models import IncidentReport, Recipient, Referral
from reports.inbox.passing import Choice
from reports.inbox.services import submit_report
from reports.inbox.services.casework import claim
from reports.inbox.services.outgoing import mark_of, preview
from reports.inbox.services.referrals import prepare
from reports.inbox.staff import ensure_groups
from tests.inbox.conftest import PASSPHRASE, Inbox

WORDS = "një kanarinë e kaltër mbi tel"
ADDRESS = "https://shembull.example/faqe?numri=1"
CONTACT = "zogu.kaltert@shembull.example"


@dataclass
class Partner:
    recipient: Recipient
    private_key: bytes


def add_report(
    inbox: Inbox, *, held: bool = True, contact: ReportContact | None = None, **given: Any
) -> IncidentReport:
    """Take a report in and let the moderator of `inbox` hold it."""
    metadata = {"category": "grooming", "age_band": "11-13", "county": "AL-11", "reporter_role": "parent_carer"}
    metadata |= {name: given.pop(name) for name in list(given) if name in ReportMetadata.__dataclass_fields__}
    content = {"description": WORDS, "addresses": [ADDRESS, "@zog_shembull"], "happened_when": "mbrëmë"} | given
    submitted = submit_report(
        content=ReportContent(**content),
        metadata=ReportMetadata(**metadata),
        language="sq",
        channel="web",
        token="f" * 40,
        contact=contact,
    )
    return claim(report_id=submitted.report.pk, actor=inbox.moderator) if held else submitted.report


def add_partner(kind: str = "police", *, with_key: bool = True, **given: Any) -> Partner:
    """Add a recipient; the private half of its key exists only here."""
    private_key = PrivateKey.generate()
    recipient = Recipient.objects.create(
        name=given.pop("name", f"Partneri i provës ({kind})"),
        kind=kind,
        public_key=bytes(private_key.public_key) if with_key else None,
        **given,
    )
    return Partner(recipient, bytes(private_key))


def usual_choice(kind: str, **given: Any) -> Choice:
    """Return the minimum for `kind`, with both addresses and an explanation."""
    return Choice(
        **{
            "fields": frozenset(str(name) for name in MINIMAL_FIELDS[kind]),
            "language": "sq",
            "addresses": (0, 1),
            "explanation": "Shpjegim prove.",
            "legal_ground": "Neni i provës.",
        }
        | given
    )


def keys_of(inbox: Inbox) -> dict[int, bytes]:
    return {inbox.key.pk: inbox.private_key}


def prepare_referral(
    inbox: Inbox, report: IncidentReport, recipient: Recipient, choice: Choice | None = None
) -> Referral:
    """Look at the preview and prepare exactly that."""
    given: dict[str, Any] = {
        "actor": inbox.moderator,
        "choice": choice or usual_choice(recipient.kind),
        "private_keys": keys_of(inbox),
    }
    fresh = IncidentReport.objects.get(pk=report.pk)
    document = preview(report=fresh, recipient=recipient, **given)
    return prepare(report_id=report.pk, recipient_id=recipient.pk, seen=mark_of(document), **given)


def add_colleague(inbox: Inbox, role: Role, name: str = "kolege") -> Any:
    """Add somebody of `role` who can open the inbox with the usual passphrase."""
    colleague = get_user_model().objects.create_user(name, password="fjalëkalim-prove")
    colleague.groups.add(ensure_groups()[role])
    grant_inbox_key(inbox_key=inbox.key, private_key=inbox.private_key, moderator=colleague, passphrase=PASSPHRASE)
    return colleague
