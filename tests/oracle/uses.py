"""The records held against one subject's duty: to which period each belongs, and what is wrong with it there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from . import conditions
from .asked import Asked, dated
from .days import Period
from .reading import Record, Subject, World


@dataclass
class Use:
    """A record held against one subject's duty: the period it belongs to, and what is wrong with it there."""

    record: Record
    period: Period
    named: bool
    type: str
    kind: str
    reasons: list[str]
    notes: list[str] = field(default_factory=list)
    amount: Decimal = Decimal(1)

    @property
    def use(self) -> str:
        return "rejected" if self.reasons else self.kind


class Held(Asked):
    """One duty asked of one subject, with its records."""

    def __init__(self, world: World, duty: Mapping[str, Any], subject: Subject) -> None:
        super().__init__(world, duty, subject)
        self.uses = self._uses()
        self._drop_duplicates()
        self._move_to_the_oldest()

    def _concerns(self, record: Record) -> bool:
        if self.personal:
            return any(self.subject.id in record.people[column] for column in self.by)
        return self.subject.id in record.units or self.subject.id == record.group

    def _type(self, record: Record) -> tuple[str, bool]:
        """Return the type as which a record may count, and whether its types may be combined so."""
        assert record.types is not None
        together = [set(entry) for entry in self.world.pack.get("may_combine", ())]
        pairs = [{one, other} for one in record.types for other in record.types if one != other]
        combined = all(any(pair <= entry for entry in together) for pair in pairs)
        countable = [word for word in (record.types if combined else record.types[:1]) if word in self.do]
        return (countable[0], True) if countable else (next(w for w in record.types if w in self.do), False)

    def attribution(self, record: Record) -> tuple[Period, bool] | None:
        """Return the period a record belongs to and whether it names it; None where nothing says."""
        named = record.for_period
        if named and self.tile(named.start).contains(named):
            return self.tile(named.start), True
        return (self.tile(record.day), False) if record.day else None

    def _uses(self) -> list[Use]:
        uses = []
        for record in self.world.records:
            assert record.types is not None
            if set(record.types) & set(self.do) and self._concerns(record):
                uses.append(self._use(record))
        return sorted(uses, key=lambda use: use.record.order)

    def _use(self, record: Record) -> Use:
        found = self.attribution(record)
        assert found is not None
        period, named = found
        type_, combined = self._type(record)
        reasons, notes = self._held_against_conditions(record, period)
        assert record.day is not None
        late = record.day >= period.end
        checks = {
            "future": record.day > self.as_of,
            "outside_existence": not self.world.exists(self.subject, record.day),
            "out_of_window": record.day < period.start,
            "too_late": late and not (self.late(period) and record.day <= self.late_last(period)),
            "not_combinable": not combined,
        }
        reasons += [reason for reason, wrong in checks.items() if wrong]
        use = Use(record, period, named, type_, self.makes_up_as(period) if late else "counted", [], notes)
        if column := self.quota.get("sum"):
            use.amount = Decimal(record.cells.get(column) or 0)
            reasons += [] if record.cells.get(column) else [f"missing_field:{column}"]
        use.reasons = conditions.in_order(reasons)
        return use

    def _held_against_conditions(self, record: Record, period: Period) -> tuple[list[str], list[str]]:
        condition = dated(self.duty.get("counts_when"), period.start) or {}
        tested, untested = conditions.without_untested(condition, self._untested(period))
        unit = self._unit_for(period)
        assert record.day is not None
        size = unit.cell("committee_size", record.day)
        wrong = conditions.faults(tested, lambda name, of: conditions.record_value(record, name, of, size))
        return wrong, [f"untested:{name}" for name in untested]

    def _untested(self, period: Period) -> conditions.Absent:
        sheets = self.world.sheets_of(self._ids(period))
        return lambda name, of: conditions.is_absent(sheets, name, of)

    def _drop_duplicates(self) -> None:
        if self.quota.get("count") == "each" or self.quota.get("sum"):
            return
        seen = set()
        for use in self.uses:
            if not use.reasons and (use.type, use.record.day) in seen:
                use.reasons = ["same_day_duplicate"]
            elif not use.reasons:
                seen.add((use.type, use.record.day))

    def _move_to_the_oldest(self) -> None:
        for use in [use for use in self.uses if not use.reasons and not use.record.for_period]:
            before = self.tile(date.fromordinal(use.period.start.toordinal() - 1))
            assert use.record.day is not None
            if use.record.day <= self.late_last(before) and self._takes(before):
                wrong, notes = self._held_against_conditions(use.record, before)
                if not wrong:
                    use.period, use.kind = before, self.makes_up_as(before)
                    use.notes = [*notes, "inferred"]

    def _takes(self, period: Period) -> bool:
        """Return whether a period takes unnamed records of its late window, and is still short."""
        late = self.late(period)
        if not late or late.get("take") != "oldest" or not self.is_obligation(period):
            return False
        starts, required = self._coverage("log_starts", period), self.required(period)
        if (starts and period.start < date.fromisoformat(starts)) or self._not_applicable(period):
            return False
        return required is not None and self.sum_of(period, "counted") + self.sum_of(period, "made_up") < required

    def sum_of(self, period: Period, kind: str) -> Decimal:
        return sum((use.amount for use in self.uses if use.period == period and use.use == kind), Decimal(0))
