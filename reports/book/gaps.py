"""The sheet of gaps: what is missing, what to do, and the columns for who does it until when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...engine.findings import GAPS, Finding, Status
from ...engine.ledger.values.cells import fold, is_blank, text_of
from ...engine.text import Text
from ..office.xlsx_cells import Value, cell_name
from ..text.checks import places
from ..words.periods import finding_period
from ..words.problems import RANK
from ..words.wording import SEVERITY
from .gap_columns import AT, COLUMNS, DONE, EDITED, KEYS, NAME
from .kept import Kept, Row
from .page import FILLS, Book
from .table import Column, Table

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

SORTED = 30_000  # gaps up to which they are put in the order in which they are worked through
_SPARE = 100  # empty rows below the last that offer the same choices
_OWN_WIDTH = 14
_CLOSED: tuple[Status, ...] = ("met", "made_up", "waived", "not_applicable")
_WORDS = {fold(text): word for word in DONE for text in word}


@dataclass(slots=True)
class Carried:
    """What became of the rows that people had filled in."""

    kept: int = 0
    closed: int = 0
    moved: int = 0
    elsewhere: int = 0
    added: int = 0


class GapsSheet:
    """Writes the gaps, the gravest of each unit first where they are not too many, then what is no longer one."""

    def __init__(self, book: Book, kept: Kept, rows: int, order: Mapping[str, int]) -> None:
        self._book, self._kept, self._order = book, kept, order
        self._waiting: list[Finding] | None = [] if rows <= SORTED else None
        self._now: dict[str, Status] = {}
        self._done: set[str] = set()  # filled rows that are gaps still, and were written
        self.carried = Carried()
        own = [Column(Text(head, head), _OWN_WIDTH, edited=True) for head, _ in kept.heads]
        self._own = len(own)
        columns = [*book.fitting([one.column for one in COLUMNS], AT["unit"]), *own]
        total = rows + len(kept.rows) + len(kept.added)
        self._table: Table = book.table(NAME, columns, total, self._finish)
        self._duties = {duty: at for at, duty in enumerate(book.duties)}

    @property
    def rows(self) -> int:
        """How many rows were written."""
        return self._table.rows

    def add(self, finding: Finding) -> None:
        """Take one finding: a gap is written, of another its status is remembered where its row was filled in."""
        if finding.status in GAPS and finding.kind != "hint":
            if self._waiting is None:
                self._write(finding)
            else:
                self._waiting.append(finding)
        elif finding.id in self._kept.rows:
            self._now[finding.id] = finding.status

    def missed(self) -> frozenset[str]:
        """Return the ids of filled rows of which nothing was heard; asked for once all findings were taken."""
        seen = {finding.id for finding in self._waiting or ()}
        return frozenset(self._kept.rows.keys() - seen - self._now.keys() - self._done)

    def close(self) -> None:
        """Write what waits, then the filled rows that are no gaps now, then rows that were added."""
        for finding in sorted(self._waiting or (), key=self._place):
            self._write(finding)
        self._waiting = None
        for id_, row in self._kept.rows.items():
            if id_ not in self._done:
                self._past(id_, row)
        for row in self._kept.added:
            self.carried.added += 1
            self._table.add(self._as_it_was(row))
        self._table.close()

    def _place(self, finding: Finding) -> tuple[object, ...]:
        home = self._book.units.home.get(finding.unit, finding.unit)
        start = finding.period.start.isoformat() if finding.period else ""
        return (
            self._order.get(home, len(self._order)),
            RANK[finding.severity],
            self._duties[finding.duty],
            start,
            finding.subject.id,
            finding.id,
        )

    def _write(self, finding: Finding) -> None:
        book, duty = self._book, self._book.duties[finding.duty]
        said, remedy = book.words(finding)
        cells: dict[str, Value] = {
            "id": finding.id,
            "unit": book.unit(finding),
            "duty": duty.title.say(book.language),
            "subject": book.subject(finding.subject, finding.unit),
            "period": finding_period(finding, book.language),
            "status": book.status(finding.status),
            "severity": book.say(SEVERITY[finding.severity]),
            "lack": said + places(book.page, finding),
            "remedy": remedy,
            "basis": book.basis(duty),
            "until": finding.can_make_up_until,
        }
        row = self._kept.rows.get(finding.id)
        own: Sequence[Value] = [None] * self._own
        if row is not None:
            self._done.add(finding.id)
            self.carried.kept += 1
            cells |= self._edits(row)
            own = self._own_of(row)
        self._table.add([*(cells.get(key) for key in KEYS), *own])

    def _past(self, id_: str, row: Row) -> None:
        """Write a filled row whose finding is no gap now as it was, with what has become of it."""
        status, page = self._now.get(id_), self._book.page
        if status is None:
            self.carried.elsewhere += 1
            said = page.say("不在本次范围", "not in this report")
        elif status in _CLOSED:
            self.carried.closed += 1
            said = page.say(f"已消除（现为{self._book.status(status)}）", f"closed (now {self._book.status(status)})")
        else:
            self.carried.moved += 1
            said = page.say(
                f"不再是缺口（现为{self._book.status(status)}）", f"no longer a gap (now {self._book.status(status)})"
            )
        cells = self._as_it_was(row)
        cells[AT["status"]] = said
        self._table.add(cells, "faint")

    def _as_it_was(self, row: Row) -> list[Value]:
        cells: dict[str, Value] = {**row.cells, **self._edits(row)}
        return [*(cells.get(key) for key in KEYS), *self._own_of(row)]

    def _own_of(self, row: Row) -> list[Value]:
        return [row.own.get(head) for head in self._kept.heads]

    def _edits(self, row: Row) -> dict[str, Value]:
        """Return the cells that were filled in; how far it is, is said in the language of the workbook."""
        found: dict[str, Value] = {key: row.cells.get(key) for key in EDITED if not is_blank(row.cells.get(key))}
        word = _WORDS.get(fold(text_of(row.cells.get("done")) or ""))
        if word is not None:
            found["done"] = self._book.say(word)
        return found

    def _finish(self, sheet: Worksheet, last: int) -> None:
        book, end = self._book, last + _SPARE
        book.colour(sheet, last, AT["status"])
        words = [book.say(word) for word in DONE]
        done, deadline = AT["done"], AT["deadline"]
        first = cell_name(1, done)
        finished = {
            "type": "formula",
            "criteria": f'=${first}="{words[-1]}"',
            "format": book.looks.look(bg_color=FILLS["met"], font_color="#595959"),
            "stop_if_true": True,
        }
        sheet.conditional_format(1, AT["owner"], end, done, finished)
        day, at = book.audit.as_of, cell_name(1, deadline)
        late = {
            "type": "formula",
            "criteria": f"=AND(ISNUMBER(${at}),${at}<DATE({day.year},{day.month},{day.day}))",
            "format": book.looks.look(bg_color=FILLS["missing"], bold=True),
        }
        sheet.conditional_format(1, deadline, end, deadline, late)
        sheet.data_validation(1, done, end, done, {"validate": "list", "source": words, "show_error": False})
        sheet.data_validation(1, deadline, end, deadline, _day_rule(book))
        blank = book.looks.look(num_format="yyyy-mm-dd", align="center")
        for row in range(last + 1, end + 1):
            sheet.write_blank(row, deadline, None, blank)


def _day_rule(book: Book) -> dict[str, object]:
    return {
        "validate": "date",
        "criteria": ">=",
        "value": book.audit.as_of.replace(year=2000, month=1, day=1),
        "ignore_blank": True,
        "error_type": "warning",
        "error_title": book.page.say("请核对日期", "Please check the day"),
        "error_message": book.page.say("这不是日期，请写成 2027-03-05。", "This is not a date; write 2027-03-05."),
    }
