"""The sheet of visits: of each household the last, the next one due, who goes, and attempts that did not count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...engine.text import Text
from ..office.xlsx_cells import Value, cell_name
from ..visits.rows import VisitRow, soonest
from ..words.reasons import attendance_test, record_words
from ..words.records import USE
from .page import Book
from .table import Column, Table

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

NAME = Text("走访", "Visits")
_SORTED = 30_000  # rows up to which what is overdue or due soonest comes first
_SOON = 7  # days
_ATTEMPTS = 10  # that are told of one household

_COLUMNS = (
    Column(Text("单位", "Unit"), 18),
    Column(Text("户", "Household"), 16),
    Column(Text("楼栋", "Building"), 9, "centre"),
    Column(Text("类别", "Tier"), 9, "centre"),
    Column(Text("帮扶责任人", "Helpers"), 13),
    Column(Text("事项", "Duty"), 22),
    Column(Text("状态", "Status"), 10, "centre"),
    Column(Text("最近一次走访", "Last visit"), 11, "day"),
    Column(Text("走访人", "Visited by"), 12),
    Column(Text("下次不晚于", "Next by"), 11, "day"),
    Column(Text("剩余天数", "Days left"), 8, "number"),
    Column(Text("逾期自", "Overdue since"), 11, "day"),
    Column(Text("所缺期数", "Periods missed"), 8, "number"),
    Column(Text("未计入的走访", "Attempts that did not count"), 44),
)
_STATUS, _LEFT, _SINCE = 6, 10, 11


class VisitsSheet:
    """Writes one row for each household and duty of visiting it."""

    def __init__(self, book: Book, rows: int) -> None:
        self._book = book
        self._waiting: list[VisitRow] | None = [] if rows <= _SORTED else None
        self._table: Table = book.table(NAME, book.fitting(_COLUMNS, 0), max(rows, 1), self._finish)

    def add(self, row: VisitRow) -> None:
        """Take one row."""
        if self._waiting is None:
            self._write(row)
        else:
            self._waiting.append(row)

    def close(self) -> None:
        """Write what waits, the most urgent first, and finish the sheet."""
        for row in soonest(self._waiting or ()):
            self._write(row)
        if not self._table.rows:
            said = self._book.page.say("截至日没有须走访的户。", "No household is to be visited.")
            self._table.add([said, *[""] * (len(_COLUMNS) - 1)])
        self._table.close()

    def _write(self, row: VisitRow) -> None:
        book = self._book
        home = book.units.home.get(row.unit, row.unit)
        cells: list[Value] = [
            book.labels.get(home, home),
            book.subject(row.subject),
            row.building or "",
            row.tier or "",
            book.page.join(row.helpers),
            row.title.say(book.language),
            book.status(row.status),
            row.last.date if row.last else None,
            book.page.join(row.visitors),
            row.due,
            row.days_left,
            row.overdue_since,
            row.missed,
            self._attempts(row),
        ]
        self._table.add(cells)

    def _attempts(self, row: VisitRow) -> str:
        book, duty = self._book, self._book.duties[row.duty]
        lines = []
        for use in row.attempts[:_ATTEMPTS]:
            test = attendance_test(duty, use.date)
            why = [
                record_words(code, book.language, use.facts, test, book.audit.rules.activities)
                for code in use.reasons
                if not code.startswith("untested:")
            ]
            day = use.date.isoformat() if use.date else book.page.say("无具体日期", "no date")
            said = book.page.say("；", "; ").join(why) or book.say(USE[use.use])
            lines.append(f"{day} {said}{book.page.say('〔', ' [')}{use.source}{book.page.say('〕', ']')}")
        if len(row.attempts) > _ATTEMPTS:
            rest = len(row.attempts) - _ATTEMPTS
            lines.append(book.page.say(f"另有 {rest} 次", f"{rest} more"))
        return "\n".join(lines)

    def _finish(self, sheet: Worksheet, last: int) -> None:
        book = self._book
        book.colour(sheet, last, _STATUS)
        since, left = cell_name(1, _SINCE), cell_name(1, _LEFT)
        late = {
            "type": "formula",
            "criteria": f'=OR(${since}<>"",AND(ISNUMBER(${left}),${left}<0))',
            "format": book.looks.look(bg_color="#F4B0A8", bold=True),
            "stop_if_true": True,
        }
        soon = {
            "type": "formula",
            "criteria": f"=AND(ISNUMBER(${left}),${left}<={_SOON})",
            "format": book.looks.look(bg_color="#FFF2CC"),
        }
        sheet.conditional_format(1, _LEFT - 1, last, _SINCE, late)
        sheet.conditional_format(1, _LEFT - 1, last, _LEFT, soon)
