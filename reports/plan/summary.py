"""What is said after a plan was written: which files, how many rows, and what is to be looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from ...calendars.revisions import Revision
from ...engine.planning.columns import PLAN
from ...engine.planning.edits import Edits
from ..calendar.summary import unfitting, unplaced
from .notes import counts, plan_owner, plan_title, provisional_notes
from .row import Plan

_MOST_LINES = 40


def plan_summary(
    plan: Plan, files: Iterable[tuple[str, Path]], revision: Revision | None, others: int = 0
) -> Iterator[str]:
    """Yield the lines for a person who has just written the plan to ``files``, each with its format.

    ``others`` are how many sheets of the user's own the workbook has.
    """
    words, wanted = plan.words, plan.agenda.wanted
    yield f"{plan_title(plan)}  {plan_owner(plan)}"
    told = counts(plan.rows, words.language)
    if words.english:
        yield f"As of {wanted.as_of}, for {wanted.span.first} to {wanted.span.last}: {told or 'nothing is owed'}."
    else:
        yield f"截至 {wanted.as_of}，{wanted.span.first} 至 {wanted.span.last}：{told or '没有应办事项'}。"
    moved = sum(row.chosen for row in plan.rows)
    own = sum(row.standing == "own" for row in plan.rows)
    if moved or own:
        yield (
            f"Kept of your edits: {moved} days, {own} events of your own."
            if words.english
            else f"保留所改：改期 {moved} 项，自定 {own} 项。"
        )
    if others:
        yield (
            f"Kept sheets of your own, by their values: {others}."
            if words.english
            else f"自己添加的工作表 {others} 张，已按数值保留。"
        )
    if plan.dropped:
        yield (
            f"Left out, as they are no longer owed: {plan.dropped}."
            if words.english
            else f"已不需要、不再列出：{plan.dropped} 项。"
        )
    for form, path in files:
        line = f"Wrote {path}" if words.english else f"已写入 {path}"
        if form == "ics" and revision:
            line += (
                f": new {revision.new}, changed {revision.changed}, cancelled {revision.cancelled}, "
                f"unchanged {revision.unchanged}"
                if words.english
                else f"：新增 {revision.new}，变更 {revision.changed}，取消 {revision.cancelled}，"
                f"未变 {revision.unchanged}"
            )
        yield line + ("." if words.english else "。")
    yield from provisional_notes(plan.rows, words.language)
    yield from unfitting(plan.agenda, words)
    yield from unplaced(plan.agenda, words)


def remark_lines(plan: Plan, edits: Edits, rewritten: bool, language: str) -> Iterator[str]:
    """Yield a line for every remark on what was edited, with the row it stands in now; of very many the first ones.

    Where the workbook is ``rewritten`` rows are counted as they stand in the new one.
    """
    places = plan.rows_as_read() if rewritten else {}
    sheet = PLAN.say(language) if rewritten else edits.sheet
    order = sorted(plan.remarks, key=lambda one: not one.wrong)
    for one in order[:_MOST_LINES]:
        number = places.get(one.number, one.number) or (plan.row_of(one.uid) if one.uid and rewritten else 0)
        place = f"{edits.file}!{sheet}" + (f"!{number}" if number else "")
        yield f"{place}: {' '.join(one.text.say(language).split())}"
    if len(order) > _MOST_LINES:
        rest = len(order) - _MOST_LINES
        guide = ("; all are on the sheet “Guide”" if language == "en" else "，全部列在表“说明”中") if rewritten else ""
        yield f"{rest} more remarks{guide}." if language == "en" else f"另有 {rest} 条提示{guide}。"
