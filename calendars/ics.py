"""Calendar files (RFC 5545): entries to bytes, and the entries of a file of our own back again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, get_args
from urllib.parse import quote, unquote
from zoneinfo import ZoneInfo

from .entries import Content, Entry, Matter, Role, Status, day_of
from .writing import TODO_STATUS, entry_bytes, zone_name

if TYPE_CHECKING:
    from icalendar import Calendar, Component

PRODID = "-//checkbranch//meeting plan//ZH"
MATTER = "X-CHECKBRANCH-MATTER"
WORKSPACE = "X-CHECKBRANCH-WORKSPACE"
UNIT = "X-CHECKBRANCH-UNIT"
_REFRESH = timedelta(hours=12)
_END = b"END:VCALENDAR\r\n"
_HEAD = 2000  # bytes in which a file of our own says so


def write_calendar(
    entries: Iterable[Entry], name: str, workspace: str, timezone: str, unit: str | None = None
) -> bytes:
    """Return a calendar file of a workspace with ``entries`` in their order; times are local times in ``timezone``.

    ``name`` is what clients call the calendar. ``unit`` is the id of the unit whose own file it is, if it is one.
    """
    zone = ZoneInfo(timezone)
    body: list[bytes] = []
    timed, latest = False, 2037
    for entry in entries:
        body.append(entry_bytes(entry, zone, [(MATTER, _packed(entry.matter))]))
        timed |= isinstance(entry.content.start, datetime) and entry.content.form == "event"
        latest = max(latest, entry.day.year)
    tzid = zone_name(zone) if timed else None
    zones = _zone(tzid, latest) if tzid else b""
    return b"".join((_head(name, workspace, timezone, unit), zones, *body, _END))


def _head(name: str, workspace: str, timezone: str, unit: str | None) -> bytes:
    """Return what stands before all components."""
    from icalendar import Calendar

    calendar = Calendar.new(prodid=PRODID, name=name, method="PUBLISH", refresh_interval=_REFRESH)
    # The library makes a UID up for each calendar: files would never be the same, and vdirsyncer takes it for the
    # UID of every event. RFC 7986 has no default type for the interval, so it is written out.
    del calendar["UID"]
    calendar["REFRESH-INTERVAL"].params["VALUE"] = "DURATION"
    calendar.add("X-PUBLISHED-TTL", "PT12H")
    calendar.add("X-WR-TIMEZONE", timezone)
    calendar.add(WORKSPACE, _word(workspace))
    if unit is not None:
        calendar.add(UNIT, _word(unit))
    calendar.calscale = "GREGORIAN"
    written: bytes = calendar.to_ical()
    return written.removesuffix(_END)


@lru_cache
def _zone(tzid: str, latest: int) -> bytes:
    """Return the VTIMEZONE for times from 2000 on; before, the library has China's summer time with a wrong onset."""
    from icalendar import Timezone

    zone = Timezone.from_tzid(tzid, first_date=date(2000, 1, 1), last_date=date(latest + 1, 1, 1))
    zone.pop("COMMENT", None)
    written: bytes = zone.to_ical()
    return written


def _word(text: str) -> str:
    """Return a text as one plain ASCII word."""
    return quote(text, safe="", errors="replace")


def _packed(matter: Matter) -> str:
    """Return the matter as one plain ASCII word, so that a lost state file can be made anew from the calendar."""
    days = matter.opens.isoformat(), matter.closes.isoformat()
    texts = matter.role, matter.duty, matter.subject_kind, matter.subject, matter.unit, matter.period, *days
    return "/".join(map(_word, (*texts, matter.wish, matter.title)))


def read_calendar(data: bytes) -> tuple[str, dict[str, Entry]] | None:
    """Return the workspace of a file written by ``write_calendar`` and its entries by UID; None if it is damaged."""
    calendar = _parsed(data)
    if calendar is None or calendar.errors:
        return None
    try:
        workspace = unquote(str(calendar[WORKSPACE]))
        found = [_entry(part) for part in (*calendar.events, *calendar.todos)]
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    return workspace, {entry.uid: entry for entry in found}


def unit_of_calendar(data: bytes) -> str | None:
    """Return the id of the unit whose own calendar ``data`` is, without reading its entries; None of any other file."""
    head = data.partition(b"\r\nBEGIN:")[0].replace(b"\r\n ", b"").split(b"\r\n")
    unit = next((line for line in head if line.startswith(UNIT.encode() + b":")), None)
    return None if unit is None else unquote(unit.partition(b":")[2].decode(errors="replace"))


def is_foreign(data: bytes) -> bool:
    """Return whether ``data`` is a calendar that another program wrote."""
    if PRODID.encode() in data[:_HEAD]:
        return False  # without reading thousands of entries
    calendar = _parsed(data)
    return calendar is not None and str(calendar.get("PRODID", "")) != PRODID


def _parsed(data: bytes) -> Calendar | None:
    from icalendar import Calendar

    try:
        found = Calendar.from_ical(data.decode("utf-8"))
    except (ValueError, KeyError, IndexError, TypeError):
        return None
    return found if isinstance(found, Calendar) else None


def _entry(part: Component) -> Entry:
    if part.errors:
        raise ValueError("a property of the entry cannot be read")
    status = {text: known for known, text in TODO_STATUS.items()} | {known: known for known in get_args(Status)}
    todo = part.name == "VTODO"
    end = _moment(part, "DUE" if todo else "DTEND")
    categories = part.decoded("CATEGORIES", [])
    content = Content(
        form="todo" if todo else "event",
        start=_moment(part, "DTSTART") if "DTSTART" in part else end,
        end=end,
        status=status[str(part["STATUS"])],
        summary=str(part["SUMMARY"]),
        description=str(part["DESCRIPTION"]),
        categories=tuple(str(one) for one in categories),
        alarms=tuple(round(-alarm.decoded("TRIGGER") / timedelta(minutes=1)) for alarm in part.walk("VALARM")),
    )
    sequence = int(part.decoded("SEQUENCE"))
    return Entry(str(part["UID"]), content, _matter(part), sequence, day_of(_moment(part, "LAST-MODIFIED")))


def _moment(part: Component, name: str) -> date | datetime:
    """Return a date, or a local date-time without its zone."""
    found = part.decoded(name)
    if not isinstance(found, date):
        raise ValueError(f"{name} is no date")
    return found.replace(tzinfo=None) if isinstance(found, datetime) else found


def _matter(part: Component) -> Matter:
    role, duty, kind, subject, unit, period, opens, closes, wish, title = map(unquote, str(part[MATTER]).split("/"))
    roles: dict[str, Role] = {known: known for known in get_args(Role)}
    return Matter(
        roles[role],
        *(duty, kind, subject, unit, period),
        date.fromisoformat(opens),
        date.fromisoformat(closes),
        *(wish, title),
    )
