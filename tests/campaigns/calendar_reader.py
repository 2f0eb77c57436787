"""A strict reader of calendars (RFC 5545), written apart from what writes them: it accepts only what is allowed."""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone

_LINE = re.compile(r'^([A-Z0-9-]+)((?:;[A-Z0-9-]+=(?:"[^"]*"|[^";:,]*))*):(.*)$', re.S)
_UNESCAPED = re.compile(r"(?<!\\)(?:\\\\)*[;,]")


@dataclass
class Property:
    value: str
    parameters: dict[str, str] = field(default_factory=dict)


@dataclass
class Component:
    name: str
    properties: dict[str, Property] = field(default_factory=dict)
    parts: list["Component"] = field(default_factory=list)

    def text(self, name: str) -> str:
        """Return a TEXT value without its escapes."""
        value = self.properties[name].value
        assert not _UNESCAPED.search(value), (name, value)
        assert not re.search(r"(?<!\\)(?:\\\\)*\\[^\\;,nN]", value), (name, value)
        return re.sub(r"\\(.)", lambda match: "\n" if match[1] in "nN" else match[1], value)

    def events(self) -> list["Component"]:
        return [part for part in self.parts if part.name == "VEVENT"]

    def moment(self, name: str) -> date | datetime:
        """Return a day, or an aware moment computed from the calendar's own time zone rules."""
        found = self.properties[name]
        if found.parameters.get("VALUE") == "DATE":
            return datetime.strptime(found.value, "%Y%m%d").date()
        if found.value.endswith("Z"):
            return datetime.strptime(found.value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        assert found.parameters["TZID"] == "Europe/Tirane"
        return _in_zone(datetime.strptime(found.value, "%Y%m%dT%H%M%S"))


def read(data: bytes) -> Component:
    """Return the calendar in `data`; fails where a line is too long, ends otherwise, or is not well formed."""
    assert data.endswith(b"\r\n")
    lines = data[:-2].split(b"\r\n")
    assert all(b"\r" not in line and b"\n" not in line for line in lines)
    assert all(len(line) <= 75 for line in lines), max(lines, key=len)
    unfolded: list[str] = []
    for line in lines:
        # A character is never cut through, so each line is text by itself.
        text = line.decode("utf-8")
        if text.startswith((" ", "\t")):
            unfolded[-1] += text[1:]
        else:
            unfolded.append(text)
    root = _read_component(unfolded, 0)[0]
    _check(root)
    return root


def _read_component(lines: list[str], at: int) -> tuple[Component, int]:
    assert lines[at].startswith("BEGIN:")
    component = Component(lines[at].removeprefix("BEGIN:"))
    at += 1
    while lines[at] != f"END:{component.name}":
        if lines[at].startswith("BEGIN:"):
            part, at = _read_component(lines, at)
            component.parts.append(part)
            continue
        match = _LINE.match(lines[at])
        assert match, lines[at]
        assert not re.search(r"[\x00-\x08\x0a-\x1f\x7f]", match[3]), lines[at]
        assert match[1] not in component.properties, f"{match[1]} twice"
        parameters = dict(part.split("=", 1) for part in match[2].split(";")[1:])
        component.properties[match[1]] = Property(match[3], parameters)
        at += 1
    return component, at + 1


def _check(calendar: Component) -> None:
    assert calendar.name == "VCALENDAR"
    assert calendar.properties["VERSION"].value == "2.0"
    assert calendar.properties["PRODID"].value
    assert [part.name for part in calendar.parts].count("VTIMEZONE") == 1
    seen = set()
    for event in calendar.events():
        assert {"UID", "DTSTAMP", "DTSTART", "SUMMARY"} <= set(event.properties)
        assert event.properties["UID"].value not in seen
        seen.add(event.properties["UID"].value)
        assert event.properties["DTSTAMP"].value.endswith("Z")
        assert event.properties["STATUS"].value in ("CONFIRMED", "TENTATIVE", "CANCELLED")
        if "DTEND" in event.properties:
            assert event.moment("DTEND") > event.moment("DTSTART")


def _in_zone(local: datetime) -> datetime:
    """Return a local moment of Albania as an aware one: summer time lasts from March to October."""
    begin, end = _last_sunday(local.year, 3, 2), _last_sunday(local.year, 10, 3)
    hours = 2 if begin <= local < end else 1
    return local.replace(tzinfo=timezone(timedelta(hours=hours)))


def _last_sunday(year: int, month: int, hour: int) -> datetime:
    day = datetime(year, month, 31, hour)
    return day - timedelta(days=(day.weekday() + 1) % 7)
