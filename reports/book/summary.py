"""The first sheet: each unit by the tree with its counts and what they come to, and a total."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ...engine.findings import Status
from ...engine.text import Text
from ..office.xlsx_cells import Value
from ..oldest import Oldest
from ..unit_counts import Counts, Node, gaps, owed, rate
from ..words.wording import KIND
from .grid import Grid
from .page import FILLS, Book
from .table import Column, Style, Table

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

NAME = Text("总表", "Summary")
_OUTLINE = 7  # levels that a spreadsheet can fold
_WIDTH = 8.5
_ONE_PAGE = 60  # rows of one branch and its grid that can be read when they are printed on one page

OWED = Text(
    "应开 = 按期 + 补开 + 豁免 + 未到期 + 待核 + 不足 + 不规范 + 无记录；不适用的不算在内，另列。",
    "Owed = in time + made up + waived + not yet due + not known + too few + not in order + no record; what is not "
    "applicable is not included and is listed separately.",
)
RATE = Text(
    "可判项达标率 =（按期 + 补开）÷（按期 + 补开 + 不足 + 不规范 + 无记录），即只看已到期、未豁免、能下结论的；"
    "待核的既不算达标也不算缺口，另列。",
    "Held, of what can be judged = (in time + made up) / (in time + made up + too few + not in order + no record): of"
    " what was due, not waived and can be judged. What is not known counts on neither side and is listed separately.",
)
_COLUMNS = (
    Column(Text("单位", "Unit"), 34),
    Column(Text("类别", "Kind"), _WIDTH, "centre"),
    Column(
        Text("范围", "Scope"), _WIDTH, "centre",
        help=Text(
            "“含下级”一行是本级与所有下级之和，“含党小组”是支部与各党小组之和；各“本级”之和等于合计。",
            "“With below” is the unit and all below it, “with groups” the branch and its Party groups; the lines "
            "“itself” add up to the total.",
        ),
    ),
    Column(Text("应开", "Owed"), _WIDTH, "number", help=OWED),
    Column(Text("按期 ✓", "In time ✓"), _WIDTH, "number"),
    Column(Text("补开 补", "Made up 补"), _WIDTH, "number"),
    Column(Text("豁免 免", "Waived 免"), _WIDTH, "number"),
    Column(Text("未到期 ·", "Not due ·"), _WIDTH, "number"),
    Column(Text("待核 ?", "Not known ?"), _WIDTH, "number"),
    Column(Text("不足 缺", "Too few 缺"), _WIDTH, "number"),
    Column(Text("不规范 △", "Not in order △"), _WIDTH, "number"),
    Column(Text("无记录 ✗", "No record ✗"), _WIDTH, "number"),
    Column(Text("缺口合计", "Gaps in all"), _WIDTH, "number"),
    Column(Text("不适用 –", "Not applic. –"), _WIDTH, "number"),
    Column(Text("可判项达标率", "Held, of what can be judged"), _WIDTH, "share", help=RATE),
    Column(Text("最早缺口", "Oldest gap"), 15, "centre"),
)  # fmt: skip
_SHOWN: tuple[Status, ...] = ("met", "made_up", "waived", "open", "unknown", "short", "invalid", "missing")
_ITSELF, _BELOW, _TOTAL = Text("本级", "itself"), Text("含下级", "with below"), Text("合计", "Total")
_GROUPS = Text("含党小组", "with groups")


def write_summary(
    book: Book, sheet: Worksheet, lines: Sequence[Node], oldest: Mapping[str, Oldest], grid: Grid | None
) -> None:
    """Write a line for each of ``lines``.

    ``oldest`` is the oldest gap of each unit and each Party group, ``grid`` that of the only unit.
    """
    several = len(lines) > 1
    sheet.outline_settings(True, False, True, False)  # what is folded stands below its heading
    book.printed(sheet)
    table = Table([sheet], _COLUMNS, book.looks, book.language, book.cut)
    for line in lines:
        _write_line(book, table, line, oldest, several)
    last = max(table.row, 1)
    if several:
        sheet.autofilter(0, 0, last, len(_COLUMNS) - 1)
        total = sum((line.counts for line in lines if not line.below), Counter[Status]())
        last = table.add([book.say(_TOTAL), "", "", *_numbers(total), ""], "strong")
    _colour(book, sheet, last)
    if grid is not None and grid.write(book, sheet, table.row + 2) <= _ONE_PAGE:
        sheet.fit_to_pages(1, 1)


def _write_line(book: Book, table: Table, line: Node, oldest: Mapping[str, Oldest], several: bool) -> None:
    unit = line.unit
    scope = "" if not several else book.say((_GROUPS if line.groups else _BELOW) if line.below else _ITSELF)
    kind = KIND.get(unit.kind)
    first = oldest.get(unit.id) if not line.below else None
    cells: list[Value] = [
        book.subject(unit),
        book.say(kind) if kind else unit.kind,
        scope,
        *_numbers(line.counts),
        first.name if first else "",
    ]
    style: Style = "strong" if line.below else "plain"
    table.add(cells, style, min(line.depth, 15), min(line.depth, _OUTLINE))


def _numbers(counts: Counts) -> list[Value]:
    part = rate(counts)
    return [
        owed(counts),
        *(counts[status] for status in _SHOWN),
        gaps(counts),
        counts["not_applicable"],
        "—" if part is None else part,
    ]


def _colour(book: Book, sheet: Worksheet, last: int) -> None:
    """Colour numbers of gaps and of what is not known, where there are any."""
    at: Mapping[Status, int] = {"unknown": 8, "short": 9, "invalid": 10, "missing": 11, "made_up": 5, "waived": 6}
    for status, column in at.items():
        look = book.looks.look(bg_color=FILLS[status])
        sheet.conditional_format(1, column, last, column, {"type": "cell", "criteria": ">", "value": 0, "format": look})
    strong = book.looks.look(bg_color=FILLS["missing"], bold=True)
    sheet.conditional_format(1, 12, last, 12, {"type": "cell", "criteria": ">", "value": 0, "format": strong})
