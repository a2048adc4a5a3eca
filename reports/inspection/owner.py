"""Who is known to see to an entry, and by which day it is best done: what the columns for owner and deadline hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from ...engine.findings import Subject
from ..words.called import clipped
from ..words.wording import listed
from .model import Entry, People, Step

_NAMED = 3


def owner_words(steps: Iterable[Step], unit: Subject, entry: Entry, people: People, language: str) -> str:
    """Return the names of those whom a roster or table names for the steps; empty where it names nobody."""
    names: dict[str, None] = {}
    for step in steps:
        names.update(dict.fromkeys(_holders(step, unit, entry, people)))
    shown = list(map(clipped, names))
    if len(shown) <= _NAMED:
        return listed(shown, language)
    return listed(shown[:_NAMED], language) + (" and others" if language == "en" else "等")


def _holders(step: Step, unit: Subject, entry: Entry, people: People) -> Sequence[str]:
    if step.who == "helper":
        held = [people.helpers.get(finding.subject.id, ()) for finding in entry.findings]
        if entry.total > _NAMED or not all(held):
            return ()  # the names of some would hide that others have none
        return [name for names in held for name in names]
    if step.who == "group_leader":
        return people.roles.get((step.who, entry.first.subject.id), ()) if entry.total == 1 else ()
    return people.roles.get((step.who, unit.id), ())


def deadline_words(steps: Iterable[Step]) -> str:
    """Return the day by which the first of the steps is best done; empty where there is none."""
    days = [day for step in steps if (day := _day(step)) is not None]
    return min(days).isoformat() if days else ""


def _day(step: Step) -> date | None:
    if step.action in ("hold", "settle", "next") and step.until is not None:
        return step.until
    return step.by
