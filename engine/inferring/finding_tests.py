"""Which findings of the span fit what an inference asks of one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ...calendars import period_of
from ..findings import STATUSES
from ..packs.inference_model import FindingMatch
from ..packs.model import RuleBook
from ..scheduling.schedule import DutyPeriod, Schedule

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SQL_OPERATORS = {"=": "=", "!=": "<>", ">=": ">=", ">": ">", "<=": "<=", "<": "<"}


class FindingTests:
    """Finds the subjects, and the obligations, that fit a test."""

    def __init__(self, con: DuckDBPyConnection, rules: RuleBook, schedule: Schedule, as_of: date) -> None:
        self._con, self._rules, self._schedule, self._as_of = con, rules, schedule, as_of

    def subjects(self, test: FindingMatch) -> set[int]:
        """Return the subjects that have a finding of the span that fits."""
        rows = self._con.execute(f"SELECT DISTINCT sid FROM {_JOINED} WHERE {self.sql(test)}").fetchall()
        return {sid for (sid,) in rows}

    def sql(self, test: FindingMatch) -> str:
        """Return the test as a condition on ``settled`` joined with its verdicts and periods."""
        parts = ["s.shown"]
        if test.statuses:
            parts.append(_among("v.status", [STATUSES.index(status) for status in STATUSES if status in test.statuses]))
        if test.duties or test.severities:
            parts.append(_among("s.d", self._duties(test)))
        if test.periods:
            own = [(dp, entry) for dp, entry in enumerate(self._schedule.periods) if not entry.asks]
            places = [dp for dp, entry in own if self._fits(test, entry)]
            parts.append(_among("s.dp", places))
        day = f"DATE '{self._as_of.isoformat()}'"
        for bound in test.days_left:
            left = f"date_diff('day', {day}, s.last_good)"
            parts.append(f"v.status = 3 AND {left} {SQL_OPERATORS[bound.op]} {int(bound.value)}")
        return " AND ".join(parts)

    def _duties(self, test: FindingMatch) -> list[int]:
        return [
            d
            for d, duty in enumerate(self._rules.duties)
            if (not test.duties or duty.id in test.duties) and (not test.severities or duty.severity in test.severities)
        ]

    def _fits(self, test: FindingMatch, entry: DutyPeriod) -> bool:
        period = entry.period
        current = period.start <= self._as_of < period.end
        last = period.end == period_of(period.every, self._as_of).start
        return (
            period.key in test.periods or ("current" in test.periods and current) or ("last" in test.periods and last)
        )


_JOINED = "settled s JOIN verdict v USING (sig) JOIN dpx p ON p.dp = s.dp"


def _among(column: str, numbers: list[int]) -> str:
    """Return whether ``column`` is one of ``numbers``, which are our own places and never text of a user's."""
    return f"{column} IN ({', '.join(str(int(n)) for n in numbers)})" if numbers else "FALSE"
