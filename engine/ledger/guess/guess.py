"""What a file is, as far as can be told: of each sheet the table, the header, the columns, the types, the units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC
from pathlib import Path

from ...text import Text
from ...workspaces.settings import TableSource
from ..event_words import is_calendar
from ..events import read_events
from ..files.file_bytes import file_bytes
from ..files.files import open_file
from ..shape.asides import is_total
from ..shape.matching import Match
from ..shape.shaping import lacking_columns, shaped
from ..shape.type_said import TypeSaid, type_said
from ..shape.types import TypeReader
from ..values.cells import Bad, Raw, is_blank, text_of
from ..values.content import Content
from ..values.dates import When, when_of
from ..values.sheets import Refused, Sheet
from ..values.years import Year, year_of
from .columns import ColumnGuess, column_guesses
from .tables import TABLES, Confidence, TableGuess, guess_table
from .words import WordGuess, word_guesses

_ANY_YEAR = 2000


@dataclass(slots=True)
class SheetGuess:
    """What one sheet is; ``table`` None: none that is known.

    ``source`` is how it would be named in a workspace, ``sheet`` the sheet below its header, a row for each record.
    ``near`` are the headers that were taken for misspelt ones, with what was meant; ``units`` counts the names in the
    column of units. ``lacking`` are required columns that are not there.
    """

    name: str | None
    table: str | None
    confidence: Confidence
    sheet: Sheet
    source: TableSource
    match: Match = field(default_factory=Match)
    columns: Sequence[ColumnGuess] = ()
    words: Sequence[WordGuess] = ()
    lacking: Sequence[tuple[str, ...]] = ()
    type: TypeSaid | None = None
    year: Year | None = None
    units: Mapping[str, int] = field(default_factory=dict)
    near: Mapping[str, str] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """How many rows of the file there are below the header."""
        return len({*self.sheet.numbers, *self.sheet.silent}) if self.sheet.spread else len(self.sheet.numbers)

    @property
    def header_guessed(self) -> bool:
        """Whether the header is not simply the first row."""
        return bool(self.sheet.titles) or self.sheet.depth > 1

    @property
    def yearless(self) -> bool:
        """Whether there are days without a year, and nothing says which it is."""
        return self.year is None and any(
            isinstance(when_of(cell, UTC), Bad) and isinstance(when_of(cell, UTC, _ANY_YEAR), When)
            for cell in dict.fromkeys(self.cells("start"))
        )

    def cells(self, name: str) -> Sequence[Raw]:
        """Return the cells of a field, none where there is no such column."""
        at = self.match.names.get(name)
        return () if at is None else self.sheet.columns[at]


@dataclass(slots=True)
class FileGuess:
    """What the sheets of a file are; ``file`` is how it is named, ``refused`` why it cannot be read at all."""

    file: str
    path: Path
    sheets: Sequence[SheetGuess] = ()
    refused: Text | None = None

    @property
    def tables(self) -> list[SheetGuess]:
        """The sheets that are a table with all that it needs."""
        return [one for one in self.sheets if one.table is not None and not one.lacking]


def guess_file(
    path: Path,
    file: str,
    types: TypeReader,
    zone: str,
    *,
    tables: Collection[str] = TABLES,
    only: Collection[str] | None = None,
) -> FileGuess:
    """Return what the sheets of the file at ``path``, named ``file``, are.

    ``tables`` are those that it may be, ``only`` the sheets that are looked at.
    """
    try:
        if is_calendar(path.name):
            return FileGuess(file, path, [_calendar(path, file, types, zone)])
        content = open_file(path)
        names = [name for name in content.names if only is None or name in only]
        return FileGuess(file, path, [_sheet(content, name, file, types, tables) for name in names])
    except Refused as refused:
        return FileGuess(file, path, refused=refused.message)


def _calendar(path: Path, file: str, types: TypeReader, zone: str) -> SheetGuess:
    """Return a calendar as activities; where no event names a type, the name of the file may."""
    data = file_bytes(path)
    source = TableSource("activities", file)
    found = read_events(data, zone, types, fixed=False).sheet
    said = None
    if not found.numbers:
        said = type_said(replace(found, name=None), file, types)
        if said is not None:
            source = replace(source, type=said.type)
            found = read_events(data, zone, types, fixed=True).sheet
    _, match = shaped(found, source, file, types, None, lacking_columns)
    return SheetGuess(
        None,
        "activities",
        "high",
        found,
        source,
        match,
        words=word_guesses(_told(found, match, "type"), types),
        type=said,
    )


def _sheet(content: Content, name: str | None, file: str, types: TypeReader, tables: Collection[str]) -> SheetGuess:
    raw = content.sheet(name)
    guess = guess_table(raw, file, types, tables, near=True)
    if guess is None:
        return SheetGuess(name, None, "none", raw, TableSource("activities", file, sheet=name))
    return _whole(raw, guess, file, types)


def _whole(raw: Sheet, guess: TableGuess, file: str, types: TypeReader) -> SheetGuess:
    """Return the guess that was made of the first rows, for all of them."""
    sheet, match = shaped(raw, guess.source, file, types, None, lacking_columns)
    said = type_said(sheet, file, types) if match.type else None
    words = word_guesses(_told(sheet, match, "type"), types) if guess.table == "activities" else []
    return SheetGuess(
        raw.name,
        guess.table,
        guess.confidence,
        sheet,
        replace(guess.source, sheet=raw.name),
        match,
        column_guesses(raw, sheet, match, guess, types),
        words,
        lacking_columns(guess.source, match),
        said,
        year_of(sheet, file, None),
        Counter(text for cell in _told(sheet, match, "unit") if (text := text_of(cell)) is not None),
        guess.near,
    )


def _told(sheet: Sheet, match: Match, name: str) -> list[Raw]:
    """Return the cells of a field that say something, without those of totals and of repeated headers."""
    at = match.names.get(name)
    if at is None:
        return []
    header = text_of(sheet.header[at])
    firsts = next(iter(sheet.columns), ())
    return [
        cell
        for cell, first in zip(sheet.columns[at], firsts, strict=True)
        if not is_blank(cell) and text_of(cell) != header and not is_total(first)
    ]
