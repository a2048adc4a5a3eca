"""``take: oldest``: records of the make-up time that go to the preceding period while it is short.

A record goes at most one period back. Whether a period is short depends on what was moved away from it, so the periods
of a subject are looked at from the first to the last.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from ..scheduling.schedule import Schedule
from ..tables.database import put, rows_of
from .measure import EXACT

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# The records that count for duties with `take: oldest`, of subjects that have one in any make-up time.
COUNTING = """
WITH e AS ({exact}),
c AS (SELECT * FROM e WHERE use <> 'rejected'),
late AS (SELECT DISTINCT c.d, c.sid FROM c JOIN before b ON b.dp = c.dp WHERE c.fps IS NULL AND c.day <= b.until)
SELECT c.d, c.sid, c.dp, c.rid, c.amount, c.fps IS NULL AND c.date IS NOT NULL AND c.day <= b.until AS may_move,
       o.n, COALESCE(c.m = b.m OR EXISTS (
           SELECT 1 FROM occ other WHERE other.m = b.m AND other.sid = c.sid AND other.rid = c.rid AND other.ok), FALSE)
       AND COALESCE(o.applies IS NOT FALSE AND NOT o.waived_part AND NOT o.exempt AND NOT o.before_log, FALSE) AS takes
FROM c JOIN late USING (d, sid) LEFT JOIN before b ON b.dp = c.dp
LEFT JOIN ob o ON o.dp = b.prev AND o.sid = c.sid
ORDER BY c.d, c.sid, c.day, c.start, c.timed, c.id
"""

Row = tuple[int, int, int, int, int, bool, int | None, bool]  # d, sid, dp, rid, amount, may_move, n, takes


def move_oldest(con: DuckDBPyConnection, schedule: Schedule) -> bool:
    """Make the table ``moved``: (dp, sid, rid, to_dp, amount) of every record that goes to the preceding period.

    Return whether any does.
    """
    rows: list[tuple[int, int, int, int, int]] = []
    before = _preceding(schedule)
    if before:
        put(con, "before", {
            "dp": ("INTEGER", list(before)),
            "prev": ("INTEGER", list(before.values())),
            "m": ("INTEGER", [schedule.periods[prev].measure for prev in before.values()]),
            "until": ("DATE", [schedule.periods[prev].late_last for prev in before.values()]),
        })  # fmt: skip
        found: list[Row] = con.execute(COUNTING.format(exact=EXACT.format(filter="AND dp.moves"))).fetchall()
        for (_, sid), own in groupby(found, key=lambda row: row[:2]):
            rows.extend((dp, sid, rid, to, amount) for dp, rid, to, amount in _chain(list(own), before))
    kinds = ("INTEGER", "INTEGER", "INTEGER", "INTEGER", "BIGINT")
    put(con, "moved", rows_of(("dp", "sid", "rid", "to_dp", "amount"), kinds, rows))
    return bool(rows)


def _preceding(schedule: Schedule) -> dict[int, int]:
    """Return, for each period after one whose make-up time takes the oldest, the index of that one."""
    ends = {(p.duty, p.period.end): i for i, p in enumerate(schedule.periods) if p.oldest}
    found = ((i, ends.get((p.duty, p.period.start))) for i, p in enumerate(schedule.periods))
    return {i: prev for i, prev in found if prev is not None}


def _chain(rows: Sequence[Row], before: dict[int, int]) -> Iterable[tuple[int, int, int, int]]:
    """Yield (from period, record, to period, amount) for the records of one duty and subject that move."""
    counted: dict[int, int] = {}
    for row in rows:
        counted[row[2]] = counted.get(row[2], 0) + row[4]
    for dp, own in sorted(_by_period(rows).items()):
        for _, _, _, rid, amount, may_move, n, takes in own:
            previous = before.get(dp)
            if previous is None or not (may_move and takes) or n is None or counted.get(previous, 0) >= n:
                continue
            counted[previous] = counted.get(previous, 0) + amount
            counted[dp] -= amount
            yield dp, rid, previous, amount


def _by_period(rows: Iterable[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(row[2], []).append(row)
    return found
