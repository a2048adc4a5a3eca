"""A table of cells that line up, folded into blocks where the page is too narrow for all its columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from .layout import Page, Style, cells, cut, pad, safe


@dataclass(frozen=True, slots=True)
class Cell:
    """One entry and its colour."""

    text: str
    style: Style | None = None


@dataclass(slots=True)
class Table:
    """Rows under headings; the first column is set left and repeated in every block, the others right.

    ``first_width`` is the most that the first column may take, in cells; longer entries are cut.
    """

    heads: Sequence[str]
    first_width: int
    rows: list[Sequence[Cell]] = field(default_factory=list)

    def add(self, row: Sequence[Cell]) -> None:
        """Add a row, a cell for every heading."""
        self.rows.append([Cell(cut(safe(row[0].text), self.first_width), row[0].style), *row[1:]])

    def first_needed(self) -> int:
        """Return how many cells the first column needs."""
        return max(cells(text) for text in (self.heads[0], *(row[0].text for row in self.rows)))

    def blocks(self, width: int, first: int | None = None) -> Iterator[list[list[str]]]:
        """Yield blocks of lines, each the padded texts of its columns; lines of a block are equally wide."""
        widths = self._widths(first)
        for columns in _fold(widths, width, self.space(width, first)):
            lines = [[pad(self.heads[n], widths[n], n > 0) for n in columns]]
            lines += [[pad(row[n].text, widths[n], n > 0) for n in columns] for row in self.rows]
            yield lines

    def space(self, width: int, first: int | None = None) -> int:
        """Return how many blanks stand between columns: two where all then fit in ``width`` cells, else one."""
        widths = self._widths(first)
        return 2 if sum(widths) + 2 * (len(widths) - 1) <= width else 1

    def _widths(self, first: int | None) -> list[int]:
        others = range(1, len(self.heads))
        return [
            first or self.first_needed(),
            *(max(cells(self.heads[n]), *(cells(row[n].text) for row in self.rows)) for n in others),
        ]

    def write(self, page: Page, first: int | None = None, indent: int = 2) -> None:
        """Write the table; ``first`` fixes the width of the first column, so that several tables line up."""
        styles: list[Sequence[Style | None]] = [["faint"] * len(self.heads)]
        styles += [[cell.style for cell in row] for row in self.rows]
        start, space = 1, " " * self.space(page.width - indent, first)
        for block in self.blocks(page.width - indent, first):
            for texts, style in zip(block, styles, strict=True):
                shown = [style[0], *style[start : start + len(texts) - 1]]
                painted = (page.paint(text, look) for text, look in zip(texts, shown, strict=True))
                page.line(" " * indent + space.join(painted))
            start += len(block[0]) - 1


def _fold(widths: Sequence[int], width: int, space: int) -> Iterator[list[int]]:
    """Yield the columns of each block: the first, and as many of the others as fit, at least one."""
    columns, used = [0], widths[0]
    for number in range(1, len(widths)):
        if len(columns) > 1 and used + space + widths[number] > width:
            yield columns
            columns, used = [0], widths[0]
        columns.append(number)
        used += space + widths[number]
    yield columns
