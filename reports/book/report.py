"""The audit as one workbook to hand over: summary, findings, gaps to work through, rules, and how to read them."""

from __future__ import annotations

import tempfile
from datetime import datetime, time
from pathlib import Path
from typing import BinaryIO

from ...engine.errors import CheckbranchError, fail
from ..asked import Ask
from ..office.xlsx_cells import INERT
from ..office.xlsx_others import write_others
from ..office.xlsx_sink import Sink
from ..view import AuditView
from .gap_columns import FORMAT, MEMORY
from .guide import carried_words
from .kept import read_kept
from .page import Book
from .sheets import Sheets
from .table import MOST_ROWS

ALL_LISTED = 300_000  # obligations up to which all are listed unasked; what has more, nobody scrolls through
STREAMED = 20_000  # obligations from which on rows are not held in memory
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
    if ask.redacted and kept:
        raise _names_in(ask.path)
    total = sum(audit.summary.values())
    lean = total > STREAMED
    with tempfile.TemporaryDirectory(prefix="checkbranch-") as folder:
        options = {"constant_memory": lean, "tmpdir": folder, "use_zip64": total > _HUGE, **INERT}
        sink = Sink(out)
        made = Workbook(sink, options)
        book = Book(made, audit, ask.language, most, lean)
        made.set_properties(
            {"created": datetime.combine(audit.as_of, time()), "author": "checkbranch", "title": book.title[:200]}
        )
        told = Sheets(book, kept, ask.which, ALL_LISTED).write()
        write_others(made, kept.others, book.looks, {*book.names, MEMORY})
        _remember(book)
        made.worksheets()[0].activate()
        try:
            made.close()
        except FileCreateError as error:
            sink.dead = True
            raise OSError(*error.args[0].args) from error
    for text in carried_words(told.carried):
        ask.tell(text)


def _names_in(path: Path | None) -> CheckbranchError:
    name = path.name if path else "-o"
    return fail(
        name,
        "其中有填写的责任人等内容，隐去姓名的工作簿不能覆盖它。请另取一个文件名。",
        "It holds entries that people made, and a workbook with masked names does not overwrite it. Choose "
        "another file name.",
    )


def _remember(book: Book) -> None:
    """Write the hidden sheet by which the workbook is known the next time."""
    sheet = book.book.add_worksheet(MEMORY)
    sheet.write_string(0, 0, FORMAT)
    sheet.write_string(0, 1, book.fitted(book.audit.workspace.name))
    for at, name in enumerate(book.names):
        sheet.write_string(1, at, name)
    sheet.very_hidden()
