"""A plan as a workbook to work in: its rows, a wall calendar of the year, how to go on, and a hidden memory."""

from __future__ import annotations

import io
from collections.abc import Sequence

from ...engine.errors import fail
from ...engine.ledger.values.sheets import Sheet
from ...engine.planning.book import Place
from ...engine.planning.columns import COLUMNS, GUIDE, MEMORY, PLAN, YEAR
from ...engine.planning.memory import Scope, dump_memory
from ..office.xlsx_cells import INERT, MADE, Looks
from ..office.xlsx_others import write_others
from .notes import plan_owner, plan_title
from .row import Plan
from .xlsx_guide import write_guide
from .xlsx_rows import RowsSheet
from .xlsx_year import write_year

MOST_ROWS = 100_000


def plan_workbook(plan: Plan, scope: Scope, layout: Sequence[Place] = (), others: Sequence[Sheet] = ()) -> bytes:
    """Return the workbook; the same plan gives the same bytes.

    ``layout`` is the order in which the user has put the columns, ``others`` are sheets of his own, which are kept.
    Raises CheckbranchError where there are more rows than anybody could work through.
    """
    from xlsxwriter import Workbook

    if len(plan.rows) > MOST_ROWS:
        raise fail(
            "-o",
            f"计划有 {len(plan.rows)} 行，一个表格最多写 {MOST_ROWS} 行。请用 --unit 按单位分几次写。",
            f"The plan has {len(plan.rows)} rows; a workbook takes at most {MOST_ROWS}. Write it in parts with --unit.",
        )

    language = plan.words.language
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True, **INERT})
    title = f"{plan_title(plan)} · {plan_owner(plan)}"
    book.set_properties({"created": MADE, "author": "checkbranch", "title": title[:200]})
    looks = Looks(book)
    rows, year, guide = (book.add_worksheet(name.say(language)) for name in (PLAN, YEAR, GUIDE))
    RowsSheet(rows, full_layout(layout, language), looks, language).write(plan, title)
    write_year(year, plan, looks, title)
    write_guide(guide, plan, looks, title)
    write_others(book, others, looks, {PLAN.say(language), YEAR.say(language), GUIDE.say(language), MEMORY})
    memory = book.add_worksheet(MEMORY)
    for at, cells in enumerate(dump_memory(scope, (row.written for row in plan.rows if row.written))):
        for column, text in enumerate(cells):
            memory.write_string(at, column, text)
    memory.very_hidden()
    rows.activate()
    book.close()
    return out.getvalue()


def full_layout(layout: Sequence[Place], language: str) -> list[Place]:
    """Return all columns in the order in which they stand, those of ours that are missing at the end."""
    heads = {column.key: column.head.say(language) for column in COLUMNS}
    placed = [Place(place.key, heads[place.key] if place.key else place.head) for place in layout]
    there = {place.key for place in placed}
    return [*placed, *(Place(key, head) for key, head in heads.items() if key not in there)]
