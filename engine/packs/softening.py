"""What a layer takes from a duty worded ``must``: whatever asks for less, of fewer, or takes more for good.

A change that cannot be told to be as strict is one: nobody may loosen such a duty by writing it otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from ...calendars import Duration
from ..text import Text
from .check_model import ANY, Check, Cover, FollowUp, InOrder, Overlap, Precede, State
from .condition_model import Condition, Dated, Every
from .implied import always_implies, days_of, implies
from .model import ColumnAmount, Duty, Gap, Late, Rolling

T = TypeVar("T")

_MONTHS: dict[Every, int] = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
_DAYS = {"day": (1, 1), "workday": (1, 2), "week": (7, 7), "month": (28, 31), "year": (365, 366)}  # fewest, most
_PARTIAL = ("waive", "prorate", "require")


@dataclass(frozen=True, slots=True)
class Softer:
    """One thing that is looser than below: the keys under which it stands in the duty, and what was done to it."""

    keys: tuple[str, ...]
    done: Text


def softer(old: Duty, new: Duty) -> Iterator[Softer]:
    """Yield what is looser in ``new`` than in ``old``, the same duty one layer down."""
    if new.kind != old.kind:
        yield Softer((new.kind,), Text("改为另一类事项", "made another kind of duty"))
        return
    if new.subject != old.subject and not (
        new.subject == "unit" and old.subject not in ("group", "member", "household")
    ):
        yield Softer(("subject",), Text("改变对象", "applied to other subjects"))
    if not always_implies(old.where, new.where):
        yield Softer(("where",), Text("缩小适用范围", "applied to fewer (where)"))
    if not always_implies(new.counts_when, old.counts_when):
        yield Softer(("counts_when",), Text("放宽计入条件", "met by more records (counts_when)"))
    if _later(old, new):
        yield Softer(("effective",), Text("缩短生效期间", "put in force for a shorter time"))
    if _PARTIAL.index(new.partial) < _PARTIAL.index(old.partial):
        yield Softer(("partial",), Text("放宽对不满一期的要求", "asked less for part of a period"))
    if not _each(old.late, new.late, _late):
        yield Softer(("late",), Text("放宽补开期限", "given more time for making up (late)"))
    yield from _asked(old, new)


def _later(old: Duty, new: Duty) -> bool:
    first, last = new.effective_from, new.effective_until
    later = first is not None and (old.effective_from is None or first > old.effective_from)
    return later or (last is not None and (old.effective_until is None or last < old.effective_until))


def _asked(old: Duty, new: Duty) -> Iterator[Softer]:
    kind, less = new.kind, Text("减少次数", "asked less often")
    if isinstance(old.window, Gap) and isinstance(new.window, Gap):
        yield from _names(kind, "do", set(new.do) <= set(old.do))
        if not _each(old.window.at_most, new.window.at_most, lambda was, now: now <= was):
            yield Softer((kind, "at_most"), Text("延长间隔", "allowed a longer gap"))
    elif isinstance(old.window, Rolling) and isinstance(new.window, Rolling):
        yield from _names(kind, "do", set(new.do) <= set(old.do))
        if not _each(old.window.at_least, new.window.at_least, lambda was, now: now >= was):
            yield Softer((kind, "at_least"), less)
        if not _each(old.window.in_any, new.window.in_any, lambda was, now: now <= was):
            yield Softer((kind, "in_any"), Text("放宽期限", "given more time"))
    elif old.check and new.check:
        yield from _checked(kind, old.check, new.check)
        return
    else:
        yield from _quota(old, new)
    yield from _names(kind, "by", set(new.by) <= set(old.by))


def _quota(old: Duty, new: Duty) -> Iterator[Softer]:
    was, now = old.quota, new.quota
    yield from _names("quota", "do", set(now.do) <= set(was.do))
    if was.sum != now.sum:
        yield Softer(("quota", "sum"), Text("改变计数方式", "counted otherwise"))
    elif now.count_each and not was.count_each:
        yield Softer(("quota", "count"), Text("把同一天的多次都计入", "met by several on one day"))
    days = days_of(was.at_least.steps, was.every.steps, now.at_least.steps, now.every.steps)
    if any(_MONTHS[now.every.at(day)] > _MONTHS[was.every.at(day)] for day in days):
        yield Softer(("quota", "every"), Text("延长周期", "given a longer period"))
    elif not all(_as_much(was.at_least.at(d), now.at_least.at(d), was.every.at(d), now.every.at(d)) for d in days):
        yield Softer(("quota", "at_least"), Text("减少次数", "asked less often"))


def _as_much(was: Fraction | ColumnAmount, now: Fraction | ColumnAmount, every: Every, later: Every) -> bool:
    """Return whether ``now`` in each period ``later``, which is no longer than ``every``, is as much as ``was``."""
    if isinstance(was, ColumnAmount) or isinstance(now, ColumnAmount):
        return was == now
    return now * (_MONTHS[every] // _MONTHS[later]) >= was


def _checked(kind: str, old: Check, new: Check) -> Iterator[Softer]:
    if isinstance(old, FollowUp) and isinstance(new, FollowUp):
        yield from _names(kind, "after", set(new.after) >= set(old.after) and new.requests == old.requests)
        yield from _names(kind, "do", (set(new.do) <= set(old.do)) and new.have == old.have)
        yield from _names(kind, "by", set(new.by) <= set(old.by))
        yield from _names(kind, "same", old.same in (None, new.same))
        yield from _within(kind, old.within, new.within)
    elif isinstance(old, Precede) and isinstance(new, Precede):
        yield from _names(kind, "before", set(new.before) >= set(old.before))
        yield from _names(kind, "do", set(new.do) <= set(old.do))
        yield from _names(kind, "by", set(new.by) <= set(old.by))
        yield from _names(kind, "same", old.same in (None, new.same))
        yield from _names(kind, "cover", new.cover or not old.cover)
        yield from _within(kind, old.within, new.within)
    elif isinstance(old, InOrder) and isinstance(new, InOrder):
        yield from _names(kind, "of", new.of == ANY or set(new.of) >= set(old.of))
        yield from _names(kind, "by", set(new.by) >= set(old.by))
        anything: Dated[Condition | None] = Dated(((None, None),))
        yield from _names(kind, "when", always_implies(old.when or anything, new.when or anything))
        yield from _names(kind, "must", always_implies(new.must, old.must))
    elif isinstance(old, State) and isinstance(new, State):
        yield from _names(kind, "must", always_implies(new.must, old.must))
    elif isinstance(old, Cover) and isinstance(new, Cover):
        same = (old.each, old.of, old.by, old.match) == (new.each, new.of, new.by, new.match)
        yield from _names(kind, "each", same)
        yield from _names(kind, "where", implies(new.where, old.where))
    elif isinstance(old, Overlap) and isinstance(new, Overlap):
        yield from _names(kind, "of", new.of == ANY or set(new.of) >= set(old.of))
        yield from _names(kind, "who", set(new.who) >= set(old.who))
    else:
        yield from _names(kind, "whole", old == new)


def _names(kind: str, key: str, strict: bool) -> Iterator[Softer]:
    if not strict:
        yield Softer((kind, key), Text(f"放宽“{key}”", f"loosened under “{key}”"))


def _within(kind: str, old: Dated[Duration], new: Dated[Duration]) -> Iterator[Softer]:
    if not _each(old, new, lambda was, now: _no_longer(now, was)):
        yield Softer((kind, "within"), Text("放宽期限", "given more time (within)"))


def _late(old: Late | None, new: Late | None) -> bool:
    """Return whether ``new`` is as strict a make-up time as ``old``."""
    if new is None or old is None:
        return new is None
    kept = (new.counts_as == "made_up" or old.counts_as == "met") and (new.take == "named" or old.take == "oldest")
    return kept and _no_longer(new.until, old.until)


def _no_longer(one: Duration, other: Duration) -> bool:
    """Return whether ``one`` is surely no longer than ``other``."""
    if one.unit == other.unit:
        return one.number <= other.number
    if {one.unit, other.unit} <= {"month", "year"}:
        months = {"month": 1, "year": 12}
        return one.number * months[one.unit] <= other.number * months[other.unit]
    most = one.number * _DAYS[one.unit][1] + (9 if one.unit == "workday" else 0)  # and one long holiday
    return most <= other.number * _DAYS[other.unit][0]


def _each(old: Dated[T], new: Dated[T], strict: Callable[[T, T], bool]) -> bool:
    """Return whether ``strict`` holds of both values on every day."""
    return all(strict(old.at(day), new.at(day)) for day in days_of(old.steps, new.steps))
