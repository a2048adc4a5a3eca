"""All sheets of the workbook, filled in one pass over the findings."""

from __future__ import annotations

from collections.abc import Iterator

from ...engine.findings import GAPS, Finding
from ...engine.text import Text
from ..oldest import oldest_of
from ..unit_counts import tree
from ..view import Which
from ..visits.rows import VisitTable, visit_duties
from .findings import NAME as FINDINGS
from .findings import FindingsSheet
from .gaps import GapsSheet
from .grid import Grid
from .guide import Told, write_guide
from .hints import HintsSheet, write_lights
from .kept import Kept
from .page import Book
from .problems import write_problems
from .rules import write_rules
from .summary import NAME as SUMMARY
from .summary import write_summary
from .visits import NAME as VISITS
from .visits import VisitsSheet


class Sheets:
    """Writes every sheet of one workbook.

    ``which`` findings are listed; None leaves it to the sheets: all of them up to ``most_listed`` obligations.
    """

    def __init__(self, book: Book, kept: Kept, which: Which | None, most_listed: int) -> None:
        self._book, audit = book, book.audit
        self._total = sum(audit.summary.values())
        self._gaps = sum(audit.summary.get(status, 0) for status in GAPS)
        self._many = self._total > most_listed
        self._asked = which is not None
        self._which: Which = which or ("gaps" if self._many else "all")
        self._summary = book.sheet(SUMMARY)
        self._findings = FindingsSheet(book, self._total if self._which == "all" else self._gaps)
        self._lines = list(tree(audit, book.units))
        self._folded = len(self._lines) >= book.most  # then a line for each branch is what one sheet can hold
        if self._folded:
            self._lines = list(tree(audit, book.units, groups=False))
        order = {line.unit.id: at for at, line in enumerate(self._lines)}
        self._gap_sheet = GapsSheet(book, kept, self._gaps, order)
        self._due = self._visits_due()
        shown = self._due and not (self._many and self._which == "gaps")
        self._visits = VisitsSheet(book, self._due) if shown else None
        write_lights(book)
        self._hints = HintsSheet(book)
        self._grid = Grid() if len(book.units.shown) == 1 else None

    def write(self) -> Told:
        """Write all of them; return what is to be said of the workbook."""
        book = self._book
        if self._visits is None:
            for _ in self._taken():
                pass
        else:
            for row in VisitTable(book.audit).rows(self._taken()):
                self._visits.add(row)
            self._visits.close()
        self._look_for_kept()
        for sheet in (self._findings, self._gap_sheet, self._hints):
            sheet.close()
        write_problems(book)
        write_rules(book)
        oldest = oldest_of(book.audit, book.units.home if self._folded else {}, book.language)
        write_summary(book, self._summary, self._lines, oldest, self._grid)
        told = Told(self._left_out(), self._gap_sheet.carried)
        write_guide(book, told)
        return told

    @property
    def _everything(self) -> bool:
        return self._which == "all" or self._grid is not None or self._visits is not None

    def _taken(self) -> Iterator[Finding]:
        """Yield the findings that are asked for, each when the sheets have taken it."""
        for finding in self._book.audit.findings("all" if self._everything else "gaps"):
            gap = finding.status in GAPS
            if gap or self._which == "all":
                self._findings.add(finding)
            self._gap_sheet.add(finding)
            self._hints.add(finding)
            if self._grid is not None:
                self._grid.take(finding)
            yield finding

    def _look_for_kept(self) -> None:
        """Look for the findings of filled rows that are no gaps now, where only gaps were gone through."""
        if not self._everything and (ids := self._gap_sheet.missed()):
            for finding in self._book.audit.findings("all"):
                if finding.id in ids:
                    self._gap_sheet.add(finding)

    def _visits_due(self) -> int:
        """Return how many obligations are visits: there are at most so many rows of households."""
        duties = {duty.id for duty in visit_duties(self._book.audit.rules)}
        return sum(n for _, duty, _, n in self._book.audit.unit_duty_counts() if duty in duties)

    def _left_out(self) -> Iterator[Text]:
        """Yield what is said where not every finding is listed, or where one sheet is not enough."""
        if self._which == "gaps" and self._total > self._gaps:
            yield self._only_gaps()
        if self._due and self._visits is None:
            zh, en = VISITS
            yield Text(
                f"户数太多，未列“{zh}”表；缺的走访见“缺口与整改”。要看某一支部的，用 --unit 单位 另行生成，或用 "
                "checkbranch visits；要全部列出，加 --findings all。",
                f"There are too many households for the sheet “{en}”; visits that are missed are among the gaps. For "
                "one branch use --unit UNIT, or checkbranch visits; for all households, --findings all.",
            )
        if self._folded:
            zh, en = SUMMARY
            yield Text(
                f"单位太多，“{zh}”一张表写不下，党小组不单列，计入所在支部。",
                f"There are more units than “{en}” has rows: Party groups are counted with their branch.",
            )
        yield from self._continued()

    def _only_gaps(self) -> Text:
        zh, en = FINDINGS
        rest = self._total - self._gaps
        why_zh = "" if self._asked else f"全部共 {self._total} 项，逐项列出翻不过来，"
        why_en = "" if self._asked else f"There are {self._total} obligations, more than anybody scrolls through: "
        return Text(
            f"{why_zh}“{zh}”只列 {self._gaps} 项缺口，其余 {rest} 项计入“总表”；要全部列出，加 --findings all"
            "（写满一张表接着写下一张），或用 --format json。",
            f"{why_en}“{en}” lists the {self._gaps} gaps only; the other {rest} are counted in the summary. "
            "--findings all lists all of them (on several sheets where one is full), and so does --format json.",
        )

    def _continued(self) -> Iterator[Text]:
        for first, names in self._book.continued.items():
            listed = self._book.page.join(names)
            yield Text(f"“{first}”一张表放不下，接着写在：{listed}。", f"“{first}” is full and goes on in {listed}.")
