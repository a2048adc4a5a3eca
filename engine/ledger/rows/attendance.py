"""The numbers and names of those who were expected, came and stayed away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from ...coded import distinct, each, put_in, where
from ..problems import Log
from ..shape.grids import TAKEN, Grid
from ..values.cells import Headcount

COUNTS = ("present", "expected", "absent", "attendees")

Columns = dict[str, Sequence[object]]


def count_people(grid: Grid, fields: Columns, log: Log) -> None:
    """Split attendance cells into numbers and names, and hold the numbers against one another."""
    counts: dict[str, Sequence[Headcount | None]] = {
        name: cast("Sequence[Headcount | None]", fields[name]) for name in COUNTS if name in fields
    }
    for name, cells in counts.items():
        fields[name] = each(lambda cell: cell and cell.number, cells)
        if any(cell.names for cell in distinct(cells) if cell):
            fields[f"{name}_names"] = each(lambda cell: cell and cell.names, cells)
    for cells in counts.values():
        both = where(lambda cell: cell is not None and cell.of is not None, cells)
        changed = {name: [*fields.get(name, grid.empty())] for name in ("present", "expected")} if both else {}
        for row in both:
            cell = cells[row]
            for name, number in (("present", cell.number), ("expected", cell.of)) if cell else ():
                if name not in counts or counts[name][row] in (None, cell):
                    changed[name][row] = number
        fields.update(changed)
    if "present_names" in fields and "attendees" not in fields:
        fields["attendees_names"] = names = fields.pop("present_names")
        fields["attendees"] = each(lambda cell: len(cell) if isinstance(cell, tuple) else None, names)
    _check(grid, fields, log)


def _check(grid: Grid, fields: Columns, log: Log) -> None:
    expected = fields.get("expected")
    if expected is None:
        return
    present = fields.get("present")
    if present is None:
        return
    over = [row for row in where(_over, present, expected) if grid.state[row] == TAKEN]
    for row in over:
        grid.report(log, row, "present", "present_over_expected", present=present[row], expected=expected[row])
    fields["present"] = put_in(present, over, None)


def _over(came: object, due: object) -> bool:
    return isinstance(came, int) and isinstance(due, int) and came > due
