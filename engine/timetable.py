"""The timetable: every occurrence that is owed gets a day, on the habit of its unit and not on a day that is taken."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import cast

from ..calendars import WorkCalendar
from ..calendars.proposals import Proposer, Shift, Window, Wish
from .habits import Habits
from .ledger.model import Ledger
from .plan import Owed, follow_up_of


@dataclass(frozen=True, slots=True)
class Earlier:
    """A day proposed in an earlier export, and the wish (as written in the rule) that it was found by."""

    day: date
    wish: str


@dataclass(slots=True)
class Placed:
    """The days found, by UID, and of each obligation how many occurrences have no free working day left."""

    days: dict[str, date] = field(default_factory=dict)
    full: list[tuple[Owed, int]] = field(default_factory=list)


class Timetable:
    """Places occurrences. A unit and its groups share the unit's days; one group does not hinder another."""

    def __init__(self, ledger: Ledger, days: WorkCalendar, as_of: date) -> None:
        self.proposer = Proposer(days)
        self._ledger, self._habits = ledger, Habits(ledger, as_of)
        subjects = ledger.subjects
        self._sids = {(kind, id_): sid for sid, (kind, id_) in enumerate(zip(subjects.kind, subjects.id, strict=True))}
        self._taken: dict[int, set[date]] = defaultdict(set)  # by whoever holds something
        self._shared: dict[int, set[date]] = defaultdict(set)  # days of the unit itself, not of its groups
        self._under: dict[int, set[date]] = defaultdict(set)  # days of the unit and of all its groups
        acts = ledger.activities
        for units, group, day in zip(acts.units, acts.group, acts.date, strict=True):
            if day is not None and day > as_of:
                for sid in units:
                    self._take(sid, day, shared=group is None)
                if group is not None:
                    self._take(group, day)

    def place(
        self, owed: Sequence[Owed], earlier: Mapping[str, Earlier], fixed: Mapping[str, date] | None = None
    ) -> Placed:
        """Return a day for each occurrence: units before groups, those with a wish first, the nearest deadline first.

        A day proposed earlier stays as long as it is good: not past, in the window, worked and free, and found by the
        same wish. So a later as-of day alone moves nothing. ``fixed`` are days that people chose: they hold as they
        are, and all others are placed around them.
        """
        placed = Placed()
        order = sorted(owed, key=self._order)
        for one in order if fixed else ():
            self._fix(one, fixed or {}, placed)
        # What follows a record cannot wait for a free day, so it hinders nothing that was there before.
        for one in sorted(order, key=lambda one: one.trigger is not None):
            self._keep(one, earlier, placed)
        for one in order:
            self._find(one, placed)
        return placed

    def _order(self, one: Owed) -> tuple[bool, str, int, date, str, str, date]:
        subject, wish = one.finding.subject, self._wish(one)
        ease = 0 if wish.on else 1 if wish.weekday is not None else 2
        return subject.kind == "group", one.finding.unit, ease, one.until, one.duty.id, subject.id, one.window.first

    def _fix(self, one: Owed, fixed: Mapping[str, date], placed: Placed) -> None:
        for uid in one.uids:
            if uid in fixed:
                placed.days[uid] = fixed[uid]
                self._take_for(one, fixed[uid])

    def _keep(self, one: Owed, earlier: Mapping[str, Earlier], placed: Placed) -> None:
        sid, wish = self._sid(one), self._wish(one)
        for uid in one.uids:
            was = None if uid in placed.days else earlier.get(uid)
            if was is not None and was.wish == wish_text(one) and self._is_good(was.day, wish, one, sid):
                placed.days[uid] = was.day
                self._take_for(one, was.day)

    def _is_good(self, day: date, wish: Wish, one: Owed, sid: int) -> bool:
        busy = self._busy(sid) if one.trigger is None else set()
        return any(self.proposer.keeps(day, wish, window, busy) for window in (one.window, _whole(one)))

    def _find(self, one: Owed, placed: Placed) -> None:
        sid, wish = self._sid(one), self._wish(one)
        waiting = [uid for uid in one.uids if uid not in placed.days]
        found: list[date] = []
        # A wish for a certain day is kept though another group has it; without one, groups are spread out too.
        widths = (self._busy(sid),) if wish.on else (self._busy(sid) | self._around(sid), self._busy(sid))
        if one.trigger is not None:
            widths = (set(),) if _is_only_entered(one) else (*widths, set())
        for window in dict.fromkeys((_ending(one), one.window, _whole(one))):
            for busy in widths:
                if len(found) < len(waiting):
                    found += self.proposer.propose(wish, window, len(waiting) - len(found), busy | set(found))
        for uid, day in zip(waiting, found, strict=False):
            placed.days[uid] = day
            self._take_for(one, day)
        if len(found) < len(waiting):
            placed.full.append((one, len(waiting) - len(found)))

    def _wish(self, one: Owed) -> Wish:
        hints = one.duty.calendar or {}
        shift = cast("Shift", hints.get("shift", "next"))
        if "on" in hints and not one.after:
            return Wish(hints["on"], shift)
        on, weekday = self._habits.of(self._sid(one), one.duty.do)
        # A habit within the month says nothing of the month within a longer period, and the day of a wish or habit
        # belongs to what is due in its time: what is made up does not take it away.
        monthly = one.period is not None and not one.after and one.duty.quota.every.at(one.period.start) == "month"
        return Wish(on if monthly else None, shift, weekday)

    def _sid(self, one: Owed) -> int:
        return self._sids[one.finding.subject.kind, one.finding.subject.id]

    def _busy(self, sid: int) -> set[date]:
        """Return the days on which the unit or group has something, of a group those of its unit as well."""
        home = self._home(sid)
        return self._taken[sid] | (self._shared[home] if home != sid else set())

    def _around(self, sid: int) -> set[date]:
        """Return the days on which the unit or any of its groups has something."""
        return self._under[self._home(sid)]

    def _home(self, sid: int) -> int:
        subjects = self._ledger.subjects
        parent = subjects.parent[sid] if subjects.kind[sid] == "group" else None
        return sid if parent is None else parent

    def _take_for(self, one: Owed, day: date) -> None:
        if not _is_only_entered(one):
            self._take(self._sid(one), day)

    def _take(self, sid: int, day: date, *, shared: bool = True) -> None:
        self._taken[sid].add(day)
        self._under[self._home(sid)].add(day)
        if shared:
            self._shared[sid].add(day)


def _is_only_entered(one: Owed) -> bool:
    """Return whether a day is to be entered once something is settled, for which nobody has to come together."""
    follow_up = follow_up_of(one.duty)
    return follow_up is not None and follow_up.have is not None


def wish_text(one: Owed) -> str:
    """Return the wish for the day as the rule has it; when it changes, the day is looked for anew."""
    hints = one.duty.calendar or {}
    return "; ".join(f"{key} {hints[key]}" for key in ("on", "shift") if key in hints)


def _ending(one: Owed) -> Window:
    """Return the last quarter of a period that custom lets run over: what may be late is held towards the end."""
    if one.period is None or one.after or one.until < one.period.end:
        return one.window
    days = (one.period.end - one.period.start) // 4
    return replace(one.window, first=max(one.window.first, min(one.period.end - days, one.window.last)))


def _whole(one: Owed) -> Window:
    """Return the window with the time after the period that custom still treats as on time."""
    return replace(one.window, last=max(one.window.last, one.until), ends=max(one.window.ends, one.until))
