"""The sheets as they stand in their files, kept beside what was read of them so that they can be shown again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from .shape.grids import BLANK, PROBLEM, SKIPPED, TAKEN, Grid
from .values.sheets import Sheet

_GRAVEST = (BLANK, SKIPPED, TAKEN, PROBLEM)  # of a row that two tables read
_BEST = (BLANK, SKIPPED, PROBLEM, TAKEN)  # of several records of one row: it is not taken where none of them is


@dataclass(slots=True)
class Kept:
    """A sheet before anything of it is cut away.

    ``place`` is how problems name it (``file!sheet``), ``file`` its file, relative to the workspace. The header that
    was used begins in the row ``header_row`` and has ``depth`` rows. ``states`` say by row number what became of a row;
    what is above the header, and all of a sheet that was not read, is not in it.
    """

    place: str
    file: str
    sheet: Sheet
    header_row: int
    depth: int = 1
    states: dict[int, int] = field(default_factory=dict)


class Keeper:
    """Gathers the sheets while they are read; one that is read for two tables is kept once."""

    def __init__(self) -> None:
        self._kept: dict[str, Kept] = {}

    @property
    def sheets(self) -> list[Kept]:
        """The sheets that hold anything, in the order in which they were read."""
        return list(self._kept.values())

    def keep(self, file: str, sheets: Sequence[Sheet]) -> None:
        """Keep the sheets of a file as they are now."""
        for sheet in sheets:
            place = file if sheet.name is None else f"{file}!{sheet.name}"
            if not sheet.empty:
                self._kept.setdefault(place, Kept(place, file, sheet, sheet.header_row))

    def judge(self, grid: Grid) -> None:
        """Note where the header of a sheet was found, and what became of its rows."""
        kept = self._kept.get(grid.place)
        if kept is None:
            return
        kept.header_row, kept.depth = grid.sheet.header_row, grid.sheet.depth
        states = dict.fromkeys(grid.sheet.silent, TAKEN)
        for number, state in zip(grid.sheet.numbers, grid.state, strict=True):
            states[number] = max(state, states.get(number, BLANK), key=_BEST.index)
        for number, state in states.items():
            kept.states[number] = max(state, kept.states.get(number, BLANK), key=_GRAVEST.index)
