"""One duty asked of one subject on one day: whether at all, whether it is waived, and what is known of its ledger."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from . import conditions
from .asked import dated, subject_value
from .days import back, last_working
from .reading import Record, Subject, World

Finding = dict[str, Any]
GAPS = ("short", "invalid", "missing")
Records = dict[str, tuple[str, list[str]]]


def finding_id(duty: str, subject: Subject, key: str) -> str:
    return hashlib.sha256(f"{duty}\n{subject.kind}\n{subject.id}\n{key}".encode()).hexdigest()[:16]


def asked(duty: Mapping[str, Any], subject: Subject) -> bool:
    """Return whether a duty is asked of such a subject."""
    return subject.is_unit if duty["subject"] == "unit" else subject.kind == duty["subject"]


def concerns(record: Record, subject: Subject, by: Iterable[str]) -> bool:
    if subject.kind in ("member", "household"):
        return any(subject.id in record.people[column] for column in by)
    return subject.id in record.units or subject.id == record.group


def listed(said: str | list[str]) -> list[str]:
    return said if isinstance(said, list) else [said]


def type_of(world: World, record: Record, types: Iterable[str]) -> tuple[str, bool]:
    """Return the type as which a record may count, and whether its types may be combined so."""
    assert record.types is not None
    together = [set(entry) for entry in world.pack.get("may_combine", ())]
    pairs = [{one, other} for one in record.types for other in record.types if one != other]
    combined = all(any(pair <= entry for entry in together) for pair in pairs)
    countable = [word for word in (record.types if combined else record.types[:1]) if word in types]
    return (countable[0], True) if countable else (next(w for w in record.types if w in types), False)


@dataclass(frozen=True)
class Point:
    """A duty, a subject and the day whose attributes and values hold."""

    world: World
    duty: Mapping[str, Any]
    subject: Subject
    day: date

    @property
    def as_of(self) -> date:
        return self.world.case.as_of

    @property
    def unit(self) -> Subject:
        return self.world.unit_of(self.subject, self.day)

    @property
    def must(self) -> bool:
        return any(basis["modality"] == "must" for basis in self.duty.get("basis", ()))

    def is_asked(self) -> bool:
        """Return whether the subject exists on the day, and the duty is in force on it."""
        effective = self.duty.get("effective") or {}
        inside = effective.get("from", date.min) <= self.day <= effective.get("until", date.max)
        return inside and self.world.exists(self.subject, self.day)

    def ids(self) -> list[str]:
        """Return the ids under which a row is one of the subject's unit, or of its group."""
        return [self.unit.id, self.subject.id] if self.subject.kind == "group" else [self.unit.id]

    def value(self, name: str) -> Any:
        return subject_value(self.world, self.subject, name, self.day)

    def where(self, wanted: conditions.Answer) -> str | None:
        """Return the first field of ``where`` that gives the answer, if the whole gives it."""
        where = dated(self.duty.get("where"), self.day) or {}

        def get(name: str, of: str | None) -> Any:
            return self.value(name)

        return conditions.first_part(where, get, wanted) if conditions.answer(where, get) is wanted else None

    def not_applicable(self) -> str | None:
        if failed := self.where(False):
            return f"where:{failed}"
        if self.subject.kind == "member" and self.subject.cell("exempt", self.day) and not self.must:
            return "exempt"
        return None

    def waived(self) -> bool:
        covered_by = {"*", self.subject.id, *[one.id for one in self.world.upwards(self.unit, self.day)]}
        return not self.must and any(
            waiver.duty in ("*", self.duty["id"])
            and waiver.subject in covered_by
            and waiver.first <= self.day <= waiver.last
            for waiver in self.world.waivers
        )

    def where_unknown(self) -> str | None:
        return f"attribute_unknown:{failed}" if (failed := self.where(None)) else None

    def ledger_unknown(self, types: list[str], needed: date, begins: date) -> str | None:
        """Return why a record of ``types`` may be there though none was seen: wanted from ``begins`` to ``needed``."""
        through, starts = self._coverage("complete_through"), self._coverage("log_starts")
        grace = back(self.as_of, self.world.case.settings.get("entry_grace", "0 days"))
        if through and needed > date.fromisoformat(through):
            return "after_complete_through"
        if not through and needed > grace:
            return "entry_grace"
        if starts and begins < date.fromisoformat(starts):
            return "before_log"
        return "no_ledger" if self._no_ledger(types) else None

    def _coverage(self, column: str) -> str | None:
        units = self.world.upwards(self.unit, self.day)
        said = next((cells[-1] for unit in units if (cells := unit.ever(column))), None)
        return said or (str(self.world.case.settings[column]) if column in self.world.case.settings else None)

    def _no_ledger(self, types: list[str]) -> bool:
        rows = [*self.world.records, *self.world.unread]
        from_unit = any({row.group, *row.units} & set(self.ids()) for row in rows)
        if self.subject.kind not in ("member", "household"):
            return not from_unit
        covers = {word for sheet in self.world.case.activities for word in sheet.keys.get("covers", ())}
        of_type = any(set(row.types or ()) & set(types) for row in rows) or covers & set(types)
        return not of_type or not from_unit

    def unread(self, types: list[str], by: Iterable[str], first: date, last: date) -> set[str]:
        """Return the sources of rows not taken that may be records of ``types`` on a day from ``first`` to ``last``."""
        return {
            row.source
            for row in self.world.unread
            if (row.types is None or set(row.types) & set(types))
            and concerns(row, self.subject, by)
            and (row.day is None or first <= row.day <= last)
        }

    def faults(self, record: Record, condition: Mapping[str, Any]) -> tuple[list[str], list[str]]:
        """Return what is wrong with a record, and the fields that no source of the unit has a column for."""
        sheets = self.world.sheets_of(self.ids())
        tested, gone = conditions.without_untested(condition, lambda name, of: conditions.is_absent(sheets, name, of))
        size = self.unit.cell("committee_size", record.day) if record.day else None
        wrong = conditions.faults(tested, lambda name, of: conditions.record_value(record, name, of, size))
        return conditions.in_order(wrong), gone

    def finding(
        self,
        key: str,
        status: str,
        reason: str | None = None,
        records: Records | None = None,
        due: date | None = None,
        doubts: Iterable[str] = (),
        **more: Any,
    ) -> Finding:
        """Return the finding about the day; a gap without a reason takes the first of those of its records."""
        records = records or {}
        if status in GAPS and reason is None:
            reason = next(iter(conditions.in_order(one for _, reasons in records.values() for one in reasons)), None)
        due = due if status in ("open", "made_up", "missing", "unknown") else None
        left = due if status == "open" else None
        return {
            "id": finding_id(self.duty["id"], self.subject, key),
            "duty": self.duty["id"],
            "subject": (self.subject.kind, self.subject.id),
            "unit": self.unit.id,
            "period": key,
            "start": self.day,
            "end": date.fromordinal(self.day.toordinal() + 1),
            "status": status,
            "reason": reason,
            "required": None,
            "counted": None,
            "made_up": None,
            "records": records,
            "due": due,
            "close_by": last_working(self.as_of, left) if left else None,
            "days_left": (left - self.as_of).days if left else None,
            "can_make_up_until": None,
            "doubts": {("unread_rows", source) for source in doubts} if reason == "unread_rows" else set(),
            **more,
        }
