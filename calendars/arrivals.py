"""A calendar file as it is taken in: what was held or planned when, what was refused, skipped or guessed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from .incoming import Arrival, EventReader, Incoming, Moment, Refusal, Status
from .lines import Component, read_components
from .recurrence import MOST, is_endless, starts
from .zones import Zones

if TYPE_CHECKING:
    from datetime import tzinfo

FIRST = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class Refused:
    """An event that could not be taken: why, and what stands there."""

    uid: str | None
    line: int
    code: str
    shown: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that was guessed or cut short: its code, the line, and what stands there."""

    code: str
    line: int
    shown: str = ""


@dataclass(slots=True)
class Arrivals:
    """Everything of a file. ``records`` are in the order of time; ``skipped`` counts components that are no events."""

    records: list[Arrival] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    warnings: list[Notice] = field(default_factory=list)


def read_arrivals(
    data: bytes, timezone: str, first: date | None, last: date, until: date, *, by_uid: bool = True
) -> Arrivals:
    """Return the events in ``data`` whose local start lies in ``first`` to ``last``, both counted.

    Recurring events are followed through ``until`` (and ``last``). Times are told in ``timezone``. One event that is
    broken is refused alone; Unusable is raised where the file as a whole is no calendar. Without ``by_uid`` several
    events that share a UID are all there, not only the last version.
    """
    found = Arrivals()
    reading = read_components(data)
    found.warnings += [Notice(code, line) for code, line in _once(reading.warnings)]
    for calendar in reading.calendars:
        span = (first or FIRST, last, min(last, until))
        _Calendar(calendar, ZoneInfo(timezone), span, found, by_uid=by_uid).read()
    found.records.sort(key=lambda one: (one.day, isinstance(one.start, datetime), str(one.start), one.line))
    return found


def _once(warnings: Sequence[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    seen: set[str] = set()
    for code, line in warnings:
        if code not in seen:
            seen.add(code)
            yield code, line


class _Calendar:
    def __init__(
        self, part: Component, home: ZoneInfo, span: tuple[date, date, date], found: Arrivals, *, by_uid: bool
    ) -> None:
        self._part, self._found, self._by_uid = part, found, by_uid
        self._first, self._last, self._until = span
        defined = {_plain(each, "TZID"): each for each in part.parts if each.name == "VTIMEZONE"}
        zones = Zones(defined)
        said = _plain(part, "X-WR-TIMEZONE")
        self._reader = EventReader(zones, home, self._default(zones, said) if said else None)
        self._cancelled = _plain(part, "METHOD").upper() == "CANCEL"

    def _default(self, zones: Zones, name: str) -> tzinfo | None:
        zone = zones.find(name)
        if zone is None:
            self._found.warnings.append(Notice("unknown_timezone", self._part.line, name))
        return zone

    def read(self) -> None:
        events: dict[tuple[str, Moment | None], Incoming] = {}
        loose: list[Incoming] = []
        for part in self._part.parts:
            if part.name == "VEVENT":
                self._take(part, events, loose)
            elif part.name != "VTIMEZONE":
                self._found.skipped[part.name] += 1
        for name, line in self._reader.unknown.items():
            self._found.warnings.append(Notice("unknown_timezone", line, name))
        replaced: dict[str, set[Moment]] = {}
        for uid, moment in events:
            if moment is not None:
                replaced.setdefault(uid, set()).add(moment)
        for event in [*events.values(), *loose]:
            self._add(event, replaced.get(event.uid or "", set()) if event.replaces is None else set())

    def _take(self, part: Component, events: dict[tuple[str, Moment | None], Incoming], loose: list[Incoming]) -> None:
        try:
            event = self._reader.read(part)
        except Refusal as refusal:
            self._found.refused.append(
                Refused(_plain(part, "UID") or None, part.line, refusal.code, refusal.shown, _plain(part, "SUMMARY"))
            )
            return
        if event.uid is None or not self._by_uid:
            loose.append(event)
            return
        key = (event.uid, event.replaces)
        before = events.get(key)
        if before is not None:
            self._found.warnings.append(Notice("duplicate_uid", part.line, event.uid))
        if before is None or event.sequence >= before.sequence:
            events[key] = event

    def _add(self, event: Incoming, replaced: set[Moment]) -> None:
        try:
            for start in self._starts(event):
                if _among(start, replaced):
                    continue
                day = start.date() if isinstance(start, datetime) else start
                if self._first <= day <= self._last:
                    self._found.records.append(self._arrival(event, start))
        except Refusal as refusal:
            self._found.refused.append(Refused(event.uid, event.line, refusal.code, refusal.shown, event.title))

    def _starts(self, event: Incoming) -> Iterator[Moment]:
        """Yield the local moments at which an event begins."""
        if event.rule is None:
            yield event.start
        else:
            walls = list(starts(event, self._until))
            for wall in walls:
                local = wall.date() if event.all_day else self._reader.local(wall, event.zone)
                if not _among(local, event.removed):
                    yield local
            if len(walls) >= MOST:
                self._found.warnings.append(Notice("rule_cut", event.line, event.uid or ""))
            elif is_endless(event):
                self._found.warnings.append(Notice("endless_rule", event.line, event.uid or ""))
        for moment in event.added:
            if not _among(moment, event.removed) and (event.rule is not None or moment != event.start):
                yield moment

    def _arrival(self, event: Incoming, start: Moment) -> Arrival:
        end = event.end
        if end is not None and start != event.start:
            end = start + (end - event.start)
        status: Status = "cancelled" if self._cancelled else event.status
        return Arrival(
            event.uid,
            event.line,
            start,
            end,
            event.all_day,
            event.title,
            event.place,
            event.description,
            status,
        )


def _among(moment: Moment, others: Mapping[Moment, object] | set[Moment] | list[Moment]) -> bool:
    """Return whether a moment is one of ``others``; a day among them stands for all of its times."""
    if moment in others:
        return True
    return isinstance(moment, datetime) and moment.date() in {day for day in others if not isinstance(day, datetime)}


def _plain(part: Component, name: str) -> str:
    texts = part.lines.get(name)
    return texts[0].partition(":")[2].strip() if texts else ""
