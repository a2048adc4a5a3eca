"""How far the filled cells of a sheet reach, and which of them stand so far away that they are no part of its table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..values.sheets import Note, Refused

MOST_CELLS = 30_000_000  # of the rectangle that holds all filled cells; more would not fit the memory
ROW_GAP, COLUMN_GAP = 10_000, 200  # so many empty rows or columns end a table
MOST_STRAYS = 100
_SHOWN = 3


@dataclass(slots=True)
class Extent:
    """The rows and columns of a sheet that hold something, counted from 0; what lies beyond ``rows`` and ``columns``
    is left out, and ``strays`` are the places of it.
    """

    rows: int
    columns: int
    strays: Sequence[tuple[int, int]] = ()

    def notes(self) -> list[Note]:
        """Return what is to be said of cells that are left out."""
        if not self.strays:
            return []
        shown = "、".join(cell_name(*place) for place in self.strays[:_SHOWN])
        return [Note("stray_cells", {"count": len(self.strays), "cells": shown})]


def extent_of(places: Callable[[], Iterable[tuple[int, int]]]) -> Extent:
    """Return how far filled cells reach; raise Refused where that is too far to be held.

    ``places`` gives their (row, column); it is called again where some of them are far away.
    """
    by_row: Counter[int] = Counter()
    by_column: Counter[int] = Counter()
    for row, column in places():
        by_row[row] += 1
        by_column[column] += 1
    rows, columns = _cut(sorted(by_row), ROW_GAP), _cut(sorted(by_column), COLUMN_GAP)
    beyond = sum(n for row, n in by_row.items() if row >= rows)
    beyond += sum(n for column, n in by_column.items() if column >= columns)
    if beyond > MOST_STRAYS:  # that many are a second table, not a slip
        rows, columns, beyond = max(by_row) + 1, max(by_column) + 1, 0
    check_size(rows, columns, (rows - 1, columns - 1))
    strays = sorted({(row, column) for row, column in places() if row >= rows or column >= columns}) if beyond else []
    return Extent(rows, columns, strays)


def check_size(rows: int, columns: int, last: tuple[int, int]) -> None:
    """Raise Refused where a sheet of so many rows and columns would not fit the memory."""
    if rows * columns > MOST_CELLS:
        raise Refused(
            f"工作表范围过大（{rows} 行 × {columns} 列，直到 {cell_name(*last)}）。"
            "请删去表格以外远处的内容，或把表格复制到新工作簿。",
            f"The sheet is too large ({rows} rows by {columns} columns, up to {cell_name(*last)}). "
            "Delete what stands far from the table, or copy the table into a new workbook.",
        )


def _cut(used: Sequence[int], gap: int) -> int:
    """Return the first row or column that is no longer of the table."""
    for before, after in pairwise(used):
        if after - before > gap:
            return before + 1
    return used[-1] + 1 if used else 0


def cell_name(row: int, column: int) -> str:
    """Return the name of a cell as spreadsheets show it: ``A1``."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"
