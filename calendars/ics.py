"""Calendar files (RFC 5545): entries to bytes, and the entries of a file of our own back again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, get_args
from urllib.parse import quote, unquote
from zoneinfo import ZoneInfo

from .entries import Content, Entry, Matter, Role, Status, day_of

if TYPE_CHECKING:
    from icalendar import Calendar, Component

PRODID = "-//checkbranch//meeting plan//ZH"
MATTER = "X-CHECKBRANCH-MATTER"
WORKSPACE = "X-CHECKBRANCH-WORKSPACE"
UNIT = "X-CHECKBRANCH-UNIT"
_REFRESH = timedelta(hours=12)
_HEAD = 2000  # bytes in which a file of our own says so
_TODO_STATUS = {"TENTATIVE": "NEEDS-ACTION", "CONFIRMED": "COMPLETED", "CANCELLED": "CANCELLED"}


def write_calendar(
    entries: Iterable[Entry], name: str, workspace: str, timezone: str, unit: str | None = None
) -> bytes:
    """Return a calendar file of a workspace with ``entries`` in their order; times are local times in ``timezone``.

    ``name`` is what clients call the calendar. ``unit`` is the id of the unit whose own file it is, if it is one.
    """
    from icalendar import Calendar

    calendar = Calendar.new(prodid=PRODID, name=name, method="PUBLISH", refresh_interval=_REFRESH)
    # The library makes a UID up for each calendar: files would never be the same, and vdirsyncer takes it for the
    # UID of every event. RFC 7986 has no default type for the interval, so it is written out.
    del calendar["UID"]
    calendar["REFRESH-INTERVAL"].params["VALUE"] = "DURATION"
    calendar.add("X-PUBLISHED-TTL", "PT12H")
    calendar.add("X-WR-TIMEZONE", timezone)
    calendar.add(WORKSPACE, quote(workspace, safe="", errors="replace"))
    if unit is not None:
        calendar.add(UNIT, quote(unit, safe="", errors="replace"))
    calendar.calscale = "GREGORIAN"
    zone = ZoneInfo(timezone)
    latest = 2037
    for entry in entries:
        calendar.add_component(_component(entry, zone))
        latest = max(latest, entry.day.year)
    # From 2000 on China has had one offset; before, the library would write its summer time, with a wrong onset.
    calendar.add_missing_timezones(first_date=date(2000, 1, 1), last_date=date(latest + 1, 1, 1))
    for zone_part in calendar.timezones:
        zone_part.pop("COMMENT", None)
    written: bytes = calendar.to_ical()
    return written


def _component(entry: Entry, zone: ZoneInfo) -> Component:
    from icalendar import Alarm, Event, Todo

    content = entry.content
    stamp = datetime.combine(entry.modified, datetime.min.time(), UTC)
    made: Event | Todo
    if content.form == "todo":
        due = day_of(content.end)
        made = Todo.new(
            uid=entry.uid,
            stamp=stamp,
            last_modified=stamp,
            sequence=entry.sequence,
            start=day_of(content.start) if day_of(content.start) < due else None,
            summary=content.summary,
            description=content.description,
            categories=content.categories,
        )
        made.add("STATUS", _TODO_STATUS[content.status])
        made.add("DUE", due)
    else:
        timed = isinstance(content.start, datetime)
        made = Event.new(
            uid=entry.uid,
            stamp=stamp,
            last_modified=stamp,
            sequence=entry.sequence,
            start=_zoned(content.start, zone),
            end=_zoned(content.end, zone),
            summary=content.summary,
            description=content.description,
            categories=content.categories,
        )
        made.add("STATUS", content.status)
        # A whole day must not show as busy, nor a meeting that is called off.
        made.add("TRANSP", "OPAQUE" if timed and content.status != "CANCELLED" else "TRANSPARENT")
    made.add(MATTER, _packed(entry.matter))
    for minutes in content.alarms:
        alarm = Alarm.new_display(content.summary, timedelta(minutes=-minutes))
        if content.form == "todo" and "DTSTART" not in made:
            alarm["TRIGGER"].params["RELATED"] = "END"
        made.add_component(alarm)
    return made


def _zoned(moment: date | datetime, zone: ZoneInfo) -> date | datetime:
    return moment.replace(tzinfo=zone) if isinstance(moment, datetime) else moment


def _packed(matter: Matter) -> str:
    """Return the matter as one plain ASCII word, so that a lost state file can be made anew from the calendar."""
    days = matter.opens.isoformat(), matter.closes.isoformat()
    texts = matter.role, matter.duty, matter.subject_kind, matter.subject, matter.unit, matter.period, *days
    return "/".join(quote(text, safe="", errors="replace") for text in (*texts, matter.wish, matter.title))


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


def is_something_else(data: bytes) -> bool:
    """Return whether ``data`` holds something, and not even the beginning of a calendar."""
    return bool(data.strip()) and b"BEGIN:VCALENDAR" not in data[:_HEAD].upper()


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
    status = {text: known for known, text in _TODO_STATUS.items()} | {known: known for known in get_args(Status)}
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
