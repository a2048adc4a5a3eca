"""The self-check as a workbook to work in and to print: to do, the form, the score, the papers, the notes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...engine.text import Text
from ..office.xlsx_cells import INERT, MADE, Looks, height, set_print, sheet_name, write_text
from .compose import sheet_of
from .grid import Grid, Look, Row, left_out
from .grids import grids_of
from .model import Inspection
from .sheet import Sheet

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_SONG, _HEI = "宋体", "黑体"
_GREY, _HEAD, _HAND = "#F2F2F2", "#E7E0DA", "#FFFBEA"
_WIDE = 150.0  # characters over the width of a page
_PAGE = 100.0  # characters over the width of an upright page
_MOST_ROWS = 100_000
_FILL: dict[Look, str] = {"duty": _GREY, "gap": "#FBE9E7", "doubt": "#FFF6DC", "total": _GREY}
_NOTES = Text("说明", "Notes")
_SIGNED = ("secretary", "checker", "reviewer", "date")


def inspection_workbook(inspection: Inspection, language: str = "zh") -> bytes:
    """Return the workbook; the same self-check gives the same bytes."""
    from xlsxwriter import Workbook

    sheet = sheet_of(inspection, language)
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True, **INERT})
    title = f"{sheet.heads['title']} · {sheet.name}"
    book.set_properties({"created": MADE, "author": "checkbranch", "title": title[:200]})
    writer = _Writer(book, sheet, title)
    for number, grid in enumerate(grids_of(sheet)):
        writer.grid(grid, cover=number == 0)
    writer.notes()
    book.close()
    return out.getvalue()


class _Writer:
    """Writes the sheets of one workbook."""

    def __init__(self, book: Workbook, sheet: Sheet, title: str) -> None:
        self._book, self._sheet, self._title = book, sheet, title
        self._looks, self._used = Looks(book), set[str]()

    def _look(self, **properties: object) -> Format:
        base: dict[str, object] = {"font_name": _SONG, "font_size": 10, "valign": "top", "text_wrap": True}
        return self._looks.look(**{**base, "num_format": "@", **properties})

    def _add(self, name: str) -> Worksheet:
        name = sheet_name(name, self._used)
        self._used.add(name.lower())
        return self._book.add_worksheet(name)

    def grid(self, grid: Grid, *, cover: bool) -> None:
        """Write one table on a sheet of its own, under its title, and on the first sheet under the cover."""
        page, sheet = self._add(grid.name), self._sheet
        grouped = bool(grid.of) and any(row.group for row in grid.rows)
        heads = [grid.of, *grid.heads] if grouped else list(grid.heads)
        shares = [10.0, *grid.widths] if grouped else list(grid.widths)
        widths = [max(share * _WIDE / sum(shares), 4.5) for share in shares]
        for column, width in enumerate(widths):
            page.set_column(column, column, width)
        last = len(heads) - 1
        at = self._cover(page, last, sum(widths)) if cover else self._heading(page, 0, last, grid.title, 16)
        if cover:
            at = self._heading(page, at, last, grid.title, 13)
        if grid.note:
            at = self._merged(page, at, last, grid.note, sum(widths), font_color="#555555", font_size=9)
        head = at
        look = self._look(
            font_name=_HEI, bold=True, border=1, bg_color=_HEAD, align="center", valign="vcenter", font_size=10
        )
        for column, name in enumerate(heads):
            write_text(page, head, column, name, look)
        page.set_row(head, height((name, widths[i]) for i, name in enumerate(heads)) + 6)
        shown = grid.rows[:_MOST_ROWS]
        for number, row in enumerate(shown, head + 1):
            self._row(page, number, grid, row, widths, grouped=grouped)
        at = head + 1 + len(shown)
        if not shown:
            at = self._merged(page, at, last, "Nothing." if sheet.language == "en" else "没有。", sum(widths))
        else:
            page.autofilter(head, 0, at - 1, last)
        for text in filter(None, (*grid.after, left_out(grid, _MOST_ROWS, sheet.language))):
            at = self._merged(page, at, last, text, sum(widths), font_size=9)
        self._signed(page, at + 1, last)
        page.freeze_panes(head + 1, 0 if cover else min(2 + grouped, last))
        set_print(page, self._title, sheet.language, rows=0)
        page.repeat_rows(head)
        page.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)

    def _row(
        self, page: Worksheet, number: int, grid: Grid, row: Row, widths: Sequence[float], *, grouped: bool
    ) -> None:
        cells = [row.group, *row.cells] if grouped else list(row.cells)
        shift = int(grouped)
        for column, text in enumerate(cells):
            own: dict[str, object] = {"border": 1}
            if row.look in _FILL:
                own["bg_color"] = _FILL[row.look]
            if column - shift in grid.hand and row.look not in ("duty", "total"):
                own["bg_color"] = _HAND
            if row.look in ("duty", "total"):
                own["bold"] = column == shift + 1
            if column - shift in grid.centred:
                own["align"] = "center"
            write_text(page, number, column, text, self._look(**own))
        page.set_row(number, height((text, widths[i]) for i, text in enumerate(cells)) + 2)

    def _heading(self, page: Worksheet, at: int, last: int, text: str, size: int) -> int:
        look = self._look(font_name=_HEI, bold=True, font_size=size, align="left", valign="vcenter", text_wrap=False)
        page.merge_range(at, 0, at, last, "", look)
        write_text(page, at, 0, text, look)
        page.set_row(at, size * 1.9)
        return at + 1

    def _merged(self, page: Worksheet, at: int, last: int, text: str, width: float, **own: object) -> int:
        look = self._look(**own)
        page.merge_range(at, 0, at, last, "", look)
        write_text(page, at, 0, text, look)
        page.set_row(at, height([(text, width * 1.05)]) + 2)
        return at + 1

    def _cover(self, page: Worksheet, last: int, width: float) -> int:
        """Write the title, the days, the counts and the notices; return the next row."""
        sheet = self._sheet
        centred = self._look(font_name=_HEI, bold=True, font_size=20, align="center", valign="vcenter")
        page.merge_range(0, 0, 0, last, "", centred)
        write_text(page, 0, 0, f"{sheet.heads['title']}　{sheet.name}", centred)
        page.set_row(0, 36)
        colon = ": " if sheet.language == "en" else "："
        counts = "  ".join(f"{mark} {word} {number}" for mark, word, number in sheet.counts)
        lines = [f"{name}{colon}{text}" for name, text in sheet.facts[:5]]
        lines.append(f"{sheet.heads['counts']}{colon}{sheet.heads['total']} {sheet.total} = {counts}")
        at = 1
        for text in [*lines, *sheet.notices[:2]]:
            at = self._merged(page, at, last, text, width)
        return at

    def _signed(self, page: Worksheet, at: int, last: int) -> None:
        colon = ": " if self._sheet.language == "en" else "："
        text = "        ".join(f"{self._sheet.heads[key]}{colon}____________" for key in _SIGNED)
        look = self._look(font_size=11, valign="vcenter", text_wrap=False)
        page.merge_range(at, 0, at, last, "", look)
        write_text(page, at, 0, text, look)
        page.set_row(at, 30)

    def notes(self) -> None:
        """Write all facts, what was not looked at, and the notes of the rules."""
        sheet, page = self._sheet, self._add(_NOTES.say(self._sheet.language))
        colon = ": " if sheet.language == "en" else "："
        page.set_column(0, 0, _PAGE)
        page.set_column(1, 1, 1)  # printed with it: a single column that is too wide LibreOffice cuts off, not shrinks
        blocks: list[tuple[str, Sequence[str]]] = [
            (sheet.heads["title"], [f"{name}{colon}{text}" for name, text in sheet.facts] + sheet.notices),
            *((sheet.heads[key], getattr(sheet, key)) for key in ("flags", "untested", "off", "notes")),
            (sheet.heads["not_owed"], [text for unit in sheet.units for text in unit.not_owed]),
            (
                sheet.heads["hints"],
                [line for hint in sheet.hints for line in (hint.title, *hint.lines, hint.how) if line],
            ),
        ]
        at = 0
        for name, lines in blocks:
            if not lines:
                continue
            write_text(page, at, 0, name, self._look(font_name=_HEI, bold=True, font_size=13))
            page.set_row(at, 24)
            at += 1
            for text in lines:
                write_text(page, at, 0, text, self._look())
                page.set_row(at, height([(text, _PAGE)]) + 2)
                at += 1
        set_print(page, self._title, sheet.language, rows=0)
        page.set_portrait()
        page.print_area(0, 0, max(at - 1, 0), 1)
