"""The sheet of findings: one row each, to be filtered, with the records that count and those that do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..engine.findings import GAPS, Finding
from ..engine.text import Text
from .book_page import Book
from .book_table import Column, Table
from .messages import finding_message, finding_remedy, near_miss_message
from .periods import finding_period
from .reasons import attendance_test, standing_words
from .text_gaps import record_line
from .trigger_words import trigger_source
from .wording import KIND, SEVERITY
from .xlsx_cells import Value

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

NAME = Text("明细", "Findings")
_RECORDS = 30  # of one finding
_REMEMBERED = 20_000
_STATUS = 5

COLUMNS = (
    Column(Text("单位", "Unit"), 18),
    Column(Text("对象类别", "Kind"), 6.5, "centre"),
    Column(Text("对象", "Subject"), 15),
    Column(Text("事项", "Duty"), 20),
    Column(Text("时段", "Period"), 12, "centre"),
    Column(Text("状态", "Status"), 10, "centre"),
    Column(Text("程度", "Severity"), 8, "centre"),
    Column(Text("应有", "Required"), 5.5, "number"),
    Column(Text("按期", "Counted"), 5.5, "number"),
    Column(Text("补开", "Made up"), 5.5, "number"),
    Column(Text("情况", "What was found"), 30),
    Column(Text("记录及未计入的原因", "Records, and why some do not count"), 36),
    Column(Text("截止", "Due"), 10.5, "day"),
    Column(Text("可补开至", "Can be made up until"), 10.5, "day"),
    Column(Text("依据", "Basis"), 20),
    Column(Text("怎么办", "What to do"), 28),
    Column(
        Text("编号", "ID"), 17,
        help=Text("checkbranch explain 编号 说明怎样得出。", "checkbranch explain ID tells how it came about."),
    ),
)  # fmt: skip


class FindingsSheet:
    """Writes findings as they come."""

    def __init__(self, book: Book, rows: int) -> None:
        self._book = book
        self._said: dict[tuple[object, ...], tuple[str, str]] = {}
        self._table: Table = book.table(NAME, book.fitting(COLUMNS, 0), rows, self._finish)

    @property
    def rows(self) -> int:
        """How many findings were written."""
        return self._table.rows

    def add(self, finding: Finding) -> None:
        """Write one finding."""
        book = self._book
        duty = book.duties[finding.duty]
        said, remedy = self._words(finding)
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
            records_text(book, finding),
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

    def _words(self, finding: Finding) -> tuple[str, str]:
        """Return what is said of a finding and what is to be done, remembered where nothing in it is its own."""
        duty = self._book.duties[finding.duty]
        own = finding.waiver or finding.doubts or finding.near_misses or finding.detail
        if own or duty.check or (finding.records and finding.status == "invalid"):
            return finding_words(self._book, finding)
        key = (
            finding.duty, finding.status, finding.required, finding.counted, finding.made_up, finding.reason,
            finding.due, finding.close_by, finding.days_left, finding.can_make_up_until, finding.period,
        )  # fmt: skip
        found = self._said.get(key)
        if found is None:
            if len(self._said) >= _REMEMBERED:
                self._said.clear()
            found = self._said[key] = finding_words(self._book, finding)
        return found


def finding_words(book: Book, finding: Finding) -> tuple[str, str]:
    """Return what was found, with what came near, and what is to be done."""
    duty, language = book.duties[finding.duty], book.language
    types = book.audit.rules.activities
    said = [finding_message(finding, duty, language, types)]
    for near in finding.near_misses:
        said.append(f"{near.source}{book.page.say('：', ': ')}{near_miss_message(near, types, language)}")
    return "\n".join(said), finding_remedy(finding, duty, language) or ""


def records_text(book: Book, finding: Finding) -> str:
    """Return the records of a finding a line each: where, when, whether it counted, and why it does not."""
    uses = [use for use in finding.records if "future" not in use.reasons]
    lines = []
    source = trigger_source(finding)
    if source and source not in {use.source for use in uses}:
        lines.append(source)
    if uses:
        duty = book.duties[finding.duty]
        test = attendance_test(duty, finding.period.start if finding.period else None)
        lines += [record_line(book.page, book.audit, use, test) for use in uses[:_RECORDS]]
    if len(uses) > _RECORDS:
        rest = len(uses) - _RECORDS
        lines.append(book.page.say(f"另有 {rest} 条记录，见 --format json", f"{rest} more records: see --format json"))
    for doubt in finding.doubts:
        lines.append(f"{doubt.source}{book.page.say('：', ': ')}{standing_words(doubt.code, book.language)}")
    return "\n".join(lines)
