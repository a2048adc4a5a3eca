"""The numbers and names of those who were expected, came and stayed away."""

from __future__ import annotations

from ..problems import Log
from ..shape.grids import TAKEN, Grid
from ..values.cells import Headcount

COUNTS = ("present", "expected", "absent", "attendees")

Columns = dict[str, list[object]]


def count_people(grid: Grid, fields: Columns, log: Log) -> None:
    """Split attendance cells into numbers and names, and hold the numbers against one another."""
    counts = {
        name: [c if isinstance(c, Headcount) else None for c in fields[name]] for name in COUNTS if name in fields
    }
    for name, cells in counts.items():
        fields[name] = [cell and cell.number for cell in cells]
        if any(cell.names for cell in cells if cell):
            fields[f"{name}_names"] = [cell and cell.names for cell in cells]
    for cells in counts.values():
        for row, cell in enumerate(cells):
            if cell is not None and cell.of is not None:
                for name, number in (("present", cell.number), ("expected", cell.of)):
                    column = fields.setdefault(name, [None] * len(grid.state))
                    column[row] = number if name not in counts or counts[name][row] in (None, cell) else column[row]
    if "present_names" in fields and "attendees" not in fields:
        fields["attendees_names"] = fields.pop("present_names")
        fields["attendees"] = [len(names) if isinstance(names, tuple) else None for names in fields["attendees_names"]]
    _check(grid, fields, log)


def _check(grid: Grid, fields: Columns, log: Log) -> None:
    expected = fields.get("expected")
    if expected is None:
        return
    for row, (came, due) in enumerate(zip(fields.get("present", ()), expected, strict=False)):
        if isinstance(came, int) and isinstance(due, int) and came > due and grid.state[row] == TAKEN:
            fields["present"][row] = None
            grid.report(log, row, "present", "present_over_expected", present=came, expected=due)
