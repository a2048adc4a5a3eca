"""To which units and to which group a row of activities belongs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ...coded import distinct, each, where
from ..model import Subjects
from ..problems import Log
from ..shape.grids import PROBLEM, Grid
from ..values.cells import Raw, split, text_of
from ..values.nothing import says_nothing, words_for_nothing
from .references import References

Sids = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Fixed:
    """The unit that a source fixes: the name it was given by, and the units that this may mean."""

    name: str
    hits: Sids

    @property
    def unit(self) -> int | None:
        """The one unit that is meant."""
        return self.hits[0] if len(self.hits) == 1 else None


@dataclass(frozen=True, slots=True)
class _Lost:
    name: str
    hits: Sids = ()
    other: str | None = None


class PlaceReader:
    """Resolves the unit and the group of the rows of a sheet."""

    def __init__(self, subjects: Subjects, references: References, fixed: Mapping[int, Fixed], log: Log) -> None:
        """``fixed`` holds the units that sources fix, by the place of the sheet."""
        self._subjects, self._references, self._fixed, self._log = subjects, references, fixed, log

    def units(self, grid: Grid) -> tuple[Sequence[Sids | None], set[int]]:
        """Return the units of each row, and the rows whose unit resolves to nothing."""
        cells: Sequence[Raw] | None = grid.cells("unit")
        fixed = self._fixed.get(grid.index)
        cells = grid.empty() if cells is None else cells
        memo = {cell: self._units(cell, fixed) for cell in distinct(cells)}
        named = each(memo.__getitem__, cells)
        lost: set[int] = set()
        for row in where(lambda units: isinstance(units, _Lost), named):
            units = named[row]
            if isinstance(units, _Lost) and grid.state[row] <= PROBLEM and (row, "unit") not in grid.broken:
                self._refuse(grid, row, units)
                if not units.hits:
                    lost.add(row)
        return each(lambda units: (units.hits or None) if isinstance(units, _Lost) else units, named), lost

    def _units(self, cell: Raw, fixed: Fixed | None) -> Sids | _Lost:
        text = text_of(cell)
        if fixed is not None and fixed.unit is None:
            return _Lost(fixed.name, fixed.hits)
        if text is None:
            only = self._references.default_unit if fixed is None else fixed.unit
            return _Lost("—") if only is None else (only,)
        units = self._named(text)
        if fixed is None or isinstance(units, _Lost):
            return units
        agrees = fixed.unit in units or all(self._below(unit, fixed.unit) for unit in units)
        return units if agrees else _Lost(text, (), fixed.name)

    def _named(self, text: str) -> Sids | _Lost:
        sids: dict[int, None] = {}
        for name in (text,) if self._references.unit(text) else split(text):
            hits = tuple(self._references.unit(name))
            if len(hits) != 1:
                return _Lost(name, hits)
            sids[hits[0]] = None
        return tuple(sids) or _Lost(text)

    def _below(self, unit: int, above: int | None) -> bool:
        at: int | None = unit
        while at is not None and at != above:
            at = self._subjects.parent[at]
        return at is not None

    def _refuse(self, grid: Grid, row: int, lost: _Lost) -> None:
        if lost.hits:
            shown = self._references.show(lost.hits)
            grid.report(self._log, row, "unit", "ambiguous_name", shown=lost.name, candidates=shown)
            return
        near = self._references.nearest("unit", lost.name)
        zh, en = (f"是否应为“{near}”？", f"Did you mean {near}? ") if near else ("", "")
        if lost.other is not None:
            zh = f"该来源已固定为“{lost.other}”。"
            en = f"The source is fixed to {lost.other}. "
        grid.report(
            self._log, row, "unit", "unresolved_subject",
            shown=lost.name, what_zh="单位", what_en="units", hint_zh=zh, hint_en=en,
        )  # fmt: skip

    def groups(self, grid: Grid, units: Sequence[Sids | None]) -> Sequence[int | None]:
        """Return the group of each row; a name that is none of the unit's groups costs the row.

        Where the units have no groups at all, as where there is no roster, the cell is only a text.
        """
        cells = grid.cells("group")
        if cells is None:
            return grid.empty()
        memo: dict[tuple[Sids, Raw], list[int] | None] = {}
        nothing = words_for_nothing(grid.account.table, "group")

        def meant(own: Sids | None, cell: Raw) -> list[int] | None:
            if own is None or cell is None or says_nothing(cell, nothing):
                return None
            if (own, cell) not in memo:
                memo[own, cell] = self._group(own, text_of(cell))
            return memo[own, cell]

        found = each(meant, units, cells)
        for row in where(lambda hits: hits is not None and len(hits) != 1, found):
            if grid.state[row] <= PROBLEM:
                self._refuse_group(grid, row, text_of(cells[row]) or "", found[row] or [])
        return each(lambda hits: hits[0] if hits is not None and len(hits) == 1 else None, found)

    def _group(self, units: Sids, text: str | None) -> list[int] | None:
        """Return the groups that may be meant, None where there is nothing to resolve."""
        any_group = self._references.groups(units) or any(self._subjects.kind[unit] == "group" for unit in units)
        return self._references.group(text, units) if text is not None and any_group else None

    def _refuse_group(self, grid: Grid, row: int, text: str, hits: list[int]) -> None:
        if hits:
            grid.report(self._log, row, "group", "ambiguous_name", shown=text, candidates=self._references.show(hits))
            return
        grid.report(
            self._log, row, "group", "unresolved_subject",
            shown=text, what_zh="该单位的党小组", what_en="groups of the unit", hint_zh="", hint_en="",
        )  # fmt: skip
