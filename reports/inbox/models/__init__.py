"""The hotline's models: reports, sealed; the form; the keys; the trail of who did what."""

from .audit import AuditEvent
from .forms import ReportingForm
from .keys import InboxKey, KeyGrant
from .reports import IncidentReport

__all__ = ["AuditEvent", "InboxKey", "IncidentReport", "KeyGrant", "ReportingForm"]
