"""The shape of a sheet: where its header is, and whether it has columns of months or of types."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from ...workspaces.settings import TableSource
from ..headers import REQUIRED
from ..problems import words
from ..values.days_apart import days_apart
from ..values.sheets import Refused, Sheet
from ..values.years import Year, year_of
from .heading import LOOKED_AT, below, headed
from .matching import Match, Matcher
from .matrix import unfolded
from .type_columns import typed_columns
from .type_said import type_said
from .types import TypeReader

Lacking = Callable[[TableSource, Match], Sequence[object]]


def shaped(
    sheet: Sheet, source: TableSource, file: str, types: TypeReader, log_starts: date | None, lacking: Lacking
) -> tuple[Sheet, Match]:
    """Return a sheet below its header, a row for each record, and what its columns hold.

    Where no row is a header that has all that the table needs, the sheet stays as it is. Of activities for which
    neither a column nor the source says a type, it is the one that the sheet's name, its titles or its file say.
    """
    types = types.of(source.types)
    if source.header is not None and not sheet.empty:
        sheet = at_header(sheet, *source.header)
    found = _shaped(sheet, source, file, types, log_starts, lacking)
    if source.table != "activities" or source.type is not None or sheet.empty or not lacking(source, found[1]):
        return found
    typed = replace(source, type="*")
    own, match = _shaped(sheet, typed, file, types, log_starts, lacking)
    if lacking(typed, match) or "type" in match.names or "type" in match.ambiguous:
        return found
    said = type_said(own, file, types)
    if said is None:
        return found
    match.type = said.type
    return replace(own, notes=(*own.notes, said.note())), match


def lacking_columns(source: TableSource, match: Match) -> list[tuple[str, ...]]:
    """Return the required columns that neither a sheet nor its source gives; of each tuple one is enough."""
    has = {*match.names, *(["type"] if source.type or match.type else [])}
    lacking = [names for names in REQUIRED[source.table] if not has & set(names)]
    return [*lacking, ("unit",)] if "unit" in match.ambiguous else lacking


def _shaped(
    sheet: Sheet, source: TableSource, file: str, types: TypeReader, log_starts: date | None, lacking: Lacking
) -> tuple[Sheet, Match]:
    typed = source.type is not None

    def match(one: Sheet) -> Match:
        return Matcher(one, source.table, source.columns, types.known, typed).run()

    if sheet.empty:
        return sheet, match(sheet)
    if sheet.form:
        from .form_types import with_known_labels, with_type

        if source.table == "activities" and source.type is None:
            sheet = with_type(sheet, match(sheet), file, types)
        return sheet, with_known_labels(match(sheet))
    if source.table == "activities":
        rows = LOOKED_AT if source.header is None else 0
        for wide in _wide(sheet, lambda one: year_of(one, file, log_starts), types, typed, rows):
            found = match(wide)
            if not lacking(source, found):
                return wide, found
    if source.header is not None:
        own = match(sheet)
    else:
        sheet, own = headed(sheet, source.table, match, lambda own: lacking(source, own))
    if source.table == "activities" and not lacking(source, own):
        year = year_of(sheet, file, log_starts)
        sheet = days_apart(sheet, own.names, year.year if year else None)
    return sheet, own


def _wide(
    sheet: Sheet, year: Callable[[Sheet], Year | None], types: TypeReader, typed: bool, rows: int
) -> Iterator[Sheet]:
    """Yield the sheet as one whose columns are months, and as one whose columns are types, where it may be one."""
    months = unfolded(sheet, year, types.known, typed, rows)
    if months is not None:
        yield months
    elif not typed:
        by_type = typed_columns(sheet, year, types.known, rows)
        if by_type is not None:
            yield by_type


def at_header(sheet: Sheet, first: int, last: int) -> Sheet:
    """Return the sheet below the rows that its source says are the header; one without a column where it ends above."""
    numbers = [sheet.header_row, *sheet.numbers]
    if first not in numbers:
        return Sheet(sheet.name, header=[None], header_row=first, columns=[[]], hidden=sheet.hidden)
    return below(sheet, numbers.index(first), last - first + 1)


def unnamed(table: str, sheet: Sheet, zh: str, en: str) -> Refused:
    """Return the refusal of a sheet whose columns have names, but not those that ``table`` needs."""
    notes = [words(note.code, **note.values) for note in sheet.notes]
    zh, en = "".join([zh, *(note.zh for note in notes)]), " ".join([en, *(note.en for note in notes)])
    return Refused(
        f"列名与 {table} 表的列名不符。{zh}请用 columns 指定各列。",
        f"Its column names are not those of the table {table}. {en} Map the columns under columns.",
    )
