"""Calendar files as activity: every event that can be a record is a row, with the line on which it begins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from ...calendars.arrivals import Arrivals, read_arrivals
from ...calendars.arrivals import Refused as Broken
from ...calendars.incoming import Arrival, Moment
from ...calendars.lines import Unusable
from ..text import Text
from .event_words import refused, unusable, warned
from .shape.types import TypeReader
from .values.cells import Raw
from .values.sheets import Refused, Sheet, sheet_of

COLUMNS = ("id", "type", "start", "end", "title", "place", "content")
LAST = date(2100, 12, 31)  # through which day recurring events are followed; what lies after the as-of day is a plan
_OWN = "@checkbranch"  # ends the UIDs of what we propose ourselves
_GUESSES = ("endless_rule",)  # said where a file is imported, of no use to an audit


@dataclass(slots=True)
class Events:
    """A calendar file as a sheet, and what is to be said of it: (line, code, message).

    ``engaged`` are the days of events that are no records, with the types that their titles name.
    """

    sheet: Sheet
    notes: list[tuple[int, str, Text]] = field(default_factory=list)
    engaged: list[tuple[date, tuple[str, ...]]] = field(default_factory=list)


def read_events(data: bytes, timezone: str, types: TypeReader, fixed: bool) -> Events:
    """Return the events that can be records: confirmed, and of a type that the title names (``fixed``: of any title).

    One of them that could not be read becomes a row without a date, so that what it may have been is not forgotten.
    Raises Refused where the file is no calendar.
    """
    try:
        found = read_arrivals(data, timezone, None, date.max, LAST)
    except Unusable as error:
        text = unusable(error)
        raise Refused(text.zh, text.en) from None
    taken = [one for one in found.records if one.status == "confirmed" and (fixed or types.named_in(one.title))]
    ids = record_ids(taken)
    columns = COLUMNS if not fixed else tuple(name for name in COLUMNS if name != "type")
    rows: list[tuple[int, list[Raw]]] = [
        (one.line, _row(columns, one, id_, types)) for one, id_ in zip(taken, ids, strict=True)
    ]
    rows += [
        (one.line, [_broken(name, one, types) for name in columns])
        for one in found.refused
        if fixed or types.named_in(one.title)
    ]
    rows.sort(key=lambda row: row[0])
    sheet = sheet_of(None, [list(columns), *(cells for _, cells in rows)], [1, *(line for line, _ in rows)])
    records = {id(one) for one in taken}
    engaged = [
        (day, tuple(types.named_in(one.title)))
        for one in found.records
        if id(one) not in records and takes_days(one)
        for day in days_of(one)
    ]
    return Events(sheet, _notes(found, len(taken)), engaged)


def takes_days(one: Arrival) -> bool:
    """Return whether an event takes the days on which it is; what we proposed ourselves hinders no proposal."""
    return one.status != "cancelled" and not (one.uid or "").endswith(_OWN)


def days_of(one: Arrival) -> Iterator[date]:
    """Yield the local days on which an event is; one that ends at midnight is not on the day that begins then."""
    end = one.end
    if isinstance(end, datetime):
        end = (end - timedelta(microseconds=1)).date() if end > one.start else one.day
    for step in range(((end or one.day) - one.day).days + 1):
        yield one.day + timedelta(days=step)


def record_ids(taken: Sequence[Arrival]) -> list[str]:
    """Return an id for each: its UID, with the day where it recurs; empty where it has none."""
    often: dict[str, int] = {}
    for one in taken:
        if one.uid:
            often[one.uid] = often.get(one.uid, 0) + 1
    return [f"{one.uid}@{one.day}" if often.get(one.uid or "", 0) > 1 else one.uid or "" for one in taken]


def _row(columns: Sequence[str], one: Arrival, id_: str, types: TypeReader) -> list[Raw]:
    cells: dict[str, Raw] = {
        "id": id_ or None,
        "type": "；".join(types.named_in(one.title)),
        "start": _cell(one.start),
        "end": None if one.end is None or (one.all_day and one.end == one.start) else _cell(one.end),
        "title": one.title or None,
        "place": one.place or None,
        "content": one.description or None,
    }
    return [cells[name] for name in columns]


def _broken(name: str, one: Broken, types: TypeReader) -> Raw:
    """Return a cell of an event that could not be read."""
    cells = {"start": one.shown or "?", "type": "；".join(types.named_in(one.title)), "title": one.title or None}
    return cells.get(name)


def _cell(moment: Moment) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if isinstance(moment, datetime) else moment.isoformat()


def _notes(found: Arrivals, taken: int) -> list[tuple[int, str, Text]]:
    notes = [(one.line, one.code, warned(one)) for one in found.warnings if one.code not in _GUESSES]
    notes += [(one.line, f"event_{one.code}", refused(one)) for one in found.refused]
    left = {status: sum(one.status == status for one in found.records) for status in ("tentative", "cancelled")}
    other = len(found.records) - taken - sum(left.values())
    if any((*left.values(), other)):
        notes.append((0, "events_left_out", _left_out(left["tentative"], left["cancelled"], other)))
    if found.skipped:
        listed = "、".join(f"{name} {n}" for name, n in sorted(found.skipped.items()))
        text = Text(f"不是活动、未读取的：{listed}。", f"Not events, left aside: {listed}.")
        notes.append((0, "components_left_out", text))
    return notes


def _left_out(tentative: int, cancelled: int, other: int) -> Text:
    zh = [
        (tentative, "暂定的 {} 项不作依据"),
        (cancelled, "已取消的 {} 项不作依据"),
        (other, "标题无法识别类型的 {} 项未读取"),
    ]
    en = [(tentative, "{} tentative"), (cancelled, "{} cancelled"), (other, "{} whose title names no type")]
    return Text(
        "日历中，" + "，".join(text.format(n) for n, text in zh if n) + "。标题可写上活动类型，或在 data 中写明 type。",
        "Left out of the calendar: " + ", ".join(text.format(n) for n, text in en if n) + ". Name the type in the "
        "title, or write type under data.",
    )
