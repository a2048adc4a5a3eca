"""What ledgers alone propose for a workspace: its sources, its units, the day they begin, and what is still unclear."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC
from pathlib import PurePath

from ....calendars import Period
from ..shape.type_said import TypeSaid
from ..values import words as said
from ..values.cells import Raw
from ..values.dates import When, period_in, when_of
from .guess import FileGuess, SheetGuess
from .units import Units, plan_units

_MANY = 3  # sheets alike: they are named by their file alone, so that the next one is read too
_FEW = 2  # rows that alone do not make a year the first one,
_RATHER = 3  # where so many times as many are of later years


@dataclass(slots=True)
class Entry:
    """One source as it is proposed; ``sheets`` are the guesses that it covers.

    ``sheet`` and ``unit`` are as in ``TableSource``. ``near`` are the known headers that the keys of ``columns`` were
    taken for; ``words`` maps words of the type column to types, None where none is known.
    """

    table: str
    file: str
    sheets: Sequence[SheetGuess]
    sheet: str | None = None
    header: tuple[int, int] | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    near: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str | None] = field(default_factory=dict)
    type: TypeSaid | None = None
    unit: str | None = None
    pattern: str | None = None  # instead of the file: a pattern that all files alike fit
    lost: bool = False  # there are several units, and of which one this is cannot be told


@dataclass(slots=True)
class Plan:
    """All entries, the units, the first year on record; ``early`` is a year before it that few rows hold."""

    files: Sequence[FileGuess]
    entries: Sequence[Entry]
    units: Units
    first_year: int | None = None
    early: int | None = None


def plan(
    files: Sequence[FileGuess],
    *,
    forced: bool = False,
    named: bool = False,
    units: Sequence[str] | None = None,
) -> Plan:
    """Return what some files propose.

    ``forced`` takes the tables however little speaks for them, ``named`` names every sheet; ``units`` are those of the
    workspace that is there, where it has a table of them.
    """
    for file in files:
        file.sheets = [one for one in file.sheets if forced or not _doubtful(one)] + [
            _as_none(one) for one in file.sheets if not forced and _doubtful(one)
        ]
    told = plan_units(files, units)
    entries = [entry for file in files for entry in _entries(file, told, named)]
    first, early = _first_year(sheet for file in files for sheet in file.tables if sheet.table == "activities")
    return Plan(files, entries, told, first, early)


def _doubtful(sheet: SheetGuess) -> bool:
    """Return whether so little speaks for a table that it is not proposed."""
    return sheet.confidence == "low" and sheet.table not in (None, "activities") and not sheet.lacking


def _as_none(sheet: SheetGuess) -> SheetGuess:
    sheet.table, sheet.confidence = None, "none"
    return sheet


def _entries(file: FileGuess, units: Units, named: bool) -> Iterator[Entry]:
    groups: dict[tuple[object, ...], list[SheetGuess]] = {}
    for sheet in file.tables:
        groups.setdefault(_key(file, sheet, units), []).append(sheet)
    whole = None if named else _by_file_alone(file, groups)
    for key, sheets in groups.items():
        if key == whole:
            yield _entry(file, sheets, units, None)
        else:
            for sheet in sheets:
                yield _entry(file, [sheet], units, sheet.name)


def _by_file_alone(file: FileGuess, groups: Mapping[tuple[object, ...], list[SheetGuess]]) -> tuple[object, ...] | None:
    """Return the group of sheets that is named by its file alone: all others are named, or are no table."""
    if len(file.sheets) == 1:
        return next(iter(groups), None)

    def open_(sheets: Sequence[SheetGuess]) -> bool:
        # What is said of a header, columns or a type would hold for sheets that are no table now, too.
        one = sheets[0]
        return one.source.header is None and not one.header_guessed and not one.source.columns and one.type is None

    acts = [key for key, sheets in groups.items() if key[0] == "activities"]
    free = [key for key in acts if open_(groups[key]) and (len(acts) == 1 or len(groups[key]) >= _MANY)]
    every = [key for key, sheets in groups.items() if len(sheets) == len(file.sheets)]
    return max(free or every, key=lambda key: len(groups[key]), default=None)


def _key(file: FileGuess, sheet: SheetGuess, units: Units) -> tuple[object, ...]:
    return (
        sheet.table,
        _header(sheet),
        tuple(sheet.source.columns.items()),
        sheet.type and sheet.type.type,
        _unit(file, sheet, units),
        any(sheet is one for one in units.lost),
    )


def _header(sheet: SheetGuess) -> tuple[int, int] | None:
    first = sheet.sheet.header_row
    return (first, first + sheet.sheet.depth - 1) if sheet.header_guessed and first else None


def _unit(file: FileGuess, sheet: SheetGuess, units: Units) -> str | None:
    unit = units.of.get(id(sheet))
    if unit is None:
        return None
    if unit == (sheet.name or "").strip():
        return "{sheet}"
    return "{stem}" if unit == PurePath(file.file).stem else unit


def _entry(file: FileGuess, sheets: Sequence[SheetGuess], units: Units, name: str | None) -> Entry:
    first = sheets[0]
    words = {
        one.word: one.types[0] if one.types else None
        for sheet in sheets
        for one in sheet.words
        if one.confidence != "exact"
    }
    return Entry(
        str(first.table),
        file.file,
        sheets,
        name,
        _header(first),
        first.source.columns,
        first.near,
        words,
        first.type,
        _unit(file, first, units),
        lost=any(first is one for one in units.lost),
    )


def _first_year(sheets: Iterable[SheetGuess]) -> tuple[int | None, int | None]:
    """Return the first year on record, and an earlier one far from it that only few rows name."""
    years = Counter(year for sheet in sheets for year in _years(sheet))
    ordered = sorted(years)
    early = None
    while len(ordered) > 1 and ordered[1] - ordered[0] > 1 and years[ordered[0]] <= _FEW:
        if _RATHER * years[ordered[0]] > sum(years[year] for year in ordered[1:]):
            break
        early = ordered.pop(0)
    return (ordered[0] if ordered else None), early


def _years(sheet: SheetGuess) -> Iterator[int]:
    year = sheet.year.year if sheet.year else None
    for cell in sheet.cells("start"):
        when = when_of(cell, UTC, year)
        if isinstance(when, When):
            yield when.day.year
    for cell in sheet.cells("for_period") if sheet.sheet.monthly else ():
        period = period_in(cell)
        if isinstance(period, Period):
            yield period.start.year


def full_members(sheet: SheetGuess) -> int | None:
    """Return how many full members a roster lists, None where it does not say who is one."""
    cells: Sequence[Raw] = sheet.cells("status")
    return sum(said.status(cell) == "full" for cell in cells) if cells else None
