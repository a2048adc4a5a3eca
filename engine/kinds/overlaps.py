"""Overlaps: one person named in two records whose clock times meet, unless both give the same place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..packs.check_model import Overlap
from ..scheduling.schedule import UNIT

if TYPE_CHECKING:
    from .maker import Maker

COLUMNS = ("end", "place")

# A record without an end is an instant; one that runs past midnight is looked at on each of its days, a month at most.
TIMED = """
CREATE TEMP TABLE timed AS
WITH own AS (
    SELECT DISTINCT o.m, o.sid AS who, o.rid, o.id, o.date, o.start,
           GREATEST(COALESCE(TRY_CAST({end}::VARCHAR AS TIMESTAMP), o.start), o.start) AS stop,
           lower(replace({place}::VARCHAR, ' ', '')) AS place
    FROM occ o JOIN rec r ON r.rid = o.rid WHERE o.timed AND o.past AND o.inside AND o.m IN ({measures}))
SELECT *, unnest(generate_series(date, LEAST(stop::DATE, date + 31), INTERVAL 1 DAY))::DATE AS day FROM own
"""
PAIRS = """
CREATE TEMP TABLE pair AS
SELECT DISTINCT a.m, a.who, CASE WHEN a.id < b.id THEN a.id || '+' || b.id ELSE b.id || '+' || a.id END AS key,
       a.rid AS one, b.rid AS other, GREATEST(a.start, b.start) AS meet, LEAST(a.stop, b.stop) AS part
FROM timed a JOIN timed b ON b.m = a.m AND b.who = a.who AND b.day = a.day AND a.rid < b.rid
WHERE (a.start < b.stop OR a.start = b.start) AND (b.start < a.stop OR a.start = b.start)
  AND (a.place = b.place) IS NOT TRUE
"""
FOUND = """
CREATE TEMP TABLE overlap_{base} AS
SELECT DISTINCT s.sid, p.key, p.meet::DATE AS day, p.one, p.other, p.meet, p.part, p.m, p.who
FROM asks k JOIN pair p ON p.m = k.m AND p.meet::DATE >= k.first AND p.meet::DATE < k.stop {unit}
JOIN duty_kind dk ON dk.d = k.d JOIN subject s ON s.sid = {sid} AND s.k = dk.k
WHERE k.base = {base}
"""
ITEMS = """
INSERT INTO item_new
SELECT DISTINCT {base}, sid, key, day, NULL::INTEGER, 0, 0, TRUE, NULL::DATE, NULL::DATE, FALSE, NULL::DATE,
       NULL::VARCHAR, NULL::VARCHAR, NULL::DATE, NULL::DATE, NULL::DATE
FROM overlap_{base}
"""
USES = """
INSERT INTO item_use_new
WITH flat AS (SELECT sid, key, m, who, one AS rid FROM overlap_{base} UNION ALL
              SELECT sid, key, m, who, other FROM overlap_{base})
SELECT {base}, sid, key, rid, m, MIN(who), 'rejected', 'on' FROM flat GROUP BY sid, key, rid, m
"""


def make_overlaps(maker: Maker) -> None:
    """Make the items of ``overlap`` duties: one of each person (or unit of persons) and pair of records."""
    own, con = maker.own(Overlap), maker.con
    end, place = (maker.records.column(name)[0] for name in COLUMNS)
    measures = ", ".join(str(m) for m in sorted({entry.measure for _, entry in own}))
    con.execute(TIMED.format(end=end, place=place, measures=measures))
    con.execute(PAIRS)
    for base, entry in own:
        of_units = maker.schedule.family(entry) == UNIT
        unit = "JOIN over_member u ON u.sid = p.who AND u.first <= p.meet::DATE AND u.until > p.meet::DATE"
        con.execute(FOUND.format(base=base, unit=unit if of_units else "", sid="u.unit" if of_units else "p.who"))
        con.execute(ITEMS.format(base=base))
        con.execute(USES.format(base=base))
        rows = con.execute(f"SELECT sid, key, MIN(meet), MAX(part) FROM overlap_{base} GROUP BY sid, key").fetchall()
        for sid, key, meet, part in rows:
            times = {"from": meet.isoformat(timespec="minutes"), "until": part.isoformat(timespec="minutes")}
            maker.details[base, sid, key] = times
