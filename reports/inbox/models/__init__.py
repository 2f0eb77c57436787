"""The hotline's models: reports, sealed; the form; the keys; the work on a report; the trail of who did what."""

from .accounts import ServiceAccount, WebhookDelivery
from .audit import AuditCheck, AuditEvent, AuditHead
from .correspondence import InternalNote, Message
from .facts import Exposure, StatFact, StatSnapshot
from .forms import ReportingForm
from .incidents import Incident, ReportedAddress
from .keys import InboxKey, KeyGrant, PersonalKey, RecoveryKey
from .referrals import Recipient, Referral
from .reply_templates import ReplyTemplate
from .reports import IncidentReport

__all__ = [
    "AuditCheck",
    "AuditEvent",
    "AuditHead",
    "Exposure",
    "InboxKey",
    "Incident",
    "IncidentReport",
    "InternalNote",
    "KeyGrant",
    "Message",
    "PersonalKey",
    "Recipient",
    "RecoveryKey",
    "Referral",
    "ReplyTemplate",
    "ReportedAddress",
    "ReportingForm",
    "ServiceAccount",
    "StatFact",
    "StatSnapshot",
    "WebhookDelivery",
]
