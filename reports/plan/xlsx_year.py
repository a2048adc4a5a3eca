"""The sheet of a plan to hang on the wall: the whole year on one page of A3."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...calendars import DayKind
from ...engine.text import Text
from ..office.xlsx_cells import Looks, set_print, write_text
from .notes import provisional_notes
from .row import MARK, STANDING, Plan, Row
from .wall import Cell, Item, Month, WallCalendar
from .words import WEEKDAY, DayNames

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_ACROSS, _WEEKS = 4, 6
_BLOCK = _WEEKS + 3  # rows: title, weekdays, weeks, an empty one
_MOST = 4  # lines in a day
_FILL = {DayKind.HOLIDAY: "#F8CBAD", DayKind.MAKEUP_WORKDAY: "#FFE699", DayKind.WEEKEND: "#EDEDED"}
OFF, WORKED = Text("休", "off"), Text("班", "work")


def write_year(sheet: Worksheet, plan: Plan, looks: Looks, title: str) -> None:
    """Write the months of the plan as blocks, four side by side, with a legend below."""
    language = plan.words.language
    names = DayNames(plan.agenda.proposer, language)
    wall = WallCalendar(plan.agenda.wanted.span, names, language, merged=plan.words.many)
    months = wall.months(plan.rows)
    width = min(len(months), _ACROSS) * 8 - 1
    sheet.hide_gridlines(2)
    for at in range(_ACROSS * 8):
        sheet.set_column(at, at, 1.5 if at % 8 == 7 else 9.5)
    sheet.set_row(0, 34)
    look = looks.look(bold=True, font_size=20, align="center", valign="vcenter")
    sheet.merge_range(0, 0, 0, max(width - 1, 1), "", look)
    write_text(sheet, 0, 0, title, look)
    for number, month in enumerate(months):
        _Block(sheet, looks, language, 1 + number // _ACROSS * _BLOCK, number % _ACROSS * 8).write(month)
    below = 1 + -(-len(months) // _ACROSS) * _BLOCK
    _legend(sheet, plan.rows, looks, below, max(width - 1, 7), language)
    set_print(sheet, title, language, rows=0)
    sheet.set_paper(8)  # A3
    sheet.fit_to_pages(1, 1 if len(months) <= 12 else 0)


class _Block:
    """Writes one month, its upper left cell at ``top`` and ``left``."""

    def __init__(self, sheet: Worksheet, looks: Looks, language: str, top: int, left: int) -> None:
        self._sheet, self._looks, self._language, self._top, self._left = sheet, looks, language, top, left

    def write(self, month: Month) -> None:
        """Write the title, the weekdays and the weeks."""
        look = self._looks.look(bold=True, font_size=14, align="center", valign="vcenter", bg_color="#DDEBF7")
        self._sheet.merge_range(self._top, self._left, self._top, self._left + 6, "", look)
        write_text(self._sheet, self._top, self._left, month.title, look)
        self._sheet.set_row(self._top, 22)
        head = self._looks.look(align="center", border=1, border_color="#A6A6A6", font_size=9, bg_color="#F2F2F2")
        for at, name in enumerate(WEEKDAY):
            write_text(self._sheet, self._top + 1, self._left + at, name.say(self._language), head)
        for at in range(_WEEKS):
            row = self._top + 2 + at
            self._sheet.set_row(row, 58)
            for column, cell in enumerate(month.weeks[at] if at < len(month.weeks) else ()):
                if cell is not None:
                    text = "\n".join([head_of(cell, self._language), *lines_of(cell, self._language)])
                    write_text(self._sheet, row, self._left + column, text, self._look(cell))

    def _look(self, cell: Cell) -> Format:
        look: dict[str, object] = {
            "border": 1, "border_color": "#A6A6A6", "valign": "top", "text_wrap": True, "font_size": 9,
            "num_format": "@",
        }  # fmt: skip
        if cell.kind in _FILL:
            look["bg_color"] = _FILL[cell.kind]
        if cell.items:
            look |= {"font_color": "#9C1C1C" if any(item.wrong for item in cell.items) else "#1F3864"}
        return self._looks.look(**look)


def head_of(cell: Cell, language: str) -> str:
    """Return the number of a day with what it is: ``1 休 元旦``, ``10 班``."""
    parts = [str(cell.day.day)]
    if cell.kind is DayKind.HOLIDAY:
        parts += [OFF.say(language), cell.name]
    elif cell.kind is DayKind.MAKEUP_WORKDAY:
        parts.append(WORKED.say(language))
    return " ".join(filter(None, parts))


def lines_of(cell: Cell, language: str) -> Iterator[str]:
    """Yield a line for each item of a day; where there are too many, the last one says how many more there are."""
    shown = cell.items if len(cell.items) <= _MOST else cell.items[: _MOST - 1]
    for item in shown:
        yield line_of(item)
    if len(shown) < len(cell.items):
        rest = len(cell.items) - len(shown)
        yield f"+{rest}" if language == "en" else f"另 {rest} 项"


def line_of(item: Item) -> str:
    """Return an item in few characters: ``○主题党日``, ``○走访慰问×21``."""
    size = sum(row.size for row in item.rows)
    often = f" {size}{item.rows[0].people}" if size else f"×{item.number}" if item.number > 1 else ""
    return f"{item.mark}{item.text}{often}"


def _legend(sheet: Worksheet, rows: list[Row], looks: Looks, top: int, last: int, language: str) -> None:
    english = language == "en"
    kinds = (
        (DayKind.HOLIDAY, Text("休：放假", "off: holiday")),
        (DayKind.MAKEUP_WORKDAY, Text("班：调休上班", "work: weekend worked")),
        (DayKind.WEEKEND, Text("周末", "weekend")),
    )
    for at, (kind, text) in enumerate(kinds):
        look = looks.look(bg_color=_FILL[kind], border=1, border_color="#A6A6A6", align="center", font_size=9)
        sheet.merge_range(top, at * 2, top, at * 2 + 1, "", look)
        write_text(sheet, top, at * 2, text.say(language), look)
    marks = [f"{MARK[row.standing]} {STANDING[row.standing].say(language)}" for row in rows if row.on_calendar]
    texts = ["　".join(sorted(dict.fromkeys(marks)))]
    if any(row.wrong for row in rows):
        texts[0] += f"　! {'see the remarks' if english else '须核对，见“计划”表的“提示”'}"
    longer = sorted({(row.short, row.what) for row in rows if row.on_calendar and _is_abbreviated(row)})
    if longer:
        lead = "Short for: " if english else "简称："
        texts.append(lead + ("; " if english else "；").join(f"{short}＝{whole}" for short, whole in longer))
    texts += provisional_notes(rows, language)
    look = looks.look(text_wrap=True, valign="top", font_size=10)
    for at, said in enumerate(filter(None, texts), 1):
        sheet.merge_range(top + at, 0, top + at, last, "", look)
        write_text(sheet, top + at, 0, said, look)
        sheet.set_row(top + at, 16 * (1 + len(said) * 2 // (last * 9)))


def _is_abbreviated(row: Row) -> bool:
    """Return whether a row is called by an alias; what was only cut short says so itself."""
    return row.short != row.what and not row.short.endswith("…")
