"""The audit as one workbook to hand over: summary, findings, gaps to work through, rules, and how to read them."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from datetime import datetime, time
from typing import BinaryIO

from ..engine.findings import GAPS, Finding, PeriodRef
from ..engine.text import Text
from .book_counts import counts_of, tree
from .book_findings import NAME as FINDINGS
from .book_findings import FindingsSheet
from .book_gap_columns import FORMAT, MEMORY
from .book_gaps import GapsSheet
from .book_grid import Grid
from .book_guide import Told, carried_words, write_guide
from .book_hints import HintsSheet, write_lights
from .book_kept import Kept, read_kept
from .book_page import Book
from .book_problems import write_problems
from .book_rules import write_rules
from .book_summary import NAME as SUMMARY
from .book_summary import write_summary
from .book_table import MOST_ROWS
from .formats import Ask
from .view import AuditView, Which
from .xlsx_cells import INERT
from .xlsx_others import write_others

ALL_LISTED = 300_000  # obligations up to which all are listed unasked; what has more, nobody scrolls through
_STREAMED = 20_000  # obligations from which on rows are not held in memory
_HUGE = 2_000_000  # rows from which on the file may be larger than the plain ZIP format allows


def write_book(audit: AuditView, out: BinaryIO, ask: Ask, most: int = MOST_ROWS) -> None:
    """Write the workbook to ``out``; the same audit, over the same earlier workbook, gives the same bytes.

    A workbook of ours at ``ask.path`` is read first, and what people have filled in is carried over. ``most`` is how
    many rows a sheet holds. Raises CheckbranchError where that workbook cannot be read again, OSError where the disk
    is full.
    """
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    kept = read_kept(ask.path, audit.workspace.name)
    total = sum(audit.summary.values())
    which = ask.which or ("all" if total <= ALL_LISTED else "gaps")
    with tempfile.TemporaryDirectory(prefix="checkbranch-") as folder:
        options = {"constant_memory": total > _STREAMED, "tmpdir": folder, "use_zip64": total > _HUGE, **INERT}
        made = Workbook(out, options)
        book = Book(made, audit, ask.language, most)
        made.set_properties(
            {"created": datetime.combine(audit.as_of, time()), "author": "checkbranch", "title": book.title[:200]}
        )
        told = _write_sheets(book, kept, which, asked=ask.which is not None)
        write_others(made, kept.others, book.looks, {*book.names, MEMORY})
        _remember(book)
        made.worksheets()[0].activate()
        try:
            made.close()
        except FileCreateError as error:
            raise OSError(*error.args[0].args) from error
    for text in carried_words(told.carried):
        ask.tell(text)


def _write_sheets(book: Book, kept: Kept, which: Which, *, asked: bool) -> Told:
    audit = book.audit
    summary = book.sheet(SUMMARY)
    counts = audit.summary
    gaps = sum(counts.get(status, 0) for status in GAPS)
    findings = FindingsSheet(book, sum(counts.values()) if which == "all" else gaps)
    lines = tree(audit, book.units, counts_of(audit, book.units))
    order = {line.unit.id: at for at, line in enumerate(lines)}
    gap_sheet = GapsSheet(book, kept, gaps, order)
    hints = HintsSheet(book)
    write_lights(book)
    grid = Grid() if len(book.units.shown) == 1 else None
    oldest: dict[str, PeriodRef] = {}
    everything = which == "all" or grid is not None
    for finding in audit.findings("all" if everything else "gaps"):
        if which == "all" or finding.status in GAPS:
            findings.add(finding)
        gap_sheet.add(finding)
        hints.add(finding)
        if grid is not None:
            grid.take(finding)
        _keep_oldest(oldest, book.units.home, finding)
    if not everything and (ids := gap_sheet.missed()):
        for finding in audit.findings("all"):
            if finding.id in ids:
                gap_sheet.add(finding)
    for sheet in (findings, gap_sheet, hints):
        sheet.close()
    write_problems(book)
    write_rules(book)
    write_summary(book, summary, oldest, grid)
    told = Told(_left_out(book, which, gaps, asked=asked), gap_sheet.carried)
    write_guide(book, told)
    return told


def _keep_oldest(oldest: dict[str, PeriodRef], home: Mapping[str, str], finding: Finding) -> None:
    period, unit = finding.period, home.get(finding.unit, finding.unit)
    if finding.status not in GAPS or finding.kind == "hint" or period is None:
        return
    if unit not in oldest or period.start < oldest[unit].start:
        oldest[unit] = period


def _left_out(book: Book, which: Which, gaps: int, *, asked: bool) -> list[Text]:
    """Return what is said where not every finding is listed, or where one sheet is not enough."""
    zh, en = FINDINGS
    total = sum(book.audit.summary.values())
    if which == "gaps" and total > gaps:
        why = (
            Text("", "")
            if asked
            else Text(
                f"全部共 {total} 项，一张表翻不过来，",
                f"There are {total} obligations, more than anybody scrolls through: ",
            )
        )
        return [
            Text(
                f"{why.zh}“{zh}”只列 {gaps} 项缺口，其余 {total - gaps} 项见“总表”的合计；"
                "要全部列出，加 --findings all（写满一张表后接着写下一张），或用 --format json。",
                f"{why.en}“{en}” lists the {gaps} gaps only; the other {total - gaps} are counted in the summary. "
                "--findings all lists all of them (on several sheets where one is full), and so does --format json.",
            )
        ]
    several = [name for name in book.names if name.startswith(book.say(FINDINGS)) and name != book.say(FINDINGS)]
    if several:
        listed = book.page.join(several)
        return [Text(f"“{zh}”一张表放不下，接着写在：{listed}。", f"“{en}” is full and goes on in {listed}.")]
    return []


def _remember(book: Book) -> None:
    """Write the hidden sheet by which the workbook is known the next time."""
    sheet = book.book.add_worksheet(MEMORY)
    sheet.write_string(0, 0, FORMAT)
    sheet.write_string(0, 1, book.fitted(book.audit.workspace.name))
    for at, name in enumerate(book.names):
        sheet.write_string(1, at, name)
    sheet.very_hidden()
