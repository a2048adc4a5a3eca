"""The list of all problems as a sheet to work through: each with its place, what is wrong, and a link to the cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ...engine.ledger.model import Problem, Severity
from ...engine.ledger.values.cells import text_of
from ...engine.text import Text
from ..office.xlsx_cells import Looks, cell_name, height, link_to, set_print, write_text
from ..words.fields import FIELD, named
from ..words.problems import CODE
from .as_text import LEVEL, grouped
from .copy import FILL, HEAD_FILL, said_of
from .places import Copy, Finder, Spot

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

NAME = Text("问题清单", "Problems")
MOST_LISTED = 200_000  # lines; a sheet holds a million, but nobody works through so many
MOST_LINKS = 60_000  # Excel allows 65,530 on one sheet
_SHOWN = 300  # characters of a cell that is quoted

_COLUMNS: Sequence[tuple[Text, float]] = (
    (Text("级别", "Level"), 9),
    (Text("问题", "Problem"), 20),
    (Text("来源", "Source"), 24),
    (Text("行", "Row"), 7),
    (Text("列", "Column"), 13),
    (Text("原文", "What stands there"), 22),
    (Text("说明和改法", "What is wrong and how to mend it"), 64),
    (Text("位置", "Where"), 16),
    (Text("处理情况", "Dealt with"), 14),
)
_DONE = (
    Text("已改正", "mended"),
    Text("无须改动", "right as it is"),
    Text("待核实", "to be looked into"),
)


class Line(NamedTuple):
    """A problem, and where in the copy it is."""

    problem: Problem
    found: tuple[Copy, Spot] | None


def lines_of(problems: Sequence[Problem], finder: Finder) -> list[Line]:
    """Return the problems by kind, the gravest first, then the most frequent, marked in the copies."""
    return [Line(problem, finder.find(problem)) for _, _, found in grouped(problems) for problem in found]


def write_list(
    sheet: Worksheet, lines: Sequence[Line], finder: Finder, looks: Looks, title: str, language: str
) -> None:
    """Write the list, with a column in which it is noted what became of each problem."""
    _head(sheet, looks, title, language)
    shown = lines[:MOST_LISTED]
    for row, line in enumerate(shown, 1):
        _write_line(sheet, row, line, finder, looks, language)
    last = len(shown)
    if not shown:
        text = Text("没有发现数据问题。", "No data problem was found.")
        sheet.write_string(1, 0, text.say(language), looks.look(italic=True))
    if len(lines) > last:
        rest = len(lines) - last
        said = Text(f"另有 {rest} 条，见 --format json。", f"{rest} more: see --format json.")
        sheet.write_string(last + 1, 0, said.say(language), looks.look(bold=True))
    sheet.autofilter(0, 0, max(last, 1), len(_COLUMNS) - 1)
    _colour(sheet, max(last, 1), looks, language)


def _head(sheet: Worksheet, looks: Looks, title: str, language: str) -> None:
    head = looks.look(bold=True, border=1, align="center", valign="vcenter", text_wrap=True, bg_color=HEAD_FILL)
    for at, (name, width) in enumerate(_COLUMNS):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, name.say(language), head)
    sheet.set_row(0, 24)
    sheet.freeze_panes(1, 0)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    set_print(sheet, title, language)


def _write_line(sheet: Worksheet, row: int, line: Line, finder: Finder, looks: Looks, language: str) -> None:
    problem, found = line
    place, number = finder.where(problem.source)
    header = found[0].header_of(found[1]) if found and problem.at is not None else None
    title = CODE.get(problem.code)
    stands = text_of(found[0].cell(found[1])) if found and problem.column and number is not None else None
    texts = (
        level_name(problem.severity, language),
        title.say(language) if title else problem.code,
        place,
        "",
        header or (named(FIELD, problem.column, language) if problem.column else ""),
        _shortened(stands or ""),
        said_of(problem, language),
    )
    look = {"border": 1, "border_color": "#BFBFBF", "valign": "top", "text_wrap": True}
    sheet.set_row(row, height(zip(texts, (width for _, width in _COLUMNS), strict=False)))
    for at, text in enumerate(texts):
        write_text(sheet, row, at, text, looks.look(**look, num_format="@"))
    if number is not None:
        sheet.write_number(row, 3, number, looks.look(**look, align="center"))
    link = looks.look(**look, font_color="#0563C1", underline=1)
    if found and row <= MOST_LINKS:
        copy, spot = found
        shown = f"{copy.name}!{cell_name(*spot)}"
        sheet.write_url(row, 7, link_to(copy.name, *spot), link, shown)
    else:
        sheet.write_blank(row, 7, None, looks.look(**look))
    sheet.write_blank(row, 8, None, looks.look(**look, num_format="@"))


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def level_name(severity: Severity, language: str) -> str:
    """Return how grave a problem is, in words."""
    level = LEVEL[severity].say(language)
    return level if language != "en" else level.capitalize()


def _colour(sheet: Worksheet, last: int, looks: Looks, language: str) -> None:
    """Colour the levels, and turn grey what has been dealt with, also after the lines are sorted otherwise."""
    done = looks.look(font_color="#808080", bg_color="#E2EFDA")
    rule = {"type": "formula", "criteria": '=$I2<>""', "format": done, "stop_if_true": True}
    sheet.conditional_format(1, 0, last, len(_COLUMNS) - 1, rule)
    for severity, fill in FILL.items():
        level = level_name(severity, language)
        equal = {"type": "formula", "criteria": f'=$A2="{level}"', "format": looks.look(bg_color=fill)}
        sheet.conditional_format(1, 0, last, 1, equal)
    words = [word.say(language) for word in _DONE]
    sheet.data_validation(1, 8, last, 8, {"validate": "list", "source": words, "show_error": False})
