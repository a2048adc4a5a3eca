"""Items: the obligations of duties without periods, found one by one, each with what its verdict rests on.

Every kind adds its rows to ``item_new`` (and to ``item_use_new`` the records that are listed with them); numbered, they
become ``item`` and ``item_use``, and each is from then on a duty period of its own with one subject.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from ..packs.check_model import Cover, FollowUp, Hint, InOrder, Overlap, Precede, State, Tally
from ..scheduling.schedule import UNIT
from ..tables.database import put, rows_of
from .maker import Maker, above

# `v`, `mu`, `x`, `due`, `needed`, `open_now` are what the verdict table is shown; `log_from` is the day from which on
# the ledger has to be known, `unclear` the field that is not. Rows that could not be read matter from `seek_from` to
# `seek_to`. `reason` is that of a gap, where no record tells it.
NEW = """
CREATE TEMP TABLE item_new (
    base INTEGER, sid INTEGER, key VARCHAR, day DATE, rid INTEGER, v BIGINT, mu BIGINT, x BOOLEAN, due DATE,
    needed DATE, open_now BOOLEAN, log_from DATE, unclear VARCHAR, reason VARCHAR, seek_from DATE, seek_to DATE,
    last DATE)
"""
NEW_USES = """
CREATE TEMP TABLE item_use_new (
    base INTEGER, sid INTEGER, key VARCHAR, rid INTEGER, m INTEGER, who INTEGER, use VARCHAR, win VARCHAR)
"""
NUMBERED = """
CREATE TEMP TABLE item AS
SELECT $first::INTEGER + row_number() OVER (ORDER BY base, key, sid)::INTEGER - 1 AS dp, item_new.*,
       now OR (day <= $last::DATE AND COALESCE(last, day) >= $start::DATE) AS shown
FROM item_new JOIN asks USING (base)
"""
NUMBERED_USES = """
CREATE TEMP TABLE item_use AS
SELECT i.dp, i.sid, u.rid, u.m, u.who, u.use, u.win
FROM item_use_new u JOIN item i ON i.base = u.base AND i.sid = u.sid AND i.key = u.key
"""


def make_items(maker: Maker, history: Mapping[int, date]) -> None:
    """Make ``item`` and ``item_use``; ``history`` gives, by duty, the day from which on standings look back."""
    from .covers import make_covers
    from .follows import make_follow_ups, make_precedes
    from .overlaps import make_overlaps
    from .registers import make_states, make_tallies
    from .requests import make_requests
    from .well_kept import make_in_order

    con, schedule = maker.con, maker.schedule
    con.execute(NEW)
    con.execute(NEW_USES)
    _load_asks(maker, history)
    if any(entry.asks for entry in schedule.periods):
        makers: tuple[tuple[type, Callable[[Maker], None]], ...] = (
            (FollowUp, make_follow_ups),
            (FollowUp, make_requests),
            (Precede, make_precedes),
            (InOrder, make_in_order),
            (State, make_states),
            (Cover, make_covers),
            (Tally, make_tallies),
            (Overlap, make_overlaps),
        )
        for kind, make in makers:
            if maker.own(kind):
                make(maker)
        if maker.own(Hint):
            from .hints import make_hints

            make_hints(maker)
    values = {"first": len(schedule.periods), "start": maker.span.first, "last": maker.span.last}
    con.execute(NUMBERED, values)
    con.execute(NUMBERED_USES)


def _load_asks(maker: Maker, history: Mapping[int, date]) -> None:
    """Make ``asks``, an entry a row, and ``tree``: every unit with each at or below it (``direct``: its child)."""
    schedule, entries = maker.schedule, [(b, p) for b, p in enumerate(maker.schedule.periods) if p.asks]
    asks = [entry.asks for _, entry in entries]
    first = maker.span.first
    since = [max(entry.period.start, min(first, history.get(entry.duty, first))) for _, entry in entries]
    put(maker.con, "asks", {
        "base": ("INTEGER", [base for base, _ in entries]),
        "d": ("INTEGER", [entry.duty for _, entry in entries]),
        "m": ("INTEGER", [entry.measure for _, entry in entries]),
        "t": ("INTEGER", [asked.trigger if asked else -1 for asked in asks]),
        "first": ("DATE", since),
        "stop": ("DATE", [entry.period.end for _, entry in entries]),
        "family": ("VARCHAR", [schedule.family(entry) for _, entry in entries]),
        "now": ("BOOLEAN", [asked is not None and isinstance(asked.check, State | Cover | Tally) for asked in asks]),
    })  # fmt: skip
    subjects = maker.ledger.subjects
    pairs = [
        (top, sid, subjects.kind[sid] != "group" and subjects.parent[sid] == top)
        for sid, family in enumerate(subjects.family)
        if family == UNIT
        for top in above(sid, subjects.parent)
    ]
    put(maker.con, "tree", rows_of(("top", "sid", "direct"), ("INTEGER", "INTEGER", "BOOLEAN"), pairs))
