"""The grid of one unit: its duties down, their periods across, a mark in every cell, and what the marks mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from ...engine.findings import STATUSES, Finding, Status
from ...engine.packs.model import Duty
from ..digest import MANY
from ..office.xlsx_cells import height
from ..text.grid import cell_status, legend, share
from ..words.periods import CADENCE, Cadence, cadence_key, column_heads, has_period
from ..words.wording import MARK, WORST_FIRST
from .page import FILLS, Book
from .table import HEAD, LINE

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_TITLE_WIDTH, _LEGEND_COLUMNS, _LEGEND_WIDTH = 34, 15, 140

Cells = Mapping[str, Counter[Status]]


class Grid:
    """Gathers the statuses of one unit's findings by duty and period."""

    def __init__(self) -> None:
        self._found: dict[str, dict[str, Counter[Status]]] = {}

    def take(self, finding: Finding) -> None:
        """Take account of one finding; hints have no place in it."""
        if finding.kind == "hint":
            return
        key = finding.period.key if finding.period and has_period(finding) else "-"
        self._found.setdefault(finding.duty, {}).setdefault(key, Counter())[finding.status] += 1

    def write(self, book: Book, sheet: Worksheet, row: int) -> int:
        """Write a block for every cadence and year from ``row`` on; return the first row that is free."""
        for cadence, year, rows in self._blocks(book.duties):
            row = _write_block(book, sheet, row, cadence, year, rows) + 1
        one_by_one = any(book.duties[duty].check for duty in self._found)
        text = legend(book.page, one_by_one)
        look = book.looks.look(text_wrap=True, valign="top", font_color="#595959", num_format="@")
        sheet.set_row(row, height([(text, _LEGEND_WIDTH)]))
        sheet.merge_range(row, 0, row, _LEGEND_COLUMNS, "", look)
        sheet.write_string(row, 0, text, look)
        return row + 1

    def _blocks(self, duties: Mapping[str, Duty]) -> Iterator[tuple[Cadence, str, dict[str, Cells]]]:
        blocks: dict[tuple[Cadence, str], dict[str, dict[str, Counter[Status]]]] = {}
        for duty in duties:
            for key, counts in self._found.get(duty, {}).items():
                cadence = cadence_key(key)
                year = "" if cadence in ("year", "none") else key[:4]
                blocks.setdefault((cadence, year), {}).setdefault(duty, {})[key] = counts
        for cadence in CADENCE:
            for kind, year in sorted(block for block in blocks if block[0] == cadence):
                yield kind, year, dict(blocks[kind, year])


def _write_block(book: Book, sheet: Worksheet, row: int, cadence: Cadence, year: str, rows: Mapping[str, Cells]) -> int:
    years = sorted({key for cells in rows.values() for key in cells}) if cadence == "year" else [year]
    columns = [head for one in years for head in column_heads(cadence, one, book.language)]
    head = book.looks.look(
        bold=True, border=1, border_color=LINE, bg_color=HEAD, align="center", valign="vcenter", text_wrap=True
    )
    name = CADENCE[cadence].say(book.language)
    name = (book.page.say(f"{year}年", f"{year} ") if year else "") + name
    sheet.set_row(row, height([(name, _TITLE_WIDTH)]) + 4)
    sheet.write_string(row, 0, name, head)
    for at, (_, text) in enumerate(columns, 1):
        sheet.write_string(row, at, text, head)
    for duty, cells in rows.items():
        row += 1
        _write_duty(book, sheet, row, book.duties[duty], [cells.get(key) for key, _ in columns])
    return row + 1


def _write_duty(book: Book, sheet: Worksheet, row: int, duty: Duty, cells: list[Counter[Status] | None]) -> None:
    base = {"border": 1, "border_color": LINE, "valign": "vcenter", "text_wrap": True, "num_format": "@"}
    title = duty.title.say(book.language)
    texts = [_cell(duty, counts) for counts in cells]
    sheet.set_row(row, max(18, height([(title, _TITLE_WIDTH), *((text, 8.5) for text in texts)])))
    sheet.write_string(row, 0, book.fitted(title), book.looks.look(**base))
    for at, (counts, text) in enumerate(zip(cells, texts, strict=True), 1):
        fill = {"bg_color": FILLS[cell_status(counts)]} if counts else {}
        look = book.looks.look(**base, align="center", **fill)
        if text:
            sheet.write_string(row, at, text, look)
        else:
            sheet.write_blank(row, at, None, look)


def _cell(duty: Duty, counts: Counter[Status] | None) -> str:
    """Return a mark; of many subjects with their number and, below, how many of how many met it."""
    if not counts:
        return ""
    several = counts.total() > 1
    if duty.check:
        return " ".join(f"{counts[one] if several else ''}{MARK[one]}" for one in STATUSES if counts[one])
    status = cell_status(counts)
    if not (duty.subject in MANY or several):
        return MARK[status]
    number = str(counts[status]) if status in WORST_FIRST else ""
    return "\n".join(filter(None, (MARK[status] + number, share(counts))))
