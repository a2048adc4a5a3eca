"""The memory of a plan, on a hidden sheet of its workbook: whose plan it is, and what was written into each row."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ..findings import Span
from .columns import FORMAT, ID_SIGNS, WRITTEN

CELL_SIGNS = 30_000  # a cell holds 32,767 characters; a bundle of very many visits takes several cells


class Damaged(ValueError):
    """The hidden sheet does not hold what was written."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a plan is of: a workspace, the days, the units and duties (empty: all), and whether visits are in it."""

    workspace: str
    span: Span
    units: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    visits: bool = False

    def holds(self, other: Scope) -> bool:
        """Return whether every row of a plan of ``other`` belongs into one of this scope too."""
        return (
            self.workspace == other.workspace
            and self.span.first <= other.span.first
            and self.span.last >= other.span.last
            and (not self.units or (bool(other.units) and set(other.units) <= set(self.units)))
            and (not self.duties or (bool(other.duties) and set(other.duties) <= set(self.duties)))
            and (self.visits or not other.visits)
        )


@dataclass(frozen=True, slots=True)
class Written:
    """What the program wrote into one row.

    ``day`` is the day that it proposed, None where the day is the user's or there was none; ``time`` likewise the
    clock time of the rule, empty where the time is the user's. ``wish`` is the rule's wish for the day. Of a bundle of
    visits ``opens`` is the Monday of its week, and ``items`` are hashes of the visits. ``texts`` holds what stood in
    the columns ``WRITTEN``, in their order.
    """

    uid: str
    role: str
    day: date | None
    time: str
    wish: str
    opens: date | None
    items: tuple[str, ...]
    texts: tuple[str, ...]

    @property
    def id(self) -> str:
        """What stands in the column of ids."""
        return self.uid[:ID_SIGNS]


def dump_memory(scope: Scope, rows: Iterable[Written]) -> Iterator[list[str]]:
    """Yield the cells of the hidden sheet, row by row."""
    yield [
        FORMAT,
        _json(
            {
                "workspace": scope.workspace,
                "from": scope.span.first.isoformat(),
                "to": scope.span.last.isoformat(),
                "units": scope.units,
                "duties": scope.duties,
                "visits": scope.visits,
            }
        ),
    ]
    for row in rows:
        day = row.day.isoformat() if row.day else ""
        opens = row.opens.isoformat() if row.opens else ""
        text = _json([row.uid, row.role, day, row.time, row.wish, opens, row.items, row.texts])
        yield [text[at : at + CELL_SIGNS] for at in range(0, len(text), CELL_SIGNS)]


def load_memory(rows: Sequence[Sequence[str]]) -> tuple[Scope, dict[str, Written]]:
    """Return the scope and, by id, what was written; raise Damaged where it is not what ``dump_memory`` made."""
    try:
        head: Mapping[str, object] = json.loads(rows[0][1])
        scope = Scope(
            _text(head["workspace"]),
            Span(date.fromisoformat(_text(head["from"])), date.fromisoformat(_text(head["to"]))),
            _texts(head["units"]),
            _texts(head["duties"]),
            bool(head["visits"]),
        )
        written = [_row(json.loads("".join(cells))) for cells in rows[1:] if "".join(cells)]
    except (ValueError, KeyError, TypeError, IndexError, RecursionError) as error:
        raise Damaged(str(error)) from None
    return scope, {row.id: row for row in written}


def _row(values: Sequence[object]) -> Written:
    uid, role, day, time, wish, opens = (_text(value) for value in values[:6])
    texts = _texts(values[7])
    if len(texts) != len(WRITTEN):
        raise Damaged("a row has not as many texts as there are columns")
    return Written(uid, role, _day(day), time, wish, _day(opens), _texts(values[6]), texts)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise Damaged(f"{value!r} is no text")
    return value


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise Damaged(f"{value!r} is no list")
    return tuple(_text(one) for one in value)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))
