"""An event in schema.org's words (https://schema.org/Event)."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .models import EventPage

_STATUS = {
    "scheduled": "EventScheduled",
    "rescheduled": "EventRescheduled",
    "postponed": "EventPostponed",
    "moved_online": "EventMovedOnline",
    "cancelled": "EventCancelled",
}
_MODE = {"offline": "Offline", "online": "Online", "mixed": "Mixed"}


def event_data(event: "EventPage") -> dict[str, Any]:
    """Return what is particular to an event: days, state, how one takes part, where, and who invites."""
    mode = "online" if event.is_online_only else event.attendance_mode
    data: dict[str, Any] = {
        "startDate": event.start.isoformat(),
        "endDate": event.end.isoformat(),
        "eventStatus": f"https://schema.org/{_STATUS[event.status]}",
        "eventAttendanceMode": f"https://schema.org/{_MODE[mode]}EventAttendanceMode",
        "location": _location(event, mode),
    }
    if event.previous_start:
        data["previousStartDate"] = event.previous_start.isoformat()
    if event.organiser:
        data["organizer"] = {"@type": "Organization", "name": event.organiser}
    return data


def _location(event: "EventPage", mode: str) -> Any:
    """Return a place, an address online, or both where one may choose."""
    address: dict[str, str] = {"@type": "PostalAddress", "addressCountry": "AL"}
    if event.municipality:
        address["addressLocality"] = str(event.get_municipality_display())
        address["addressRegion"] = event.county
    place = {"@type": "Place", "name": event.place or event.title, "address": address}
    online = {"@type": "VirtualLocation", "url": event.online_url or event.full_url}
    return {"online": online, "offline": place}.get(mode, [place, online])
