"""What follows a trigger in time, and what goes before it: the kinds follow_up and precede, record by record."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from . import conditions
from .asked import dated
from .days import before, on
from .entries import Entry, entries
from .point import Finding, Point, Records, asked, concerns, listed, type_of
from .reading import Record, Subject, World


@dataclass(frozen=True)
class Trigger:
    """What a duty looks back or ahead from: a record, or a row of requests."""

    key: str
    day: date
    record: Record | None
    cells: Mapping[str, str]

    @property
    def clock(self) -> datetime | None:
        return self.record.clock if self.record else None


@dataclass
class Tried:
    """A record held against a trigger: its type, and what is wrong with it."""

    record: Record
    type: str
    reasons: list[str]

    @property
    def day(self) -> date:
        assert self.record.day is not None
        return self.record.day


def by_of(said: Mapping[str, Any]) -> list[str]:
    return listed(said.get("by", "subject"))


def triggers(
    world: World, duty: Mapping[str, Any], types: list[str], by: list[str]
) -> Iterator[tuple[Subject, Trigger]]:
    """Yield each subject with each record of ``types`` of it, by the as-of day."""
    for record in world.records:
        assert record.types is not None
        if record.day is None or record.day > world.case.as_of or not set(record.types) & set(types):
            continue
        for subject in world.subjects.values():
            if asked(duty, subject) and concerns(record, subject, by):
                yield subject, Trigger(record.id, record.day, record, record.cells)


def requested(world: World, duty: Mapping[str, Any]) -> Iterator[tuple[Subject, Trigger]]:
    """Yield each subject with each request of it."""
    for entry in entries(world, "requests"):
        day = entry.day("opened")
        assert day is not None
        if day > world.case.as_of:
            continue
        subject = entry.household if duty["subject"] == "household" else _unit(world, entry, day)
        if subject and asked(duty, subject):
            yield subject, Trigger(entry.cells["id"], day, None, entry.cells)


def _unit(world: World, entry: Entry, day: date) -> Subject | None:
    return entry.unit or (world.unit_of(entry.household, day) if entry.household else None)


class Search:
    """The records of some types that a subject has about a trigger."""

    def __init__(self, point: Point, said: Mapping[str, Any], trigger: Trigger) -> None:
        self.point, self.trigger = point, trigger
        self.types, self.by = listed(said["do"]), by_of(said)
        self.notes: dict[str, list[str]] = {}  # what is said of the records that count
        self.tried = sorted(self._all(), key=lambda tried: tried.record.order)

    def _all(self) -> Iterator[Tried]:
        world = self.point.world
        condition = dated(self.point.duty.get("counts_when"), self.point.day) or {}
        for record in world.records:
            assert record.types is not None
            if record.day is None or record is self.trigger.record or not set(record.types) & set(self.types):
                continue
            if concerns(record, self.point.subject, self.by):
                type_, combined = type_of(world, record, self.types)
                reasons, untested = self.point.faults(record, condition)
                reasons += ["future"] if record.day > world.case.as_of else []
                reasons += [] if world.exists(self.point.subject, record.day) else ["outside_existence"]
                reasons += [] if combined else ["not_combinable"]
                self.notes[record.id] = [f"untested:{name}" for name in untested]
                yield Tried(record, type_, conditions.in_order(reasons))

    def later_by_clock(self, tried: Tried) -> bool:
        """Return whether a record of the trigger's own day starts after it."""
        one, other = self.trigger.clock, tried.record.clock
        return tried.day == self.trigger.day and one is not None and other is not None and other > one

    def earlier_by_clock(self, tried: Tried) -> bool:
        one, other = self.trigger.clock, tried.record.clock
        return tried.day == self.trigger.day and one is not None and other is not None and other < one

    def drop_duplicates(self, window: list[Tried]) -> None:
        """Let only the first of several good records of one type and day count."""
        seen = set()
        for tried in window:
            if not tried.reasons and (tried.type, tried.day) in seen:
                tried.reasons = ["same_day_duplicate"]
            elif not tried.reasons:
                seen.add((tried.type, tried.day))

    def shown(self, found: list[Tried], use: str = "counted") -> Records:
        return {
            tried.record.id: ("rejected", tried.reasons) if tried.reasons else (use, self.notes[tried.record.id])
            for tried in found
        }


def follow_ups(world: World, duty: Mapping[str, Any], first: date, last: date) -> Iterator[Finding]:
    """Yield the findings whose trigger lies from ``first`` to ``last``."""
    said = duty["follow_up"]
    requests = said.get("of") == "requests"
    found = requested(world, duty) if requests else triggers(world, duty, listed(said["after"]), by_of(said))
    for subject, trigger in found:
        point = Point(world, duty, subject, trigger.day)
        if first <= trigger.day <= last and point.is_asked():
            due = on(trigger.day, dated(said["within"], trigger.day))
            yield (
                _filled(point, said["have"], trigger, due, requests)
                if "have" in said
                else _followed(point, said, trigger, due)
            )


def _followed(point: Point, said: Mapping[str, Any], trigger: Trigger, due: date) -> Finding:
    search = Search(point, said, trigger)
    after = [one for one in search.tried if one.day >= trigger.day and not search.earlier_by_clock(one)]
    window = [one for one in after if one.day <= due]
    search.drop_duplicates(window)
    late = [one for one in after if one.day > due and not one.reasons][:1]
    met = any(not one.reasons for one in window)
    records = search.shown(window) | ({} if met else search.shown(late, "made_up"))
    status, reason, doubts = _verdict(point, search, due, met, bool(late))
    return point.finding(trigger.key, status, reason, records, due, doubts)


def _verdict(point: Point, search: Search, due: date, met: bool, late: bool) -> tuple[str, str | None, set[str]]:
    if reason := point.not_applicable():
        return "not_applicable", reason, set()
    if met or late:
        return "met" if met else "made_up", None, set()
    if point.waived() or point.as_of <= due:
        return "waived" if point.waived() else "open", None, set()
    doubts = point.unread(search.types, search.by, search.trigger.day, point.as_of)
    reason = point.ledger_unknown(search.types, due, search.trigger.day) or point.where_unknown()
    reason = reason or ("unread_rows" if doubts else None)
    return "unknown" if reason else "missing", reason, doubts


def _filled(point: Point, have: str, trigger: Trigger, due: date, requests: bool) -> Finding:
    day, readable = _day_in(trigger.cells.get(have))
    if day and day > point.as_of:
        day = None
    elif day and day < trigger.day:
        day, readable = None, False
    if requests:
        table = point.world.case.tables["requests"]
        readable = readable and have in table.columns
    else:
        sheets = point.world.sheets_of(point.ids())
        readable = readable and any(have in sheet.columns for sheet in sheets)
    if reason := point.not_applicable():
        return point.finding(trigger.key, "not_applicable", reason)
    if day:
        return point.finding(trigger.key, "met" if day <= due else "made_up", due=due)
    if point.waived():
        return point.finding(trigger.key, "waived")
    if point.as_of <= due:
        return point.finding(trigger.key, "open", due=due)
    reason = point.where_unknown() or (None if readable else f"attribute_unknown:{have}")
    return point.finding(trigger.key, "unknown" if reason else "missing", reason, due=due)


def _day_in(text: str | None) -> tuple[date | None, bool]:
    """Return the day that a cell holds, and whether it is empty or holds one."""
    numbers = re.fullmatch(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?", text or "")
    if not text:
        return None, True
    return (date(*map(int, numbers.groups())), True) if numbers else (None, False)


def precedes(world: World, duty: Mapping[str, Any], first: date, last: date) -> Iterator[Finding]:
    """Yield the findings whose trigger lies from ``first`` to ``last``."""
    said = duty["precede"]
    types, covered = listed(said["before"]), said.get("cover") == "members"
    seen = set()
    for subject, trigger in triggers(world, duty, types, ["subject"] if covered else by_of(said)):
        if not (first <= trigger.day <= last and world.exists(subject, trigger.day)):
            continue
        for whom in _members(world, subject, trigger.day) if covered else [subject]:
            point = Point(world, duty, whom, trigger.day)
            if point.is_asked() and (whom.id, trigger.key) not in seen:
                seen.add((whom.id, trigger.key))
                yield _preceded(point, said, trigger)


def _members(world: World, unit: Subject, day: date) -> list[Subject]:
    """Return the members of a unit and of those below it on a day."""
    return [
        one
        for one in world.subjects.values()
        if one.kind == "member" and world.exists(one, day) and unit in world.upwards(world.unit_of(one, day), day)
    ]


def _preceded(point: Point, said: Mapping[str, Any], trigger: Trigger) -> Finding:
    search = Search(point, said, trigger)
    begins = before(trigger.day, dated(said["within"], trigger.day))
    known = [one for one in search.tried if one.day <= point.as_of]
    after = [one for one in known if one.day > trigger.day or search.later_by_clock(one)]
    window = [one for one in known if begins <= one.day <= trigger.day and one not in after]
    early = [one for one in known if one.day < begins]
    search.drop_duplicates(window)
    met = any(not one.reasons for one in window)
    for one in early:
        one.reasons = conditions.in_order([*one.reasons, "out_of_window"])
    for one in after:
        one.reasons = conditions.in_order([*one.reasons, "too_late"])
    near = [*early[-1:], *window, *after[:1]]
    records = search.shown(window if met else near)
    if reason := point.not_applicable():
        return point.finding(trigger.key, "not_applicable", reason, records)
    if met:
        return point.finding(trigger.key, "met", None, records)
    if point.waived():
        return point.finding(trigger.key, "waived", None, records)
    doubts = point.unread(search.types, search.by, begins, trigger.day)
    reason = point.ledger_unknown(search.types, trigger.day, begins) or point.where_unknown()
    reason = reason or ("unread_rows" if doubts else None)
    if reason:
        return point.finding(trigger.key, "unknown", reason, records, doubts=doubts)
    some = [one for one in (*early, *window, *after) if "outside_existence" not in one.reasons]
    return point.finding(trigger.key, "invalid" if some else "missing", None, records)
