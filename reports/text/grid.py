"""The grid of one unit: its duties down, their periods across, a mark in every cell, and the legend."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from ...engine.findings import STATUSES, Status
from ...engine.packs.model import Duty
from ..digest import MANY, Digest
from ..layout import Page, Style
from ..table import Cell, Table
from ..words.periods import CADENCE, Cadence, cadence_key, column_heads
from ..words.wording import MARK, STATUS, WORST_FIRST

# At 100 cells twelve months fit beside long titles; on a narrow page both must give way.
_ROOMY = 100
_FINE: tuple[Status, ...] = ("met", "made_up")
_STYLE: Mapping[Status, Style] = {
    "met": "good",
    "made_up": "good",
    "unknown": "doubt",
    "short": "bad",
    "invalid": "bad",
    "missing": "bad",
}

Counts = Mapping[Status, int]


def write_grid(page: Page, digest: Digest, unit: str) -> None:
    """Write the grid of a unit, a table for every cadence and year, and the legend."""
    tables = list(grid_tables(page, digest, unit))
    if not tables:
        return
    first = max(table.first_needed() for table in tables)
    for table in tables:
        table.write(page, first)
    counted = any(home == unit and digest.duties[duty].check for home, duty, _ in digest.cells)
    page.para(legend(page, counted), 2, 2, "faint")


def legend(page: Page, one_by_one: bool = False) -> str:
    """Return what the marks mean; ``one_by_one``: also the counts of what is judged record by record."""
    marks = "  ".join(f"{MARK[status]} {STATUS[status].say(page.language)}" for status in STATUSES)
    text = page.say(
        f"图例：{marks}；多个对象时，✗3 表示最差一类有 3 个，下行为“已达标/应有”",
        f"Legend: {marks}; of many subjects, ✗3: the worst status and how many have it; below: met/owed",
    )
    more = page.say("；逐条核对的事项，3✓ 1△ 为各有几条", "; of what is judged one by one, 3✓ 1△: how many of each")
    return text + more if one_by_one else text


def grid_tables(page: Page, digest: Digest, unit: str) -> Iterator[Table]:
    """Yield the tables of a unit: by cadence, then year, the duties in the order of the packs."""
    found: dict[tuple[Cadence, str], dict[str, dict[str, Counter[Status]]]] = {}
    for (home, duty, key), counts in digest.cells.items():
        if home == unit:
            cadence = cadence_key(key)
            year = "" if cadence in ("year", "none") else key[:4]
            found.setdefault((cadence, year), {}).setdefault(duty, {})[key] = counts
    for cadence in CADENCE:
        for year in sorted(year for kind, year in found if kind == cadence):
            yield _table(page, digest, cadence, year, found[cadence, year])


def _table(
    page: Page, digest: Digest, cadence: Cadence, year: str, rows: Mapping[str, Mapping[str, Counter[Status]]]
) -> Table:
    columns = _columns(page, cadence, year, rows)
    name = CADENCE[cadence].say(page.language)
    prefix = page.say(f"{year}年", f"{year} ") if year else ""
    table = Table([prefix + name, *(head for _, head in columns)], 30 if page.width >= _ROOMY else 24)
    for duty in digest.duties.values():
        if duty.id in rows:
            _add_rows(page, table, duty, [rows[duty.id].get(key) for key, _ in columns])
    return table


def _columns(
    page: Page, cadence: Cadence, year: str, rows: Mapping[str, Mapping[str, object]]
) -> list[tuple[str, str]]:
    if cadence == "year":
        years = sorted({key for cells in rows.values() for key in cells})
        return [head for one in years for head in column_heads("year", one, page.language)]
    return column_heads(cadence, year, page.language)


def _add_rows(page: Page, table: Table, duty: Duty, counts: list[Counter[Status] | None]) -> None:
    if duty.check:
        table.add([Cell(duty.title.say(page.language)), *(_counts(cell) for cell in counts)])
        return
    many = duty.subject in MANY or any(cell is not None and cell.total() > 1 for cell in counts)
    table.add([Cell(duty.title.say(page.language)), *(_cell(cell, many) for cell in counts)])
    if many:
        table.add([Cell(""), *(Cell(share(cell) if cell else "", "faint") for cell in counts)])


def _cell(counts: Counter[Status] | None, many: bool) -> Cell:
    if not counts:
        return Cell("")
    status = cell_status(counts)
    number = str(counts[status]) if many and status in WORST_FIRST else ""
    return Cell(MARK[status] + number, _STYLE.get(status))


def _counts(counts: Counter[Status] | None) -> Cell:
    """Return how many of the records, values or subjects have which status: ``3✓ 1△``; of one the mark alone."""
    if not counts:
        return Cell("")
    several = counts.total() > 1
    marks = [f"{counts[status] if several else ''}{MARK[status]}" for status in STATUSES if counts[status]]
    return Cell(" ".join(marks), _STYLE.get(cell_status(counts)))


def cell_status(counts: Counts) -> Status:
    """Return the status a cell shows: the worst there is; where all is fine, the one most have."""
    for status in WORST_FIRST:
        if counts.get(status):
            return status
    fine: tuple[Status, ...] = ("met", "made_up", "waived", "not_applicable")
    return next((status for status in fine if counts.get(status)), "not_applicable")


def share(counts: Counts) -> str:
    """Return how many met the duty (made up or not) of how many that owe it: ``260/272``."""
    owed = sum(number for status, number in counts.items() if status != "not_applicable")
    return f"{sum(counts.get(status, 0) for status in _FINE)}/{owed}" if owed else ""
