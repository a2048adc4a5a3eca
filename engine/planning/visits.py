"""Visits and talks owed to households and members, in bundles by helper and week, in which nobody is named."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from ...calendars import WorkCalendar
from ...calendars.proposals import Proposer
from ..ledger.model import Ledger
from ..slack.follow_ups import follow_up_of
from .plan import Owed, make_uid

_WEEK = timedelta(days=7)
_NOBODY = "-"


@dataclass(frozen=True, slots=True)
class Circle:
    """Who is visited by whom: households or members of one unit that one helper looks after, for some types.

    ``helper`` is a hash, so that it tells helpers apart and names none; ``-`` where the roster gives none. ``duty`` is
    set where no type of activity is asked for, but that something is settled and its day entered.
    """

    family: str
    types: tuple[str, ...]
    unit: str
    helper: str
    duty: str = ""


@dataclass(slots=True)
class Bundle:
    """The visits of one circle in one week, which begins on ``monday``; ``day`` is the last good day in it for all.

    ``items`` are hashes of the occurrences; ``number`` is how many households or members there are, ``duties`` how many
    visits serve which duty, and ``buildings`` how many of the households are in which building.
    """

    circle: Circle
    monday: date
    day: date
    number: int = 0
    items: list[str] = field(default_factory=list)
    duties: Counter[str] = field(default_factory=Counter)
    buildings: Counter[str] = field(default_factory=Counter)

    @property
    def week(self) -> str:
        """The ISO week, ``2026-W48``."""
        year, week, _ = self.monday.isocalendar()
        return f"{year:04d}-W{week:02d}"

    @property
    def uid(self) -> str:
        """The UID: of types, unit, helper and week, so that it stays while the visits in it change."""
        circle = self.circle
        subject = f"{circle.unit}/{circle.helper}"
        what = f"{circle.duty}:have" if circle.duty else "+".join(circle.types)
        return make_uid(what, circle.family, subject, self.week, 1)


@dataclass(slots=True)
class Visits:
    """The bundles, and of each obligation how many visits have no free working day left.

    ``lost`` is, by id of the finding, the last day on which there still was one.
    """

    bundles: list[Bundle] = field(default_factory=list)
    full: list[tuple[Owed, int]] = field(default_factory=list)
    lost: dict[str, date] = field(default_factory=dict)


@dataclass(slots=True)
class _Visit:
    """One visit: which occurrence it was made for, in which week, and all duties that it serves."""

    item: str
    monday: date
    day: date
    duties: list[str]


class Rounds:
    """Spreads visits over the weeks of their windows, evenly for each helper."""

    def __init__(self, ledger: Ledger, days: WorkCalendar, as_of: date) -> None:
        self._ledger, self._proposer, self._as_of = ledger, Proposer(days), as_of
        subjects = ledger.subjects
        self._sids = {(kind, id_): sid for sid, (kind, id_) in enumerate(zip(subjects.kind, subjects.id, strict=True))}
        self._latest = {family: self._rows(family) for family in ("member", "household")}

    def plan(self, owed: Iterable[Owed], earlier: Mapping[str, date]) -> Visits:
        """Return the bundles; ``earlier`` gives by item the Monday of the week it was bundled in before.

        A visit stays in its week while a working day of that week is left for it. One visit serves every duty of the
        subject for the same types whose window holds its day, so that nobody is told to go twice for one purpose.
        """
        made = Visits()
        circles: dict[Circle, list[Owed]] = defaultdict(list)
        for one in owed:
            circles[self._circle(one)].append(one)
        for circle in sorted(circles, key=lambda c: (c.unit, c.family, c.types, c.duty, c.helper)):
            made.bundles += self._bundles(circle, circles[circle], earlier, made)
        return made

    def _bundles(
        self, circle: Circle, owed: Sequence[Owed], earlier: Mapping[str, date], made: Visits
    ) -> Iterator[Bundle]:
        visits: dict[str, list[_Visit]] = defaultdict(list)
        load: Counter[date] = Counter()
        order = sorted(owed, key=lambda one: (_last(one), one.window.first, one.duty.id, one.finding.subject.id))
        for kept_only in (True, False):
            for one in order:
                lack = self._place(one, visits[one.finding.subject.id], load, earlier, kept_only=kept_only)
                if lack and not kept_only:
                    made.full.append((one, lack))
                    lost = self._proposer.last_workday(one.window.opens, one.window.first - timedelta(days=1))
                    if lost is not None:
                        made.lost[one.finding.id] = lost
        found: dict[date, Bundle] = {}
        for subject in sorted(visits):
            building = self._building(circle.family, subject)
            for monday in {visit.monday for visit in visits[subject]}:
                bundle = found.setdefault(monday, Bundle(circle, monday, date.max))
                bundle.number += 1
                bundle.buildings.update([building] if building else [])
                for visit in visits[subject]:
                    if visit.monday == monday:
                        bundle.day = min(bundle.day, visit.day)
                        bundle.items.append(visit.item)
                        bundle.duties.update(visit.duties)
        for monday in sorted(found):
            found[monday].items.sort()
            yield found[monday]

    def _place(
        self, one: Owed, visits: list[_Visit], load: Counter[date], earlier: Mapping[str, date], *, kept_only: bool
    ) -> int:
        """Place the visits of one obligation; return how many there is no week for."""
        serving = [visit for visit in visits if one.window.first <= visit.day <= one.window.last]
        for visit in serving[: one.number]:
            if one.duty.id not in visit.duties:
                visit.duties.append(one.duty.id)
        lack = one.number - len(serving)
        slots = dict(self._slots(one))
        gone = {visit.monday for visit in visits}
        if not kept_only and any(monday not in gone for monday in slots):
            slots = {monday: day for monday, day in slots.items() if monday not in gone}
        for uid in one.uids:
            item = uid[:12]
            if lack <= 0 or any(visit.item == item for visit in visits):
                continue
            monday = earlier.get(item)
            if not kept_only and slots:
                monday = min(slots, key=lambda week: (load[week], week))
            if monday in slots:
                visits.append(_Visit(item, monday, slots.pop(monday), [one.duty.id]))
                load[monday] += 1
                lack -= 1
        return max(lack, 0)

    def _slots(self, one: Owed) -> Iterator[tuple[date, date]]:
        """Yield the weeks of a window by their Monday, each with its last working day in the window."""
        monday = one.window.first - timedelta(days=one.window.first.weekday())
        while monday <= one.window.last:
            last = min(monday + timedelta(days=6), one.window.last)
            day = self._proposer.last_workday(max(monday, one.window.first), last)
            if day is not None:
                yield monday, day
            monday += _WEEK

    def _circle(self, one: Owed) -> Circle:
        subject = one.finding.subject
        helpers = self._value(subject.kind, subject.id, "helpers")
        first = helpers[0] if isinstance(helpers, (tuple, list)) and helpers else None
        helper = hashlib.sha256(str(first).encode(errors="replace")).hexdigest()[:12] if first else _NOBODY
        follow_up = follow_up_of(one.duty)
        entered = one.duty.id if follow_up and follow_up.have else ""
        return Circle(subject.kind, one.duty.do, one.finding.unit, helper, entered)

    def _building(self, family: str, subject: str) -> str | None:
        value = self._value(family, subject, "building")
        return str(value) if value else None

    def _value(self, family: str, subject: str, column: str) -> object:
        row = self._latest[family].get(self._sids[family, subject])
        versions = self._ledger.attributes.get(family)
        if row is None or versions is None or column not in versions.columns:
            return None
        return versions.columns[column][row]

    def _rows(self, family: str) -> dict[int, int]:
        """Return, by subject, the row of the roster that holds on the as-of day, else its first."""
        found: dict[int, int] = {}
        versions = self._ledger.attributes.get(family)
        if versions is not None:
            for i, (sid, since) in enumerate(zip(versions.subject, versions.since, strict=True)):
                if sid not in found or since is None or since <= self._as_of:
                    found[sid] = i
        return found


def _last(one: Owed) -> date:
    """Return the last good day; of what should have followed a record, the last day on which it is proposed.

    So what is still in time comes first, and may serve what is late as well.
    """
    return one.until if one.trigger is None else one.window.last
