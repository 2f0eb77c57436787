"""Calendars as programs read them (RFC 5545, with the properties of RFC 7986). Pure: knows no page and no database."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

PRODUCT = "-//iSIGURT.al//Calendar//SQ"
ZONE_NAME = "Europe/Tirane"
CONFIRMED, TENTATIVE, CANCELLED = "CONFIRMED", "TENTATIVE", "CANCELLED"
# Longest line in octets, without its end (section 3.1).
LINE_OCTETS = 75
_ZONE = ZoneInfo(ZONE_NAME)
# Central European Time with the summer time of the European Union, which Albania keeps.
_TIME_ZONE = (
    "BEGIN:VTIMEZONE",
    f"TZID:{ZONE_NAME}",
    "BEGIN:DAYLIGHT",
    "TZNAME:CEST",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0200",
    "DTSTART:19960331T020000",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "END:DAYLIGHT",
    "BEGIN:STANDARD",
    "TZNAME:CET",
    "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0100",
    "DTSTART:19961027T030000",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "END:STANDARD",
    "END:VTIMEZONE",
)


@dataclass(frozen=True)
class CalendarEntry:
    """One event. `start` and `end` are both aware moments, or both days, the last one included.

    Args:
        uid: the same for the same event for ever, in every language.
        changed_at: when what stands here was last changed; aware.
        sequence: grows with each change.
    """

    uid: str
    title: str
    start: date | datetime
    end: date | datetime
    changed_at: datetime
    sequence: int = 0
    description: str = ""
    location: str = ""
    url: str = ""
    status: str = CONFIRMED
    categories: tuple[str, ...] = field(default_factory=tuple)


def calendar_text(*, name: str, language: str, source: str, entries: Iterable[CalendarEntry]) -> str:
    """Return a whole calendar object, its lines ended by CR LF and folded.

    Args:
        name: what programs call the calendar.
        language: of the texts, `sq` or `en`.
        source: the address at which the calendar is found.
        entries: in any order; none is a calendar too.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        f"NAME;LANGUAGE={language}:{escaped(name)}",
        f"X-WR-CALNAME:{escaped(name)}",
        f"X-WR-TIMEZONE:{ZONE_NAME}",
        f"SOURCE;VALUE=URI:{source}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
        "X-PUBLISHED-TTL:PT12H",
        *_TIME_ZONE,
    ]
    for entry in entries:
        lines += _event(entry, language)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines)


def escaped(text: str) -> str:
    """Return `text` as a TEXT value (section 3.3.11); control signs, which it cannot hold, are left out."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    kept = "".join(sign for sign in text if sign in "\n\t" or not _is_control(sign))
    for sign, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        kept = kept.replace(sign, written)
    return kept


def folded(line: str) -> str:
    """Return `line` broken so that no part is longer than 75 octets, and no character is cut through."""
    parts: list[str] = []
    current, octets = "", 0
    for sign in line:
        size = len(sign.encode("utf-8", "surrogatepass"))
        # A part that goes on begins with a space, which counts.
        if octets + size > LINE_OCTETS:
            parts.append(current)
            current, octets = "", 1
        current += sign
        octets += size
    return "\r\n ".join([*parts, current])


def _is_control(sign: str) -> bool:
    return ord(sign) < 0x20 or 0x7F <= ord(sign) < 0xA0 or 0xD800 <= ord(sign) <= 0xDFFF


def _event(entry: CalendarEntry, language: str) -> Iterator[str]:
    stamp = _utc(entry.changed_at)
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.uid}"
    yield f"DTSTAMP:{stamp}"
    yield f"LAST-MODIFIED:{stamp}"
    yield f"SEQUENCE:{entry.sequence}"
    yield from _times(entry)
    yield f"SUMMARY;LANGUAGE={language}:{escaped(entry.title)}"
    if entry.description:
        yield f"DESCRIPTION;LANGUAGE={language}:{escaped(entry.description)}"
    if entry.location:
        yield f"LOCATION:{escaped(entry.location)}"
    if entry.categories:
        yield f"CATEGORIES:{','.join(map(escaped, entry.categories))}"
    if entry.url:
        yield f"URL:{entry.url}"
    yield f"STATUS:{entry.status}"
    yield f"TRANSP:{'OPAQUE' if isinstance(entry.start, datetime) and entry.status != CANCELLED else 'TRANSPARENT'}"
    yield "END:VEVENT"


def _times(entry: CalendarEntry) -> Iterator[str]:
    """Yield start and end. An end that equals the start is left out: it would have to be later (section 3.8.2.2)."""
    start, end = entry.start, entry.end
    if isinstance(start, datetime) and isinstance(end, datetime):
        yield _moment("DTSTART", start)
        if _utc(end) > _utc(start):
            yield _moment("DTEND", end)
    else:
        yield f"DTSTART;VALUE=DATE:{start:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{end + timedelta(days=1):%Y%m%d}"


def _moment(name: str, moment: datetime) -> str:
    """Return a property in local time; in UTC for the hour that comes twice in autumn, when it is the second one."""
    local = moment.astimezone(_ZONE)
    if local.fold:
        return f"{name}:{_utc(moment)}"
    return f"{name};TZID={ZONE_NAME}:{local:%Y%m%dT%H%M%S}"


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
