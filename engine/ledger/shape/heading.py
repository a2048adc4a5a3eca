"""The row of a sheet that is its header: below titles, and of two rows where the lower one divides the upper one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from ..headers import claims
from ..values.cells import Raw, is_blank, text_of
from ..values.sheets import Sheet
from .matching import Match

LOOKED_AT = 12  # rows in which a header is looked for
Matching = Callable[[Sheet], Match]
Lacking = Callable[[Match], Sequence[object]]


def headed(sheet: Sheet, table: str, match: Matching, lacking: Lacking) -> tuple[Sheet, Match]:
    """Return the sheet with the row for its header that has all that the table needs, and what its columns hold.

    Where there is no such row, the sheet stays as it is. So does one whose header is no row of it: its columns have
    names.
    """
    first = match(sheet)
    if not sheet.header_row:
        return sheet, first
    if not lacking(first):
        return _divided(sheet, first, table, match)
    rows = min(LOOKED_AT, len(sheet.numbers))
    for at in range(1, rows + 1):
        if not _may_be_header(sheet, at, table):
            continue
        for found in (below(sheet, at, 1), below(sheet, at, 2)):
            own = match(found)
            if not lacking(own):
                return _divided(found, own, table, match) if found.header_row == _number(sheet, at) else (found, own)
    return sheet, first


def _divided(sheet: Sheet, match: Match, table: str, matching: Matching) -> tuple[Sheet, Match]:
    """Return the sheet with a header of two rows, where the second one names more of its columns."""
    if not sheet.numbers or not _may_be_header(sheet, 1, table):
        return sheet, match
    start = match.names.get("start")
    if start is not None and not is_blank(sheet.columns[start][0]) and (0, start) not in sheet.filled:
        return sheet, match
    both = below(sheet, 0, 2)
    found = matching(both)
    return (both, found) if len(found.names) > len(match.names) else (sheet, match)


def _may_be_header(sheet: Sheet, at: int, table: str) -> bool:
    """Return whether a row holds nothing but texts, one of which is the header of a column of the table."""
    cells = [cell for cell in row_of(sheet, at) if not is_blank(cell)]
    return bool(cells) and all(isinstance(cell, str) for cell in cells) and any(claims(table, str(c)) for c in cells)


def row_of(sheet: Sheet, at: int) -> list[Raw]:
    """Return a row, 0 being the present header."""
    return list(sheet.header) if at == 0 else [column[at - 1] for column in sheet.columns]


def _number(sheet: Sheet, at: int) -> int:
    return sheet.header_row if at == 0 else sheet.numbers[at - 1]


def below(sheet: Sheet, at: int, deep: int) -> Sheet:
    """Return the sheet with the row ``at`` for its header, or that and the next one (``deep`` 2) together."""
    header = row_of(sheet, at)
    if deep == 2 and at < len(sheet.numbers):
        header = [
            above if is_blank(below) else below for above, below in zip(header, row_of(sheet, at + 1), strict=True)
        ]
    gone = min(at + deep - 1, len(sheet.numbers))  # rows of the body that are above it now, or part of it
    return replace(
        sheet,
        header=header,
        header_row=_number(sheet, at),
        columns=[column[gone:] for column in sheet.columns],
        numbers=sheet.numbers[gone:],
        broken={(row - gone, column): shown for (row, column), shown in sheet.broken.items() if row >= gone},
        filled=frozenset((row - gone, column) for row, column in sheet.filled if row >= gone),
        depth=deep,
        left=sheet.left,
        titles=(*sheet.titles, *_texts(row_of(sheet, above) for above in range(at))),
    )


def _texts(rows: Iterable[Sequence[Raw]]) -> list[str]:
    return [text for row in rows for cell in row if (text := text_of(cell)) is not None]
