"""The shape of a sheet: where its header is, and whether it has a column for each month."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from ..settings import TableSource
from .heading import headed
from .matching import Match, Matcher
from .matrix import unfolded
from .problems import words
from .sheets import Refused, Sheet
from .types import TypeReader
from .years import year_of

Lacking = Callable[[TableSource, Match], Sequence[object]]


def shaped(
    sheet: Sheet, source: TableSource, file: str, types: TypeReader, log_starts: date | None, lacking: Lacking
) -> tuple[Sheet, Match]:
    """Return a sheet below its header, a row for each record, and what its columns hold.

    Where no row is a header that has all that the table needs, the sheet stays as it is.
    """

    def match(one: Sheet) -> Match:
        return Matcher(one, source.table, source.columns, types.known, source.type is not None).run()

    if sheet.empty:
        return sheet, match(sheet)
    if source.table == "activities":
        wide = unfolded(sheet, lambda one: year_of(one, file, log_starts), types.known, source.type is not None)
        found = match(wide) if wide else None
        if wide is not None and found is not None and not lacking(source, found):
            return wide, found
    return headed(sheet, source.table, match, lambda own: lacking(source, own))


def unnamed(table: str, sheet: Sheet, zh: str, en: str) -> Refused:
    """Return the refusal of a sheet whose columns have names, but not those that ``table`` needs."""
    notes = [words(note.code, **note.values) for note in sheet.notes]
    zh, en = "".join([zh, *(note.zh for note in notes)]), " ".join([en, *(note.en for note in notes)])
    return Refused(
        f"列名不是 {table} 表的列名。{zh}请用 columns 指定各列。",
        f"The names of its columns are none of the table {table}. {en} Map the columns under columns.",
    )
