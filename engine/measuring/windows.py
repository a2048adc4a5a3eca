"""Measuring duties without periods: how long it was between records, and how fresh the last ones are.

``window_count`` says of each such obligation what the verdict table is shown, and ``interval`` which intervals are too
long. Every day is a local date; an interval is later date minus earlier date.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ..findings import Span
from ..scheduling.schedule import Schedule
from ..tables.database import put

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# Day zero: the later of existence and the start of the log; the last day looked at: the as-of day or the end before it.
ZERO = """
CREATE TEMP TABLE window_zero AS
SELECT r.dp, r.sid, w.gap, w.days, w.number, LEAST($as_of::DATE, s.ends - 1) AS right_end,
       GREATEST(CASE WHEN s.starts > DATE '0001-01-01' THEN s.starts END, COALESCE(cov.first, u.first)) AS zero
FROM raw_window r JOIN windows w USING (dp) JOIN subject s ON s.sid = r.sid
LEFT JOIN unit_info u ON u.unit = r.unit LEFT JOIN cov ON cov.d = r.d AND cov.unit = r.unit
"""
VALID = """
CREATE TEMP TABLE window_valid AS
SELECT DISTINCT z.dp, z.sid, o.t, o.date AS day
FROM window_zero z JOIN dpx p ON p.dp = z.dp JOIN occ o ON o.m = p.m AND o.sid = z.sid
WHERE o.ok AND o.past AND o.inside AND o.date IS NOT NULL AND (NOT z.gap OR z.zero IS NULL OR o.date >= z.zero)
"""
INTERVALS = """
CREATE TEMP TABLE interval AS
WITH points AS (
    SELECT dp, sid, zero AS day, 0 AS sort FROM window_zero WHERE gap AND zero <= right_end
    UNION ALL SELECT DISTINCT v.dp, v.sid, v.day, 1 FROM window_valid v JOIN window_zero USING (dp, sid) WHERE gap
    UNION ALL SELECT dp, sid, right_end, 2 FROM window_zero WHERE gap),
steps AS (
    SELECT dp, sid, day AS a, LEAD(day) OVER w AS b, LEAD(sort) OVER w = 2 AS last FROM points
    WINDOW w AS (PARTITION BY dp, sid ORDER BY day, sort))
SELECT s.dp, s.sid, s.a, s.b, s.last FROM steps s JOIN window_zero z USING (dp, sid)
WHERE s.b - s.a > z.days AND s.b >= $first::DATE AND s.a + z.days + 1 <= $last::DATE
"""
COUNTS = """
CREATE TEMP TABLE window_count AS
WITH held AS (
    SELECT z.dp, z.sid, COUNT(v.day) AS total, MIN(v.day) AS first, MAX(v.day) AS latest,
           COUNT(v.day) FILTER ($as_of::DATE - v.day <= z.days) AS fresh,
           list_sort(list(v.day), 'DESC')[z.number::INT] AS nth
    FROM window_zero z LEFT JOIN window_valid v USING (dp, sid) GROUP BY z.dp, z.sid, z.days, z.number),
long AS (SELECT dp, sid, COUNT(*) AS n, BOOL_AND(last) AS only_last FROM interval GROUP BY dp, sid),
known AS (
    SELECT z.*, h.total, h.fresh, CASE WHEN NOT z.gap AND h.total >= z.number THEN h.nth END AS nth,
           COALESCE(l.n, 0) AS too_long,
           COALESCE(l.only_last, FALSE) AS only_last,
           z.days + CASE WHEN z.gap THEN COALESCE(h.latest, z.zero)
                         WHEN h.total >= z.number THEN h.nth ELSE COALESCE(z.zero, h.first) END AS due
    FROM window_zero z JOIN held h USING (dp, sid) LEFT JOIN long l USING (dp, sid)),
told AS (
    SELECT *, total = 0 AND COALESCE(zero > right_end, TRUE) AS before,
           CASE WHEN gap THEN COALESCE(total = 0 AND zero <= right_end AND right_end - zero <= days, FALSE)
                ELSE COALESCE(fresh < number AND $as_of::DATE <= due AND (total > 0 OR zero <= right_end), FALSE) END
               AS open_now
    FROM known)
SELECT dp, sid, gap, number AS n, CASE WHEN NOT before THEN due END AS due, open_now, before, nth,
       CASE WHEN gap THEN (NOT before AND NOT open_now AND too_long = 0)::INT ELSE fresh END::BIGINT AS v,
       CASE WHEN gap AND too_long > 0 AND only_last THEN right_end WHEN NOT gap AND $as_of::DATE > due THEN due END
           AS needed,
       CASE WHEN gap THEN GREATEST($first::DATE, zero) ELSE $as_of::DATE - days END AS listed_from,
       CASE WHEN gap THEN $last::DATE ELSE $as_of::DATE END AS listed_to
FROM told
"""

# The records of such obligations, in the form of ``measure.EXACT``.
EXACT_WINDOW = """
WITH belonging AS (
    SELECT o.*, p.dp, p.d, FALSE AS each, FALSE AS late_met, 'on' AS win
    FROM occ o JOIN dpx p ON p.m = o.m AND p.window_kind JOIN window_count w ON w.dp = p.dp AND w.sid = o.sid
    WHERE o.date IS NOT NULL AND (o.date BETWEEN w.listed_from AND w.listed_to OR o.date = w.nth) {filter}),
ranked AS (
    SELECT *, ok AND past AND inside AS valid,
           row_number() OVER (PARTITION BY dp, sid, t, day, ok AND past AND inside ORDER BY start, timed, id) AS nth
    FROM belonging)
SELECT *, CASE WHEN NOT valid OR nth > 1 THEN 'rejected' ELSE 'counted' END AS use, NOT valid OR nth > 1 AS x
FROM ranked
"""


def measure_windows(con: DuckDBPyConnection, schedule: Schedule, span: Span, as_of: date) -> None:
    """Make ``window_count`` and ``interval`` from ``raw_window``, the obligations without periods, and ``occ``."""
    entries = [(dp, entry.window) for dp, entry in enumerate(schedule.periods) if entry.window]
    put(con, "windows", {
        "dp": ("INTEGER", [dp for dp, _ in entries]),
        "gap": ("BOOLEAN", [window.kind == "gap" for _, window in entries]),
        "days": ("INTEGER", [window.days for _, window in entries]),
        "number": ("BIGINT", [window.number for _, window in entries]),
    })  # fmt: skip
    values = {"as_of": as_of, "first": span.first, "last": span.last}
    for sql in (ZERO, VALID, INTERVALS, COUNTS):
        con.execute(sql, {name: value for name, value in values.items() if f"${name}" in sql})


class Details:
    """Answers what the detail of a finding without a period says: the limit, and the intervals that exceed it."""

    def __init__(self, con: DuckDBPyConnection, schedule: Schedule) -> None:
        self._windows = {dp: entry.window for dp, entry in enumerate(schedule.periods) if entry.window}
        self._intervals: dict[tuple[int, int], list[dict[str, object]]] = {}
        if self._windows:
            rows = con.execute("SELECT dp, sid, a, b FROM interval ORDER BY dp, sid, a, b").fetchall()
            for dp, sid, a, b in rows:
                self._intervals.setdefault((dp, sid), []).append({"from": a, "to": b, "days": (b - a).days})

    def of(self, dp: int, sid: int) -> dict[str, object] | None:
        """Return the detail of one obligation; None for a duty that has periods."""
        window = self._windows.get(dp)
        if window is None:
            return None
        if window.kind == "rolling":
            return {"in_any": window.days}
        return {"at_most": window.days, "intervals": self._intervals.get((dp, sid), [])}
