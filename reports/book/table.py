"""One table of the workbook, written row by row: header, looks, heights, and a further sheet where one is full."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from ...engine.text import Text
from ..layout import safe
from ..office.xlsx_cells import LAST_ROW, Looks, Value, cell_text, height, kind_of, too_long, write_value

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Kind = Literal["text", "centre", "number", "day", "share"]
Style = Literal["plain", "strong", "faint"]

HEAD, HEAD_EDITED, LINE = "#D9E2F3", "#BDD7EE", "#BFBFBF"
TALLEST = 160  # points of a row, whatever its cells hold
MOST_ROWS = LAST_ROW - 1  # rows of one sheet below its header, the last line left free
_STYLES: dict[Style, dict[str, object]] = {
    "plain": {},
    "strong": {"bold": True, "bg_color": "#F2F2F2"},
    "faint": {"font_color": "#7F7F7F"},
}
_KINDS: dict[Kind, dict[str, object]] = {
    "text": {"num_format": "@", "text_wrap": True},
    "centre": {"num_format": "@", "text_wrap": True, "align": "center"},
    "number": {"num_format": "General", "align": "center"},
    "day": {"num_format": "yyyy-mm-dd", "align": "center"},
    "share": {"num_format": "0.0%", "align": "center"},
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its header, its width in characters, what its cells hold, and whether they are the reader's."""

    head: Text
    width: float
    kind: Kind = "text"
    edited: bool = False
    hidden: bool = False
    help: Text | None = None


@dataclass(slots=True)
class Cut:
    """How many texts were longer than a cell can hold, so that only their beginning stands there."""

    number: int = 0

    def fitted(self, text: str) -> str:
        """Return a text as it fits into a cell, with what is not printed shown; count it where it is cut."""
        if not text.isprintable():
            text = "\n".join(map(safe, text.split("\n")))
        if too_long(text):
            self.number += 1
        return cell_text(text)


Finish = Callable[["Worksheet", int], None]


class Table:
    """Writes rows below a header; goes on to the next of ``sheets`` where one is full.

    ``finish`` is called for each sheet that is done, with the number of its last row; then it has its filter. A
    ``lean`` table has no empty cells but those to be filled in: they are a third of the time of a large one.
    """

    def __init__(
        self,
        sheets: Sequence[Worksheet],
        columns: Sequence[Column],
        looks: Looks,
        language: str,
        cut: Cut,
        finish: Finish | None = None,
        most: int = MOST_ROWS,
        lean: bool = False,
    ) -> None:
        self._sheets, self._columns, self._looks = sheets, columns, looks
        self._language, self._cut, self._finish, self._most = language, cut, finish, most
        self._widths = [column.width for column in columns]
        self._formats: dict[tuple[Style, int], list[Format]] = {}
        self._lean = lean
        self._at, self.row, self.rows = 0, 0, 0
        for sheet in sheets:
            self._head(sheet)

    @property
    def sheet(self) -> Worksheet:
        """The sheet that is written to."""
        return self._sheets[self._at]

    def add(self, cells: Sequence[Value], style: Style = "plain", indent: int = 0, level: int = 0) -> int:
        """Write one row and return its number, counted from 0.

        ``indent`` sets in its first text; rows of a ``level`` can be folded together.
        """
        if self.row >= self._most and self._at + 1 < len(self._sheets):
            self._end()
            self._at, self.row = self._at + 1, 0
        self.row += 1
        self.rows += 1
        sheet, row = self.sheet, self.row
        formats = self._formats.get((style, indent)) or self._make(style, indent)
        texts = ((cell, wide) for cell, wide in zip(cells, self._widths, strict=False) if isinstance(cell, str))
        sheet.set_row(row, max(height(texts, TALLEST), 18), None, {"level": level} if level else {})
        for at, cell in enumerate(cells):
            if cell is None or cell == "":
                if not self._lean or self._columns[at].edited:
                    sheet.write_blank(row, at, None, formats[at])
            elif isinstance(cell, str):
                sheet.write_string(row, at, self._cut.fitted(cell), formats[at])
            else:
                self._value(row, at, cell, formats[at])
        return row

    def close(self) -> None:
        """Finish the sheet that is written to, and those that were not needed."""
        self._end()
        while self._at + 1 < len(self._sheets):
            self._at, self.row = self._at + 1, 0
            self._end()

    def _end(self) -> None:
        last = max(self.row, 1)
        self.sheet.autofilter(0, 0, last, len(self._columns) - 1)
        if self._finish:
            self._finish(self.sheet, last)

    def _value(self, row: int, at: int, cell: Value, look: Format) -> None:
        share = isinstance(cell, float) and self._columns[at].kind == "share"
        if share or (isinstance(cell, int | float | Decimal) and kind_of(cell) == "number"):
            self.sheet.write_number(row, at, cell, look)
        elif self._columns[at].kind == "day" and kind_of(cell) == "day":
            self.sheet.write_datetime(row, at, cell, look)
        else:
            properties = {**_base("centre"), "align": "left"}
            properties.pop("num_format")
            write_value(self.sheet, row, at, cell, self._looks.kinds(properties))

    def _make(self, style: Style, indent: int) -> list[Format]:
        found = []
        for at, column in enumerate(self._columns):
            look = {**_base(column.kind), **_STYLES[style]}
            if indent and at == 0:
                look["indent"] = indent
            found.append(self._looks.look(**look))
        self._formats[style, indent] = found
        return found

    def _head(self, sheet: Worksheet) -> None:
        look = {"bold": True, "border": 1, "border_color": LINE, "align": "center", "valign": "vcenter"}
        most = 26.0
        for at, column in enumerate(self._columns):
            sheet.set_column(at, at, column.width, None, {"hidden": 1} if column.hidden else {})
            fill = HEAD_EDITED if column.edited else HEAD
            text = column.head.say(self._language)
            sheet.write_string(0, at, cell_text(text), self._looks.look(**look, text_wrap=True, bg_color=fill))
            most = max(most, height([(text, column.width)]))
            if column.help:
                said = column.help.say(self._language)
                sheet.write_comment(0, at, said, {"author": "checkbranch", "x_scale": 1.8, "y_scale": 1.2})
        if self._lean:
            sheet.hide_gridlines(0)
        sheet.set_row(0, most)
        sheet.freeze_panes(1, 0)
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})


def _base(kind: Kind) -> dict[str, object]:
    return {"border": 1, "border_color": LINE, "valign": "vcenter", **_KINDS[kind]}
