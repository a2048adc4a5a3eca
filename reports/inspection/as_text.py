"""The self-check as text: the cover, what to do until the inspection, then duty by duty in the order of the box."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TextIO

from ..layout import Page
from ..table import Cell, Table
from .compose import sheet_of
from .model import Inspection
from .sheet import DutySheet, EntryLine, Overview, PeriodLine, Sheet, TaskLine, UnitSheet
from .text_parts import write_papers, write_ranking, write_score

_TASKS_SHOWN = 40


def write_inspection_text(
    inspection: Inspection, out: TextIO, language: str = "zh", width: int | None = None, color: bool | None = None
) -> None:
    """Write the self-check to ``out``; ``width`` and ``color`` are taken from the terminal where they are None."""
    page, sheet = Page(out, language, width, color), sheet_of(inspection, language)
    page.line(f"{sheet.heads['title']}{page.say('：', ': ')}{sheet.name}", "head")
    for name, text in sheet.facts:
        page.para(f"{name}{page.say('：', ': ')}{text}", 2, 2)
    for text in sheet.notices:
        page.para("- " + text, 2, 2)
    _write_counts(page, sheet)
    if sheet.overview:
        _write_overview(page, sheet, sheet.overview)
        write_ranking(page, sheet)
        _write_closing(page, sheet)
        _write_hints(page, sheet)
        _write_code(page, sheet)
        return
    for key, tasks in (("todo", sheet.todo), ("later", sheet.later), ("explain", sheet.explain)):
        _write_tasks(page, sheet, key, tasks)
    _write_index(page, sheet)
    write_score(page, sheet)
    for unit in sheet.units:
        _write_unit(page, sheet, unit)
        write_papers(page, sheet, unit)
        if sheet.several:
            _write_signed(page, sheet)
    _write_closing(page, sheet)
    if not sheet.several:
        _write_signed(page, sheet)
    _write_hints(page, sheet)
    _write_code(page, sheet)


def _write_overview(page: Page, sheet: Sheet, overview: Overview) -> None:
    page.head(sheet.heads["index"])
    table = Table([sheet.heads["duty"], *overview.duty_heads], 34)
    for name, numbers in overview.duties:
        table.add([Cell(name), *(Cell(number if number != "0" else "·") for number in numbers)])
    table.write(page)
    _write_sum(page)
    page.head(sheet.heads["by_unit"])
    page.para(overview.note, 2, 2)
    table = Table([sheet.heads["unit"], *overview.unit_heads], 34)
    for name, numbers in overview.units:
        table.add([Cell(name), *(Cell(number if number != "0" else "·") for number in numbers)])
    table.write(page)


def _write_hints(page: Page, sheet: Sheet) -> None:
    if sheet.hints:
        page.head(sheet.heads["hints"])
    for hint in sheet.hints:
        page.para(hint.title, 2, 2)
        for line in hint.lines:
            page.para(line, 6, 2)
        if hint.how:
            page.para(hint.how, 6, 2, "faint")


def _write_closing(page: Page, sheet: Sheet) -> None:
    for key, lines in (
        ("flags", sheet.flags),
        ("untested", sheet.untested),
        ("off", sheet.off),
        ("notes", sheet.notes),
    ):
        if lines:
            page.head(sheet.heads[key])
            for line in lines:
                page.para(line, 2, 2)


_SIGNED = ("secretary", "checker", "reviewer", "date")


def _write_signed(page: Page, sheet: Sheet) -> None:
    page.line()
    page.line("  " + "    ".join(f"{sheet.heads[key]}{page.say('：', ': ')}____________" for key in _SIGNED))


def _write_code(page: Page, sheet: Sheet) -> None:
    page.line()
    page.para(f"{sheet.heads['code']} {sheet.code}", 2, 2, "faint")


def _write_counts(page: Page, sheet: Sheet) -> None:
    parts = [f"{mark} {word} {number}" for mark, word, number in sheet.counts]
    total = page.say(f"{sheet.heads['total']} {sheet.total} 项 = ", f"{sheet.heads['total']} {sheet.total} = ")
    page.para(sheet.heads["counts"] + page.say("：", ": ") + total + " + ".join(parts), 2, 2)


def _write_tasks(page: Page, sheet: Sheet, key: str, tasks: Sequence[TaskLine]) -> None:
    if not tasks and key != "todo":
        return
    page.head(f"{sheet.heads[key]}{page.say(f'（{len(tasks)} 件）', f' ({len(tasks)})')}")
    if not tasks:
        page.para(page.say("没有。", "Nothing."), 2)
    if key == "later":
        page.para(sheet.heads["later_note"], 2, 0, "faint")
    for task in tasks[:_TASKS_SHOWN]:
        _write_task(page, sheet, task, key)
    if len(tasks) > _TASKS_SHOWN:
        rest = len(tasks) - _TASKS_SHOWN
        page.para(page.say(f"另有 {rest} 件，见各单位。", f"{rest} more: see each unit."), 2)


def _write_task(page: Page, sheet: Sheet, task: TaskLine, key: str) -> None:
    days, colon = sheet.heads["days"], page.say("：", ": ")
    lead = "" if key == "explain" else f"{task.by}  {days} {task.days}  "
    unit = f"{task.unit}  " if task.unit else ""
    page.para(f"{lead}{unit}{task.matter}", 2, 2)
    if key != "later":
        page.para(task.how + page.say("。", "."), 6, 2)
    rest = [f"{sheet.heads['who']}{colon}{task.who}"]
    if task.basis:
        rest.append(f"{sheet.heads['basis']}{colon}{task.basis}")
    page.para(page.say("；", "; ").join(rest), 6, 2, "faint")


def _write_index(page: Page, sheet: Sheet) -> None:
    if not sheet.units:
        return
    page.head(sheet.heads["index"])
    for unit in sheet.units:
        duties = [duty for _, part in unit.sections for duty in part]
        if not duties:
            continue
        table = Table(
            [
                unit.name if sheet.several else sheet.heads["duty"],
                sheet.heads["owed"],
                *(n for n, _ in duties[0].shares),
            ],
            34,
        )
        for duty in duties:
            shares = [Cell(number if number != "0" else "·") for _, number in duty.shares]
            table.add([Cell(duty.title), Cell(duty.total), *shares])
        table.write(page)
    _write_sum(page)


def _write_sum(page: Page) -> None:
    page.para(
        page.say(
            "应 = 按期 + 补开 + 豁免 + 未到期 + 待核 + 缺",
            "owed = in time + made up + waived + not yet due + not known + lacking",
        ),
        2,
        2,
        "faint",
    )


def _write_unit(page: Page, sheet: Sheet, unit: UnitSheet) -> None:
    page.head(f"{sheet.heads['duties']}{page.say('：', ': ')}{unit.name}")
    for number, (section, duties) in enumerate(unit.sections, 1):
        page.line()
        page.line(page.say(f"  【{number}】{section}", f"  [{number}] {section}"), "head")
        for duty in duties:
            _write_duty(page, sheet, duty)
    if unit.not_owed:
        page.line()
        page.para(sheet.heads["not_owed"] + page.say("：", ": ") + page.say("；", "; ").join(unit.not_owed), 2, 2)


def _write_duty(page: Page, sheet: Sheet, duty: DutySheet) -> None:
    heads, colon = sheet.heads, page.say("：", ": ")
    page.line(page.say(f"  ■ {duty.title}（{duty.id}）", f"  * {duty.title} ({duty.id})"), "head")
    for basis in duty.basis:
        page.para(f"{heads['basis']}{colon}{basis}", 4, 2)
    shares = page.say("，", ", ").join(f"{name} {number}" for name, number in duty.shares if number != "0")
    page.para(f"{heads['owed']}{colon}{duty.owed}{page.say('；', '; ')}{shares}", 4, 2)
    for period in duty.periods:
        _write_period(page, sheet, period)
    for entry in duty.entries:
        _write_entry(page, sheet, entry)
    for text in duty.waived:
        page.para(f"{heads['waived']}{colon}{text}", 4, 2)
    for text in duty.notes:
        page.para(text, 4, 2, "faint")


def _write_period(page: Page, sheet: Sheet, period: PeriodLine) -> None:
    heads = sheet.heads
    numbers = page.say(
        f"{heads['owed']} {period.owed} 按期 {period.on_time} 补开 {period.made_up}",
        f"owed {period.owed}, in time {period.on_time}, made up {period.made_up}",
    )
    found = page.say("；", "; ").join(period.found)
    page.para(f"{period.period}  {period.mark} {period.words}  {numbers}  {found}".rstrip(), 4, 4)


def _write_entry(page: Page, sheet: Sheet, entry: EntryLine) -> None:
    colon = page.say("：", ": ")
    page.para(f"→ {entry.period}  {entry.mark} {entry.words}  {entry.missing}", 4, 2)
    if entry.subjects:
        page.para(entry.subjects, 8, 0)
    for line in entry.found if entry.subjects or entry.each else ():
        page.para(line, 8, 2)
    for line in entry.can:
        page.para(f"{sheet.heads['can']}{colon}{line}", 8, 2)
    if entry.who:
        page.para(f"{sheet.heads['who']}{colon}{entry.who}", 8, 2)
