"""Many units at once: a line for each, the worst first, with its counts and its oldest gap."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from ...engine.findings import GAPS, STATUSES, PeriodRef, Status, Subject
from ..digest import Units, label
from ..layout import Page
from ..table import Cell, Table
from ..words.wording import STATUS

_LINES_SHOWN = 200

Totals = Mapping[str, Counter[Status]]


def ranked(units: Units, totals: Totals) -> list[Subject]:
    """Return the units, most gaps first, then most without a record, then most not known, then as in the roster."""
    return sorted(
        units.shown,
        key=lambda row: (-gaps_of(totals[row.id]), -totals[row.id]["missing"], -totals[row.id]["unknown"]),
    )


def gaps_of(counts: Counter[Status]) -> int:
    """Return how many of the counted obligations are gaps."""
    return sum(counts[status] for status in GAPS)


def write_rollup(page: Page, units: Units, totals: Totals, oldest: Mapping[str, PeriodRef] | None) -> None:
    """Write the table; ``oldest`` is each unit's oldest gap, None where that was not looked for."""
    order = ranked(units, totals)
    with_gaps = sum(gaps_of(totals[row.id]) > 0 for row in order)
    page.head(
        page.say(
            f"各单位情况（{len(order)} 个，{with_gaps} 个有缺口，缺口多的在前）",
            f"By unit ({len(order)}, {with_gaps} with gaps; most gaps first)",
        )
    )
    heads = [page.say("单位", "unit"), page.say("缺口", "gaps")]
    if oldest is not None:
        heads.append(page.say("最早缺口", "oldest"))
    heads += [_head(page, status) for status in STATUSES]
    table = Table(heads, 32)
    for row in order[:_LINES_SHOWN]:
        table.add(_row(page, row, totals[row.id], oldest))
    table.write(page)
    if len(order) > _LINES_SHOWN:
        _write_rest(page, order[_LINES_SHOWN:], totals)


def _head(page: Page, status: Status) -> str:
    short = {
        "unknown": "unknown",
        "not_applicable": "n/a",
        "missing": "no record",
        "open": "open",
        "invalid": "invalid",
    }
    return page.say(STATUS[status].zh, short.get(status, STATUS[status].en))


def _row(page: Page, unit: Subject, counts: Counter[Status], oldest: Mapping[str, PeriodRef] | None) -> list[Cell]:
    gaps = gaps_of(counts)
    cells = [Cell(label(unit, page.language)), Cell(str(gaps), "bad" if gaps else "good")]
    if oldest is not None:
        cells.append(Cell(oldest[unit.id].key if unit.id in oldest else ""))
    return cells + [Cell(str(counts[status])) for status in STATUSES]


def _write_rest(page: Page, rest: list[Subject], totals: Totals) -> None:
    left = sum((totals[row.id] for row in rest), Counter[Status]())
    gaps, unknown = gaps_of(left), left["unknown"]
    page.para(
        page.say(
            f"其余 {len(rest)} 个单位从略（缺口 {gaps}、待核 {unknown}），用 --unit 单位 查看，或用 --format json",
            f"{len(rest)} more units left out ({gaps} gaps, {unknown} not known): see --unit UNIT or --format json",
        ),
        2,
        2,
    )
