"""Which columns of subjects and of records the duties without periods look at, beside those of their conditions."""

from __future__ import annotations

from collections.abc import Iterable

from ..kinds.overlaps import COLUMNS
from ..kinds.registers import FAMILY_OF
from ..measuring.records import MADE_FROM
from ..packs.check_model import Check, Cover, FollowUp, Hint, InOrder, Of, Overlap, Precede, Tally
from ..scheduling.schedule import MEMBER, UNIT, Schedule
from ..tables.conditions import tests_of


def columns_of(schedule: Schedule) -> dict[str, set[str]]:
    """Return, by family of subjects, the columns that checks look at."""
    found: dict[str, set[str]] = {}
    for check, family in _checks(schedule):
        if isinstance(check, Cover):
            _add(found, check.of, check.each)
            _add(found, check.by, check.match, *(test.field for test in tests_of(check.where)))
        elif isinstance(check, Tally):
            found.setdefault(family, set()).update((check.whole, *check.parts))
            if check.sum and check.of:
                _add(found, check.of, check.sum)
        elif (isinstance(check, Precede) and check.cover) or isinstance(check, Overlap):
            found.setdefault(MEMBER, set())
        elif isinstance(check, FollowUp) and check.requests:
            found.setdefault("household", set())
        elif isinstance(check, Hint):
            found.setdefault(UNIT, set()).add("members")
    return found


def record_columns(schedule: Schedule) -> set[str]:
    """Return the columns of records that checks look at."""
    found: set[str] = set()
    for check, _ in _checks(schedule):
        if isinstance(check, Overlap):
            found |= set(COLUMNS)
        elif isinstance(check, InOrder) and check.when:
            tests = [test for condition in check.when.values() for test in tests_of(condition)]
            found |= {name for test in tests for name in MADE_FROM.get(test.field, (test.field,))}
        elif isinstance(check, FollowUp | Precede) and check.same:
            found.add(check.same)
        elif isinstance(check, FollowUp) and check.have and not check.requests:
            found.add(check.have)
    return found


def _checks(schedule: Schedule) -> Iterable[tuple[Check, str]]:
    return ((entry.asks.check, entry.asks.family) for entry in schedule.periods if entry.asks)


def _add(found: dict[str, set[str]], of: Of, *names: str) -> None:
    if of != "posts":
        found.setdefault(FAMILY_OF[of], set()).update(names)
