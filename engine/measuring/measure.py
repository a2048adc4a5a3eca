"""Counting the records of every obligation in one pass of DuckDB, whatever the number of duties and units.

Nearly all records count in the period that holds their date. They are reduced to one row for each subject, type and
day, and summed to periods. Records that name a period, and duties whose records may move to the preceding period, take
a side path that looks at each record; the same side path lists the records of the findings that are shown.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ..packs.check_model import ANY
from ..scheduling.schedule import RANK, UNIT, Measure, Schedule
from ..tables.conditions import Binder, Compiler
from ..tables.database import integers, put, rows_of
from .records import Records

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

DAY = "COALESCE(r.date, r.fps)"

# One record for each measure and subject it may count for; `ok`: as far as the record alone can tell it is valid.
OCCURRENCES = """
SELECT r.rid, r.id, tm.m, s.sid, tm.t, r.date, COALESCE(r.date, r.fps) AS day, r.start, r.timed, r.fps, r.fpr, tm.may,
       COALESCE(r.date, r.fps) <= {as_of} AS past,
       COALESCE(r.date, r.fps) >= s.starts AND COALESCE(r.date, r.fps) < s.ends AS inside,
       tm.may AND COALESCE({holds}, FALSE) AS ok, {amount} AS amount
FROM rec r JOIN tt_measure tm ON tm.tt = r.tt AND tm.m IN ({own}) {join} {extra}
"""
UNIT_JOIN = """JOIN st_sid ss ON ss.st = r.st
JOIN subject s ON s.sid = ss.sid JOIN measure_kind mk ON mk.m = tm.m AND mk.k = s.k"""
PEOPLE_JOIN = """JOIN people p ON p.bk = {by} AND p.pt = r.p{by}
JOIN subject s ON s.sid = p.sid JOIN measure_kind mk ON mk.m = tm.m AND mk.k = s.k"""

NO_MEASURE = {"holds": "TRUE", "amount": "1", "own": "-1", "join": UNIT_JOIN, "extra": ""}

COUNTS = """
CREATE TEMP TABLE counted AS
WITH special AS (SELECT DISTINCT sid, t, day FROM occ WHERE fps IS NOT NULL),
one_a_day AS (
    SELECT o.m, o.sid, o.day,
           {valid} AS v, BOOL_OR(NOT o.ok) AS x
    FROM occ o {each} {anti}
    WHERE o.past AND o.inside GROUP BY o.m, o.sid, {types} o.day),
plain AS (
    SELECT dp.dp, g.sid, g.v, 0::BIGINT AS mu, g.x
    FROM one_a_day g JOIN month_of dp ON dp.m = g.m AND dp.month = year(g.day) * 12 + month(g.day))
SELECT dp, sid, SUM(v)::BIGINT AS v, SUM(mu)::BIGINT AS mu, BOOL_OR(x) AS x FROM ({all}) GROUP BY dp, sid
"""
ONCE = "MAX(o.ok::INT)::BIGINT"
EACH = f"CASE WHEN ANY_VALUE(mi.each) THEN COALESCE(SUM(o.amount) FILTER (o.ok), 0) ELSE {ONCE} END::BIGINT"
ANTI = "ANTI JOIN special USING (sid, t, day)"
SIDE = """
SELECT * FROM plain UNION ALL
SELECT dp, sid, SUM(amount) FILTER (use = 'counted'), SUM(amount) FILTER (use = 'made_up'), BOOL_OR(x)
FROM ({exact}) GROUP BY dp, sid"""

# Every record that belongs to a period of a duty, how it lies to the period, and whether it counts there.
EXACT = """
WITH belonging AS (
    SELECT o.*, dp.dp, dp.d, mi.each, dp.late_met,
           CASE WHEN o.day < dp.p_start THEN 'before' WHEN o.day < dp.p_end THEN 'on'
                WHEN o.day <= dp.late_last THEN 'late' ELSE 'too_late' END AS win
    FROM occ o JOIN dp ON dp.m = o.m LEFT JOIN named n ON n.d = dp.d AND n.fps = o.fps AND n.fpr = o.fpr
    JOIN measure_info mi ON mi.m = o.m
    WHERE COALESCE(n.dp = dp.dp, o.date >= dp.p_start AND o.date < dp.p_end) {filter}),
ranked AS (
    SELECT *, ok AND past AND inside AND win IN ('on', 'late') AS valid,
           row_number() OVER (PARTITION BY d, sid, t, day, date IS NULL, valid ORDER BY start, timed, id) AS nth
    FROM belonging)
SELECT *, CASE WHEN NOT valid OR (nth > 1 AND NOT each) THEN 'rejected'
               WHEN win = 'late' AND NOT late_met THEN 'made_up' ELSE 'counted' END AS use,
       past AND inside AND win <> 'before' AND (NOT valid OR (nth > 1 AND NOT each)) AS x
FROM ranked
"""
SPECIAL = "AND (dp.moves OR EXISTS (SELECT 1 FROM special s WHERE s.sid = o.sid AND s.t = o.t AND s.day = o.day))"


class Measurement:
    """Holds the tables of one audit in DuckDB and counts."""

    def __init__(self, con: DuckDBPyConnection, schedule: Schedule, records: Records) -> None:
        self._con, self._schedule, self._records = con, schedule, records

    def load_periods(self, kinds: dict[str, int]) -> None:
        """Make the tables of measures and of the periods that tile the calendar.

        ``kinds`` numbers the kinds of subjects.
        """
        periods, measures = self._schedule.periods, self._schedule.measures
        tiled = [(dp, p) for dp, p in enumerate(periods) if not p.window]
        put(self._con, "dp", {
            "dp": ("INTEGER", [dp for dp, _ in tiled]),
            "d": ("INTEGER", [p.duty for _, p in tiled]),
            "m": ("INTEGER", [p.measure for _, p in tiled]),
            "p_start": ("DATE", [p.period.start for _, p in tiled]),
            "p_end": ("DATE", [p.period.end for _, p in tiled]),
            "late_last": ("DATE", [p.late_last for _, p in tiled]),
            "late_met": ("BOOLEAN", [p.late_met for _, p in tiled]),
            "moves": ("BOOLEAN", [p.moves for _, p in tiled]),
        })  # fmt: skip
        named = [(d, period.start, RANK[period.every], dp) for d, period, dp in self._schedule.named]
        kinds_ = ("INTEGER", "DATE", "INTEGER", "INTEGER")
        put(self._con, "named", rows_of(("d", "fps", "fpr", "dp"), kinds_, named))
        months = [
            (index, p.measure, year_month)
            for index, p in tiled
            if p.asked and not p.moves
            for year_month in _months(p.period.start, p.period.last)
        ]
        put(self._con, "month_of", integers(("dp", "m", "month"), months))
        each = ("BOOLEAN", [measure.each for measure in measures])
        put(self._con, "measure_info", {"m": ("INTEGER", range(len(measures))), "each": each})
        wanted = [(i, k) for i, measure in enumerate(measures) for k in kinds_of(measure.subject, kinds)]
        put(self._con, "measure_kind", integers(("m", "k"), wanted))

    def count(self, as_of: date) -> None:
        """Make ``occ``, the records by measure and subject, and ``counted``, what counts for each obligation."""
        binder = Binder()
        day = f"{binder.bind(as_of)}::DATE"
        compiler = Compiler(self._records.field, binder)
        selects, bys = [], self._records.bys()
        for family, by in dict.fromkeys((measure.family, measure.by) for measure in self._schedule.measures):
            measures = enumerate(self._schedule.measures)
            own = [(i, measure) for i, measure in measures if (measure.family, measure.by) == (family, by)]
            holds = _case(own, [compiler.truth(measure.condition) for _, measure in own], "TRUE")
            amount = _case(own, [self._records.amount(measure) for _, measure in own], "1")
            holds = f"({holds}) AND ({amount}) IS NOT NULL" if any(measure.sum for _, measure in own) else holds
            join = UNIT_JOIN if family == UNIT else PEOPLE_JOIN.format(by=bys[by])
            extra = self.unit_join(family)
            numbers = ", ".join(str(i) for i, _ in own)
            selects.append(
                OCCURRENCES.format(holds=holds, amount=amount, join=join, extra=extra, own=numbers, as_of=day)
            )
        if not selects:
            selects = [OCCURRENCES.format(**NO_MEASURE, as_of=day)]
        body = " UNION ALL ".join(selects)
        self._con.execute(f"CREATE TEMP TABLE occ AS {body}", binder.values(body))
        side = any(p.moves for p in self._schedule.periods) or self._named()
        exact = EXACT.format(filter=SPECIAL)
        both = SIDE.format(exact=exact) if side else "SELECT * FROM plain"
        several = any(len(measure.do) > 1 or measure.do == ANY for measure in self._schedule.measures)
        each = any(measure.each for measure in self._schedule.measures)
        self._con.execute(
            COUNTS.format(
                valid=EACH if each else ONCE,
                each="JOIN measure_info mi USING (m)" if each else "",
                types="o.t," if several else "",
                anti=ANTI if side else "",
                all=both,
            )
        )

    def unit_join(self, family: str) -> str:
        """Return the joins that bring a record's unit in, where a condition looks at its columns or its committee."""
        joins = []
        needed = self._records.units_differ or self._records.needs_committee
        if family != UNIT and needed:
            joins.append(f"LEFT JOIN over_{family} own ON own.sid = s.sid AND own.first <= {DAY} AND own.until > {DAY}")
        home = "s.home" if family == UNIT else "own.unit"
        if self._records.units_differ:
            joins.append(f"LEFT JOIN unit_tested ut ON ut.unit = {home}")
        if self._records.needs_committee:
            joins.append(
                f"LEFT JOIN over_unit home ON home.sid = {home} AND home.first <= {DAY} AND home.until > {DAY}"
            )
        return " ".join(joins)

    def _named(self) -> bool:
        found = self._con.execute("SELECT 1 FROM rec WHERE fps IS NOT NULL LIMIT 1").fetchone()
        return found is not None


def kinds_of(subject: str, kinds: dict[str, int]) -> list[int]:
    """Return the numbers of the kinds that a duty's ``subject`` means; ``unit`` is every kind of unit but groups."""
    if subject == "unit":
        return [k for name, k in kinds.items() if name not in ("group", "member", "household")]
    return [kinds[subject]] if subject in kinds else []


def _case(own: list[tuple[int, Measure]], expressions: list[str], plain: str) -> str:
    """Return a CASE over the measure; those whose expression is the plain one are its ELSE."""
    whens = [
        f"WHEN {i} THEN {sql}"
        for (i, _), sql in zip(own, expressions, strict=True)
        if sql not in (plain, plain + "::BIGINT")
    ]
    return f"CASE tm.m {' '.join(whens)} ELSE {plain} END" if whens else plain


def _months(first: date, last: date) -> range:
    return range(first.year * 12 + first.month, last.year * 12 + last.month + 1)
