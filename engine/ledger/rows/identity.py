"""Which records are one and the same, and by which id each is known."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from ...coded import alike, chosen, distinct, each
from ..made_ids import made_ids, shared
from ..model import Activities, Subjects


@dataclass(slots=True)
class Identity:
    """What became of the ids: ``copies`` and ``clashes`` are (record, the earlier one it repeats or clashes with)."""

    ids: list[str]
    copies: list[tuple[int, int]] = field(default_factory=list)
    clashes: list[tuple[int, int]] = field(default_factory=list)


def identify(acts: Activities, written: Sequence[str | None], own: Collection[str], subjects: Subjects) -> Identity:
    """Return the ids of all records; ``written`` are those of the files, ``own`` the fields that are the user's."""
    content = _Content(acts, written, own, subjects)
    if not any(distinct(written)):
        identity = Identity(made_ids(_keys(acts, content)))
        _tell_apart(shared(identity.ids), identity, content)
        return identity
    identity = Identity([one or "" for one in written])
    _check_written(acts, written, identity, content)
    gone = {record for record, _ in (*identity.copies, *identity.clashes)}
    _tell_units(acts, written, identity, subjects, gone)
    nameless = [i for i, own in enumerate(written) if own is None]
    made = made_ids([chosen(part, nameless) for part in _keys(acts, content)])
    for i, name in zip(nameless, made, strict=True):
        identity.ids[i] = name
    together = {name: [nameless[i] for i in records] for name, records in shared(made).items()}
    _tell_apart(together, identity, content)
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

    def subjects(self, records: Sequence[int] | None = None) -> Sequence[str]:
        """Return whom records (None: all) are about: the ids where the names are known, the text else."""
        rows = range(len(self._acts.date)) if records is None else records
        days = chosen(self._acts.date, rows)
        people = chosen(self._people, rows) if self._people else alike((), days)
        texts = chosen(self._texts, rows) if self._texts else alike(None, days)
        return each(self._about, people, texts)

    def _about(self, named: tuple[int, ...], text: object) -> str:
        return "、".join(self._subjects.id[sid] for sid in named) if named else str(text or "")

    def shown(self, sid: int) -> str:
        """Return the id of a subject."""
        return self._subjects.id[sid]

    def canonical(self, records: Sequence[int]) -> dict[int, tuple[str, ...]]:
        """Return all canonical columns of some records."""
        acts = self._acts
        head = (self._written, acts.units, acts.types, acts.group, acts.start, acts.timed, acts.for_period)
        columns = [*head, *(acts.fields[name] for name in self._canonical)]
        texts = [each(str, chosen(column, records)) for column in columns]
        return dict(zip(records, zip(self.subjects(records), *texts, strict=True), strict=True))

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
        elif len(set(content.canonical([first, i]).values())) == 1:
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


def _tell_apart(together: Mapping[str, Sequence[int]], identity: Identity, content: _Content) -> None:
    """Number the records of one made id; those that are equal in all are copies."""
    contents = content.canonical([i for records in together.values() for i in records])
    for name, records in together.items():
        for number, i in enumerate(_distinct(records, identity, content, contents), 1):
            identity.ids[i] = name if number == 1 else f"{name}-{number}"


def _keys(acts: Activities, content: _Content) -> list[Sequence[str]]:
    """Return what the id of each record is made from: units, types, start, group, subject and title."""
    shown = content.shown
    titles, groups = acts.fields.get("title"), acts.fields.get("group")
    return [
        each(lambda sids: "、".join(map(shown, sids)), acts.units),
        each("、".join, acts.types),
        each(_start, acts.start, acts.timed),
        each(
            lambda sid, name: str(name or "") if sid is None else shown(sid),
            acts.group,
            alike(None, acts.group) if groups is None else groups,
        ),
        content.subjects(),
        alike("", acts.date) if titles is None else each(lambda one: "" if one is None else str(one), titles),
    ]


def _start(start: datetime | None, timed: bool) -> str:
    return "" if start is None else start.isoformat() if timed else start.date().isoformat()


def _distinct(
    records: Sequence[int], identity: Identity, content: _Content, contents: Mapping[int, tuple[str, ...]]
) -> list[int]:
    firsts: dict[tuple[str, ...], int] = {}
    for i in records:
        first = firsts.setdefault(contents[i], i)
        if first != i:
            identity.copies.append((i, first))
    return sorted(firsts.values(), key=content.order)


def drop(acts: Activities, gone: Collection[int]) -> None:
    """Take the records ``gone`` out of all columns."""
    kept = array("q", (i for i in range(len(acts.id)) if i not in gone))
    for name in ("id", "types", "units", "group", "date", "start", "timed", "for_period", "source", "row"):
        setattr(acts, name, chosen(getattr(acts, name), kept))
    acts.people = {name: chosen(values, kept) for name, values in acts.people.items()}
    acts.fields = {name: chosen(values, kept) for name, values in acts.fields.items()}
