"""Rows that could not be taken, held against the obligations they may belong to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from ..ledger.model import Unread
from ..scheduling.schedule import RANK, UNIT, Measure
from ..tables.database import put

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# What could be read of the row agrees with the obligation; what could not agrees with all.
MAY_BELONG = """
CREATE TEMP TABLE doubt AS
SELECT DISTINCT ob.dp, ob.sid, u.u
FROM unread u JOIN dpx dp ON dp.m = u.m LEFT JOIN named n ON n.d = dp.d AND n.fps = u.fps AND n.fpr = u.fpr
    LEFT JOIN item i ON i.dp = dp.dp
    JOIN ob ON ob.dp = dp.dp AND (u.sid IS NULL OR u.sid = ob.sid)
WHERE ob.asked AND CASE
        WHEN n.dp IS NOT NULL THEN n.dp = dp.dp
        WHEN i.dp IS NOT NULL THEN COALESCE(u.date BETWEEN i.seek_from AND i.seek_to, u.date IS NULL)
        WHEN u.date IS NULL THEN TRUE
        WHEN dp.window_kind THEN u.date <= $1::DATE
        ELSE u.date >= dp.p_start AND u.date <= CASE WHEN dp.oldest THEN dp.late_last ELSE dp.p_end - 1 END END
"""


def apply_unread(con: DuckDBPyConnection, rows: Sequence[Unread], measures: Sequence[Measure], as_of: date) -> bool:
    """Make the table ``doubt`` (dp, sid, u: the place in ``rows``); return whether there was any row to look at."""
    flat = [
        (u, m, sid, row.date, row.for_period)
        for u, row in enumerate(rows)
        for m, measure in enumerate(measures)
        if row.types is None or set(row.types) & set(measure.do)
        for sid in _whom(row, measure)
    ]
    if not flat:
        return False
    put(con, "unread", {
        "u": ("INTEGER", [row[0] for row in flat]),
        "m": ("INTEGER", [row[1] for row in flat]),
        "sid": ("INTEGER", [row[2] for row in flat]),
        "date": ("DATE", [row[3] for row in flat]),
        "fps": ("DATE", [row[4].start if row[4] else None for row in flat]),
        "fpr": ("INTEGER", [RANK[row[4].every] if row[4] else None for row in flat]),
    })  # fmt: skip
    con.execute(MAY_BELONG, [as_of])
    return True


def _whom(row: Unread, measure: Measure) -> list[int | None]:
    """Return whom the row may be about; None where it may be any.

    A unit or group is meant where the row is one of it, a member or household where a column looked at names it.
    """
    if measure.family != UNIT:
        return list(dict.fromkeys(sid for column in measure.by for sid in row.people.get(column, ())))
    if row.units is None:
        return [None]
    return list(dict.fromkeys((*row.units, *(() if row.group is None else (row.group,)))))
