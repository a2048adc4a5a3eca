"""Whether what is to be held still fits into the days that are left, one gathering a day.

All of it can be held from now on, so the earliest deadline goes first: on each day, in order, that which is due first.
Without anything that may be combined this is a mere count. With it, each day also takes what may be held together with
what is due first; of several choices all are tried, and the fewest days count.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from .combine import Pairs, Part, may_be_one

_NEVER = 10**6
_MOST = 20_000  # states that are tried; beyond, the first choice is taken


@dataclass(frozen=True, slots=True)
class Task:
    """Something to be held ``number`` times by ``due``; what has one ``holder`` may be held together."""

    part: Part
    holder: int
    due: date
    number: int = 1


@dataclass(frozen=True, slots=True)
class Fit:
    """How many days all of it takes at the least, and how many are lacking; ``first`` is the place of what is short.

    ``lacking`` is how many more free days there would have to be from now on for all of it to fit. The days it takes
    are then counted with these.
    """

    days: int
    lacking: int = 0
    first: int | None = None


def fit(tasks: Sequence[Task], free: Sequence[date], pairs: Pairs) -> Fit:
    """Return how ``tasks`` fit into the days ``free``, which are in order; ``pairs`` are the types that combine."""
    order = sorted((place for place, task in enumerate(tasks) if task.number > 0), key=lambda i: (tasks[i].due, i))
    sorted_tasks = [tasks[place] for place in order]
    packing = _Packing(sorted_tasks, free, pairs)
    counts = tuple(task.number for task in sorted_tasks)
    lacking = 0
    while (days := packing.days(counts, lacking)) >= _NEVER:
        lacking += 1
    if not lacking:
        return Fit(days)
    return Fit(days, lacking, order[packing.first_short(counts)])


@dataclass(slots=True)
class _Packing:
    """Tries days one after the other. ``more`` are free days that are thought to be there besides, before the others.

    A state is how many of each task are left; the tasks are in the order of their deadlines.
    """

    tasks: Sequence[Task]
    free: Sequence[date]
    pairs: Pairs
    _known: dict[tuple[tuple[int, ...], int, int], int] = field(default_factory=dict)
    _limits: list[int] = field(default_factory=list)
    _partners: list[list[int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Note how many free days there are up to each deadline, and what may be held together with what."""
        self._limits = [bisect_right(self.free, task.due) for task in self.tasks]
        self._partners = [
            [j for j in range(len(self.tasks)) if j != i and self._together((i, j))] for i in range(len(self.tasks))
        ]

    def days(self, counts: tuple[int, ...], more: int) -> int:
        """Return the fewest days that the tasks take, or ``_NEVER`` where they do not fit."""
        if not any(self._partners[i] for i, count in enumerate(counts) if count):
            held = 0
            for i, count in enumerate(counts):
                held += count
                if count and held > self._limits[i] + more:
                    return _NEVER
            return held
        return self._search(counts, 0, more)

    def first_short(self, counts: tuple[int, ...]) -> int:
        """Return the first task, by deadline, that no longer fits with all that is due before it."""
        for i in range(len(counts)):
            if self.days((*counts[: i + 1], *(0 for _ in counts[i + 1 :])), 0) >= _NEVER:
                return i
        return len(counts) - 1

    def _search(self, counts: tuple[int, ...], day: int, more: int) -> int:
        first = next((i for i, count in enumerate(counts) if count), None)
        if first is None:
            return 0
        if day >= self._limits[first] + more:
            return _NEVER
        key = (counts, day, more)
        if key not in self._known:
            best = _NEVER
            for bundle in self._bundles(first, counts):
                left = tuple(count - (i in bundle) for i, count in enumerate(counts))
                best = min(best, 1 + self._search(left, day + 1, more))
                if len(self._known) > _MOST and best < _NEVER:
                    break
            self._known[key] = min(best, _NEVER)
        return self._known[key]

    def _bundles(self, first: int, counts: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        """Yield what may be held on one day with the task that is due first, as much of it as may be.

        Of tasks that only differ in their deadlines the one that is due first is taken.
        """
        seen: set[tuple[int, Part]] = set()
        partners = []
        for i in self._partners[first]:
            key = (self.tasks[i].holder, self.tasks[i].part)
            if counts[i] and key not in seen:
                seen.add(key)
                partners.append(i)
        yield from self._grown((first,), partners)

    def _grown(self, bundle: tuple[int, ...], rest: Sequence[int]) -> Iterator[tuple[int, ...]]:
        """Yield every bundle of ``bundle`` and some of ``rest`` to which no other of them can be added."""
        found: dict[tuple[int, ...], None] = {}
        self._grow(bundle, tuple(rest), found)
        sets = [set(each) for each in found]
        yield from (each for each in found if not any(set(each) < other for other in sets))

    def _grow(self, bundle: tuple[int, ...], rest: tuple[int, ...], found: dict[tuple[int, ...], None]) -> None:
        grown = False
        for place, i in enumerate(rest):
            if self._together((*bundle, i)):
                grown = True
                self._grow((*bundle, i), rest[place + 1 :], found)
        if not grown:
            found[bundle] = None

    def _together(self, places: tuple[int, ...]) -> bool:
        tasks = [self.tasks[i] for i in places]
        return len({task.holder for task in tasks}) == 1 and may_be_one([task.part for task in tasks], self.pairs)
