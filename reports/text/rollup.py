"""Many units at once: a line for each, the worst first, with its counts and its oldest gap."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from ...engine.findings import GAPS, STATUSES, Status, Subject
from ...engine.text import Text
from ..digest import Units, label
from ..layout import Page
from ..oldest import Oldest
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


def folded_words(units: Units) -> Text | None:
    """Return that Party groups are counted with their branch; None where there are none."""
    if all(unit == home for unit, home in units.home.items()):
        return None
    return Text("党小组计入所在支部", "Party groups are counted with their branch")


def write_rollup(page: Page, units: Units, totals: Totals, oldest: Mapping[str, Oldest]) -> None:
    """Write the table; ``oldest`` is each unit's oldest gap."""
    order = ranked(units, totals)
    with_gaps = sum(gaps_of(totals[row.id]) > 0 for row in order)
    folded = folded_words(units)
    zh, en = (f"；{folded.zh}", f"; {folded.en}") if folded else ("", "")
    page.head(
        page.say(
            f"各单位情况（{len(order)} 个，{with_gaps} 个有缺口，缺口多的在前{zh}）",
            f"By unit ({len(order)}, {with_gaps} with gaps; most gaps first{en})",
        )
    )
    heads = [page.say("单位", "unit"), page.say("缺口", "gaps"), page.say("最早缺口", "oldest")]
    heads += [_head(page, status) for status in STATUSES]
    table = Table(heads, 32)
    for row in order[:_LINES_SHOWN]:
        table.add(_row(page, row, totals[row.id], oldest.get(row.id)))
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


def _row(page: Page, unit: Subject, counts: Counter[Status], oldest: Oldest | None) -> list[Cell]:
    gaps = gaps_of(counts)
    cells = [Cell(label(unit, page.language)), Cell(str(gaps), "bad" if gaps else "good")]
    cells.append(Cell(oldest.name if oldest else ""))
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
