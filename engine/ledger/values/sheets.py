"""A sheet as it stands in a file: rows of raw cells with the numbers that people see beside them."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from ...coded import Coded
from ...text import Text
from .cells import FALSE, TRUE, Raw, is_blank

_BLOCK = 1024  # rows that are turned into columns at once, few enough to stay in the processor's cache
MANY = 20_000  # rows from which a column is coded; for fewer it is not worth loading Arrow, which takes 0.1 s
_ALIKE = frozenset([str, int, float, type(None), date])  # of these, cells that are equal are the same


@dataclass(frozen=True, slots=True)
class Note:
    """What is to be said of a file or a sheet: the code of a problem, and the values that its words name."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)


class Refused(Exception):
    """A file that cannot be read, with the reason and the mend."""

    def __init__(self, zh: str, en: str) -> None:
        self.message = Text(zh, en)
        super().__init__(en)


@dataclass(slots=True)
class Sheet:
    """The columns of one sheet, below its header.

    ``header`` is the first row that holds anything, ``header_row`` its number, 0 where its columns have names instead,
    as in a database. ``columns`` are equally long; ``numbers`` are the row numbers, down to the last row with a value.
    ``broken`` holds, by row and column, what stands in cells that have no value: error values, and formulas whose
    result was not saved. ``titles`` are the texts above the header, where there are any; ``depth`` is how many rows the
    header has. ``notes`` are what is to be said of the sheet. ``filled`` are the places, by row and
    column, of values that a merged cell above gave. ``date1904`` tells that numbers of days count from 1904. In
    ``delimited`` text a cell too many has moved all that follow it.

    In a ``spread`` sheet several rows may have one number, as one row of the file told of several gatherings, and the
    rows ``silent`` told of none; ``unfolded`` are the columns of the file whose cells were gatherings, such as one for
    each month. The number 0 is that of a row which is told by the place of its sheet alone. The rows of a ``form``
    sheet are filled-in forms, its headers their labels. ``left`` is the column of the file in which the first one
    stands, 0 where nothing is left out; where the columns have been put in another order, ``came`` holds for each row
    from which of them its cells came.
    """

    name: str | None
    header: list[Raw] = field(default_factory=list)
    header_row: int = 0
    columns: list[Sequence[Raw]] = field(default_factory=list)
    numbers: Sequence[int] = ()
    broken: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden: bool = False
    titles: tuple[str, ...] = ()
    depth: int = 1
    spread: bool = False
    notes: Sequence[Note] = ()
    silent: Sequence[int] = ()
    unfolded: Sequence[int] = ()
    form: bool = False
    left: int = 0
    came: Sequence[Sequence[int]] = ()
    filled: frozenset[tuple[int, int]] = frozenset()
    date1904: bool = False
    delimited: bool = False

    def stands(self, row: int, column: int) -> int:
        """Return the column of the file in which a cell stands, 0 being the first."""
        return self.left + (self.came[row][column] if self.came else column)

    @property
    def monthly(self) -> bool:
        """Whether it had columns whose cells are gatherings, such as one for each month."""
        return bool(self.unfolded)

    @property
    def empty(self) -> bool:
        """Whether there is not even a header."""
        return not self.header


def sheet_of(
    name: str | None,
    rows: Sequence[Sequence[Raw]],
    numbers: Sequence[int],
    broken: Iterable[tuple[int, int, str]] = (),
    hidden: bool = False,
    left: int = 0,
    given: Collection[tuple[int, int]] = (),
) -> Sheet:
    """Return the sheet of ``rows``; ``broken`` are (place in ``rows``, column, what stands there).

    ``left`` is the column of the file in which the rows begin. ``given`` are the places in ``rows`` of values that a
    merged cell above gave.
    """
    odd = {(at, column): shown for at, column, shown in broken}
    filled = {at for at, _ in odd}
    first = next((at for at, row in enumerate(rows) if at in filled or _filled(row)), None)
    if first is None:
        return Sheet(name, hidden=hidden)
    last = next(at for at in range(len(rows) - 1, -1, -1) if at in filled or _filled(rows[at]))
    body = rows[first + 1 : last + 1]
    width = max((column + 1 for _, column in odd), default=0)
    width = max(width, len(rows[first]), *map(len, body))
    return Sheet(
        name,
        header=[column[0] for column in _columns([rows[first]], width)],
        header_row=numbers[first],
        columns=_columns(body, width),
        numbers=numbers[first + 1 : last + 1],
        broken={(at - first - 1, column): shown for (at, column), shown in odd.items() if at > first},
        hidden=hidden,
        left=left,
        filled=frozenset((at - first - 1, column) for at, column in given if at > first),
    )


def _filled(row: Sequence[Raw]) -> bool:
    return any(not is_blank(cell) for cell in row)


def _columns(rows: Sequence[Sequence[Raw]], width: int) -> list[Sequence[Raw]]:
    """Return the columns, each equal cell one object: what is asked of a column later is asked of few cells."""
    columns = [array("i") for _ in range(width)]
    known = [_Cells() for _ in range(width)]
    for at in range(0, len(rows), _BLOCK):
        block = [row if len(row) == width else [*row, *[None] * (width - len(row))] for row in rows[at : at + _BLOCK]]
        for column, cells, memo in zip(columns, zip(*block, strict=True), known, strict=True):
            column.extend(map(memo.__getitem__, _plain(cells)))
    if len(rows) >= MANY:
        return [Coded(memoryview(column), memo.kept) for column, memo in zip(columns, known, strict=True)]
    return [[*map(memo.kept.__getitem__, column)] for column, memo in zip(columns, known, strict=True)]


class _Cells(dict[object, int]):
    """The number of each cell among the cells that a column ``kept``."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: list[Raw] = []

    def __missing__(self, cell: Raw) -> int:
        self[cell] = number = len(self.kept)
        self.kept.append(_exact(cell) if isinstance(cell, float) else cell)
        return number


def _plain(cells: Sequence[Raw]) -> Sequence[Raw]:
    """Turn truth values into texts (True and 1 are equal); floats too where not all cells that are equal are alike."""
    if set(map(type, cells)) <= _ALIKE:
        return cells
    return [_exact(cell) if isinstance(cell, float | bool) else cell for cell in cells]


def _exact(number: float | bool) -> Raw:
    if isinstance(number, bool):
        return TRUE if number else FALSE
    return int(number) if number.is_integer() else Decimal(repr(number))
