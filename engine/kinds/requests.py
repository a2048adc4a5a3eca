"""Requests of residents: each row of their table is to be followed by a day, or by a record, in time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, tzinfo
from hashlib import sha256
from typing import TYPE_CHECKING

from ..ledger.made_ids import LENGTH
from ..packs.check_model import FollowUp
from ..scheduling.schedule import HOUSEHOLD
from ..tables.database import put
from .follows import day_in, fulfil

if TYPE_CHECKING:
    from .maker import Maker

OPENED = "opened"
# Whom a request is about: its household, or the unit that it is written under, else that of its household on the day.
ASKED = """
CREATE TEMP TABLE {name} AS
SELECT a.base, a.m, s.sid, NULL::INTEGER AS rid, q.q, q.key, q.day, q.day AS date, NULL::TIMESTAMP AS at
FROM asks a JOIN request q ON q.day >= a.first AND q.day < a.stop AND q.day <= $as_of::DATE {unit}
JOIN subject s ON s.sid = {who} AND s.starts <= q.day AND s.ends > q.day
JOIN duty_kind dk ON dk.d = a.d AND dk.k = s.k
WHERE a.base IN ({bases})
"""
HOME = "LEFT JOIN over_household h ON h.sid = q.household AND h.first <= q.day AND h.until > q.day"
HELD = """
INSERT INTO item_new
SELECT t.base, t.sid, t.key, t.day, NULL, COALESCE(v.done BETWEEN t.day AND r.reach AND v.done <= $as_of::DATE, FALSE),
       COALESCE(v.done > r.reach AND v.done <= $as_of::DATE, FALSE), FALSE, r.reach, NULL, $as_of::DATE <= r.reach,
       NULL,
       CASE WHEN $absent OR (v.said AND (v.done IS NULL OR v.done < t.day)) THEN $name END, NULL, NULL, NULL, NULL
FROM asked_held t JOIN asked_held_reach r ON r.base = t.base AND r.day = t.day
JOIN request_value v ON v.q = t.q AND v.base = t.base WHERE t.base = {base}
"""


def make_requests(maker: Maker) -> None:
    """Make the items of ``follow_up`` duties whose triggers are requests."""
    own = [(base, entry) for base, entry in maker.own(FollowUp) if _of(entry.asks).requests]
    if not own:
        return
    rows = maker.ledger.requests
    put(maker.con, "request", {
        "q": ("INTEGER", range(len(rows))),
        "key": ("VARCHAR", request_ids(rows)),
        "day": ("DATE", [_day(row, OPENED, maker.zone) for row in rows]),
        "unit": ("INTEGER", [row.get("unit") for row in rows]),
        "household": ("INTEGER", [row.get("household") for row in rows]),
    })  # fmt: skip
    doing = [base for base, entry in own if _of(entry.asks).do]
    having = [base for base, entry in own if not _of(entry.asks).do]
    if doing:
        _asked(maker, "asked_done", doing)
        fulfil(maker, "asked_done")
    if having:
        _asked(maker, "asked_held", having)
        maker.reaches("asked_held_reach", "asked_held", onward=True)
        _values(maker, having)
    for base in having:
        name = _of(maker.schedule.periods[base].asks).have or ""
        values = {"as_of": maker.as_of, "name": name, "absent": not maker.has_column("requests", name)}
        maker.con.execute(HELD.format(base=base), values)
    _explain(maker, [base for base, _ in own])


def request_ids(rows: Sequence[Mapping[str, object]]) -> list[str]:
    """Return the id of every request: its own, else one made of what it says; a repeated one gets ``-2``, ``-3``."""
    found: list[str] = []
    seen: dict[str, int] = {}
    for row in rows:
        parts = "\n".join(str(row.get(name) or "") for name in ("unit", OPENED, "household", "topic"))
        key = str(row.get("id") or sha256(parts.encode(errors="surrogatepass")).hexdigest()[:LENGTH])
        seen[key] = seen.get(key, 0) + 1
        found.append(key if seen[key] == 1 else f"{key}-{seen[key]}")
    return found


def _asked(maker: Maker, name: str, bases: Sequence[int]) -> None:
    """Make the table ``name`` of the requests that each duty asks about."""
    parts = {HOUSEHOLD: ("q.household", ""), "": ("COALESCE(q.unit, h.unit)", HOME)}
    tables = []
    for family, (who, unit) in parts.items():
        own = [b for b in bases if (maker.schedule.family(maker.schedule.periods[b]) == HOUSEHOLD) == bool(family)]
        table = f"{name}_{family or 'unit'}"
        tables.append(table)
        numbers = ", ".join(str(base) for base in own) or "-1"
        sql = ASKED.format(name=table, who=who, unit=unit, bases=numbers)
        maker.con.execute(sql, {"as_of": maker.as_of})
    maker.con.execute(f"CREATE TEMP TABLE {name} AS FROM {tables[0]} UNION ALL FROM {tables[1]}")


def _values(maker: Maker, bases: Sequence[int]) -> None:
    """Make ``request_value``: by request and duty, the day in the field that is asked for, and whether it says any."""
    rows = maker.ledger.requests
    found = []
    for base in bases:
        name = _of(maker.schedule.periods[base].asks).have or ""
        found += [(q, base, row.get(name) not in (None, ""), _day(row, name, maker.zone)) for q, row in enumerate(rows)]
    put(maker.con, "request_value", {
        "q": ("INTEGER", [row[0] for row in found]),
        "base": ("INTEGER", [row[1] for row in found]),
        "said": ("BOOLEAN", [row[2] for row in found]),
        "done": ("DATE", [row[3] for row in found]),
    })  # fmt: skip


def _day(row: Mapping[str, object], name: str, zone: tzinfo) -> date | None:
    return day_in(row.get(name), zone)


def _explain(maker: Maker, bases: Sequence[int]) -> None:
    """Note of each item which request it is about."""
    rows, keys = maker.ledger.requests, request_ids(maker.ledger.requests)
    places = {key: q for q, key in enumerate(keys)}
    numbers = ", ".join(str(base) for base in bases)
    for base, sid, key in maker.con.execute(
        f"SELECT base, sid, key FROM item_new WHERE base IN ({numbers}) ORDER BY base, sid, key"
    ).fetchall():
        row = rows[places[key]]
        said: dict[str, object] = {"id": key, "source": row.get("source"), "date": _day(row, OPENED, maker.zone)}
        name = _of(maker.schedule.periods[base].asks).have
        done = {} if name is None else {"have": name, "on": _day(row, name, maker.zone)}
        maker.details[base, sid, key] = {"request": said, **done}


def _of(asks: object) -> FollowUp:
    check = getattr(asks, "check", None)
    assert isinstance(check, FollowUp)
    return check
