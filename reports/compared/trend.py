"""Gaps then and now: which of those of the last audit are closed, which are still there, and how many are new."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ...engine.findings import GAPS
from ...engine.text import Text
from ..digest import Units
from ..shares import Tallies
from ..view import AuditView
from .history import History, Past

_FATES = ("kept", "closed", "excused", "gone")


@dataclass(frozen=True, slots=True)
class Change:
    """What became of the gaps of one unit, or of all.

    ``then`` = ``kept`` + ``closed`` + ``excused`` + ``gone``, and ``now`` = ``kept`` + ``fresh``.
    ``then`` is None where the unit was not in the last audit.
    """

    then: int | None
    now: int
    kept: int
    closed: int
    excused: int
    gone: int

    @property
    def fresh(self) -> int:
        """How many gaps of now were none then."""
        return self.now - self.kept


@dataclass(frozen=True, slots=True)
class Trend:
    """The gaps over time, of all units that are shown (``points``) and of each; what changed since the last audit."""

    last: Past
    points: tuple[tuple[date, int], ...]
    whole: Change
    units: Mapping[str, Change]
    series: Mapping[str, tuple[tuple[date, int], ...]]
    notes: tuple[Text, ...]
    lit: tuple[tuple[str, frozenset[str]], ...]


def trend_of(audit: AuditView, history: History | None, units: Units, tallies: Tallies) -> Trend | None:
    """Return the trend of the units that are shown; None where there is nothing to compare with."""
    if history is None or not history.pasts:
        return None
    last = history.pasts[-1]
    shown = [unit.id for unit in units.shown]
    fates = _fates(audit, last, units, tallies)
    changes = {unit: _change(unit, last, fates[unit], tallies.of(unit).gap) for unit in shown}
    series = {unit: _series(history.pasts, [unit], audit.as_of, tallies) for unit in shown}
    return Trend(
        last,
        _series(history.pasts, shown, audit.as_of, tallies),
        _whole(changes.values()),
        changes,
        series,
        (*history.notes, *_notes(audit, last, shown)),
        tuple((past.as_of.isoformat(), past.flags) for past in history.pasts),
    )


def _fates(audit: AuditView, last: Past, units: Units, tallies: Tallies) -> Mapping[str, Counter[str]]:
    """Return, by the unit that they had then, how many gaps met with which fate."""
    now = {place.id: place for place in audit.places(last.gaps.__contains__)}
    fates: dict[str, Counter[str]] = defaultdict(Counter)
    for id_, then in last.gaps.items():
        place = now.get(id_)
        home = "" if place is None else units.home.get(place.unit, place.unit)
        seen = place is not None and place.shown and place.duty in tallies.by_duty and home in tallies.by_unit
        if place is None or not seen:
            fates[then]["gone"] += 1
        elif place.status in GAPS:
            fates[then]["kept" if home == then else "gone"] += 1  # it is new to the unit that it is of now
        else:
            fates[then]["closed" if place.status in ("met", "made_up") else "excused"] += 1
    return fates


def _change(unit: str, last: Past, fates: Counter[str], now: int) -> Change:
    return Change(last.gaps_of(unit), now, *(fates[fate] for fate in _FATES))


def _whole(changes: Iterable[Change]) -> Change:
    all_ = list(changes)
    sums = {name: sum(getattr(one, name) for one in all_) for name in ("now", *_FATES)}
    return Change(then=sum(one.then or 0 for one in all_), **sums)


def _series(pasts: Sequence[Past], units: Sequence[str], as_of: date, tallies: Tallies) -> tuple[tuple[date, int], ...]:
    points = []
    for past in pasts:
        found = [number for unit in units if (number := past.gaps_of(unit)) is not None]
        if found:
            points.append((past.as_of, sum(found)))
    return (*points, (as_of, sum(tallies.of(unit).gap for unit in units)))


def _notes(audit: AuditView, last: Past, shown: Sequence[str]) -> list[Text]:
    notes = []
    packs = {f"{pack.id} {pack.version} {pack.sha256}" for pack in audit.rules.packs}
    if packs != set(last.packs):
        notes.append(
            Text(
                f"与 {last.as_of} 相比，规则包有增减或改动，部分变化可能由此而来。",
                f"Rule packs have changed since {last.as_of}; some of the changes may come from that.",
            )
        )
    first = audit.span.first.isoformat()
    if last.first != first:
        notes.append(
            Text(
                f"上次的审核区间自 {last.first} 起，本次自 {first} 起；不在本次区间的缺口另计，不算已补齐。",
                f"The span of the last audit began on {last.first}, this one on {first}; gaps outside of it are told "
                "apart and not counted as closed.",
            )
        )
    left = sum(last.gaps_of(unit) or 0 for unit in last.counts.keys() - set(shown))
    if left:
        notes.append(
            Text(
                f"上次另有 {left} 项缺口属于本次未列出的单位，没有计入比较。",
                f"{left} gaps of the last audit are of units that are not shown now; they are not compared.",
            )
        )
    new = sum(unit not in last.counts for unit in shown)
    if new:
        notes.append(
            Text(
                f"有 {new} 个单位上次没有核对，其缺口都列为新增。",
                f"{new} units were not in the last audit; all their gaps are new.",
            )
        )
    return notes
