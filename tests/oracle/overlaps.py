"""One person in two places at one clock time: the kind overlap, pair by pair and minute by minute."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from itertools import combinations
from typing import Any

from .point import Finding, Point, asked, listed
from .reading import Record, Subject, World


def overlaps(world: World, duty: Mapping[str, Any], first: date, last: date) -> Iterator[Finding]:
    """Yield a finding for each pair of records and person, or unit of a person."""
    said = duty["overlap"]
    who, as_of = listed(said.get("who", "attendees")), world.case.as_of
    held = [record for record in world.records if record.clock and _is_of(record, said["of"])]
    for one, other in combinations([record for record in held if record.day and record.day <= as_of], 2):
        common = _common(one, other)
        if common is None or not first <= common[0].date() <= last:
            continue
        day = common[0].date()
        both = {
            person
            for person in _people(one, who) & _people(other, who)
            if all(world.exists(world.subjects[person], record.day) for record in (one, other) if record.day)
        }
        for subject in _whom(world, duty, both, day):
            point = Point(world, duty, subject, day)
            if point.is_asked():
                yield _finding(point, one, other, common)


def _is_of(record: Record, of: Any) -> bool:
    return of == "any" or bool(set(record.types or ()) & set(listed(of)))


def _people(record: Record, who: list[str]) -> set[str]:
    return {person for column in who for person in record.people[column]}


def _common(one: Record, other: Record) -> tuple[datetime, datetime] | None:
    """Return the time that two records share; None where there is none, or the place is the same."""
    place = one.cells.get("place")
    if place and place == other.cells.get("place"):
        return None
    assert one.clock is not None and other.clock is not None
    start = max(one.clock, other.clock)
    if not all(_goes_on(record, start) for record in (one, other)):
        return None
    return start, min(ends(one) or start, ends(other) or start)


def _goes_on(record: Record, moment: datetime) -> bool:
    assert record.clock is not None
    end = ends(record)
    return record.clock == moment if end is None else record.clock <= moment < end


def ends(record: Record) -> datetime | None:
    """Return when a record ended; None where it says no clock time, or one that is not after its start."""
    assert record.clock is not None
    text = (record.cells.get("end") or "").replace(" ", "T")
    if ":" not in text:
        return None
    end = (
        datetime.fromisoformat(text) if "T" in text else datetime.combine(record.clock.date(), time.fromisoformat(text))
    )
    return end if end > record.clock else None


def _whom(world: World, duty: Mapping[str, Any], people: set[str], day: date) -> list[Subject]:
    """Return the people themselves, or the units that they are of on the day."""
    found = [world.subjects[person] for person in sorted(people)]
    if duty["subject"] not in ("member", "household"):
        found = [world.unit_of(one, day) for one in found if one.kind == "member"]
    return list({one.id: one for one in found if asked(duty, one)}.values())


def _finding(point: Point, one: Record, other: Record, common: tuple[datetime, datetime]) -> Finding:
    key = "+".join(sorted([one.id, other.id]))
    records: dict[str, tuple[str, list[str]]] = {record.id: ("rejected", []) for record in (one, other)}
    status, reason = "invalid", None
    if reason := point.not_applicable():
        status = "not_applicable"
    elif reason := point.where_unknown():
        status = "unknown"
    detail = {"from": str(common[0])[:16], "until": str(common[1])[:16]}
    return point.finding(key, status, reason, records, detail=detail)
