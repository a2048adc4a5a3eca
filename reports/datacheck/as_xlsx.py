"""The check of the data as a workbook: the list of problems, the rows, and a copy of every sheet with marked cells."""

from __future__ import annotations

import io
from collections.abc import Sequence

from ...engine.ledger import Kept, Ledger
from ...engine.workspaces.settings import Workspace
from ..office.xlsx_cells import INERT, MADE, Looks
from . import listing as check_list
from . import rows as check_rows
from .copy import write_copy
from .places import Finder

_MANY = 300_000  # cells from which on they are not all held in memory
_MOST_OPEN = 400  # sheets that may then be open at a time, each of them a file


def check_workbook(workspace: Workspace, ledger: Ledger, kept: Sequence[Kept], language: str = "zh") -> bytes:
    """Return the workbook; the same call gives the same bytes."""
    from xlsxwriter import Workbook

    reserved = (check_list.NAME.say(language), check_rows.NAME.say(language))
    finder = Finder(kept, reserved)
    lines = check_list.lines_of(ledger.problems, finder)
    copies = finder.copies
    size = sum(copy.width * len(copy.rows) for copy in copies)
    out = io.BytesIO()
    lean = size > _MANY and len(copies) <= _MOST_OPEN
    book = Workbook(out, {**INERT, "constant_memory": lean})
    title = f"{'Data check' if language == 'en' else '数据核对'} · {workspace.name}"
    book.set_properties({"created": MADE, "author": "checkbranch", "title": title[:200]})
    looks = Looks(book)
    listed, rows = (book.add_worksheet(name) for name in reserved)
    check_list.write_list(listed, lines, finder, looks, title, language)
    silent: dict[str, int] = {}
    for copy in copies:
        silent[copy.name] = write_copy(book.add_worksheet(copy.name), copy, looks, title, language)
    check_rows.RowsSheet(rows, looks, language).write(ledger, copies, silent, title)
    listed.activate()
    book.close()
    return out.getvalue()
