"""What follows and what goes before: each record that gives rise to a duty, and the records that fulfil it."""

from __future__ import annotations

from datetime import date, tzinfo
from typing import TYPE_CHECKING

from ..ledger.values.dates import day_of
from ..packs.check_model import FollowUp, Precede
from ..tables.database import put

if TYPE_CHECKING:
    from .maker import Maker

TRIGGERS = """
CREATE TEMP TABLE {name} AS
SELECT DISTINCT a.base, a.m, {who} AS sid, o.rid, o.id AS key, o.day, o.date, CASE WHEN o.timed THEN o.start END AS at
FROM asks a JOIN occ o ON o.m = a.t AND o.past AND o.inside AND o.day >= a.first AND o.day < a.stop {members}
WHERE a.base IN ({bases})
"""
# The members of a unit, and of those below it, on the day of the trigger.
MEMBERS = """
JOIN tree x ON x.top = o.sid JOIN over_member om ON om.unit = x.sid AND om.first <= o.day AND om.until > o.day
JOIN subject ms ON ms.sid = om.sid AND ms.starts <= o.day AND ms.ends > o.day
"""

# The column in which two records are to agree, by duty and record; what is untested may be any.
SAME = """
INSERT INTO same_value
SELECT {base}, r.rid, any_value(lower(regexp_replace({value}::VARCHAR, '[[:space:]]', '', 'g'))), bool_or({tested})
FROM asks a JOIN occ o ON o.m IN (a.m, a.t) AND a.base = {base}
JOIN rec r ON r.rid = o.rid JOIN subject s ON s.sid = o.sid {extra} GROUP BY r.rid
"""
SAME_JOIN = """
LEFT JOIN same_value ta ON ta.base = t.base AND ta.rid = t.rid
LEFT JOIN same_value oa ON oa.base = t.base AND oa.rid = o.rid
"""
AGREE = "AND (ta.base IS NULL OR NOT ta.tested OR ta.said IS NULL OR oa.said IS NULL OR oa.said = ta.said)"
AGREES = "AND (ta.base IS NULL OR NOT ta.tested OR oa.said IS NOT DISTINCT FROM ta.said)"
# What is said of a record beside how it lies in time, after a bar.
SAID = """CASE WHEN ta.base IS NULL THEN '' WHEN NOT ta.tested THEN '|untested:' || sc.name
     WHEN oa.said IS NULL THEN '|missing_field:' || sc.name ELSE '' END"""
SAME_NAME = "LEFT JOIN same_column sc ON sc.base = t.base"
UNLIKE = """CASE WHEN t.date IS NULL THEN 'start'
     WHEN EXISTS (SELECT 1 FROM same_value e JOIN same_column c ON c.base = e.base
                  WHERE e.base = t.base AND e.rid = t.rid AND e.tested AND e.said IS NULL)
     THEN (SELECT c.name FROM same_column c WHERE c.base = t.base) END"""

# What comes from the day of the trigger on: in time as it is, later only what is valid.
FOLLOWING = """
CREATE TEMP TABLE {name}_near AS
WITH near AS (
    SELECT t.base, t.sid, t.key, o.rid, o.m, o.date, o.start, o.timed, o.id, {said} AS said,
           o.ok AND o.past AND o.inside {agrees} AS valid, o.date <= r.reach AS in_time
    FROM {name} t JOIN {name}_reach r ON r.base = t.base AND r.day = t.day
    JOIN occ o ON o.m = t.m AND o.sid = t.sid AND o.rid IS DISTINCT FROM t.rid AND o.date >= t.day
    {same}
    WHERE NOT COALESCE(o.date = t.day AND o.timed AND o.start < t.at, FALSE) {agree}
      AND (o.date <= r.reach OR (o.ok AND o.past AND o.inside {agrees})))
SELECT *, bool_or(valid AND in_time) OVER w AS kept,
       row_number() OVER (PARTITION BY base, sid, key, valid, in_time ORDER BY date, timed, start, id) AS nth
FROM near WINDOW w AS (PARTITION BY base, sid, key)
"""
FOLLOWED = """
INSERT INTO item_new
SELECT t.base, t.sid, t.key, t.day, t.rid, COALESCE(bool_or(n.valid AND n.in_time), FALSE)::BIGINT,
       COALESCE(bool_or(n.valid AND NOT n.in_time AND NOT n.kept), FALSE)::BIGINT, FALSE, r.reach, r.reach,
       $as_of::DATE <= r.reach, t.day, {unlike}, NULL, t.day, $as_of::DATE, NULL
FROM {name} t JOIN {name}_reach r ON r.base = t.base AND r.day = t.day
LEFT JOIN {name}_near n ON n.base = t.base AND n.sid = t.sid AND n.key = t.key
GROUP BY ALL
"""
FOLLOWED_USES = """
INSERT INTO item_use_new
SELECT base, sid, key, rid, m, sid,
       CASE WHEN NOT valid THEN 'rejected' WHEN in_time THEN 'counted' ELSE 'made_up' END,
       CASE WHEN in_time THEN 'on' ELSE 'late' END || said
FROM {name}_near WHERE in_time OR (NOT kept AND nth = 1)
"""

# What was done of the kind by the as-of day: before the trigger in time, too early, or after it.
PRECEDING = """
CREATE TEMP TABLE before_near AS
WITH near AS (
    SELECT t.base, t.sid, t.key, o.rid, o.m, o.date, o.start, o.timed, o.id, {said} AS said,
           o.ok AND o.past AND o.inside {agrees} AS valid, o.inside,
           CASE WHEN o.date < r.reach THEN 'before'
                          WHEN o.date < t.day OR (o.date = t.day AND NOT COALESCE(o.timed AND o.start > t.at, FALSE))
                              THEN 'on' ELSE 'too_late' END AS win
    FROM before_trigger t JOIN before_reach r ON r.base = t.base AND r.day = t.day
    JOIN occ o ON o.m = t.m AND o.sid = t.sid AND o.rid <> t.rid AND o.past AND o.date IS NOT NULL {same}
    WHERE TRUE {agree})
SELECT *, bool_or(valid AND win = 'on') OVER (PARTITION BY base, sid, key) AS kept,
       row_number() OVER (PARTITION BY base, sid, key, win ORDER BY date, timed, start, id) AS first,
       row_number() OVER (PARTITION BY base, sid, key, win ORDER BY date DESC, timed DESC, start DESC, id DESC) AS last
FROM near
"""
PRECEDED = """
INSERT INTO item_new
SELECT t.base, t.sid, t.key, t.day, t.rid, COALESCE(bool_or(n.valid AND n.win = 'on'), FALSE)::BIGINT, 0,
       COALESCE(bool_or(n.inside), FALSE), NULL, t.day, FALSE, r.reach,
       {unlike}, NULL, r.reach, t.day, NULL
FROM before_trigger t JOIN before_reach r ON r.base = t.base AND r.day = t.day
LEFT JOIN before_near n ON n.base = t.base AND n.sid = t.sid AND n.key = t.key
GROUP BY ALL
"""
PRECEDED_USES = """
INSERT INTO item_use_new
SELECT base, sid, key, rid, m, sid, CASE WHEN valid AND win = 'on' THEN 'counted' ELSE 'rejected' END, win || said
FROM before_near
WHERE win = 'on' OR (NOT kept AND ((win = 'before' AND last = 1) OR (win = 'too_late' AND first = 1)))
"""

# The day in a field of the trigger itself; one before the trigger, and a text that is no day, leave it open.
HELD = """
INSERT INTO item_new
WITH said AS (
    SELECT t.*, rr.reach, h.said, h.done, {tested} AS tested
    FROM {name} t JOIN {name}_reach rr ON rr.base = t.base AND rr.day = t.day
    JOIN rec r ON r.rid = t.rid JOIN subject s ON s.sid = t.sid LEFT JOIN held_day h ON h.rid = t.rid {extra}
    WHERE t.base = {base})
SELECT base, sid, key, day, rid, COALESCE(done <= reach AND done >= day AND done <= $as_of::DATE, FALSE)::BIGINT,
       COALESCE(done > reach AND done <= $as_of::DATE, FALSE)::BIGINT, FALSE, reach, NULL, $as_of::DATE <= reach, NULL,
       CASE WHEN NOT tested OR date IS NULL OR (said IS NOT NULL AND (done IS NULL OR done < day)) THEN $name END,
       NULL, NULL, NULL, NULL
FROM said
"""


def make_follow_ups(maker: Maker) -> None:
    """Make the items of ``follow_up`` duties whose triggers are records."""
    own = [(base, entry) for base, entry in maker.own(FollowUp) if entry.asks and entry.asks.trigger >= 0]
    doing = [base for base, entry in own if _check(entry.asks).do]
    having = [base for base, entry in own if not _check(entry.asks).do]
    con = maker.con
    if doing:
        _triggers(maker, "follow", doing)
        fulfil(maker, "follow")
    if having:
        _triggers(maker, "held", having)
        maker.reaches("held_reach", "held", onward=True)
    for base in having:
        entry = maker.schedule.periods[base]
        name = _check(entry.asks).have or ""
        _, tested = maker.records.column(name)
        extra = maker.measurement.unit_join(maker.schedule.family(entry))
        _load_days(maker, name)
        sql = HELD.format(name="held", base=base, tested=tested, extra=extra)
        con.execute(sql, {"as_of": maker.as_of, "name": name})


def _load_days(maker: Maker, name: str) -> None:
    """Make ``held_day``: by record, what its field says, and the day that this is, however it is written."""
    cells = maker.ledger.activities.fields.get(name) or []
    said = [(rid, cell) for rid, cell in enumerate(cells) if cell not in (None, "")]
    days = {cell: day_in(cell, maker.zone) for _, cell in said}
    maker.con.execute("DROP TABLE IF EXISTS held_day")
    put(maker.con, "held_day", {
        "rid": ("INTEGER", [rid for rid, _ in said]),
        "said": ("VARCHAR", [str(cell) for _, cell in said]),
        "done": ("DATE", [days[cell] for _, cell in said]),
    })  # fmt: skip


def day_in(cell: object, zone: tzinfo) -> date | None:
    """Return the local day that a cell says, None where it says none."""
    if cell is None:
        return None
    found = day_of(cell if isinstance(cell, date | int | str) else str(cell), zone)
    return found if isinstance(found, date) else None


def fulfil(maker: Maker, name: str) -> None:
    """Make the items of the triggers in the table ``name`` that a record is to follow."""
    maker.reaches(f"{name}_reach", name, onward=True)
    words = _same(maker, FollowUp)
    maker.con.execute(FOLLOWING.format(name=name, **words))
    maker.con.execute(FOLLOWED.format(name=name, **words), {"as_of": maker.as_of})
    maker.con.execute(FOLLOWED_USES.format(name=name))


def _same(maker: Maker, kind: type) -> dict[str, str]:
    """Make ``same_value`` and ``same_column`` where duties of ``kind`` ask records to agree; return the SQL for it."""
    columns = {
        base: check.same
        for base, entry in maker.own(kind)
        if entry.asks and isinstance(check := entry.asks.check, FollowUp | Precede) and check.same
    }
    if not columns:
        plain = "CASE WHEN t.date IS NULL THEN 'start' END"
        return {"same": "", "agree": "", "agrees": "", "said": "''", "unlike": plain}
    maker.con.execute("CREATE OR REPLACE TEMP TABLE same_column (base INTEGER, name VARCHAR)")
    maker.con.execute(
        "CREATE OR REPLACE TEMP TABLE same_value (base INTEGER, rid INTEGER, said VARCHAR, tested BOOLEAN)"
    )
    for base, name in columns.items():
        value, tested = maker.records.column(name)
        extra = maker.measurement.unit_join(maker.schedule.family(maker.schedule.periods[base]))
        maker.con.execute("INSERT INTO same_column VALUES (?, ?)", [base, name])
        maker.con.execute(SAME.format(base=base, value=value, tested=tested, extra=extra))
    return {"same": SAME_JOIN + SAME_NAME, "agree": AGREE, "agrees": AGREES, "said": SAID, "unlike": UNLIKE}


def make_precedes(maker: Maker) -> None:
    """Make the items of ``precede`` duties, for every member where they cover the members."""
    own = maker.own(Precede)
    covering = [base for base, entry in own if entry.asks and _precede(entry.asks).cover]
    plain = [base for base, _ in own if base not in covering]
    _triggers(maker, "before_plain", plain)
    _triggers(maker, "before_cover", covering, cover=bool(covering))
    maker.con.execute("CREATE TEMP TABLE before_trigger AS FROM before_plain UNION ALL FROM before_cover")
    maker.reaches("before_reach", "before_trigger", onward=False)
    words = _same(maker, Precede)
    for sql in (PRECEDING, PRECEDED):
        maker.con.execute(sql.format(**words))
    maker.con.execute(PRECEDED_USES)


def _triggers(maker: Maker, name: str, bases: list[int], *, cover: bool = False) -> None:
    numbers = ", ".join(str(base) for base in bases) or "-1"
    who, members = ("om.sid", MEMBERS) if cover else ("o.sid", "")
    maker.con.execute(TRIGGERS.format(name=name, bases=numbers, who=who, members=members))


def _check(asks: object) -> FollowUp:
    check = getattr(asks, "check", None)
    assert isinstance(check, FollowUp)
    return check


def _precede(asks: object) -> Precede:
    check = getattr(asks, "check", None)
    assert isinstance(check, Precede)
    return check
