"""The lines of an entry in a calendar file (RFC 5545), to the byte as ``icalendar`` would write them.

The library takes a millisecond for each entry; the file of a county has a hundred thousand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from .entries import Content, Entry, day_of

TODO_STATUS = {"TENTATIVE": "NEEDS-ACTION", "CONFIRMED": "COMPLETED", "CANCELLED": "CANCELLED"}
_LONGEST = 74  # octets of a line; the space that begins the next one comes on top
_UNSPLIT = b"\\^"  # what begins an escape and stays beside what it escapes


def entry_bytes(entry: Entry, zone: ZoneInfo, own: Iterable[tuple[str, str]] = ()) -> bytes:
    """Return an entry as a VEVENT or VTODO; its times are local times in ``zone``.

    ``own`` are properties of ours, each with a value that needs no escape.
    """
    todo = entry.content.form == "todo"
    lines = _todo(entry) if todo else _event(entry, zone)
    return b"".join(folded(line) for line in (*lines, *(f"{name}:{value}" for name, value in own), *_rest(entry)))


def folded(line: str) -> bytes:
    """Return a line in pieces of at most 75 octets that never end inside a character."""
    data = line.encode("utf-8", "replace")
    if len(data) <= _LONGEST:
        return data + b"\r\n"
    pieces, at = [], 0
    while len(data) - at > _LONGEST:
        cut = at + _LONGEST
        while data[cut] & 0xC0 == 0x80:
            cut -= 1
        if data[cut - 1] in _UNSPLIT:
            cut -= 1
        pieces.append(data[at:cut])
        at = cut
    return b"\r\n ".join((*pieces, data[at:])) + b"\r\n"


def escaped(text: str) -> str:
    """Return a text as the value of a property."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def _event(entry: Entry, zone: ZoneInfo) -> Iterator[str]:
    content, stamp = entry.content, _stamp(entry)
    timed = isinstance(content.start, datetime)
    yield "BEGIN:VEVENT"
    yield f"SUMMARY:{escaped(content.summary)}"
    yield f"DTSTART{_moment(content.start, zone)}"
    yield f"DTEND{_moment(content.end, zone)}"
    yield f"DTSTAMP:{stamp}"
    yield f"UID:{escaped(entry.uid)}"
    yield f"SEQUENCE:{entry.sequence}"
    yield from _categories(content)
    yield f"DESCRIPTION:{escaped(content.description)}"
    yield f"LAST-MODIFIED:{stamp}"
    yield f"STATUS:{content.status}"
    # A whole day must not show as busy, nor a meeting that is called off.
    yield f"TRANSP:{'OPAQUE' if timed and content.status != 'CANCELLED' else 'TRANSPARENT'}"


def _todo(entry: Entry) -> Iterator[str]:
    content, stamp = entry.content, _stamp(entry)
    yield "BEGIN:VTODO"
    yield from _categories(content)
    yield f"DESCRIPTION:{escaped(content.description)}"
    yield f"DTSTAMP:{stamp}"
    if _has_start(content):
        yield f"DTSTART;VALUE=DATE:{_day(day_of(content.start))}"
    yield f"DUE;VALUE=DATE:{_day(day_of(content.end))}"
    yield f"LAST-MODIFIED:{stamp}"
    yield f"SEQUENCE:{entry.sequence}"
    yield f"STATUS:{TODO_STATUS[content.status]}"
    yield f"SUMMARY:{escaped(content.summary)}"
    yield f"UID:{escaped(entry.uid)}"


def _rest(entry: Entry) -> Iterator[str]:
    """Yield the alarms and the end."""
    content, todo = entry.content, entry.content.form == "todo"
    related = ";RELATED=END" if todo and not _has_start(content) else ""
    for minutes in content.alarms:
        yield "BEGIN:VALARM"
        yield "ACTION:DISPLAY"
        yield f"DESCRIPTION:{escaped(content.summary)}"
        yield f"TRIGGER{related}:{_before(minutes)}"
        yield "END:VALARM"
    yield f"END:{'VTODO' if todo else 'VEVENT'}"


def _categories(content: Content) -> Iterator[str]:
    if content.categories:
        yield f"CATEGORIES:{','.join(map(escaped, content.categories))}"


def _has_start(content: Content) -> bool:
    """Return whether a to-do has a start of its own; one that starts when it is due has none."""
    return day_of(content.start) < day_of(content.end)


def _stamp(entry: Entry) -> str:
    return f"{_day(entry.modified)}T000000Z"


def _day(day: date) -> str:
    return f"{day.year:04d}{day.month:02d}{day.day:02d}"


def _moment(moment: date | datetime, zone: ZoneInfo) -> str:
    """Return a date or a local time with the parameters that it needs."""
    if not isinstance(moment, datetime):
        return f";VALUE=DATE:{_day(moment)}"
    tzid = zone_name(zone)
    time = f"{_day(moment)}T{moment.hour:02d}{moment.minute:02d}{moment.second:02d}"
    return f";TZID={tzid}:{time}" if tzid else f":{time}Z"


@lru_cache
def zone_name(zone: ZoneInfo) -> str | None:
    """Return the name that a zone has in a calendar file; None of UTC, which needs none."""
    from icalendar import vDatetime

    name = vDatetime(datetime(2026, 1, 1, tzinfo=zone)).params.get("TZID")
    return None if name is None else str(name)


@lru_cache
def _before(minutes: int) -> str:
    from icalendar import vDuration

    written: bytes = vDuration(timedelta(minutes=-minutes)).to_ical()  # type: ignore[no-untyped-call]
    return written.decode()
