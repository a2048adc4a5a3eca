"""Settling: every obligation gets its signature, every distinct signature its verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..tables.database import put
from .judge import MOST, Table, judge, pack_sql, row

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

STATUS_CODES = {
    status: i
    for i, status in enumerate(
        ("met", "made_up", "waived", "open", "unknown", "short", "invalid", "missing", "not_applicable")
    )
}

# `k` is what the table is shown of the number required: itself, or 2 where there are too many to tell apart, of which
# a count has 0, 1 (some) or 2 (enough).
SETTLED = """
CREATE TEMP TABLE settled AS
WITH final AS (
    SELECT dp, d, sid, unit, shown, day1, n, scale, last_good, why_not, why_unknown, x, must, base,
           ob.v{moved_v} AS fv, ob.mu{moved_m} AS fm, {waived} AS waived, {unread} AS unread,
           CASE WHEN no_number OR n IS NULL THEN 2 WHEN scale > 1 OR n > {most} THEN 2 ELSE n END AS k,
           no_number OR n IS NULL AS hidden, scale > 1 OR n > {most} AS classed
    FROM ob {joins} WHERE ob.asked),
cut AS (
    SELECT *, CASE WHEN hidden THEN 0 WHEN classed THEN CASE WHEN fv >= n THEN 2 WHEN fv > 0 THEN 1 ELSE 0 END
                   ELSE LEAST(fv, n) END AS kv,
              CASE WHEN hidden THEN (fv + fm > 0)::INT
                   WHEN classed THEN CASE WHEN fv + fm >= n THEN 2 WHEN fv + fm > 0 THEN 1 ELSE 0 END
                   ELSE LEAST(fv + fm, n) END AS kvm
    FROM final)
SELECT dp, d, sid, unit, shown, day1, n, scale, last_good, why_not, why_unknown, must, fv, fm,
       base | {signature} AS sig FROM cut
"""
COLUMNS = {
    "n": "k",
    "v": "kv",
    "vm": "kvm",
    "x": "x::INT",
    "waived": "(waived AND NOT must)::INT",
    "unread": "unread::INT",
}


def settle(con: DuckDBPyConnection, table: Table, *, moved: bool, waived: bool, unread: bool) -> None:
    """Make the tables ``settled`` and ``verdict`` (sig, status, reason) with the table's verdict on each signature."""
    joins = []
    if moved:
        joins.append(_AWAY)
    if waived:
        joins.append("LEFT JOIN (SELECT dp, sid, TRUE AS waived FROM waived) wv USING (dp, sid)")
    if unread:
        joins.append("LEFT JOIN (SELECT DISTINCT dp, sid, TRUE AS unread FROM doubt) ur USING (dp, sid)")
    con.execute(
        SETTLED.format(
            moved_v=" + COALESCE(mv.v, 0)" if moved else "",
            moved_m=" + COALESCE(mv.mu, 0)" if moved else "",
            waived="COALESCE(wv.waived, FALSE)" if waived else "FALSE",
            unread="COALESCE(ur.unread, FALSE)" if unread else "FALSE",
            joins=" ".join(joins),
            most=MOST,
            signature=pack_sql(COLUMNS),
        )
    )
    signatures = sorted(sig for (sig,) in con.execute("SELECT DISTINCT sig FROM settled").fetchall())
    rows = judge(signatures, table)
    put(con, "verdict", {
        "sig": ("BIGINT", signatures),
        "status": ("INTEGER", [STATUS_CODES[row(rows[sig]).status] for sig in signatures]),
        "reason": ("VARCHAR", [row(rows[sig]).reason for sig in signatures]),
    })  # fmt: skip


_AWAY = """LEFT JOIN (
    SELECT dp, sid, SUM(v)::BIGINT AS v, SUM(mu)::BIGINT AS mu FROM (
        SELECT dp, sid, -amount AS v, 0 AS mu FROM moved
        UNION ALL
        SELECT m.to_dp, m.sid, CASE WHEN dpx.late_met THEN m.amount ELSE 0 END,
               CASE WHEN dpx.late_met THEN 0 ELSE m.amount END
        FROM moved m JOIN dpx ON dpx.dp = m.to_dp)
    GROUP BY dp, sid) mv USING (dp, sid)"""
