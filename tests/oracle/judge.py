"""Every obligation of a case and its verdict, by loops over duties, subjects, periods and records."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from . import conditions
from .asked import dated
from .cases import Case
from .days import Period, back, default_span, last_working
from .kinds import findings_of
from .point import GAPS, Finding, asked, finding_id
from .reading import Record, read
from .uses import Held, Use

__all__ = ["GAPS", "Finding", "Question", "expected"]


class Question(Held):
    """One duty asked of one subject, with the verdict of every period."""

    def _waived(self, period: Period) -> tuple[bool, set[str]]:
        """Return whether waivers cover the period, and the sources of those that touch it."""
        existing = self.existing_days(period)
        unit = self.world.unit_of(self.subject, existing[0])
        covered_by = {"*", self.subject.id, *[one.id for one in self.world.upwards(unit, existing[0])]}
        fitting = [
            waiver
            for waiver in self.world.waivers
            if waiver.duty in ("*", self.duty["id"]) and waiver.subject in covered_by and not self.must
        ]
        covered = all(any(waiver.first <= day <= waiver.last for waiver in fitting) for day in existing)
        return covered, {
            waiver.source for waiver in fitting if any(waiver.first <= day <= waiver.last for day in existing)
        }

    def _unknown(self, period: Period) -> str | None:
        through, starts = self._coverage("complete_through", period), self._coverage("log_starts", period)
        grace = back(self.as_of, self.world.case.settings.get("entry_grace", "0 days"))
        if through and self.deadline(period) > date.fromisoformat(through):
            return "after_complete_through"
        if not through and self.deadline(period) > grace:
            return "entry_grace"
        if starts and period.start < date.fromisoformat(starts):
            return "before_log"
        if self._no_ledger(period):
            return "no_ledger"
        return self._attribute_unknown(period) or ("unread_rows" if self.unread(period) else None)

    def _attribute_unknown(self, period: Period) -> str | None:
        if failed := self._where(period, None):
            return f"attribute_unknown:{failed}"
        if self.required(period) is None:
            return f"attribute_unknown:{dated(self.quota['at_least'], period.start)['column']}"
        column = self.quota.get("sum")
        if column and not any(column in sheet.columns for sheet in self.world.case.activities):
            return f"attribute_unknown:{column}"
        return None

    def _no_ledger(self, period: Period) -> bool:
        rows = [*self.world.records, *self.world.unread]
        from_unit = any({row.group, *row.units} & set(self._ids(period)) for row in rows)
        if not self.personal:
            return not from_unit
        covers = {word for sheet in self.world.case.activities for word in sheet.keys.get("covers", ())}
        of_type = any(set(row.types or ()) & set(self.do) for row in rows) or covers & set(self.do)
        return not of_type or not from_unit

    def unread(self, period: Period) -> set[str]:
        """Return the sources of the rows not taken that may belong here."""
        return {row.source for row in self.world.unread if self._may_belong(row, period)}

    def _may_belong(self, row: Record, period: Period) -> bool:
        if (row.types is not None and not set(row.types) & set(self.do)) or not self._concerns(row):
            return False
        found = self.attribution(row)
        if found is None or found[0] == period:
            return True
        late = self.late(period)
        in_window = row.day is not None and period.start <= row.day <= self.late_last(period)
        return not found[1] and bool(late and late.get("take") == "oldest") and in_window

    def finding(self, period: Period) -> Finding:
        uses = [use for use in self.uses if use.period == period]
        counted, made_up = self.sum_of(period, "counted"), self.sum_of(period, "made_up")
        reasons = [reason for use in uses for reason in use.reasons]
        status, reason = self._verdict(period, counted, made_up, uses)
        if status in GAPS:
            reason = next(iter(conditions.in_order(reasons)), None)
        due = self.deadline(period) if status == "open" else None
        can = status in GAPS and self.as_of <= self.late_last(period)
        return {
            "id": finding_id(self.duty["id"], self.subject, period.key),
            "duty": self.duty["id"],
            "subject": (self.subject.kind, self.subject.id),
            "unit": self._unit_for(period).id,
            "period": period.key,
            "start": period.start,
            "end": period.end,
            "status": status,
            "reason": reason,
            "required": self.required(period),
            "counted": Fraction(counted),
            "made_up": Fraction(made_up),
            "records": {use.record.id: (use.use, use.reasons or use.notes) for use in uses},
            "due": due,
            "close_by": last_working(self.as_of, due) if due else None,
            "days_left": (due - self.as_of).days if due else None,
            "can_make_up_until": self.late_last(period) if can else None,
            "doubts": self._doubts(period, status, reason),
        }

    def _doubts(self, period: Period, status: str, reason: str | None) -> set[tuple[str, str]]:
        doubts = {("unread_rows", source) for source in self.unread(period)} if reason == "unread_rows" else set()
        if status in ("open", "unknown", *GAPS):
            doubts |= {("waiver_partial", source) for source in self._waived(period)[1]}
        return doubts

    def _verdict(self, period: Period, counted: Decimal, made_up: Decimal, uses: list[Use]) -> tuple[str, str | None]:
        required = self.required(period)
        rejected = [
            use
            for use in uses
            if use.reasons and not {"future", "outside_existence", "out_of_window"} & set(use.reasons)
        ]
        if reason := self._not_applicable(period):
            return "not_applicable", reason
        if required is not None and counted >= required:
            return "met", None
        if required is not None and counted + made_up >= required:
            return "made_up", None
        if self._waived(period)[0]:
            return "waived", None
        if self.as_of <= self.deadline(period):
            return "open", None
        if reason := self._unknown(period):
            return "unknown", reason
        if counted + made_up > 0:
            return "short", None
        return ("invalid" if rejected else "missing"), None


def expected(case: Case) -> list[Finding]:
    """Return every finding of a case, by duty, unit, subject and first day of the period."""
    world = read(case)
    first, last = case.span or default_span(case.as_of)
    findings = []
    for duty in world.pack["duties"]:
        one_by_one = findings_of(world, duty, first, last)
        if one_by_one is not None:
            findings += [(found["start"], found) for found in one_by_one]
            continue
        for subject in [one for one in world.subjects.values() if asked(duty, one)]:
            question = Question(world, duty, subject)
            period = question.tile(first)
            while period.start <= last:
                if question.is_obligation(period):
                    findings.append((period.start, question.finding(period)))
                period = question.tile(period.end)
    order = {duty["id"]: number for number, duty in enumerate(world.pack["duties"])}
    findings.sort(key=lambda pair: (order[pair[1]["duty"]], pair[1]["unit"], pair[1]["subject"][1], pair[0]))
    return [finding for _, finding in findings]
