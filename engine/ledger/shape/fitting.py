"""Whether the cells of a column are of the kind that a field holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC

from ..headers import TABLES
from ..values import words as said
from ..values.cells import Bad, Raw, absence_of, count_of, decimal_of, headcount_of, is_blank, text_of
from ..values.dates import clock_of, period_in, when_of
from .types import TypeReader

SAMPLE = 60  # distinct cells that are looked at
_LONGEST_NAME = 12
_ANY_YEAR = 2000  # of days that are written without one


def _day(cell: Raw) -> bool:
    found = when_of(cell, UTC, _ANY_YEAR)
    return found is not None and not isinstance(found, Bad)


def _read(parse: Callable[[Raw], object]) -> Callable[[Raw], bool]:
    return lambda cell: not isinstance(parse(cell), Bad)


def _name(cell: Raw) -> bool:
    text = text_of(cell) or ""
    return isinstance(cell, str) and len(text) <= _LONGEST_NAME and not any(char.isdecimal() for char in text)


# Kinds whose cells tell them from others; of a text anything may be right.
_KINDS: Mapping[str, Callable[[Raw], bool]] = {
    "day": _day,
    "when": _day,
    "clock": _read(clock_of),
    "count": _read(count_of),
    "decimal": _read(decimal_of),
    "headcount": _read(headcount_of),
    "absence": _read(absence_of),
    "tick": _read(said.tick),
    "unit_kind": said.is_unit_kind,
    "status": lambda cell: said.status(cell) in said.STATUS,
    "period": _read(period_in),
    "name": _name,
    "roles": lambda cell: bool(set(said.roles(cell) or ()) & set(said.ROLES)),
    "post": lambda cell: said.post(cell) in said.POSTS,
    "mode": lambda cell: said.mode(cell) in said.MODES,
    "evidence": lambda cell: bool(set(said.evidence(cell) or ()) & set(said.EVIDENCE)),
}


def kind_of(table: str, field: str) -> str:
    """Return the kind of cells that a field of a table holds."""
    return "clock" if field == "clock" else TABLES[table][field].kind


def fits(kind: str, cell: Raw, types: TypeReader) -> bool | None:
    """Return whether a cell is of a kind, None where every text is."""
    if kind == "type":
        return types.known(cell)
    test = _KINDS.get(kind)
    return None if test is None else test(cell)


def share(kind: str, cells: Iterable[Raw], types: TypeReader) -> float | None:
    """Return which part of the cells is of a kind; None where every text is, or where there is no cell."""
    sample = [cell for cell in list(dict.fromkeys(cells))[:SAMPLE] if not is_blank(cell)]
    found = [fits(kind, cell, types) for cell in sample]
    if not found or found[0] is None:
        return None
    return sum(bool(one) for one in found) / len(found)
