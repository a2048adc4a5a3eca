"""Where each problem of the data stands in a copy of the sheets: which sheet, row and column of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath
from typing import NamedTuple

from ...engine.ledger import Kept, Problem
from ...engine.ledger.values.cells import Raw, text_of
from ..office.xlsx_cells import LAST_COLUMN, LAST_ROW, sheet_name


class Spot(NamedTuple):
    """A cell of the copy, counted from 0."""

    row: int
    column: int


class Copy:
    """A sheet of the copy: ``rows`` are the rows of it on which the header and the rows below stand.

    They are those of the file; ``moved`` tells that they cannot be, as several have one number. ``marks`` are the
    problems by cell.
    """

    def __init__(self, kept: Kept, name: str) -> None:
        numbers = [kept.sheet.header_row, *kept.sheet.numbers]
        self.kept, self.name = kept, name
        self.moved = not all(before < number for before, number in zip([0, *numbers], numbers, strict=False))
        self.rows: Sequence[int] = range(len(numbers)) if self.moved else [number - 1 for number in numbers]
        self.marks: dict[Spot, list[Problem]] = defaultdict(list)
        self._at: dict[int, list[int]] = defaultdict(list)
        for row, number in zip(self.rows, numbers, strict=True):
            self._at[number].append(row)
        self._index = {row: index for index, row in enumerate(self.rows)}

    def rows_of(self, number: int) -> Sequence[int]:
        """Return the rows on which a row of the file stands."""
        return self._at.get(number, ())

    @property
    def left(self) -> int:
        """The column in which the first one stands."""
        return self.kept.sheet.left

    @property
    def width(self) -> int:
        """How many columns there are from the first one on, as many as a spreadsheet can hold."""
        return min(len(self.kept.sheet.header), LAST_COLUMN + 1 - self.left)

    @property
    def header(self) -> Sequence[int]:
        """The rows of the header."""
        first = next(iter(self.rows_of(self.kept.header_row)), self.rows[0])
        return range(first, first + self.kept.depth)

    def header_of(self, spot: Spot) -> str | None:
        """Return the header over a cell, of several rows the lowest that holds anything there."""
        texts = [text_of(self.cell(Spot(row, spot.column))) for row in self.header]
        return next((text for text in reversed(texts) if text is not None), None)

    def cells(self, row: int) -> list[Raw]:
        """Return the cells of a row of the copy; one without a value holds what stands there in the file."""
        sheet, index = self.kept.sheet, self._index.get(row)
        if index is None:
            return []
        cells = list(sheet.header) if index == 0 else [column[index - 1] for column in sheet.columns]
        if not sheet.broken:
            return cells
        return [sheet.broken.get((index - 1, column), cell) for column, cell in enumerate(cells)]

    def cell(self, spot: Spot) -> Raw:
        """Return what stands in a cell."""
        cells = self.cells(spot.row)
        return cells[spot.column - self.left] if 0 <= spot.column - self.left < len(cells) else None


class Finder:
    """Finds the cells of problems."""

    def __init__(self, kept: Iterable[Kept], reserved: Iterable[str]) -> None:
        """``reserved`` are names that no copy may have."""
        self.copies = _copies(list(kept), reserved)
        self._places = {copy.kept.place: copy for copy in self.copies}

    def find(self, problem: Problem) -> tuple[Copy, Spot] | None:
        """Return where a problem is to be looked at, marked from then on; None where there is no such place."""
        copy, number = self._split(problem.source)
        if copy is None:
            return None
        rows = copy.rows_of(number) if number is not None else [copy.header[0]]
        column = problem.at if problem.at is not None else _column(copy, problem.column)
        spots = [Spot(row, copy.left if column is None else column) for row in rows if row <= LAST_ROW]
        for spot in spots:
            copy.marks[spot].append(problem)
        return (copy, spots[0]) if spots else None

    def _split(self, source: str) -> tuple[Copy | None, int | None]:
        if source in self._places:
            return self._places[source], None
        place, _, number = source.rpartition("!")
        return self._places.get(place), int(number) if number.isdecimal() else None

    def where(self, source: str) -> tuple[str, int | None]:
        """Return the file and sheet of a source, and the number of the row."""
        copy, number = self._split(source)
        return (source, None) if copy is None or number is None else (copy.kept.place, number)


def _column(copy: Copy, header: str | None) -> int | None:
    if header is None:
        return None
    for row in copy.header:
        for column, cell in enumerate(copy.cells(row)):
            if text_of(cell) == header:
                return copy.left + column
    return None


def _copies(kept: Sequence[Kept], reserved: Iterable[str]) -> list[Copy]:
    """Return a copy of each sheet: named as in its file, with the file where several files have one of the name."""
    used = {name.lower() for name in reserved}
    often = Counter((one.sheet.name or "").lower() for one in kept)
    found = []
    for one in kept:
        stem = PurePosixPath(one.file).stem
        name = one.sheet.name or stem
        if one.sheet.name and often[name.lower()] > 1:
            name = f"{stem}-{one.sheet.name}"
        name = sheet_name(name, used)
        used.add(name.lower())
        found.append(Copy(one, name))
    return found
