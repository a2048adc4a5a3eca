"""Which units a workspace made from ledgers has, and how each sheet says of which unit it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Literal

from ..values.cells import split, text_of
from ..values.unit_names import branch_in, kind_of_unit, same_name
from ..values.words import unit_kind
from .guess import FileGuess, SheetGuess

Said = Literal["column", "sheet", "title", "file", "table", "none"]
_BRANCHES = ("activities", "members")  # the tables whose units are branches; others may name communities


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that was found: the id under which ledgers name it where this is not its name, its kind in Chinese."""

    name: str
    kind: str
    id: str | None = None
    parent: str | None = None


@dataclass(slots=True)
class Units:
    """The units, and for sheets that have no column for it (by the id of the guess) what ``unit`` of a source says.

    ``said`` is from where the units were told. ``listed`` says that a sheet is the table of units. ``lost`` are sheets
    of which no unit could be told although there are several.
    """

    found: list[Unit] = field(default_factory=list)
    said: Said = "none"
    listed: bool = False
    of: dict[int, str] = field(default_factory=dict)
    lost: list[SheetGuess] = field(default_factory=list)

    @property
    def several(self) -> bool:
        """Whether a table of units is needed."""
        return self.listed or len(self.found) > 1


def plan_units(files: Sequence[FileGuess], known: Sequence[str] | None = None) -> Units:
    """Return the units of some files; ``known`` are the names and ids of those that a workspace has, if it is there."""
    sheets = [(file, sheet) for file in files for sheet in file.tables]
    units = Units(listed=any(sheet.table == "units" for _, sheet in sheets) or known is not None)
    if units.listed:
        units.said = "table"
        names = {same_name(name): name for name in (_listed(sheets) if known is None else known)}
    else:
        _find(units, sheets)
        names = {same_name(one.name): one.id or one.name for one in units.found}
        names |= {same_name(one.id): one.id for one in units.found if one.id}
    if units.several and len(names) > 1:
        for file, sheet in sheets:
            if sheet.table in ("units", "waivers") or "unit" in sheet.match.names:
                continue
            unit = next((names[same_name(word)] for word in _words(file, sheet) if same_name(word) in names), None)
            if unit is None:
                units.lost.append(sheet)
            else:
                units.of[id(sheet)] = unit
    return units


def _listed(sheets: Iterable[tuple[FileGuess, SheetGuess]]) -> list[str]:
    """Return the names and ids in tables of units; none where only one is a branch, of which everything is then."""
    own = [sheet for _, sheet in sheets if sheet.table == "units"]
    branches = sum(unit_kind(cell) == "branch" for sheet in own for cell in sheet.cells("kind"))
    cells = [cell for sheet in own for name in ("id", "name") for cell in sheet.cells(name)]
    return list(dict.fromkeys(text for cell in cells if (text := text_of(cell)))) if branches != 1 else []


def _words(file: FileGuess, sheet: SheetGuess) -> list[str]:
    """Return what may be the unit of a sheet, the nearest first."""
    stem = PurePath(file.file).stem
    texts = [sheet.name or "", *sheet.sheet.titles, stem]
    return [word for text in texts for word in (text.strip(), branch_in(text)) if word]


def _find(units: Units, sheets: Sequence[tuple[FileGuess, SheetGuess]]) -> None:
    """Set the units that columns, names of sheets, titles and names of files tell."""
    branches = _in_columns(sheet for _, sheet in sheets if sheet.table in _BRANCHES)
    others = _in_columns(sheet for _, sheet in sheets if sheet.table not in _BRANCHES)
    open_ = [(f, sheet) for f, sheet in sheets if sheet.table in _BRANCHES and "unit" not in sheet.match.names]
    told: list[Unit] = [Unit(name, kind_of_unit(name)) for name in branches]
    units.said = "column" if branches else "none"
    by_sheet = _distinct([(sheet.name or "").strip() for _, sheet in open_])
    by_title = _distinct([next(filter(None, map(branch_in, sheet.sheet.titles)), "") for _, sheet in open_])
    by_file = _distinct(list(dict.fromkeys(PurePath(f.file).stem for f, _ in open_)))
    ways: list[tuple[Said, list[Unit]]] = [("sheet", by_sheet), ("title", by_title), ("file", by_file)]
    if len(told) <= 1:
        # The first place that tells several of them apart; else the first that names one.
        several = next(((said, own) for said, own in ways if len(_merged(told, own)) > 1), None)
        one = next(((said, own) for said, own in ways if own), None)
        if several:
            units.said, told = several[0], _merged(told, several[1])
        elif not told and one:
            units.said, told = one
    parent = told[0].name if len(told) == 1 else None
    known = {same_name(unit.name) for unit in told}
    if told:
        told += [
            Unit(name, kind_of_unit(name) if branch_in(name) else "社区", None, parent)
            for name in others
            if same_name(name) not in known
        ]
    else:
        told = [Unit(name, kind_of_unit(name)) for name in others if branch_in(name)]
    units.found = told


def _in_columns(sheets: Iterable[SheetGuess]) -> list[str]:
    """Return the units that columns name, each once; a cell may list several."""
    names = [name for sheet in sheets for cell in sheet.units for name in split(cell)]
    return list({same_name(name): name for name in reversed(names)}.values())[::-1]


def _distinct(texts: Sequence[str]) -> list[Unit]:
    """Return the branches that texts name; where the text says more, it is the id under which the branch is found."""
    found: dict[str, Unit] = {}
    for text in texts:
        name = branch_in(text)
        if name is not None and same_name(name) not in found:
            found[same_name(name)] = Unit(name, kind_of_unit(name), text if text != name else None)
        elif name is not None and found[same_name(name)].id not in (None, text):
            found[same_name(name)] = Unit(name, kind_of_unit(name))  # two texts for one branch: neither is its id
    return list(found.values())


def _merged(units: Sequence[Unit], more: Sequence[Unit]) -> list[Unit]:
    known = {same_name(unit.name) for unit in units}
    return [*units, *(unit for unit in more if same_name(unit.name) not in known)]
