"""The second pass: which records belong to which obligation, whether each counted, and why not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..scheduling.schedule import DutyPeriod, Schedule
from ..tables.conditions import Binder, Compiler
from .measure import EXACT, Measurement
from .records import Records
from .windows import EXACT_WINDOW

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# The closed list, in the order in which faults are told.
ORDER = (
    "below_quorum", "attendance_unknown", "missing_field", "missing_evidence", "condition", "same_day_duplicate",
    "future", "outside_existence", "out_of_window", "too_late", "not_combinable", "wrong_mode",
)  # fmt: skip
_RANK = {name: i for i, name in enumerate(ORDER)}

LISTED = """
SELECT e.dp, e.sid, e.rid, e.use, e.win, e.past, e.inside, e.may, e.valid AND e.nth > 1 AND NOT e.each AS again,
       e.amount IS NULL AS empty, e.date IS NULL AS undated, {faults} AS faults, {untested} AS untested,
       {present} AS present, {expected} AS expected, e.m
FROM ({exact}) e JOIN rec r ON r.rid = e.rid JOIN subject s ON s.sid = e.sid {extra}
"""


@dataclass(frozen=True, slots=True)
class Use:
    """One record at one obligation."""

    rid: int
    use: str
    window: str
    reasons: tuple[str, ...]
    present: int | None
    expected: int | None
    measure: int


Key = tuple[int, int]  # duty period, subject


class Uses:
    """Lists the records of obligations, duty by duty."""

    def __init__(self, con: DuckDBPyConnection, schedule: Schedule, records: Records, measurement: Measurement) -> None:
        self._con, self._schedule, self._records, self._measurement = con, schedule, records, measurement
        moved = con.execute("SELECT dp, sid, rid, to_dp FROM moved").fetchall()
        self._moved = {(dp, sid, rid): to for dp, sid, rid, to in moved}

    def of(self, duties: Collection[int], *, gaps: bool, picked: bool = False) -> dict[Key, list[Use]]:
        """Return the records of the obligations of ``duties``; with ``gaps`` only of subjects that have one there.

        With ``picked`` only those of subjects in the table of that name.
        """
        numbers = ", ".join(str(int(d)) for d in sorted(duties))
        only = " AND EXISTS (SELECT 1 FROM gap_of g WHERE g.d = dp.d AND g.sid = o.sid)" if gaps else ""
        only += " AND o.sid IN (SELECT sid FROM picked)" if picked else ""
        tiled = EXACT.format(filter=f"AND dp.d IN ({numbers}){only}")
        window = EXACT_WINDOW.format(filter=f"AND p.d IN ({numbers}){only.replace('dp.d', 'p.d')}")
        found: dict[Key, list[Use]] = {}
        own = [p for p in self._schedule.periods if p.duty in duties]
        item = EXACT_ITEM.format(
            filter=f"AND p.d IN ({numbers}){only.replace('dp.d', 'p.d').replace('o.sid', 'u.sid')}"
        )
        exacts = {"tiled": tiled, "window": window, "item": item}
        wanted = dict.fromkeys((self._schedule.measures[p.measure].family, _way(p)) for p in own)
        for family, way in wanted:
            for row in self._rows(family, exacts[way]):
                self._place(row, found)
        return found

    def _rows(self, family: str, exact: str) -> Iterable[tuple[object, ...]]:
        binder = Binder()
        compiler = Compiler(self._records.field, binder)
        own = [(i, m) for i, m in enumerate(self._schedule.measures) if m.family == family]
        pairs = [(i, self._records.attendance_sql(m)) for i, m in own]
        sql = LISTED.format(
            exact=exact,
            faults=_case([(i, compiler.faults(m.condition)) for i, m in own], _NONE),
            untested=_case([(i, compiler.untested(m.condition)) for i, m in own], _NONE),
            present=_case([(i, pair[0]) for i, pair in pairs], _NULL),
            expected=_case([(i, pair[1]) for i, pair in pairs], _NULL),
            extra=self._measurement.unit_join(family),
        )
        numbers = ", ".join(str(i) for i, _ in own)
        sql += f" WHERE e.m IN ({numbers}) ORDER BY e.dp, e.sid, e.day, e.start, e.timed, e.id"
        return self._con.execute(sql, binder.values(sql)).fetchall()

    def _place(self, row: Sequence[object], found: dict[Key, list[Use]]) -> None:
        dp, sid, rid, use, window, past, inside, may, again, empty, undated, faults, untested, present, expected, m = (
            row
        )
        measure = self._schedule.measures[int(str(m))]
        window, _, said = str(window).partition("|")  # of items, a reason that no condition tells
        reasons: list[str]
        if use == "rejected":
            reasons = [str(fault) for fault in _items(faults)]
            told = {
                f"missing_field:{measure.sum}": bool(empty and measure.sum),
                "same_day_duplicate": again,
                "future": not past,
                "outside_existence": not inside,
                "out_of_window": window == "before",
                "too_late": window == "too_late",
                "not_combinable": not may,
            }
            reasons += [reason for reason, holds in told.items() if holds]
            reasons += [said] if said.startswith("missing_field") else []
            reasons = sorted(dict.fromkeys(reasons), key=rank)
        else:
            reasons = [str(reason) for reason in _items(untested)]
            reasons += [said] if said.startswith("untested") else []
            reasons += ["month_only"] if undated else []
        key = (int(str(dp)), int(str(sid)))
        to = self._moved.get((*key, int(str(rid))))
        if to is not None:
            key, use = (to, key[1]), "counted" if self._schedule.periods[to].late_met else "made_up"
            reasons.append("inferred")
        found.setdefault(key, []).append(
            Use(int(str(rid)), str(use), str(window), tuple(reasons), _whole(present), _whole(expected), int(str(m)))
        )


def _way(entry: DutyPeriod) -> str:
    return "item" if entry.asks else "window" if entry.window else "tiled"


def rank(reason: str) -> int:
    """Return the place of a reason in the closed list."""
    return _RANK[reason.partition(":")[0]]


def first_reason(uses: Iterable[Use]) -> str | None:
    """Return the first reason, in the closed order, for which a record of a gap was rejected."""
    return min((reason for use in uses if use.use == "rejected" for reason in use.reasons), key=rank, default=None)


_NONE, _NULL = "[]::VARCHAR[]", "NULL::BIGINT"


def _case(expressions: Sequence[tuple[int, str]], plain: str) -> str:
    whens = [f"WHEN {i} THEN {sql}" for i, sql in expressions if sql != plain]
    return f"CASE e.m {' '.join(whens)} ELSE {plain} END" if whens else plain


def _items(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else []


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) else None


# The records of such obligations, in the form of ``measure.EXACT``; of one type and day the first counts.
EXACT_ITEM = """
WITH belonging AS (
    SELECT o.* EXCLUDE (sid, may), o.may OR NOT p.fed AS may, u.sid, u.dp, p.d, FALSE AS each, FALSE AS late_met,
           u.win, u.use AS said, o.sid AS named
    FROM item_use u JOIN dpx p ON p.dp = u.dp AND p.base IS NOT NULL JOIN occ o ON o.rid = u.rid AND o.m = u.m
        AND o.sid = u.who
    WHERE TRUE {filter}),
ranked AS (
    SELECT *, said <> 'rejected' AS valid,
           row_number() OVER (PARTITION BY dp, sid, t, day, said ORDER BY start, timed, id) AS nth
    FROM belonging)
SELECT *, CASE WHEN NOT valid OR nth > 1 THEN 'rejected' ELSE said END AS use, NOT valid OR nth > 1 AS x
FROM ranked
"""
