"""Sheets that a user has added to a workbook of this program: their values are written again where they stood."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...engine.ledger.values.sheets import Sheet
from .xlsx_cells import Looks, sheet_name, write_value

if TYPE_CHECKING:
    from xlsxwriter import Workbook


def write_others(book: Workbook, others: Sequence[Sheet], looks: Looks, used: set[str]) -> None:
    """Write the values of the user's own sheets where they stood."""
    taken = {name.lower() for name in used}
    kinds = looks.kinds({})
    for other in others:
        name = sheet_name(other.name or "", taken)
        taken.add(name.lower())
        sheet = book.add_worksheet(name)
        body = zip(other.numbers, zip(*other.columns, strict=True), strict=False)
        for number, row in ((other.header_row, tuple(other.header)), *body):
            for at, cell in enumerate(row):
                if cell is not None:
                    write_value(sheet, number - 1, other.left + at, cell, kinds)
