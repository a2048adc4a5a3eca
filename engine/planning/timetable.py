"""The timetable: every occurrence that is owed gets a day, on the habit of its unit and not on a day that is taken."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import cast

from ...calendars import WorkCalendar, parse_duration
from ...calendars.proposals import Proposer, Window
from ...calendars.wishes import BUFFER, Shift, Wish
from ..ledger.model import Ledger
from ..slack.combine import Pairs, Part, has_partner, types_of
from ..slack.daybook import Daybook, sids_of
from ..slack.follow_ups import follow_up_of
from .habits import Habit, Habits
from .plan import Owed, part_of

_MOST_APART = 14  # days that two of a kind are kept apart at most, where the rule does not say


@dataclass(frozen=True, slots=True)
class Earlier:
    """A day proposed in an earlier export, and the wish (as written in the rule) that it was found by."""

    day: date
    wish: str


@dataclass(frozen=True, slots=True)
class Bundle:
    """Occurrences of one day that may be one gathering, in the order of their hours; ``types`` are to be entered."""

    uids: tuple[str, ...]
    types: tuple[str, ...]


@dataclass(slots=True)
class Placed:
    """The days found, by UID, and of each obligation how many occurrences have no free working day left.

    ``lost`` is, by id of the finding, the last day on which there still were enough of them. ``habits`` are those on
    which a day was found, ``wishes`` what it was found by, ``planned`` the UIDs of what the ledger has planned, and
    ``bundles`` with what an occurrence may be held together; all by UID.
    """

    days: dict[str, date] = field(default_factory=dict)
    full: list[tuple[Owed, int]] = field(default_factory=list)
    lost: dict[str, date] = field(default_factory=dict)
    habits: dict[str, Habit] = field(default_factory=dict)
    wishes: dict[str, str] = field(default_factory=dict)
    planned: set[str] = field(default_factory=set)
    bundles: dict[str, Bundle] = field(default_factory=dict)


class Timetable:
    """Places occurrences. With ``pairs``, types that may be combined, those are placed on one day where they can be."""

    def __init__(
        self,
        ledger: Ledger,
        days: WorkCalendar,
        as_of: date,
        *,
        pairs: Pairs | None = None,
        busy: Collection[date] = (),
    ) -> None:
        """``busy`` are days on which everybody has something; ``pairs`` None: nothing is placed together."""
        self.proposer = Proposer(days)
        self._habits = Habits(ledger, as_of)
        self._book = Daybook(ledger, as_of, busy)
        self._sids = sids_of(ledger)
        self._pairs = pairs
        self._kind: dict[tuple[int, str], set[date]] = defaultdict(set)  # what is proposed, by holder and type
        self._there: dict[tuple[int, date], list[tuple[str, Owed]]] = defaultdict(list)
        self._partnered: set[tuple[int, str]] = set()

    def place(
        self, owed: Sequence[Owed], earlier: Mapping[str, Earlier], fixed: Mapping[str, date] | None = None
    ) -> Placed:
        """Return a day for each occurrence: units before groups, those with a wish first, the nearest deadline first.

        A day proposed earlier stays as long as it is good: not past, in the window, worked and free, and found by the
        same wish. So a later as-of day alone moves nothing. ``fixed`` are days that people chose: they hold as they
        are, and all others are placed around them.
        """
        placed = Placed()
        self._find_partners(owed)
        order = sorted(owed, key=self._order)
        for one in order if fixed else ():
            for uid in one.uids:
                if fixed and uid in fixed:
                    self._put(uid, fixed[uid], one, Wish(), placed)
        for one in order:
            self._take_planned(one, placed)
        # What follows a record cannot wait for a free day, so it hinders nothing that was there before.
        for one in sorted(order, key=lambda one: one.trigger is not None):
            self._keep(one, earlier, placed)
        for one in order:
            self._find(one, placed)
        self._bundle(placed)
        return placed

    def _order(self, one: Owed) -> tuple[bool, str, int, date, str, str, date]:
        subject, wish = one.finding.subject, self._wish(one)
        ease = 0 if wish.on else 1 if wish.weekday is not None else 2
        return subject.kind == "group", one.finding.unit, ease, one.until, one.duty.id, subject.id, one.window.first

    def _find_partners(self, owed: Iterable[Owed]) -> None:
        """Note which duties of a holder may be held together with another one that it owes."""
        if self._pairs is None:
            return
        parts: dict[int, dict[str, Part]] = defaultdict(dict)
        for one in owed:
            if not _is_only_entered(one):
                parts[self._sid(one)][one.duty.id] = Part(one.duty.id, one.duty.do)
        for sid, own in parts.items():
            self._partnered |= {(sid, id_) for id_, part in own.items() if has_partner(part, own.values(), self._pairs)}

    def _take_planned(self, one: Owed, placed: Placed) -> None:
        """Give the days that the ledger or a calendar has planned for it to as many of its occurrences."""
        if _is_only_entered(one):
            return
        days = sorted(
            {
                plan.day
                for plan in self._book.plans(self._sid(one))
                if set(plan.types) & set(one.duty.do) and plan.serves(one.period, after=one.after)
                if one.window.first <= plan.day <= max(one.window.last, one.until)
            }
        )
        chosen = {placed.days[uid] for uid in one.uids if uid in placed.days}
        waiting = [uid for uid in one.uids if uid not in placed.days]
        for uid, day in zip(waiting, [day for day in days if day not in chosen], strict=False):
            placed.days[uid] = day
            placed.planned.add(uid)
            placed.wishes[uid] = self._wish_text(one)

    def _keep(self, one: Owed, earlier: Mapping[str, Earlier], placed: Placed) -> None:
        sid, wish = self._sid(one), self._wish(one)
        for uid in one.uids:
            was = earlier.get(uid)
            if uid in placed.days or was is None or was.wish != self._wish_text(one):
                continue
            if self._is_good(was.day, wish, one, sid):
                self._put(uid, was.day, one, wish, placed)

    def _is_good(self, day: date, wish: Wish, one: Owed, sid: int) -> bool:
        busy = self._book.busy(sid) - self._joinable(one) if one.trigger is None else set()
        return any(self.proposer.keeps(day, wish, window, busy) for window in (one.window, _whole(one)))

    def _find(self, one: Owed, placed: Placed) -> None:
        sid, wish = self._sid(one), self._wish(one)
        waiting = [uid for uid in one.uids if uid not in placed.days]
        found = self._join(one, len(waiting))
        # A wish for a certain day is kept though another group has it; without one, groups are spread out too.
        busy = self._book.busy(sid)
        widths = (busy,) if wish.on else (busy | self._book.around(sid), busy)
        if one.trigger is not None:
            widths = (set(),) if _is_only_entered(one) else (*widths, set())
        like = self._like(one)
        for window in dict.fromkeys((_ending(one), one.window, _whole(one))):
            for taken in widths:
                if len(found) < len(waiting):
                    number = len(waiting) - len(found)
                    found += self.proposer.propose(wish, window, number, taken | set(found), like | set(found))
        for uid, day in zip(waiting, found, strict=False):
            self._put(uid, day, one, wish, placed)
        if len(found) < len(waiting):
            placed.full.append((one, len(waiting) - len(found)))
            if lost := self._lost(one, placed):
                placed.lost[one.finding.id] = lost

    def _join(self, one: Owed, number: int) -> list[date]:
        """Return days of what it may be held together with, one each, nearest to where it would be proposed alone.

        What a rule names a day for goes there and nowhere else.
        """
        days, wish = self._joinable(one), self._wish(one)
        if _names_a_day(one):
            return sorted(days & set(self.proposer.wished(wish, one.window)))[:number]
        days = {day for day in days if one.window.first <= day <= one.window.last}
        found: list[date] = []
        for aim in self.proposer.propose(wish, _ending(one), number, (), self._like(one)) if days else ():
            if days:
                best = min(days, key=lambda day: (abs((day - aim).days), day))
                found.append(best)
                days.remove(best)
        return sorted(found)

    def _joinable(self, one: Owed) -> set[date]:
        if self._pairs is None or _is_only_entered(one):
            return set()
        return self._book.joinable(self._sid(one), part_of(one), self._pairs)

    def _like(self, one: Owed) -> set[date]:
        """Return the days on which there is, or will be, something of the same kind."""
        sid = self._sid(one)
        planned = {plan.day for plan in self._book.plans(sid) if set(plan.types) & set(one.duty.do)}
        return planned.union(self._habits.held(sid, one.duty.do), *(self._kind[sid, each] for each in one.duty.do))

    def _lost(self, one: Owed, placed: Placed) -> date | None:
        """Return the last day, past by now, on which there still were enough free days; None where there never were."""
        own = {placed.days[uid] for uid in one.uids if uid in placed.days}
        window = _whole(one)
        free = self.proposer.free(window.opens, window.last, self._book.busy(self._sid(one)) - own)
        return free[-one.number] if len(free) >= one.number and free[-one.number] < one.window.first else None

    def _put(self, uid: str, day: date, one: Owed, wish: Wish, placed: Placed) -> None:
        placed.days[uid] = day
        placed.wishes[uid] = self._wish_text(one)
        if habit := self._habit_of(day, wish, one):
            placed.habits[uid] = habit
        if not _is_only_entered(one):
            sid = self._sid(one)
            self._book.take(sid, day, part_of(one) if self._pairs is not None else None)
            self._there[sid, day].append((uid, one))
            for each in one.duty.do:
                self._kind[sid, each].add(day)

    def _habit_of(self, day: date, wish: Wish, one: Owed) -> Habit | None:
        """Return the habit that a day is on, where it is the ledger that shows it and not the rule that asks for it."""
        if _names_a_day(one):
            return None
        if wish.on is not None and day in self.proposer.wished(wish, _whole(one)):
            return Habit(wish.on, None)
        return Habit(None, wish.weekday) if wish.weekday is not None and day.weekday() == wish.weekday else None

    def _wish(self, one: Owed) -> Wish:
        hints = one.duty.calendar or {}
        shift = cast("Shift", hints.get("shift", "next"))
        apart = parse_duration(hints["apart"]).number if "apart" in hints else _apart(one)
        buffer = parse_duration(hints["buffer"]).number if "buffer" in hints else BUFFER
        if _names_a_day(one):
            return Wish(hints["on"], shift, None, apart, buffer)
        habit = self._habits.of(self._sid(one), one.duty.do)
        # A habit within the month says nothing of the month within a longer period, and the day of a wish or habit
        # belongs to what is due in its time: what is made up does not take it away.
        monthly = one.period is not None and not one.after and one.duty.quota.every.at(one.period.start) == "month"
        return Wish(habit.on if monthly else None, shift, habit.weekday, apart, buffer)

    def _wish_text(self, one: Owed) -> str:
        text = wish_text(one)
        if (self._sid(one), one.duty.id) in self._partnered:
            return "; ".join(part for part in (text, "bundle") if part)
        return text

    def _bundle(self, placed: Placed) -> None:
        """Note which occurrences of one day may be one gathering: those with an hour by it, then by duty."""
        for there in self._there.values():
            if len(there) < 2 or self._pairs is None:
                continue
            there.sort(key=lambda each: ((each[1].duty.calendar or {}).get("at", "24"), each[1].duty.id, each[0]))
            types = types_of((part_of(one) for _, one in there), self._pairs)
            bundle = Bundle(tuple(uid for uid, _ in there), types)
            placed.bundles.update(dict.fromkeys(bundle.uids, bundle))

    def _sid(self, one: Owed) -> int:
        return self._sids[one.finding.subject.kind, one.finding.subject.id]


def _apart(one: Owed) -> int:
    """Return how many days two of a kind are kept apart: a quarter of an even share of the period."""
    length = (one.period.end - one.period.start).days if one.period else (one.window.last - one.window.first).days
    return min(_MOST_APART, length // (4 * max(int(one.finding.required or 1), one.number, 1)))


def _names_a_day(one: Owed) -> bool:
    """Return whether the rule names the day; that of a make-up belongs to what is due in its time."""
    return "on" in (one.duty.calendar or {}) and not one.after


def _is_only_entered(one: Owed) -> bool:
    """Return whether a day is to be entered once something is settled, for which nobody has to come together."""
    follow_up = follow_up_of(one.duty)
    return follow_up is not None and follow_up.have is not None


def wish_text(one: Owed) -> str:
    """Return the wish for the day as the rule has it; when it changes, the day is looked for anew."""
    hints = one.duty.calendar or {}
    return "; ".join(f"{key} {hints[key]}" for key in ("on", "shift", "apart", "buffer") if key in hints)


def _ending(one: Owed) -> Window:
    """Return the last quarter of a period that custom lets run over: what may be late is held towards the end."""
    if one.period is None or one.after or one.until < one.period.end:
        return one.window
    days = (one.period.end - one.period.start) // 4
    return replace(one.window, first=max(one.window.first, min(one.period.end - days, one.window.last)))


def _whole(one: Owed) -> Window:
    """Return the window with the time after the period that custom still treats as on time."""
    return replace(one.window, last=max(one.window.last, one.until), ends=max(one.window.ends, one.until))
