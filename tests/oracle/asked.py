"""What a duty asks of one subject in a period: whether at all, how much, and from when its ledger is known."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from math import floor
from typing import Any

from . import conditions
from .days import MONTHS, Period, late_last, period_of
from .reading import Subject, World, words


def dated(said: Any, day: date) -> Any:
    """Return the value in force on ``day`` of what may be a map from days to values."""
    if not isinstance(said, dict) or not said or not all(isinstance(key, date) for key in said):
        return said
    steps = sorted(said)
    return said[max([step for step in steps if step <= day], default=steps[0])]


class Asked:
    """One duty asked of one subject."""

    def __init__(self, world: World, duty: Mapping[str, Any], subject: Subject) -> None:
        self.world, self.duty, self.subject = world, duty, subject
        self.as_of = world.case.as_of
        self.quota = duty["quota"]
        do = self.quota["do"]
        self.do: list[str] = do if isinstance(do, list) else [do]
        self.by: list[str] = [by] if isinstance(by := self.quota.get("by", "subject"), str) else by
        self.must = any(basis["modality"] == "must" for basis in duty.get("basis", ()))
        self.personal = subject.kind in ("member", "household")
        self._existing: dict[Period, list[date]] = {}

    def tile(self, day: date) -> Period:
        """Return the duty's period that holds a day: the one of the kind in force on its own first day."""
        tiles = [period_of(every, day) for every in MONTHS]
        return next(tile for tile in tiles if dated(self.quota["every"], tile.start) == tile.every)

    def existing_days(self, period: Period) -> list[date]:
        known = self._existing.get(period)  # as it is asked for time and again
        if known is None:
            known = [day for day in period.days() if self.world.exists(self.subject, day)]
            self._existing[period] = known
        return known

    def is_obligation(self, period: Period) -> bool:
        effective = self.duty.get("effective") or {}
        return (
            bool(self.existing_days(period))
            and period.start <= self.as_of
            and period.start >= effective.get("from", date.min)
            and period.start <= effective.get("until", date.max)
        )

    def late(self, period: Period) -> dict[str, Any] | None:
        late: dict[str, Any] | None = dated(self.duty.get("late"), period.start)
        return late

    def late_last(self, period: Period) -> date:
        """Return the last day on which a record can still make the period good."""
        late = self.late(period)
        return late_last(period.end, late["until"]) if late else period.last

    def makes_up_as(self, period: Period) -> str:
        late = self.late(period)
        return "counted" if late and late.get("counts_as") == "met" else "made_up"

    def deadline(self, period: Period) -> date:
        return self.late_last(period) if self.makes_up_as(period) == "counted" else period.last

    def _unit_for(self, period: Period) -> Subject:
        return self.world.unit_of(self.subject, next(iter(self.existing_days(period)), period.start))

    def _ids(self, period: Period) -> list[str]:
        """Return the ids under which a row is one of the subject's unit, or of its group."""
        unit = self._unit_for(period).id
        return [unit, self.subject.id] if self.subject.kind == "group" else [unit]

    def required(self, period: Period) -> Fraction | None:
        """Return n; None where the column that says it is empty."""
        said = dated(self.quota["at_least"], period.start)
        existing, everything = self.existing_days(period), period.days()
        if isinstance(said, dict):
            cell = self.subject.cell(said["column"], existing[0])
            said = cell if cell is not None else said.get("else")
        amount = None if said is None else Fraction(str(said))
        if amount is not None and existing != everything and self.duty.get("partial", "waive") == "prorate":
            return Fraction(floor(amount * len(existing) / len(everything)))
        return amount

    def _where(self, period: Period, wanted: conditions.Answer) -> str | None:
        """Return the first field of ``where`` that gives the answer, if the whole gives it."""
        where = dated(self.duty.get("where"), period.start) or {}
        day = self.existing_days(period)[0]

        def get(name: str, of: str | None) -> Any:
            return subject_value(self.world, self.subject, name, day)

        return conditions.first_part(where, get, wanted) if conditions.answer(where, get) is wanted else None

    def _not_applicable(self, period: Period) -> str | None:
        said = dated(self.quota["at_least"], period.start)
        existing, required = self.existing_days(period), self.required(period)
        partial = existing != period.days() and self.duty.get("partial", "waive")
        if failed := self._where(period, False):
            return f"where:{failed}"
        if isinstance(said, dict) and self.subject.cell(said["column"], existing[0]) == "0":
            return f"where:{said['column']}"
        if partial == "waive" or required == 0:
            return "partial_period"
        if self.subject.kind == "member" and self.subject.cell("exempt", existing[0]) and not self.must:
            return "exempt"
        return None

    def _coverage(self, column: str, period: Period) -> str | None:
        """Return the cell of the nearest unit upwards that has one, else what the workspace says."""
        day = self.existing_days(period)[0]
        units = self.world.upwards(self.world.unit_of(self.subject, day), day)
        said = next((cells[-1] for unit in units if (cells := unit.ever(column))), None)
        return said or (str(self.world.case.settings[column]) if column in self.world.case.settings else None)


def subject_value(world: World, subject: Subject, name: str, day: date) -> Any:
    """Return what is known of a subject on a day, its roster counted where its own cell is empty."""
    said = subject.cell(name, day)
    if subject.kind == "member" and name == "status":
        return status_of(subject, day)
    if name == "kind":
        return subject.kind
    if said is not None or name not in ("full_members", "members", "groups"):
        return frozenset(words(said)) if said and name in conditions.SETS else said
    return _roster_count(world, subject, name, day)


def status_of(member: Subject, day: date) -> str | None:
    """Return the status of a member: by the day of confirmation where it is known, else as written."""
    confirmed = member.cell("confirmed", day)
    if confirmed:
        return "full" if day >= date.fromisoformat(confirmed) else "probationary"
    return member.cell("status", day)


def _roster_count(world: World, unit: Subject, name: str, day: date) -> int | None:
    everyone = [one for one in world.subjects.values() if one.kind == "member" and unit.id in one.ever("unit")]
    groups = [one for one in world.subjects.values() if one.kind == "group" and unit.id in one.ever("parent")]
    if name == "groups" and groups:
        return len([one for one in groups if world.exists(one, day)])
    if not everyone:
        return None
    here = [one for one in everyone if world.exists(one, day) and world.unit_of(one, day) is unit]
    if name == "groups":
        return 0
    if name == "members":
        return len(here)
    known = [status_of(one, day) for one in here]
    return None if None in known else known.count("full")
