"""A plan as text on a terminal: a list by month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import TextIO

from ..layout import Page, cells, pad, safe
from .notes import counts, plan_owner, plan_title, provisional_notes
from .row import Plan, Row
from .words import WEEKDAY, month_name

_TO_COME = ("planned", "make_up", "unknown", "missed")  # of which the last good day is told


def write_plan_text(plan: Plan, out: TextIO) -> None:
    """Write the plan to ``out``."""
    page = Page(out, plan.words.language)
    wanted = plan.agenda.wanted
    page.line(safe(f"{plan_title(plan)}  {plan_owner(plan)}"), "head")
    page.line(page.say(f"截至 {wanted.as_of}：", f"As of {wanted.as_of}: ") + counts(plan.rows, plan.words.language))
    for note in provisional_notes(plan.rows, plan.words.language):
        page.para(note, 0)
    dated = [row for row in plan.rows if row.on_calendar]
    dated.sort(key=_day)
    for first, rows in groupby(dated, lambda row: _day(row).replace(day=1)):
        page.head(month_name(first, plan.words.language))
        _list(page, list(rows), plan.words.many)
    others = [row for row in plan.rows if not row.on_calendar]
    if others:
        page.head(page.say("没有日期的", "Without a day"))
        _list(page, others, plan.words.many)


def _list(page: Page, rows: Sequence[Row], many: bool) -> None:
    lines = [list(_columns(row, page, many)) for row in rows]
    widths = [max(cells(line[n]) for line in lines) for n in range(len(lines[0]))]
    for line in lines:
        page.line("  " + "  ".join(pad(text, width) for text, width in zip(line, widths, strict=True) if width))


def _columns(row: Row, page: Page, many: bool) -> Iterator[str]:
    language = page.language
    yield f"{row.day:%m-%d} {WEEKDAY[row.day.weekday()].say(language)}" if row.day and row.on_calendar else ""
    yield row.mark
    yield safe(row.clock_text())
    yield safe(row.label) if many else ""
    matter = f"{row.matter}{page.say('（', ' (')}{row.period}{page.say('）', ')')}" if row.period else row.matter
    yield safe(matter)
    yield row.status.say(language)
    yield page.say(f"最晚 {row.until:%m-%d}", f"by {row.until:%m-%d}") if row.until and row.standing in _TO_COME else ""
    yield safe(page.say("；", "; ").join(hint.say(language) for hint in row.hints))


def _day(row: Row) -> date:
    return row.day or date.max
