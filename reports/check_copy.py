"""A sheet of a ledger copied cell for cell, what is wrong with it marked and said in comments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ..engine.ledger.cells import Raw
from ..engine.ledger.grids import BLANK, PROBLEM, SKIPPED
from ..engine.ledger.model import Problem, Severity
from ..engine.text import Text
from .check_places import Copy, Spot
from .check_text import LEVEL, MEND
from .text_problems import RANK
from .xlsx_cells import LAST_ROW, Looks, cell_text, height, set_print, text_width, too_long, write_value

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


def write_copy(sheet: Worksheet, copy: Copy, looks: Looks, title: str, language: str) -> int:
    """Write the copy of one sheet; return how many of its marked cells have no comment, as there are too many."""
    widths = _lay_out(sheet, copy, title, language)
    states = {row: state for number, state in copy.kept.states.items() for row in copy.rows_of(number)}
    header = copy.header
    long: list[Spot] = []
    for row in copy.rows:
        if row > LAST_ROW:
            break
        cells = copy.cells(row)[: copy.width]
        if row >= header[0]:
            texts = ((cell, width) for cell, width in zip(cells, widths, strict=True) if isinstance(cell, str))
            sheet.set_row(row, height(texts, _TALLEST))
        _write_row(sheet, copy, row, cells, _row_look(row, header, states.get(row)), looks)
        long.extend(Spot(row, column) for column, cell in enumerate(cells, copy.left) if too_long(cell))
    return _write_comments(sheet, copy, long, language)


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


def _write_comments(sheet: Worksheet, copy: Copy, long: Sequence[Spot], language: str) -> int:
    """Write a comment for every marked cell and every text that was cut, for the gravest where they are too many."""
    spots = sorted({*copy.marks, *long}, key=lambda spot: (_rank(copy, spot), spot))
    for spot in sorted(spots[:MOST_COMMENTS]):
        lines = [comment_line(problem, spot.column, copy, language) for problem in copy.marks.get(spot, ())]
        if too_long(copy.cell(spot)):
            lines.append(_CUT.say(language))
        text = "\n".join(lines)
        text = text if len(text) <= _COMMENT_SIGNS else text[: _COMMENT_SIGNS - 1] + "…"
        sheet.write_comment(spot.row, spot.column, cell_text(text), _box(text))
    return len(spots) - min(len(spots), MOST_COMMENTS)


_CUT = Text(
    "原文超过一个单元格的容量（32767 个字符），此处只有开头。",
    "The text is longer than a cell can hold (32,767 characters); only its beginning stands here.",
)


def _rank(copy: Copy, spot: Spot) -> int:
    return RANK[gravest(copy.marks[spot])] if spot in copy.marks else len(RANK)


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
