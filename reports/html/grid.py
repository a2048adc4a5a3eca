"""The heat map of one unit: its duties down, the months of a year across, longer periods as wider cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from ...engine.findings import GAPS, STATUSES, Status
from ...engine.packs.model import Duty
from ..digest import MANY, Digest
from ..layout import Page
from ..text.grid import cell_status, share
from ..words.periods import cadence_key, column_heads
from ..words.wording import MARK, STATUS, WORST_FIRST

_MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell as wide as ``months``; ``text`` is its mark, with a number where it stands for many subjects.

    ``words`` say the same, ``beside`` how many of how many are in order; ``head`` names the period where the heads of
    the columns cannot be seen. An empty cell has no status.
    """

    months: int
    head: str = ""
    status: Status | None = None
    text: str = ""
    words: str = ""
    beside: str = ""

    @property
    def bad(self) -> bool:
        """Whether it is a gap."""
        return self.status in GAPS


@dataclass(frozen=True, slots=True)
class GridRow:
    """A duty with its cells; ``anchor`` is the number of the duty."""

    anchor: int
    title: str
    cells: tuple[GridCell, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A year: its title, the names of its months, and its rows."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[GridRow, ...]


Counts = Counter[Status]


def grids_of(page: Page, digest: Digest, unit: str, numbers: Mapping[str, int]) -> list[Grid]:
    """Return the heat maps of a unit, a year each; ``numbers`` are those of the duties."""
    years: dict[str, dict[tuple[str, str], dict[str, Counts]]] = {}
    for (home, duty, key), counts in digest.cells.items():
        cadence = cadence_key(key)
        if home == unit and cadence != "none":
            years.setdefault(key[:4], {}).setdefault((duty, cadence), {})[key] = counts
    return [_grid(page, digest, year, years[year], numbers) for year in sorted(years)]


def _grid(
    page: Page,
    digest: Digest,
    year: str,
    found: Mapping[tuple[str, str], Mapping[str, Counts]],
    numbers: Mapping[str, int],
) -> Grid:
    rows = []
    for duty in digest.duties.values():
        for cadence in _MONTHS:
            if (duty.id, cadence) in found:
                cells = _cells(page, duty, cadence, year, found[duty.id, cadence])
                rows.append(GridRow(numbers[duty.id], duty.title.say(page.language), cells))
    heads = tuple(head for _, head in column_heads("month", year, page.language))
    return Grid(page.say(f"{year}年", year), heads, tuple(rows))


def _cells(page: Page, duty: Duty, cadence: str, year: str, counts: Mapping[str, Counts]) -> tuple[GridCell, ...]:
    width = _MONTHS[cadence]
    heads = column_heads(cadence, year, page.language)  # type: ignore[arg-type]
    many = duty.subject in MANY or any(one.total() > 1 for one in counts.values())
    return tuple(
        grid_cell(page, counts[key], width, head, many=many, one_by_one=bool(duty.check))
        if key in counts
        else GridCell(width, head)
        for key, head in heads
    )


def states_of(page: Page, digest: Digest, unit: str, numbers: Mapping[str, int]) -> list[GridRow]:
    """Return the duties without periods, each with a single cell."""
    rows = []
    for duty in digest.duties.values():
        counts = digest.cells.get((unit, duty.id, "-"))
        if counts:
            many = duty.subject in MANY or counts.total() > 1
            cell = grid_cell(page, counts, 1, "", many=many, one_by_one=bool(duty.check))
            rows.append(GridRow(numbers[duty.id], duty.title.say(page.language), (cell,)))
    return rows


def grid_cell(page: Page, counts: Counts, months: int, head: str, *, many: bool, one_by_one: bool) -> GridCell:
    """Return the cell that stands for so many findings of each status."""
    worst = cell_status(counts)
    told = page.join(
        page.say(f"{STATUS[one].zh} {counts[one]}", f"{counts[one]} {STATUS[one].en}")
        for one in STATUSES
        if counts[one]
    )
    if not many:
        return GridCell(months, head, worst, MARK[worst], STATUS[worst].say(page.language))
    if one_by_one:
        text = " ".join(f"{counts[one]}{MARK[one]}" for one in STATUSES if counts[one])
        return GridCell(months, head, worst, text, told)
    number = str(counts[worst]) if worst in WORST_FIRST else ""
    return GridCell(months, head, worst, MARK[worst] + number, told, share(counts))
