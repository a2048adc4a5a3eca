"""The tables of a case as typed records: what a careful person would take from them, and what not."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from .cases import Case, Row, Sheet
from .days import DAY, Period, parse_period

PEOPLE = ("subject", "attendees", "lecturer", "host", "visitor", "recorder")


@dataclass
class Subject:
    """A unit, group, member or household; ``versions`` are its rows by the day they begin to hold."""

    kind: str
    id: str
    name: str
    first: date | None
    last: date | None
    versions: list[tuple[date | None, Row]]

    @property
    def is_unit(self) -> bool:
        return self.kind not in ("member", "household", "group")

    def cell(self, column: str, day: date) -> str | None:
        """Return the value on ``day``; an empty cell keeps the earlier one, None is not known."""
        known = [row.get(column, "") for since, row in self.versions if since is None or since <= day]
        return next((value for value in reversed(known) if value), None)

    def ever(self, column: str) -> list[str]:
        return [row[column] for _, row in self.versions if row.get(column)]


def _parent(unit: Subject, day: date) -> str | None:
    """Return the unit above on a day; before it is known, the one that is known first."""
    return unit.cell("parent", day) or next(iter(unit.ever("parent")), None)


@dataclass
class Record:
    """A row of activities; None in an unread one is what could not be read."""

    id: str
    source: str
    sheet: int
    cells: Row
    types: list[str] | None
    units: list[str]
    group: str | None
    people: dict[str, list[str]]
    day: date | None
    clock: datetime | None
    for_period: Period | None

    @property
    def order(self) -> tuple[date, bool, datetime, str]:
        """By start, a date without a time first, then by id."""
        assert self.day is not None
        return self.day, self.clock is not None, self.clock or datetime.min, self.id


@dataclass
class Waiver:
    source: str
    duty: str
    subject: str
    first: date
    last: date


@dataclass
class World:
    """Everything a case says, read."""

    case: Case
    pack: Mapping[str, Any]
    subjects: dict[str, Subject] = field(default_factory=dict)
    records: list[Record] = field(default_factory=list)
    unread: list[Record] = field(default_factory=list)
    waivers: list[Waiver] = field(default_factory=list)

    @cached_property
    def aliases(self) -> dict[str, str]:
        words = {}
        for word, said in self.pack["activities"].items():
            words.update(dict.fromkeys([word, said["zh"], *said.get("aliases", [])], word))
        return words

    @cached_property
    def _existing(self) -> dict[tuple[str, date], bool]:
        return {}

    def exists(self, subject: Subject, day: date) -> bool:
        known = self._existing.get((subject.id, day))
        if known is None:
            known = self._existing[subject.id, day] = self._exists(subject, day)
        return known

    def _exists(self, subject: Subject, day: date) -> bool:
        if (subject.first and day < subject.first) or (subject.last and day > subject.last):
            return False
        if subject.kind in ("member", "household"):
            # From the beginning of the first unit to the end of the last: a move leaves no hole.
            first, last = (self.unit_of(subject, at) for at in (date.min, date.max))
            return not (first.first and day < first.first) and not (last.last and day > last.last)
        return True

    def unit_of(self, subject: Subject, day: date) -> Subject:
        """Return the unit whose the subject is on ``day``; before its first row, the one it is then in."""
        if subject.is_unit:
            return subject
        column = "parent" if subject.kind == "group" else "unit"
        return self.subjects[subject.cell(column, day) or subject.ever(column)[0]]

    def upwards(self, unit: Subject, day: date) -> list[Subject]:
        """Return the unit and those above it, the nearest first."""
        chain = [unit]
        while (above := _parent(chain[-1], day)) and above not in [one.id for one in chain]:
            chain.append(self.subjects[above])
        return chain

    def sheets_of(self, ids: Sequence[str]) -> list[Sheet]:
        """Return the sources from which a row of one of these units or groups was taken."""
        numbers = {record.sheet for record in self.records if {record.group, *record.units} & set(ids)}
        return [self.case.activities[number] for number in sorted(numbers)]


def read(case: Case) -> World:
    world = World(case, case.pack())
    _read_subjects(world)
    _read_waivers(world)
    seen: list[Row] = []
    for number, sheet in enumerate(case.activities):
        for index, row in enumerate(sheet.rows):
            full = {column: cell for column, cell in row.items() if cell}
            if full and full not in seen:
                _read_activity(world, number, sheet.source(index), full)
            seen.append(full)
    return world


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def words(text: str | None) -> list[str]:
    """Return the entries of a list cell."""
    return [word.strip() for word in re.split("[;；、，,\n]", text or "") if word.strip()]


def _read_subjects(world: World) -> None:
    tables, settings = world.case.tables, world.case.settings
    units = tables["units"].rows if "units" in tables else ({k: str(v) for k, v in settings["unit"].items()},)
    _add(world, units, None, "founded", "dissolved")
    _add(world, tables["members"].rows if "members" in tables else (), "member", "joined", "left")
    _add(world, tables["households"].rows if "households" in tables else (), "household", "moved_in", "left")
    _resolve_ties(world)
    _add_groups(world)


def _add(world: World, rows: Sequence[Row], kind: str | None, first: str, end: str) -> None:
    for row in rows:
        if not any(row.values()):
            continue
        key = row.get("id") or row["name"]
        if key not in world.subjects:
            left = _day(row.get(end))
            name = row.get("name") or key
            first_kind = kind or row.get("kind") or "branch"
            world.subjects[key] = Subject(first_kind, key, name, _day(row.get(first)), left and left - DAY, [])
        since = _day(row.get("since"))
        world.subjects[key].versions.append((since, row))
        world.subjects[key].versions.sort(key=lambda version: version[0] or date.min)


def _resolve_ties(world: World) -> None:
    """Put ids for the names of units."""
    for subject in world.subjects.values():
        for _, row in subject.versions:
            for column in ("parent", "unit"):
                if row.get(column):
                    row = _replaced(subject, row, column, _unit(world, row[column]))


def _replaced(subject: Subject, row: Row, column: str, value: str | None) -> Row:
    """Return the row with another value, put in the place of the old one so that the case stays as it is."""
    assert value is not None, row
    changed = {**row, column: value}
    subject.versions = [(since, changed if old is row else old) for since, old in subject.versions]
    return changed


def _unit(world: World, text: str) -> str | None:
    if text in world.subjects:
        return text
    return next((one.id for one in world.subjects.values() if one.is_unit and one.name == text), None)


def _add_groups(world: World) -> None:
    """Make a group of every name in ``members.group`` of a unit that lists no group."""
    listed = {parent for one in world.subjects.values() if one.kind == "group" for parent in one.ever("parent")}
    for member in [one for one in world.subjects.values() if one.kind == "member"]:
        for day in [since or date.min for since, _ in member.versions]:
            unit, group = member.cell("unit", day), member.cell("group", day)
            if unit and group and unit not in listed and f"{unit}/{group}" not in world.subjects:
                above = world.subjects[unit]
                versions: list[tuple[date | None, Row]] = [(None, {"parent": unit})]
                made = Subject("group", f"{unit}/{group}", group, above.first, above.last, versions)
                world.subjects[made.id] = made


def _read_waivers(world: World) -> None:
    table = world.case.tables.get("waivers")
    for index, row in enumerate(table.rows if table else ()):
        assert table is not None
        subject = row.get("subject") or "*"
        if subject != "*" and subject not in world.subjects:
            subject = next(one.id for one in world.subjects.values() if one.name == subject)
        first, last = date.fromisoformat(row["from"]), date.fromisoformat(row["until"])
        world.waivers.append(Waiver(table.source(index), row["duty"], subject, first, last))


def _read_activity(world: World, number: int, source: str, row: Row) -> None:
    sheet = world.case.activities[number]
    units = _units(world, row.get("unit") or sheet.keys.get("unit"))
    types = _types(world, row.get("type") or sheet.keys.get("type"))
    day, clock = _start(row.get("start"))
    for_period = parse_period(row["for_period"]) if row.get("for_period") else None
    if units is None:
        return
    group = _group(world, row.get("group"), units)
    people: dict[str, list[str]] = {}
    doubtful = False
    for column in PEOPLE:
        people[column] = []
        for word in words(row.get(column)):
            found = _person(world, word, units)
            doubtful |= len(found) > 1
            people[column] += found
            if not found and column == "subject":
                return
    cells = _mended(row)
    record = Record(row["id"], source, number, cells, types, units, group, people, day, clock, for_period)
    (world.unread if types is None or day is None or doubtful else world.records).append(record)


def _units(world: World, text: str | None) -> list[str] | None:
    """Return the units of a record; None where one resolves to nothing."""
    if not text:
        only = [one.id for one in world.subjects.values() if one.is_unit]
        return only if len(only) == 1 else None
    found = [_unit(world, word) for word in words(text)]
    return None if None in found else [unit for unit in found if unit]


def _types(world: World, text: str | None) -> list[str] | None:
    """Return the types of a record, each once; None where one is missing or unknown."""
    found = [world.aliases.get(word) for word in words(re.sub("[+/暨和及&]", ";", text or ""))]
    return [word for word in dict.fromkeys(found) if word] if found and None not in found else None


def _group(world: World, text: str | None, units: list[str]) -> str | None:
    groups = [one for one in world.subjects.values() if one.kind == "group" and one.ever("parent")[0] in units]
    return next((one.id for one in groups if text and text in (one.id, one.name)), None)


def _person(world: World, word: str, units: list[str]) -> list[str]:
    """Return the ids that a name may mean: of the record's units first, then of all."""
    called = [
        one for one in world.subjects.values() if one.kind in ("member", "household") and word in (one.id, one.name)
    ]
    near = [one.id for one in called if set(one.ever("unit")) & set(units)]
    return near or [one.id for one in called]


def _start(text: str | None) -> tuple[date | None, datetime | None]:
    try:
        if text and len(text) > 10:
            clock = datetime.fromisoformat(text.replace(" ", "T"))
            return clock.date(), clock
        return _day(text), None
    except ValueError:
        return None, None


def _mended(row: Row) -> Row:
    """Return the cells with ``present`` emptied where it is more than ``expected``."""
    if row.get("present") and row.get("expected") and int(row["present"]) > int(row["expected"]):
        return {**row, "present": ""}
    return row
