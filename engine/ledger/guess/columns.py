"""The columns of a sheet one by one: the field that each holds, how sure that is, and what stands in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Literal

from ..headers import ROW_NUMBER, TYPE_OR_TITLE, claims, plain_header
from ..shape.fitting import fits, kind_of
from ..shape.matching import Match, letters
from ..shape.near_headers import near_fields
from ..shape.shaping import at_header
from ..shape.types import TypeReader
from ..values.cells import Headcount, Raw, headcount_of, is_blank, show, text_of
from ..values.sheets import Sheet
from .tables import TableGuess

Sure = Literal["exact", "alias", "cells", "near", "none"]

# Kinds of which a value may be shown: none of them is a name, or a text that may hold one.
_SHOWN = frozenset({
    *("day", "when", "clock", "count", "decimal", "headcount", "absence", "tick"),
    *("unit_kind", "status", "roles", "post", "mode", "period"),
})  # fmt: skip
_SAMPLES = 2
_LOOKED_AT = 200  # cells among which samples are looked for


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """One column: its header, the field, and how that was told; ``meant`` is the known header of a misspelt one.

    ``candidates`` are the fields that it may be where that cannot be told. ``filled`` counts the cells that hold
    something, ``distinct`` their values. ``samples`` are values of columns that cannot hold names.
    """

    header: str
    field: str | None = None
    confidence: Sure = "none"
    candidates: tuple[str, ...] = ()
    meant: str | None = None
    filled: int = 0
    distinct: int = 0
    samples: tuple[str, ...] = ()
    aside: bool = False  # a column of row numbers
    month: bool = False  # one of the columns of months


def column_guesses(raw: Sheet, sheet: Sheet, match: Match, guess: TableGuess, types: TypeReader) -> list[ColumnGuess]:
    """Return the columns of ``raw``, a sheet as it stands in its file, which was shaped into ``sheet``."""
    months, below = set(sheet.unfolded), sheet
    if months:
        below = at_header(raw, sheet.header_row, sheet.header_row + sheet.depth - 1)
    others = iter(range(len(sheet.header)))
    places = [None if column in months else next(others) for column in range(len(below.header))]
    return list(_columns(below, places, match, guess, types))


def _columns(
    below: Sheet, places: Sequence[int | None], match: Match, guess: TableGuess, types: TypeReader
) -> Iterator[ColumnGuess]:
    fields = {at: name for name, at in match.names.items()}
    ticked = {at: kind for kind, at in match.ticks.items()}
    taken = {*match.names, *match.ambiguous}
    for column, at in enumerate(places):
        cells = [cell for cell in below.columns[column] if not is_blank(cell)]
        header = text_of(below.header[column])
        if header is None and not cells:
            continue
        plain = ColumnGuess(header or f"（{letters(column)} 列，无表头）", filled=len(cells), distinct=len(set(cells)))
        if at is None:
            yield replace(plain, field="start", confidence="exact", month=True)
        elif at in ticked:
            yield replace(plain, field="evidence", confidence="cells")
        elif at in fields:
            name, meant = fields[at], guess.near.get(header or "")
            yield replace(
                plain,
                field="start" if name == "clock" else name,
                confidence="near" if meant else _sure(guess.table, header, name),
                meant=meant,
                samples=_samples(guess.table, name, cells, types),
            )
        elif header and plain_header(header) in ROW_NUMBER:
            yield replace(plain, aside=True)
        else:
            found = [name for name, headers in match.ambiguous.items() if header in headers]
            yield replace(plain, candidates=tuple(found or near_fields(guess.table, header or "", taken)))


def _sure(table: str, header: str | None, name: str) -> Sure:
    """Return how the field of a column was told: by its header exactly or nearly so, or by its cells."""
    if header is None or name == "clock" or (table == "activities" and plain_header(header) in TYPE_OR_TITLE):
        return "cells"
    rank = claims(table, header).get(name)
    return "cells" if rank is None else "exact" if rank <= 1 else "alias"


def _samples(table: str, name: str, cells: Sequence[Raw], types: TypeReader) -> tuple[str, ...]:
    kind = kind_of(table, name)
    if kind not in _SHOWN:
        return ()
    told = (cell for cell in dict.fromkeys(cells[:_LOOKED_AT]) if fits(kind, cell, types) and not _names(kind, cell))
    return tuple(map(show, islice(told, _SAMPLES)))


def _names(kind: str, cell: Raw) -> bool:
    """Return whether a cell of attendance names people."""
    if kind not in ("headcount", "absence"):
        return False
    read = headcount_of(cell)
    return isinstance(read, Headcount) and read.names is not None
