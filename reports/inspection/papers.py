"""What lies in the box for a record: the kinds of papers that the ledger names, and those that should be there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ...engine.ledger.model import Ledger
from ...engine.packs.check_model import InOrder
from ...engine.packs.condition_model import Condition, Nest
from ...engine.packs.model import Duty

ORIGINAL = "original"  # the paper that the row of the ledger was written from
ORDER = ("minutes", "sign_in", "photos", "plan", "resolution")


@dataclass(slots=True)
class Papers:
    """The papers of the records of one period that count: ``named`` how many records name each kind.

    ``told`` is how many records come from a ledger that has a column for papers, of all ``records``.
    """

    records: int = 0
    told: int = 0
    named: Counter[str] = field(default_factory=Counter)

    def take(self, kinds: tuple[str, ...] | None) -> None:
        """Add one record with the papers that its row names; None where the ledger has no column for them."""
        self.records += 1
        if kinds is not None:
            self.told += 1
            self.named.update(kinds)

    def add(self, other: Papers) -> None:
        """Add what another period holds."""
        self.records += other.records
        self.told += other.told
        self.named.update(other.named)


class Shelf:
    """Looks up which papers the row of a record names."""

    def __init__(self, ledger: Ledger) -> None:
        acts = ledger.activities
        self._cells = acts.fields.get("evidence")
        self._with = ["evidence" in source.columns and source.table == "activities" for source in ledger.sources]
        self._source = acts.source
        self._place: Mapping[str, int] = (
            {} if self._cells is None else {name: number for number, name in enumerate(acts.id)}
        )

    def of(self, record: str) -> tuple[str, ...] | None:
        """Return the kinds of papers that a record names; None where its ledger has no column for them."""
        place = self._place.get(record)
        if self._cells is None or place is None or not self._with[self._source[place]]:
            return None
        cell = self._cells[place]
        return tuple(str(word) for word in cell) if isinstance(cell, tuple | list) else ()


def asked_for(duty: Duty) -> tuple[str, ...]:
    """Return the kinds of papers that a duty itself asks for."""
    conditions: list[Condition | None] = list(duty.counts_when.values())
    if isinstance(duty.check, InOrder):
        conditions += duty.check.must.values()
    return tuple(dict.fromkeys(kind for one in conditions for kind in _kinds(one)))


def _kinds(condition: Condition | None) -> Iterable[str]:
    if isinstance(condition, Nest):
        if condition.kind != "none":
            for part in condition.parts:
                yield from _kinds(part)
    elif condition is not None and condition.field == "evidence" and condition.op in ("has", "is"):
        values = condition.value if isinstance(condition.value, tuple) else (condition.value,)
        yield from map(str, values)


def in_order(kinds: Iterable[str]) -> list[str]:
    """Return kinds of papers in their usual order, those of the user's own last."""
    return sorted(set(kinds), key=lambda kind: (ORDER.index(kind) if kind in ORDER else len(ORDER), kind))
