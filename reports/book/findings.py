"""The sheet of findings: one row each, to be filtered, with the records that count and those that do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...engine.findings import GAPS, Finding
from ...engine.text import Text
from ..office.xlsx_cells import Value
from ..words.periods import finding_period
from ..words.wording import KIND, SEVERITY
from .page import Book
from .table import Column, Table

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

NAME = Text("明细", "Findings")
_STATUS = 5

COLUMNS = (
    Column(Text("单位", "Unit"), 18),
    Column(Text("对象类别", "Kind"), 9, "centre"),
    Column(Text("对象", "Subject"), 15),
    Column(Text("事项", "Duty"), 20),
    Column(Text("时段", "Period"), 12, "centre"),
    Column(Text("状态", "Status"), 10, "centre"),
    Column(Text("程度", "Severity"), 8, "centre"),
    Column(Text("应有", "Owed"), 6, "number"),
    Column(Text("按期", "In time"), 6, "number"),
    Column(Text("补开", "Made up"), 6, "number"),
    Column(Text("情况", "What was found"), 30),
    Column(Text("记录及未计入的原因", "Records, and why some do not count"), 36),
    Column(Text("截止", "Due"), 10.5, "day"),
    Column(Text("可补开至", "Can be made up until"), 10.5, "day"),
    Column(Text("依据", "Basis"), 20),
    Column(Text("怎么办", "What to do"), 28),
    Column(
        Text("编号", "ID"), 17,
        help=Text(
            "得出的经过，用 checkbranch explain 加编号查看。",
            "checkbranch explain with this ID shows how it came about."
        ),
    ),
)  # fmt: skip


class FindingsSheet:
    """Writes findings as they come."""

    def __init__(self, book: Book, rows: int) -> None:
        self._book = book
        self._table: Table = book.table(NAME, book.fitting(COLUMNS, 0), rows, self._finish)

    @property
    def rows(self) -> int:
        """How many findings were written."""
        return self._table.rows

    def add(self, finding: Finding) -> None:
        """Write one finding."""
        book = self._book
        duty = book.duties[finding.duty]
        said, remedy = book.words(finding)
        kind = KIND.get(finding.subject.kind)
        gap = finding.status in GAPS
        cells: list[Value] = [
            book.unit(finding),
            book.say(kind) if kind else finding.subject.kind,
            book.subject(finding.subject, finding.unit),
            duty.title.say(book.language),
            finding_period(finding, book.language),
            book.status(finding.status),
            book.say(SEVERITY[finding.severity]) if gap else "",
            finding.required,
            finding.counted,
            finding.made_up,
            said,
            book.records(finding),
            finding.due,
            finding.can_make_up_until,
            book.basis(duty),
            remedy,
            finding.id,
        ]
        self._table.add(cells, "faint" if finding.status == "not_applicable" else "plain")

    def close(self) -> None:
        """Finish the sheet."""
        self._table.close()

    def _finish(self, sheet: Worksheet, last: int) -> None:
        self._book.colour(sheet, last, _STATUS)
