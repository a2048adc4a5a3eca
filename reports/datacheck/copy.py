"""A sheet of a ledger copied cell for cell, what is wrong with it marked and said in comments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ...engine.ledger.model import Problem, Severity
from ...engine.ledger.shape.grids import BLANK, PROBLEM, SKIPPED
from ...engine.ledger.values.cells import Raw
from ...engine.text import Text
from ..office.xlsx_cells import LAST_ROW, Looks, cell_text, height, set_print, text_width, too_long, write_value
from ..words.problems import RANK
from .as_text import LEVEL, MEND
from .places import Copy, Spot

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

MOST_COMMENTS = 1000  # of one sheet: with very many, spreadsheet programs become slow
_COMMENT_SIGNS = 1500
_LOOKED_AT = 300  # rows that the widths of columns go by
_NARROWEST, _WIDEST = 6, 40
_TALLEST = 90  # points of a row, whatever its cells hold

FILL: Mapping[Severity, str] = {"error": "#F4A6A0", "warning": "#FFD966", "info": "#BDD7EE"}
ROW_FILL: Mapping[int, str] = {PROBLEM: "#FCE4E1", BLANK: "#EDEDED", SKIPPED: "#EDEDED"}
HEAD_FILL = "#DDEBF7"


_CUT = Text(
    "原文超过一个单元格的容量（32767 个字符），此处只有开头。",
    "The text is longer than a cell can hold (32,767 characters); only its beginning stands here.",
)


def write_copy(sheet: Worksheet, copy: Copy, looks: Looks, title: str, language: str) -> int:
    """Write the copy of one sheet; return how many of its marked cells have no comment, as there are too many."""
    widths = _lay_out(sheet, copy, title, language)
    states = {row: state for number, state in copy.kept.states.items() for row in copy.rows_of(number)}
    header, comments = copy.header, Comments(sheet, copy, language)
    for row in copy.rows:
        if row > LAST_ROW:
            break
        cells = copy.cells(row)[: copy.width]
        if row >= header[0]:
            texts = ((cell, width) for cell, width in zip(cells, widths, strict=True) if isinstance(cell, str))
            sheet.set_row(row, height(texts, _TALLEST))
        _write_row(sheet, copy, row, cells, _row_look(row, header, states.get(row)), looks)
        comments.write(row, cells)
    return comments.left_out


def _row_look(row: int, header: Sequence[int], state: int | None) -> Mapping[str, object]:
    if row < header[0]:
        return {"bold": True}
    look = {"valign": "top", "text_wrap": True, "border": 1, "border_color": "#D0D0D0"}
    if row in header:
        return {**look, "bold": True, "bg_color": HEAD_FILL, "border_color": "#9BC2E6", "valign": "vcenter"}
    fill = None if state is None else ROW_FILL.get(state)
    return {**look, "bg_color": fill} if fill else look


def _write_row(
    sheet: Worksheet, copy: Copy, row: int, cells: Sequence[Raw], look: Mapping[str, object], looks: Looks
) -> None:
    plain, framed = looks.kinds(look), "border" in look
    for column, cell in enumerate(cells, copy.left):
        marks = copy.marks.get(Spot(row, column))
        if marks:
            marked = {**look, "bg_color": FILL[gravest(marks)], "border": 1, "border_color": "#808080"}
            write_value(sheet, row, column, cell, looks.kinds(marked))
        elif framed or cell is not None:
            write_value(sheet, row, column, cell, plain)


def gravest(problems: Sequence[Problem]) -> Severity:
    """Return the severity of the gravest of several problems."""
    return min((problem.severity for problem in problems), key=RANK.__getitem__)


class Comments:
    """Writes a comment for every marked cell and every text that was cut; for the gravest where they are too many.

    They are written row by row with the cells, as a workbook that is not held in memory takes them no later.
    """

    def __init__(self, sheet: Worksheet, copy: Copy, language: str) -> None:
        self._sheet, self._copy, self._language = sheet, copy, language
        order = sorted(copy.marks, key=lambda spot: (RANK[gravest(copy.marks[spot])], spot))
        self._chosen, self.left_out = set(order[:MOST_COMMENTS]), max(len(order) - MOST_COMMENTS, 0)
        self._room = MOST_COMMENTS - len(self._chosen)

    def write(self, row: int, cells: Sequence[Raw]) -> None:
        """Write the comments of one row."""
        for column, cell in enumerate(cells, self._copy.left):
            spot, cut = Spot(row, column), too_long(cell)
            if spot in self._chosen:
                self._comment(spot, cut)
            elif cut and spot not in self._copy.marks:
                if self._room:
                    self._comment(spot, cut)
                self.left_out += not self._room
                self._room = max(self._room - 1, 0)

    def _comment(self, spot: Spot, cut: bool) -> None:
        marks = self._copy.marks.get(spot, ())
        lines = [comment_line(problem, spot.column, self._copy, self._language) for problem in marks]
        text = "\n".join([*lines, _CUT.say(self._language)] if cut else lines)
        text = text if len(text) <= _COMMENT_SIGNS else text[: _COMMENT_SIGNS - 1] + "…"
        self._sheet.write_comment(spot.row, spot.column, cell_text(text), _box(text))


def comment_line(problem: Problem, column: int, copy: Copy, language: str) -> str:
    """Return what is said of a problem in the comment of a cell; the column where the cell is not in it."""
    level = LEVEL[problem.severity].say(language)
    level = level if language != "en" else level.capitalize()
    about = ""
    if problem.column and problem.at is None and column == copy.left:
        about = f"“{problem.column}”" if language != "en" else f' "{problem.column}"'
    return f"{level}{about}{'：' if language != 'en' else ': '}{said_of(problem, language)}"


def said_of(problem: Problem, language: str) -> str:
    """Return what is wrong and how it is mended."""
    mend = MEND.get(problem.code)
    parts = [problem.message.say(language), mend.say(language) if mend else ""]
    return ("" if language != "en" else " ").join(part for part in parts if part)


def _box(text: str) -> dict[str, object]:
    """Return the size of a comment that shows all of its text, in pixels."""
    lines = sum(1 + text_width(line) // 40 for line in text.splitlines())
    return {"author": "checkbranch", "width": 300, "height": min(26 + 19 * lines, 500), "font_size": 9}


def _lay_out(sheet: Worksheet, copy: Copy, title: str, language: str) -> list[int]:
    """Set what a sheet looks like as a whole; return the widths of its columns."""
    header = copy.header
    looked_at = [copy.cells(row) for row in copy.rows[:_LOOKED_AT] if row >= header[0]]
    widths = []
    for at in range(copy.width):
        texts = [text_width(cell_text(row[at])) for row in looked_at if row[at] is not None]
        widths.append(min(max([_NARROWEST, *texts]) + 2, _WIDEST))
        sheet.set_column(copy.left + at, copy.left + at, widths[-1])
    if header[-1] < 20:
        sheet.freeze_panes(header[-1] + 1, 0)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    set_print(sheet, title, language, header[-1] + 1 if header[-1] < 20 else 0)
    return widths
