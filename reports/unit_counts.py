"""Who has how many obligations of which status, by the tree of units: each unit itself, and with all below it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..engine.findings import GAPS, STATUSES, Status, Subject
from .digest import Units
from .view import AuditView

Counts = Counter[Status]

DONE: tuple[Status, ...] = ("met", "made_up")
NOT_JUDGED: tuple[Status, ...] = ("waived", "open", "unknown")


@dataclass(frozen=True, slots=True)
class Node:
    """One line of the tree: a unit at its depth; ``below`` where the units below it are counted too.

    ``groups`` says that these are its Party groups alone.
    """

    unit: Subject
    depth: int
    below: bool
    counts: Counts
    groups: bool = False


def owed(counts: Counts) -> int:
    """Return how many obligations applied at all."""
    return sum(counts[status] for status in STATUSES if status != "not_applicable")


def gaps(counts: Counts) -> int:
    """Return how many of them are gaps."""
    return sum(counts[status] for status in GAPS)


def rate(counts: Counts) -> float | None:
    """Return which part of what was due and could be judged was met or made up; None where there is none of it.

    It has three digits and is rounded down, so that only what lacks nothing is 1.
    """
    judged = owed(counts) - sum(counts[status] for status in NOT_JUDGED)
    return sum(counts[status] for status in DONE) * 1000 // judged / 1000 if judged else None


def counts_of(audit: AuditView, units: Units) -> dict[str, Counts]:
    """Return the counts of each unit, its Party groups included, hints left aside as they are owed by nobody."""
    found: dict[str, Counts] = {unit.id: Counter() for unit in units.shown}
    return found | _owed_by(audit, units.home)


def _owed_by(audit: AuditView, home: Mapping[str, str]) -> dict[str, Counts]:
    hints = {duty.id for duty in audit.rules.duties if duty.kind == "hint"}
    found: dict[str, Counts] = defaultdict(Counter)
    for unit, duty, status, number in audit.unit_duty_counts(groups=True):
        if duty not in hints:
            found[home.get(unit, unit)][status] += number
    return dict(found)


def tree(audit: AuditView, units: Units, *, groups: bool = True) -> Iterator[Node]:
    """Yield the units as their tree has them; one with others below it has a line for all and one for itself.

    Only units that were asked for are shown; those above them would have numbers that are not theirs. Party groups
    stand below their branch; without ``groups`` they are counted as its own.
    """
    home = {} if groups else units.home
    counts = _owed_by(audit, home)
    asked = {unit.id for unit in audit.units} | {unit.id for unit in units.shown}
    rows = {
        unit: Subject(kind, unit, name)
        for unit, name, kind, _ in audit.unit_rows()
        if units.home.get(unit, unit) in asked and home.get(unit, unit) == unit
    }
    below: dict[str | None, list[str]] = defaultdict(list)
    for unit, _, _, parent in audit.unit_rows():
        if unit in rows:
            below[parent if parent in rows else None].append(unit)
    totals = _totals(below, counts)
    stack = [(unit, 0) for unit in reversed(below[None])]
    while stack:
        unit, depth = stack.pop()
        own, all_ = counts.get(unit, Counter()), totals[unit]
        if not all_.total():
            continue
        many = own.total() != all_.total()
        children = [child for child in below.get(unit, ()) if totals[child].total()]
        if many:
            yield Node(rows[unit], depth, True, all_, all(rows[child].kind == "group" for child in children))
        if own.total():
            yield Node(rows[unit], depth + many, False, own)
        stack += [(child, depth + 1) for child in reversed(children)]


def _totals(below: Mapping[str | None, list[str]], counts: Mapping[str, Counts]) -> dict[str, Counts]:
    order = list(below.get(None, ()))
    for unit in order:  # grows while it is gone through: those above come first
        order += below.get(unit, ())
    totals: dict[str, Counts] = {}
    for unit in reversed(order):
        total = Counter(counts.get(unit, Counter()))
        for child in below.get(unit, ()):
            total.update(totals[child])
        totals[unit] = total
    return totals
