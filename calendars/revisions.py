"""Revisions: what a new export makes of the entries written before, and what has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from .entries import Content, Entry, Planned

Fate = Literal["cancel", "keep", "aside"]


@dataclass(slots=True)
class Revision:
    """The entries of the new file, those only remembered, and how many are new, changed, cancelled, unchanged.

    ``left`` counts proposals of which the time is over; they are in the file no longer.
    """

    entries: list[Entry] = field(default_factory=list)
    aside: list[Entry] = field(default_factory=list)
    new: int = 0
    changed: int = 0
    cancelled: int = 0
    unchanged: int = 0
    left: int = 0


def revise(
    before: Mapping[str, Entry],
    planned: Iterable[Planned],
    as_of: date,
    fate: Callable[[Entry], Fate],
    cancelled: Callable[[Entry], Content],
) -> Revision:
    """Return what the file holds now.

    An entry keeps its sequence and its day of change while its content is the same. One that is planned no longer is,
    as ``fate`` says, cancelled (``cancelled`` makes its content), kept as it was, or left aside: remembered, not
    written, because it was not asked for this time. Once its time is over it is left out.
    """
    made = Revision()
    wanted = {plan.uid: plan for plan in planned}
    for uid, plan in wanted.items():
        old = before.get(uid)
        if old is None:
            made.new += 1
            made.entries.append(Entry(uid, plan.content, plan.matter, 0, as_of))
        else:
            made.entries.append(_next(made, old, plan, as_of))
    for uid, old in before.items():
        if uid in wanted:
            continue
        if old.matter.closes < as_of:
            made.left += old.matter.role in ("proposal", "visits")
            continue
        what = fate(old)
        if what == "aside":
            made.aside.append(old)
        elif what == "keep":
            made.unchanged += 1
            made.entries.append(old)
        else:
            made.entries.append(_cancel(made, old, cancelled(old), as_of))
    made.entries.sort(key=lambda entry: (entry.day, str(entry.content.start), entry.matter.unit, entry.uid))
    return made


def _next(made: Revision, old: Entry, plan: Planned, as_of: date) -> Entry:
    if plan.content == old.content:
        made.unchanged += 1
        return Entry(old.uid, old.content, plan.matter, old.sequence, old.modified)
    made.changed += 1
    return Entry(old.uid, plan.content, plan.matter, old.sequence + 1, as_of)


def _cancel(made: Revision, old: Entry, content: Content, as_of: date) -> Entry:
    if content == old.content:
        made.unchanged += 1
        return old
    if old.content.status == "CANCELLED":
        made.changed += 1
    else:
        made.cancelled += 1
    return Entry(old.uid, content, old.matter, old.sequence + 1, as_of)
