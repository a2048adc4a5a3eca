"""The shape of a sheet: where its header is, and whether it has a column for each month."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from ..settings import TableSource
from .headers import REQUIRED
from .heading import LOOKED_AT, below, headed
from .matching import Match, Matcher
from .matrix import unfolded
from .sheets import Sheet
from .type_said import type_said
from .types import TypeReader
from .years import year_of

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
    if source.table == "activities":
        rows = LOOKED_AT if source.header is None else 0
        wide = unfolded(sheet, lambda one: year_of(one, file, log_starts), types.known, typed, rows)
        found = match(wide) if wide else None
        if wide is not None and found is not None and not lacking(source, found):
            return wide, found
    if source.header is not None:
        return sheet, match(sheet)
    return headed(sheet, source.table, match, lambda own: lacking(source, own))


def at_header(sheet: Sheet, first: int, last: int) -> Sheet:
    """Return the sheet below the rows that its source says are the header; one without a column where it ends above."""
    numbers = [sheet.header_row, *sheet.numbers]
    if first not in numbers:
        return Sheet(sheet.name, header=[None], header_row=first, columns=[[]], hidden=sheet.hidden)
    return below(sheet, numbers.index(first), last - first + 1)
