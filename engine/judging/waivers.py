"""Waivers held against obligations: which cover a whole period, which only touch it, which are of no use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from ..findings import WaiverUse
from ..ledger.model import Waiver
from ..packs.model import Duty
from ..tables.database import put

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# A waiver of a unit covers all below it, by the subject itself or by its unit; each is looked up by a key of its own,
# as a condition on either would compare every waiver with every obligation.
_MEETS = "(w.d IS NULL OR w.d = ob.d) AND w.first < ob.day_end AND w.last >= ob.day1"
TOUCHED = f"""
WITH due AS (SELECT dp, sid, unit, d, day1, day_end FROM ob WHERE asked AND NOT must),
     own AS (SELECT w.w, w.d, w.first, w.last, b.sid FROM waiver w JOIN below b ON b.top = w.sid)
SELECT ob.dp, ob.sid, w.w, ob.day1, ob.day_end FROM own w JOIN due ob ON ob.sid = w.sid AND {_MEETS}
UNION SELECT ob.dp, ob.sid, w.w, ob.day1, ob.day_end FROM own w JOIN due ob ON ob.unit = w.sid AND {_MEETS}
UNION SELECT ob.dp, ob.sid, w.w, ob.day1, ob.day_end FROM waiver w JOIN due ob ON w.sid IS NULL AND {_MEETS}
ORDER BY ALL
"""


@dataclass(slots=True)
class Waived:
    """What the waivers do: those that cover an obligation (dp, sid), and those that only touch it."""

    covering: dict[tuple[int, int], WaiverUse] = field(default_factory=dict)
    touching: dict[tuple[int, int], tuple[str, ...]] = field(default_factory=dict)
    by: dict[tuple[int, int], tuple[int, ...]] = field(default_factory=dict)


def apply_waivers(
    con: DuckDBPyConnection, waivers: Sequence[Waiver], duties: Sequence[Duty], parents: Sequence[int | None]
) -> Waived:
    """Hold the waivers against ``ob`` and make the table ``waived`` of the obligations they cover (dp, sid)."""
    result = Waived()
    if waivers:
        _load(con, waivers, duties, parents)
        found = con.execute(TOUCHED).fetchall()
        for (dp, sid, day1, end), rows in groupby(found, key=lambda row: (row[0], row[1], row[3], row[4])):
            numbers = tuple(row[2] for row in rows)
            own = [waivers[w] for w in numbers]
            result.by[dp, sid] = numbers
            if covers(own, day1, end):
                result.covering[dp, sid] = _use(own)
            else:
                result.touching[dp, sid] = tuple(waiver.source for waiver in own)
    dps, sids = [dp for dp, _ in result.covering], [sid for _, sid in result.covering]
    put(con, "waived", {"dp": ("INTEGER", dps), "sid": ("INTEGER", sids)})
    return result


def covers(waivers: Iterable[Waiver], first: date, end: date) -> bool:
    """Return whether the waivers together cover every day of ``[first, end)``; several adjoining ones may."""
    day = first
    for waiver in sorted(waivers, key=lambda waiver: waiver.first):
        if waiver.first <= day:
            day = max(day, waiver.last + timedelta(days=1))
    return day >= end


def duty_of(name: str, duties: Iterable[Duty]) -> Duty | None:
    """Return the duty that a waiver names by its id, or by the title that one duty alone has; None for any other."""
    own = list(duties)
    found = [duty for duty in own if duty.id == name]
    found = found or [duty for duty in own if name in duty.title]
    return found[0] if len(found) == 1 else None


def _use(waivers: Sequence[Waiver]) -> WaiverUse:
    """Return several waivers that together cover a period as one."""
    return WaiverUse(
        source="; ".join(dict.fromkeys(waiver.source for waiver in waivers)),
        first=min(waiver.first for waiver in waivers),
        last=max(waiver.last for waiver in waivers),
        reason="; ".join(dict.fromkeys(waiver.reason for waiver in waivers)),
        approver="; ".join(dict.fromkeys(waiver.approver for waiver in waivers)),
        document="; ".join(dict.fromkeys(waiver.document for waiver in waivers if waiver.document)) or None,
    )


def _load(
    con: DuckDBPyConnection, waivers: Sequence[Waiver], duties: Sequence[Duty], parents: Sequence[int | None]
) -> None:
    numbers = {duty.id: i for i, duty in enumerate(duties)}
    named = {w.duty: duty for w in waivers if w.duty != "*" and (duty := duty_of(w.duty, duties)) is not None}
    put(con, "waiver", {
        "w": ("INTEGER", range(len(waivers))),
        "d": ("INTEGER", [
            None if w.duty == "*" else numbers[named[w.duty].id] if w.duty in named else -1 for w in waivers
        ]),
        "sid": ("INTEGER", [w.subject for w in waivers]),
        "first": ("DATE", [w.first for w in waivers]),
        "last": ("DATE", [w.last for w in waivers]),
    })  # fmt: skip
    tops = {w.subject for w in waivers if w.subject is not None}
    pairs = [(top, sid) for sid in range(len(parents)) for top in _above(sid, parents) if top in tops]
    put(con, "below", {"top": ("INTEGER", [top for top, _ in pairs]), "sid": ("INTEGER", [sid for _, sid in pairs])})


def _above(sid: int, parents: Sequence[int | None]) -> Iterable[int]:
    """Yield the subject itself and every unit above it."""
    seen: set[int] = set()
    at: int | None = sid
    while at is not None and at not in seen:
        yield at
        seen.add(at)
        at = parents[at]
