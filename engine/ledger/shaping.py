"""The shape of a sheet: where its header is, and whether it has columns of months or of types."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from ..settings import TableSource
from .days_apart import days_apart
from .heading import headed
from .matching import Match, Matcher
from .matrix import unfolded
from .problems import words
from .sheets import Refused, Sheet
from .type_columns import typed_columns
from .types import TypeReader
from .years import Year, year_of

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
    if sheet.form:
        from .form_types import with_known_labels, with_type

        if source.table == "activities" and source.type is None:
            sheet = with_type(sheet, match(sheet), file, types)
        return sheet, with_known_labels(match(sheet))
    if source.table == "activities":
        for wide in _wide(sheet, lambda one: year_of(one, file, log_starts), types, source.type is not None):
            found = match(wide)
            if not lacking(source, found):
                return wide, found
    sheet, own = headed(sheet, source.table, match, lambda own: lacking(source, own))
    if source.table == "activities" and not lacking(source, own):
        year = year_of(sheet, file, log_starts)
        sheet = days_apart(sheet, own.names, year.year if year else None)
    return sheet, own


def _wide(sheet: Sheet, year: Callable[[Sheet], Year | None], types: TypeReader, typed: bool) -> Iterator[Sheet]:
    """Yield the sheet as one whose columns are months, and as one whose columns are types, where it may be one."""
    months = unfolded(sheet, year, types.known, typed)
    if months is not None:
        yield months
    elif not typed:
        by_type = typed_columns(sheet, year, types.known)
        if by_type is not None:
            yield by_type


def unnamed(table: str, sheet: Sheet, zh: str, en: str) -> Refused:
    """Return the refusal of a sheet whose columns have names, but not those that ``table`` needs."""
    notes = [words(note.code, **note.values) for note in sheet.notes]
    zh, en = "".join([zh, *(note.zh for note in notes)]), " ".join([en, *(note.en for note in notes)])
    return Refused(
        f"列名不是 {table} 表的列名。{zh}请用 columns 指定各列。",
        f"The names of its columns are none of the table {table}. {en} Map the columns under columns.",
    )
