"""Rows that could not be taken, held against the obligations they may belong to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .database import put
from .ledger.model import Unread
from .schedule import RANK, Measure

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# What could be read of the row agrees with the obligation; what could not agrees with all.
MAY_BELONG = """
CREATE TEMP TABLE doubt AS
SELECT DISTINCT ob.dp, ob.sid, u.u
FROM unread u JOIN dpx dp ON dp.m = u.m AND CASE
        WHEN u.fps IS NOT NULL AND u.fpr <= dp.rank THEN u.fps >= dp.p_start AND u.fps < dp.p_end
        WHEN u.date IS NULL THEN TRUE
        ELSE u.date >= dp.p_start AND u.date <= CASE WHEN dp.oldest THEN dp.late_last ELSE dp.p_end - 1 END END
    JOIN ob ON ob.dp = dp.dp AND CASE WHEN u.sid IS NOT NULL THEN u.sid = ob.sid
                                      ELSE u.unit IS NULL OR u.unit = ob.sid OR u.unit = ob.unit END
WHERE ob.asked
"""


def apply_unread(con: DuckDBPyConnection, rows: Sequence[Unread], measures: Sequence[Measure]) -> bool:
    """Make the table ``doubt`` (dp, sid, u: the place in ``rows``); return whether there was any row to look at."""
    flat = [
        (u, m, unit, sid, row.date, row.for_period)
        for u, row in enumerate(rows)
        for m, measure in enumerate(measures)
        if row.types is None or set(row.types) & set(measure.do)
        for unit, sid in _whom(row, measure)
    ]
    if not flat:
        return False
    put(con, "unread", {
        "u": ("INTEGER", [row[0] for row in flat]),
        "m": ("INTEGER", [row[1] for row in flat]),
        "unit": ("INTEGER", [row[2] for row in flat]),
        "sid": ("INTEGER", [row[3] for row in flat]),
        "date": ("DATE", [row[4] for row in flat]),
        "fps": ("DATE", [row[5].start if row[5] else None for row in flat]),
        "fpr": ("INTEGER", [RANK[row[5].every] if row[5] else None for row in flat]),
    })  # fmt: skip
    con.execute(MAY_BELONG)
    return True


def _whom(row: Unread, measure: Measure) -> list[tuple[int | None, int | None]]:
    """Return (unit, subject) pairs, at most one of them known: the subjects of members and households, else the units."""
    if row.subjects is not None and measure.family != "unit":
        return [(None, sid) for sid in row.subjects]
    return [(unit, None) for unit in row.units] if row.units is not None else [(None, None)]
