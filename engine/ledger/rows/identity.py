"""Which records are one and the same, and by which id each is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import TypeVar

from ..model import Activities, Subjects

K = TypeVar("K", bound=Hashable)

LENGTH = 12  # hexadecimal digits of a made id


@dataclass(slots=True)
class Identity:
    """What became of the ids: ``copies`` and ``clashes`` are (record, the earlier one it repeats or clashes with)."""

    ids: list[str]
    copies: list[tuple[int, int]] = field(default_factory=list)
    clashes: list[tuple[int, int]] = field(default_factory=list)


def identify(acts: Activities, written: Sequence[str | None], own: Collection[str], subjects: Subjects) -> Identity:
    """Return the ids of all records; ``written`` are those of the files, ``own`` the fields that are the user's."""
    content = _Content(acts, written, own, subjects)
    identity = Identity([one or "" for one in written])
    _check_written(acts, written, identity, content)
    gone = {record for record, _ in (*identity.copies, *identity.clashes)}
    _tell_units(acts, written, identity, subjects, gone)
    _make(acts, written, identity, content)
    return identity


class _Content:
    """The content of records as texts, made only where records have to be compared."""

    def __init__(
        self, acts: Activities, written: Sequence[str | None], own: Collection[str], subjects: Subjects
    ) -> None:
        self._acts, self._written, self._subjects = acts, written, subjects
        self._canonical = sorted(name for name in acts.fields if name not in own and name != "subject")
        self._own = sorted(own)
        self._people = acts.people.get("subject")
        self._texts = acts.fields.get("subject")

    def subject(self, i: int) -> str:
        """Return whom record ``i`` is about: the ids where the names are known, the text else."""
        named = self._people[i] if self._people else ()
        if named:
            return "、".join(self._subjects.id[sid] for sid in named)
        return str(self._texts[i] or "") if self._texts else ""

    def subjects(self) -> list[str]:
        """Return whom every record is about."""
        n = len(self._acts.types)
        return [self.subject(i) for i in range(n)] if self._people or self._texts else [""] * n

    def shown(self, sid: int) -> str:
        """Return the id of a subject."""
        return self._subjects.id[sid]

    def canonical(self, i: int) -> tuple[str, ...]:
        """Return all canonical columns."""
        acts = self._acts
        head = (
            self._written[i], acts.units[i], acts.types[i], acts.group[i], acts.start[i], acts.timed[i],
            acts.for_period[i], self.subject(i),
        )  # fmt: skip
        return (*map(str, head), *(str(acts.fields[name][i]) for name in self._canonical))

    def order(self, i: int) -> tuple[str, ...]:
        """Return everything by which records of one made id are put in order."""
        period = self._acts.for_period[i]
        rest = (str(self._acts.fields[name][i]) for name in (*self._canonical, *self._own))
        return (period.key if period else "", *rest)


def _check_written(acts: Activities, written: Sequence[str | None], identity: Identity, content: _Content) -> None:
    seen: dict[tuple[int, str], int] = {}
    for i, own in enumerate(written):
        if own is None:
            continue
        first = next((seen[unit, own] for unit in acts.units[i] if (unit, own) in seen), None)
        if first is None:
            seen.update({(unit, own): i for unit in acts.units[i]})
        elif content.canonical(first) == content.canonical(i):
            identity.copies.append((i, first))
        else:
            identity.clashes.append((i, first))


def _tell_units(
    acts: Activities, written: Sequence[str | None], identity: Identity, subjects: Subjects, gone: set[int]
) -> None:
    """Write UNIT/ID where records of several units use one id."""
    users: dict[str, list[int]] = {}
    for i, own in enumerate(written):
        if own is not None and i not in gone:
            users.setdefault(own, []).append(i)
    for own, records in users.items():
        if len(records) > 1:
            for i in records:
                identity.ids[i] = f"{subjects.id[acts.units[i][0]]}/{own}"


def _make(acts: Activities, written: Sequence[str | None], identity: Identity, content: _Content) -> None:
    """Make the ids of records that have none."""
    keys = _keys(acts, content)
    nameless = [i for i, own in enumerate(written) if own is None]
    names = [sha256(keys[i].encode()).hexdigest()[:LENGTH] for i in nameless]
    shared = {name for name, uses in Counter(names).items() if uses > 1}
    together: dict[str, list[int]] = {}
    for i, name in zip(nameless, names, strict=True):
        identity.ids[i] = name
        if name in shared:
            together.setdefault(name, []).append(i)
    for name, records in together.items():
        for number, i in enumerate(_distinct(records, identity, content), 1):
            identity.ids[i] = name if number == 1 else f"{name}-{number}"


def _keys(acts: Activities, content: _Content) -> list[str]:
    """Return what the id of each record is made from: units, types, start, group, subject and title."""
    shown, n = content.shown, len(acts.types)
    units = _memo(acts.units, lambda sids: "、".join(map(shown, sids)))
    starts = _memo(list(zip(acts.start, acts.timed, strict=True)), _start)
    names = acts.fields.get("group") or [None] * n
    groups = _memo(
        list(zip(acts.group, names, strict=True)), lambda one: str(one[1] or "") if one[0] is None else shown(one[0])
    )
    titles = ["" if title is None else str(title) for title in acts.fields.get("title") or [None] * n]
    parts = (units, _memo(acts.types, "、".join), starts, groups, content.subjects(), titles)
    return list(map("\n".join, zip(*parts, strict=True)))


def _start(one: tuple[datetime | None, bool]) -> str:
    start, timed = one
    return "" if start is None else start.isoformat() if timed else start.date().isoformat()


def _distinct(records: list[int], identity: Identity, content: _Content) -> list[int]:
    firsts: dict[tuple[str, ...], int] = {}
    for i in records:
        first = firsts.setdefault(content.canonical(i), i)
        if first != i:
            identity.copies.append((i, first))
    return sorted(firsts.values(), key=content.order)


def _memo(values: Sequence[K], text: Callable[[K], str]) -> list[str]:
    memo = {value: text(value) for value in set(values)}
    return [memo[value] for value in values]


def drop(acts: Activities, gone: Collection[int]) -> None:
    """Take the records ``gone`` out of all columns."""
    kept = [i for i in range(len(acts.id)) if i not in gone]
    for name in ("id", "types", "units", "group", "date", "start", "timed", "for_period", "source", "row"):
        column = getattr(acts, name)
        setattr(acts, name, [column[i] for i in kept])
    acts.people = {name: [values[i] for i in kept] for name, values in acts.people.items()}
    acts.fields = {name: [values[i] for i in kept] for name, values in acts.fields.items()}
