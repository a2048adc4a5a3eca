"""The posts and the requests of a case, with the units and households that they name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from .cases import Row
from .reading import Subject, World

POSTS = {"片长": "area_lead", "楼长": "building_lead", "保洁员": "zone_cleaner"}


@dataclass(frozen=True)
class Entry:
    """A row of posts or requests."""

    source: str
    cells: Row
    unit: Subject | None
    household: Subject | None

    def day(self, column: str) -> date | None:
        return date.fromisoformat(self.cells[column]) if self.cells.get(column) else None


def entries(world: World, table: str) -> Iterator[Entry]:
    """Yield the rows of a table; a row without a unit is of the only branch."""
    sheet = world.case.tables.get(table)
    units = [one for one in world.subjects.values() if one.is_unit]
    units = [one for one in units if one.kind == "branch"] or units
    for index, row in enumerate(sheet.rows if sheet else ()):
        assert sheet is not None
        if not any(row.values()):
            continue
        row = {name: POSTS.get(cell, cell) if name == "kind" else cell for name, cell in row.items()}
        unit = _called(world, row.get("unit"), unit=True) or (units[0] if len(units) == 1 else None)
        yield Entry(sheet.source(index), row, unit, _called(world, row.get("household"), unit=False))


def _called(world: World, word: str | None, *, unit: bool) -> Subject | None:
    def fits(one: Subject) -> bool:
        return one.kind not in ("member", "household") if unit else one.kind == "household"

    return next((one for one in world.subjects.values() if fits(one) and word and word in (one.id, one.name)), None)
