"""Merged cells: a value merged over several rows holds for each of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..values.cells import Raw, is_blank
from ..values.sheets import Sheet, sheet_of

Merge = tuple[tuple[int, int], tuple[int, int]]  # first and last cell, (row, column), both inclusive
Place = tuple[int, int]


def fill_down(
    rows: Sequence[list[Raw]], top: int, left: int, merges: Iterable[Merge], broken: Sequence[tuple[int, int, str]]
) -> tuple[set[Place], list[tuple[int, int, str]]]:
    """Write the value of each merged cell into the rows below that it covers.

    ``top`` and ``left`` are the place of the first cell of ``rows``; ``broken`` the cells without a value, at their
    places in the file. Returns where in ``rows`` a value was written, and ``broken`` with what such cells cover. A
    row that has nothing of its own stays empty, and to the right nothing is filled.
    """
    odd = {(row, column): shown for row, column, shown in broken}
    wanted: dict[int, list[tuple[int, Raw]]] = {}
    more: list[tuple[int, int, str]] = []
    for (first, column), (last, _) in merges:
        at = first - top
        if last <= first or not 0 <= at < len(rows) or not 0 <= column - left < len(rows[at]):
            continue
        value = rows[at][column - left]
        below = range(at + 1, min(last - top + 1, len(rows)))
        if (first, column) in odd:
            more.extend((row + top, column, odd[first, column]) for row in below if _own(rows[row], ()))
        elif not is_blank(value):
            for row in below:
                wanted.setdefault(row, []).append((column - left, value))
    filled: set[Place] = set()
    for row, cells in wanted.items():
        covered = [
            (column, value) for column, value in cells if column < len(rows[row]) and is_blank(rows[row][column])
        ]
        if _own(rows[row], [column for column, _ in covered]):
            for column, value in covered:
                rows[row][column] = value
                filled.add((row, column))
    return filled, [*broken, *more]


def _own(row: Sequence[Raw], covered: Sequence[int]) -> bool:
    return any(not is_blank(cell) for column, cell in enumerate(row) if column not in covered)


def sheet_with_merges(
    name: str | None,
    rows: Sequence[list[Raw]],
    merges: Iterable[Merge],
    broken: Sequence[tuple[int, int, str]] = (),
    hidden: bool = False,
) -> Sheet:
    """Return the sheet of ``rows``, the first of which is row 1 of its file, with merged cells filled."""
    given, odd = fill_down(rows, 0, 0, merges, broken)
    return sheet_of(name, rows, range(1, len(rows) + 1), odd, hidden, given=given)
