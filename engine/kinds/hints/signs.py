"""The signs that are counted: which records of a unit and period show each, as DuckDB SQL over ``hint_rec``.

``hint_rec`` holds a record of a unit a row: ``base``, ``sid`` and ``key`` (the duty, the unit, the period), ``rid``,
``id``, ``day`` (its date, or the first day of the period it names), ``date`` (NULL for the latter), ``recorded_on``,
``present`` (or how many names stand there), ``expected``, ``absent`` and ``roster``, the members of its units that day.
``hint_off`` holds the statutory holidays among the dates.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ...packs.check_model import Hint, Sign


@dataclass(frozen=True, slots=True)
class Counted:
    """A sign that is counted: what its records fulfil, and what it needs to be known at all.

    ``shows`` may use ``$least``, ``$days``, ``$top`` and ``$bottom`` (the share as a fraction) and the window ``own``:
    the records of one unit and period. ``columns`` are columns of the ledger, each one or another of which a source of
    the unit must have; ``dated`` tells that the sign looks at days, ``roster`` that it looks at the roster.
    """

    shows: str
    columns: tuple[tuple[str, ...], ...] = ()
    dated: bool = False
    roster: bool = False


# Attendance as elsewhere: those expected are the column, else present and absent together, and never the roster.
_EXPECTED = "COALESCE(expected, present + absent)"
_KNOWN = f"({_EXPECTED} > 0 AND present <= {_EXPECTED})"

COUNTED: Mapping[Sign, Counted] = {
    "above_roster": Counted("present > roster", (("present", "attendees"),), roster=True),
    "unaccounted": Counted(
        "present + COALESCE(absent, 0) <> expected", (("expected",), ("present", "attendees"), ("absent",))
    ),
    # The share of all together, so that it is exact; shown are the records that lie below it themselves.
    "low_attendance": Counted(
        f"{_KNOWN} AND present * $bottom < {_EXPECTED} * $top"
        f" AND SUM(present) FILTER ({_KNOWN}) OVER own * $bottom < SUM({_EXPECTED}) FILTER ({_KNOWN}) OVER own * $top",
        (("present", "attendees"), ("expected", "absent")),
    ),
    "entered_late": Counted("date_diff('day', date, recorded_on) > $days", (("recorded_on",),), dated=True),
    "entered_together": Counted(
        "date IS NOT NULL AND recorded_on IS NOT NULL AND COUNT(DISTINCT date) OVER together >= $least",
        (("recorded_on",),),
        dated=True,
    ),
    "on_holiday": Counted("date IN (SELECT day FROM hint_off)", dated=True),
    "last_day": Counted(
        "date = last_day(date) AND COUNT(date) OVER own >= $least AND BOOL_AND(date = last_day(date)) OVER own",
        dated=True,
    ),
    # The n-th before a record lies close: all from that one to this belong to the bunch.
    "bunched": Counted("COALESCE(BOOL_OR(closes) OVER onward, FALSE)", dated=True),
}

# The members of all units of a record, known where they are of each; a group counts with the unit that it is of.
LOOKED_AT = """
CREATE TEMP TABLE hint_rec AS
WITH own AS (
    SELECT DISTINCT a.base, o.sid, p.key, p.p_first, p.p_last, o.m, o.rid, o.id, o.day, o.date, o.start, o.timed
    FROM asks a JOIN occ o ON o.m = a.m AND o.past AND o.inside
    JOIN hint_month p ON p.base = a.base AND p.month = year(o.day) * 12 + month(o.day)),
homes AS (
    SELECT DISTINCT n.rid, n.day, s.home
    FROM (SELECT DISTINCT rid, day FROM own) n JOIN rec r ON r.rid = n.rid
    JOIN st_sid ss ON ss.st = r.st JOIN subject s ON s.sid = ss.sid),
rosters AS (
    SELECT h.rid, CASE WHEN COUNT(*) = COUNT({members}) THEN SUM({members}::BIGINT)::BIGINT END AS roster
    FROM homes h LEFT JOIN over_unit o ON o.sid = h.home AND o.first <= h.day AND o.until > h.day
    GROUP BY h.rid)
SELECT own.*, COALESCE(f.present, f.attendees) AS present, f.expected, f.absent, f.recorded_on, r.roster
FROM own LEFT JOIN hint_field f USING (rid) LEFT JOIN rosters r USING (rid)
"""

SHOWING = """
INSERT INTO hint_seen
WITH closing AS (
    SELECT *, date_diff('day', LAG(date, {before}) OVER in_order, date) <= $days AS closes FROM hint_rec
    WHERE base = {base}
    WINDOW in_order AS (PARTITION BY sid, key, date IS NULL ORDER BY date, id)),
told AS (
    SELECT base, sid, key, rid, {shows} AS shows FROM closing
    WINDOW own AS (PARTITION BY sid, key),
           together AS (PARTITION BY sid, key, recorded_on),
           onward AS (PARTITION BY sid, key, date IS NULL ORDER BY date, id
                      ROWS BETWEEN CURRENT ROW AND {before} FOLLOWING))
SELECT base, sid, key, rid FROM told WHERE shows
"""

# What the share came to, for the words of a report.
SHARES = f"""
SELECT sid, key, SUM(present) FILTER ({_KNOWN}), SUM({_EXPECTED}) FILTER ({_KNOWN})
FROM hint_rec SEMI JOIN hint_seen USING (base, sid, key) WHERE base = {{base}} GROUP BY sid, key
"""

# An item for each unit and period with records; what is not known: a column, the days, or the roster.
ITEMS = """
INSERT INTO item_new
WITH periods AS (
    SELECT base, sid, key, ANY_VALUE(p_first) AS first, ANY_VALUE(p_last) AS last,
           BOOL_OR(date IS NOT NULL) AS days, BOOL_OR(roster IS NOT NULL) AS rosters
    FROM hint_rec GROUP BY base, sid, key),
shown AS (SELECT DISTINCT base, sid, key, TRUE AS shows FROM hint_seen)
SELECT p.base, p.sid, p.key, p.first, NULL, (s.shows IS NULL)::BIGINT, 0, COALESCE(s.shows, FALSE), NULL, NULL, FALSE,
       NULL, COALESCE(l.field, CASE WHEN g.dated AND NOT p.days THEN 'start'
                                    WHEN g.roster AND NOT p.rosters THEN 'members' END),
       NULL, NULL, NULL, p.last
FROM periods p JOIN hint_sign g USING (base) LEFT JOIN shown s USING (base, sid, key)
LEFT JOIN hint_lack l USING (base, sid)
"""
USES = """
INSERT INTO item_use_new
SELECT DISTINCT s.base, s.sid, s.key, s.rid, a.m, s.sid, 'rejected', 'on' FROM hint_seen s JOIN asks a USING (base)
"""


def showing(base: int, hint: Hint) -> tuple[str, dict[str, object]]:
    """Return the statement that adds to ``hint_seen`` the records that show a counted sign, and its values."""
    sql = SHOWING.format(base=base, before=hint.at_least - 1, shows=COUNTED[hint.sign].shows)
    share = hint.over
    values = {
        "least": hint.at_least,
        "days": hint.within or 0,
        "top": share.numerator if share else 0,
        "bottom": share.denominator if share else 1,
    }
    return sql, {name: value for name, value in values.items() if f"${name}" in sql}
