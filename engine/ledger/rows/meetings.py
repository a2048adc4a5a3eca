"""One gathering that several sources tell of, a ledger, a calendar and a record form, is one record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from ...coded import distinct
from ..model import Activities, Copy, Origin, SourceAccount, place_of
from ..problems import Log, words
from .identity import drop

_RANK: Mapping[Origin, int] = {"ledger": 0, "form": 1, "calendar": 2}


def put_together(acts: Activities, accounts: Sequence[SourceAccount], log: Log) -> list[Copy]:
    """Keep one record of each gathering that sources of several kinds tell of; return what the others tell."""
    copies = one_meeting(acts, [account.origin for account in accounts])
    if not copies:
        return []
    place = {i: at for at, i in enumerate(i for i in range(len(acts.id)) if i not in copies)}
    found = []
    for i, kept in sorted(copies.items()):
        account = accounts[acts.source[i]]
        where = place_of(account.source, acts.row[i])
        first = place_of(accounts[acts.source[kept]].source, acts.row[kept])
        log.add((acts.source[i], acts.row[i]), where, None, "same_meeting", words("same_meeting", first=first))
        start = acts.start[i] if acts.timed[i] else None
        found.append(Copy(place[kept], acts.id[i], where, account.origin, acts.date[i], start, acts.types[i]))
    drop(acts, copies)
    return found


def one_meeting(acts: Activities, origins: Sequence[Origin]) -> dict[int, int]:
    """Return, by record, the fuller record of the same gathering that is kept in its place.

    ``origins`` are those of the sources. Records of one unit, type and day are one gathering where their sources are of
    different kinds; those of one kind are told apart as ever. None is given up that names a type, a unit, a group, a
    person or a period which the other does not.
    """
    if len({origins[source] for source in distinct(acts.source)}) < 2:
        return {}
    kinds = [origins[source] for source in acts.source]
    days: dict[tuple[int, date], list[int]] = {}
    for i, day in enumerate(acts.date):
        if day is not None:
            for unit in acts.units[i]:
                days.setdefault((unit, day), []).append(i)
    copies: dict[int, int] = {}
    for _, records in sorted(days.items()):
        if len({kinds[i] for i in records}) > 1:
            _pair([i for i in records if i not in copies], acts, kinds, copies)
    return copies


def _pair(records: list[int], acts: Activities, kinds: Sequence[Origin], copies: dict[int, int]) -> None:
    """Put into ``copies`` those of the records of one unit and day that repeat another."""
    taken = set(copies.values())
    records.sort(key=lambda i: (i not in taken, -len(acts.types[i]), -len(acts.units[i]), -_fullness(acts, i),
                                _RANK[kinds[i]], acts.start[i], acts.id[i]))  # fmt: skip
    kept: dict[int, set[Origin]] = {}
    for i in records:
        fits = [one for one, seen in kept.items() if kinds[i] not in seen and _repeats(acts, i, one)]
        # Of several gatherings of the day the one that began at the same time is meant.
        same = min(fits, key=lambda one: acts.start[one] != acts.start[i], default=None)
        if same is None:
            kept[i] = {kinds[i], *(kinds[copy] for copy, own in copies.items() if own == i)}
        else:
            kept[same].add(kinds[i])
            copies[i] = same


def _repeats(acts: Activities, i: int, kept: int) -> bool:
    """Return whether all that record ``i`` is of, ``kept`` is of too."""
    if not set(acts.types[i]) <= set(acts.types[kept]) or not set(acts.units[i]) <= set(acts.units[kept]):
        return False
    if acts.group[i] not in (None, acts.group[kept]) or acts.for_period[i] not in (None, acts.for_period[kept]):
        return False
    people = acts.people.get("subject")
    return people is None or not people[i] or set(people[i]) == set(people[kept])


def _fullness(acts: Activities, i: int) -> int:
    """Return how many of its fields are filled in."""
    filled = sum(column[i] not in (None, (), "") for column in acts.fields.values())
    return filled + acts.timed[i] + (acts.group[i] is not None) + (acts.for_period[i] is not None)
