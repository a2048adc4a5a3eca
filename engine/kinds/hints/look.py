"""Looking for signs: every period of a unit with records gets an item, and with it the records that show the sign."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from ....calendars import DayKind, periods_between
from ...packs.check_model import Hint
from ...tables.database import put, rows_of
from .signs import COUNTED, ITEMS, LOOKED_AT, SHARES, USES, showing
from .words import TEXTS, show_texts

if TYPE_CHECKING:
    from ..maker import Maker

FIELDS = ("present", "attendees", "expected", "absent")
LEAST_YEAR = 1900  # the first year of which periods are looked at


def make_hints(maker: Maker) -> None:
    """Make the items of ``hint`` duties: one for each unit and period that has records of the types."""
    own = [(base, entry.asks.check) for base, entry in maker.own(Hint) if entry.asks]
    hints = {base: check for base, check in own if isinstance(check, Hint)}
    _load_periods(maker, hints)
    _load_fields(maker)
    members = maker.columns.get("unit", {}).get("members")
    maker.con.execute(LOOKED_AT.format(members=f"o.{members}" if members else "NULL"))
    maker.con.execute("CREATE TEMP TABLE hint_seen (base INTEGER, sid INTEGER, key VARCHAR, rid INTEGER)")
    _load_holidays(maker)
    for base, hint in hints.items():
        if hint.sign in COUNTED:
            sql, values = showing(base, hint)
            maker.con.execute(sql, values)
            if hint.sign == "low_attendance":
                for sid, key, present, expected in maker.con.execute(SHARES.format(base=base)).fetchall():
                    maker.details[base, sid, key] = {"present": int(present), "expected": int(expected)}
        else:
            show_texts(maker, base, hint)
    _load_lacking(maker, hints)
    maker.con.execute(ITEMS)
    maker.con.execute(USES)


def _load_periods(maker: Maker, hints: Mapping[int, Hint]) -> None:
    """Make ``hint_month``: by entry and month the period that holds it, if the entry's values hold on its first day."""
    rows: list[tuple[int, int, str, date, date]] = []
    for base, first in maker.con.execute("SELECT base, first FROM asks ORDER BY base").fetchall():
        if base not in hints:
            continue
        values = maker.schedule.periods[base].period
        first = max(first, date(LEAST_YEAR, 1, 1))
        for period in periods_between(hints[base].every, first, maker.as_of):
            if values.start <= period.start < values.end:
                months = range(_month(period.start), _month(period.last) + 1)
                rows.extend((base, month, period.key, period.start, period.last) for month in months)
    kinds = ("INTEGER", "INTEGER", "VARCHAR", "DATE", "DATE")
    put(maker.con, "hint_month", rows_of(("base", "month", "key", "p_first", "p_last"), kinds, rows))


def _month(day: date) -> int:
    return day.year * 12 + day.month


def _load_fields(maker: Maker) -> None:
    """Make ``hint_field``: of each record the numbers of people, and the day on which it was entered."""
    acts = maker.ledger.activities
    nothing: Sequence[object] = [None] * len(acts.id)
    cells = {name: acts.fields.get(name, nothing) for name in (*FIELDS, "recorded_on")}
    put(maker.con, "hint_field", {
        "rid": ("INTEGER", range(len(acts.id))),
        **{name: ("BIGINT", [_whole(value) for value in cells[name]]) for name in FIELDS},
        "recorded_on": ("DATE", [value if isinstance(value, date) else None for value in cells["recorded_on"]]),
    })  # fmt: skip


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _load_holidays(maker: Maker) -> None:
    """Make ``hint_off``: the days of records that are statutory holidays, as announced or in the user's own list."""
    found = maker.con.execute("SELECT DISTINCT date FROM hint_rec WHERE date IS NOT NULL ORDER BY date").fetchall()
    days = [day for (day,) in found if maker.days.day(day).kind is DayKind.HOLIDAY]
    put(maker.con, "hint_off", {"day": ("DATE", days)})


def _load_lacking(maker: Maker, hints: Mapping[int, Hint]) -> None:
    """Make ``hint_sign``, what each entry looks at, and ``hint_lack``: the column that no source of a unit has."""
    kinds = ("INTEGER", "BOOLEAN", "BOOLEAN")
    rows = [
        (base, counted is not None and counted.dated, counted is not None and counted.roster)
        for base, hint in hints.items()
        for counted in (COUNTED.get(hint.sign),)
    ]
    put(maker.con, "hint_sign", rows_of(("base", "dated", "roster"), kinds, rows))
    homes = dict(maker.con.execute("SELECT sid, home FROM subject").fetchall())
    columns = _columns(maker, homes)
    units = maker.con.execute("SELECT DISTINCT base, sid FROM hint_rec ORDER BY base, sid").fetchall()
    lacking = [
        (base, sid, field)
        for base, sid in units
        if (field := _lacking(hints[base], columns.get(homes[sid], set()))) is not None
    ]
    put(maker.con, "hint_lack", rows_of(("base", "sid", "field"), ("INTEGER", "INTEGER", "VARCHAR"), lacking))


def _columns(maker: Maker, homes: Mapping[int, int]) -> Mapping[int, set[str]]:
    """Return the columns that the sources of each unit have."""
    acts, found = maker.ledger.activities, defaultdict[int, set[str]](set)
    for units, source in sorted(set(zip(acts.units, acts.source, strict=True))):
        for sid in units:
            found[homes[sid]] |= maker.ledger.sources[source].columns
    return found


def _lacking(hint: Hint, columns: set[str]) -> str | None:
    return next(_missing(COUNTED[hint.sign].columns if hint.sign in COUNTED else TEXTS[hint.sign], columns), None)


def _missing(needed: Iterable[Sequence[str]], columns: set[str]) -> Iterator[str]:
    return (names[0] for names in needed if not columns.intersection(names))
