"""The workbook that is being written: what its sheets share, and the sheets in their order."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ...engine.findings import Finding, Status, Subject
from ...engine.packs.model import Duty
from ...engine.text import Text
from ..digest import MANY, label, units_of
from ..layout import Page
from ..office.xlsx_cells import Looks, set_print, sheet_name
from ..short_code import short_code
from ..view import AuditView
from ..words.wording import MARK, STATUS, cite
from .table import MOST_ROWS, Column, Cut, Finish, Table
from .words import Words

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

FILLS: Mapping[Status, str] = {
    "met": "#E2EFDA", "made_up": "#DDEBF7", "waived": "#E4DFEC", "open": "#FFFFFF", "unknown": "#FFF2CC",
    "short": "#FCE4D6", "invalid": "#F8CBAD", "missing": "#F4B0A8", "not_applicable": "#EDEDED",
}  # fmt: skip


class Book:
    """What every sheet of one workbook needs: the audit, its words, and the looks of cells.

    ``names`` are the sheets that were made, in their order; ``continued`` are those that another goes on in. ``cut``
    counts texts that did not fit into a cell. ``most`` rows fit below the header of a sheet.
    """

    def __init__(
        self, book: Workbook, audit: AuditView, language: str, most: int = MOST_ROWS, lean: bool = False
    ) -> None:
        self.audit, self.language, self.book = audit, language, book
        self.looks, self.cut, self.most = Looks(book), Cut(), most
        self._lean = lean
        self.page = Page(io.StringIO(), language, 100, color=False)
        self.duties: Mapping[str, Duty] = {duty.id: duty for duty in audit.rules.duties}
        self.units = units_of(audit)
        self.labels = {unit: label(Subject(kind, unit, name), language) for unit, name, kind, _ in audit.unit_rows()}
        words = Words(audit, self.page, self.duties)
        self.words, self.records = words.of, words.records
        self.names: list[str] = []
        self.continued: dict[str, list[str]] = {}
        self._bases: dict[str, str] = {}
        said = Text(f"组织生活核对 · {audit.workspace.name}", f"Audit · {audit.workspace.name}")
        self.title = f"{self.page.say(*said)} · {self.say(Text('截至', 'as of'))} {audit.as_of}"

    def say(self, text: Text) -> str:
        """Return a text in the language of the workbook."""
        return text.say(self.language)

    def printed(self, sheet: Worksheet, rows: int = 1) -> None:
        """Set up how a sheet is printed, with the verification code on each page."""
        set_print(sheet, self.title, self.language, rows)
        code = short_code(self.audit.fingerprint)
        sheet.set_footer(self.page.say(f"&L核验码 {code}&C第 &P 页，共 &N 页", f"&LCode {code}&CPage &P of &N"))

    def fitting(self, columns: Sequence[Column], unit: int) -> list[Column]:
        """Return the columns of a table, that of units (at ``unit``) hidden where there is only one."""
        hidden = len(self.units.shown) == 1
        return [replace(column, hidden=hidden) if at == unit else column for at, column in enumerate(columns)]

    def sheet(self, name: Text, number: int = 1) -> Worksheet:
        """Make a sheet, the ``number``-th of its name."""
        wanted = self.say(name) + (str(number) if number > 1 else "")
        wanted = sheet_name(wanted, {one.lower() for one in self.names})
        self.names.append(wanted)
        if number > 1:
            self.continued.setdefault(self.say(name), []).append(wanted)
        return self.book.add_worksheet(wanted)

    def table(self, name: Text, columns: Sequence[Column], rows: int, finish: Finish | None = None) -> Table:
        """Make a table with the sheets that so many rows need."""
        number = max(1, -(-rows // self.most))
        sheets = [self.sheet(name, at) for at in range(1, number + 1)]
        for sheet in sheets:
            self.printed(sheet)
        return Table(sheets, columns, self.looks, self.language, self.cut, finish, self.most, self._lean)

    def fitted(self, text: str) -> str:
        """Return a text as it fits into a cell, with what is not printed shown; take note where it is cut."""
        return self.cut.fitted(text)

    def unit(self, finding: Finding) -> str:
        """Return what the unit of a finding is called."""
        home = self.units.home.get(finding.unit, finding.unit)
        return self.labels.get(home, home)

    def subject(self, subject: Subject, unit: str | None = None) -> str:
        """Return what a subject is called; of ``unit``, that it is the unit itself."""
        if unit is not None and subject.id == unit and subject.kind not in MANY:
            return self.page.say("本单位", "the unit itself")
        return label(subject, self.language)

    def status(self, status: Status) -> str:
        """Return the mark of a status with its word."""
        return f"{MARK[status]} {self.say(STATUS[status])}"

    def basis(self, duty: Duty) -> str:
        """Return the provisions that a duty rests on."""
        if duty.id not in self._bases:
            lines = [cite(basis, self.audit.rules, self.language) for basis in duty.basis]
            self._bases[duty.id] = "\n".join(lines)
        return self._bases[duty.id]

    def colour(self, sheet: Worksheet, last: int, column: int) -> None:
        """Colour a column of statuses, also after its rows are sorted otherwise."""
        for status, fill in FILLS.items():
            look = self.looks.look(bg_color=fill)
            rule = {"type": "cell", "criteria": "==", "value": f'"{self.status(status)}"', "format": look}
            sheet.conditional_format(1, column, last, column, rule)
