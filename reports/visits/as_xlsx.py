"""The visits as a workbook: the counts, the table to filter, and a sheet to print for every helper."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from ...engine.text import Text
from ..office.xlsx_cells import INERT, MADE, Looks, height, link_to, set_print, sheet_name, write_text, write_value
from .columns import Words, columns_of
from .report import HelperSheet, VisitReport
from .rows import VisitRow
from .sheets import GIVEN, HEADS, entries, note_of, title_of

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

TABLE = Text("走访", "Visits")
SUMMARY = Text("总览", "Summary")
MOST_SHEETS = 200  # of helpers; with more a workbook is hard to find one's way in
_HEAD = {"bold": True, "bg_color": "#F3F3F1", "border": 1, "text_wrap": True, "valign": "vcenter"}
_PLAIN = {"border": 1, "text_wrap": True, "valign": "top"}
_LATE = {**_PLAIN, "bg_color": "#F8D5C4"}
_SOON = {**_PLAIN, "bg_color": "#FFE9A8"}
_ROOM = 30.0  # points, so that there is room to write


def visit_workbook(report: VisitReport, language: str = "zh") -> bytes:
    """Return the workbook; the same report gives the same bytes."""
    from xlsxwriter import Workbook

    words = Words(report.audit, language)
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True, **INERT})
    title = f"{words.title()} · {report.audit.workspace.name}"
    book.set_properties({"created": MADE, "author": "checkbranch", "title": title[:200]})
    looks, used = Looks(book), set[str]()
    sheets = report.sheets()
    shown = sheets if len(sheets) <= MOST_SHEETS else []
    names = []
    for wanted in (SUMMARY.say(language), TABLE.say(language), *(_called(sheet, words) for sheet in shown)):
        names.append(sheet_name(wanted, used))
        used.add(names[-1].lower())
    summary, table, *others = (book.add_worksheet(name) for name in names)
    _write_summary(summary, report, words, looks, sheets, dict(zip(map(id, shown), names[2:], strict=True)))
    _write_table(table, report, words, looks, title)
    for sheet, own in zip(others, shown, strict=True):
        _write_helper(sheet, own, words, looks, title)
    summary.activate()
    book.close()
    return out.getvalue()


def _called(sheet: HelperSheet, words: Words) -> str:
    return sheet.name if sheet.name is not None else words.say("未落实", "No helper")


def _write_summary(
    sheet: Worksheet,
    report: VisitReport,
    words: Words,
    looks: Looks,
    sheets: list[HelperSheet],
    places: dict[int, str],
) -> None:
    big, head, plain = looks.look(bold=True, font_size=16), looks.look(**_HEAD), looks.kinds(_PLAIN)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 3, 14)
    write_text(sheet, 0, 0, words.title(), big)
    write_text(sheet, 1, 0, words.facts(report), looks.look())
    write_text(sheet, 2, 0, words.code(), looks.look(font_color="#5A5A5A"))
    at = 4
    for name, number in words.counts(report.counts):
        write_value(sheet, at, 0, name, plain)
        write_value(sheet, at, 1, number, plain)
        at += 1
    at += 1
    heads = (
        words.say("帮扶责任人", "Helper"),
        words.say("户数", "Subjects"),
        words.say("已逾期", "Overdue"),
        words.say("7 日内到期", "Within 7 days"),
    )
    for column, text in enumerate(heads):
        write_text(sheet, at, column, text, head)
    link = looks.look(border=1, valign="top", text_wrap=True, font_color="#9C1C1C", underline=1)
    for own in sheets:
        at += 1
        name = own.name if own.name is not None else words.say("（未落实）", "(none)")
        if id(own) in places:
            sheet.write_url(at, 0, link_to(places[id(own)], 0, 0), link)
            write_text(sheet, at, 0, name, link)
        else:
            write_value(sheet, at, 0, name, plain)
        late = sum(stop.first.overdue_since is not None for stop in own.stops)
        soon = sum(_soon(stop.first) for stop in own.stops)
        for column, number in enumerate((len(own.stops), late, soon), 1):
            write_value(sheet, at, column, number, plain)
    if not places and sheets:
        text = words.say(
            f"帮扶责任人超过 {MOST_SHEETS} 位，各人的走访单请用 --per-helper 文件夹 另写。",
            f"There are more than {MOST_SHEETS} helpers; write their sheets with --per-helper FOLDER.",
        )
        write_text(sheet, at + 2, 0, text, looks.look())
    set_print(sheet, words.title(), words.language, rows=0)


def _soon(row: VisitRow) -> bool:
    return row.overdue_since is None and row.days_left is not None and row.days_left <= 7


def _write_table(sheet: Worksheet, report: VisitReport, words: Words, looks: Looks, title: str) -> None:
    columns = columns_of(report)
    for at, column in enumerate(columns):
        sheet.set_column(at, at, column.width)
        write_text(sheet, 0, at, column.head.say(words.language), looks.look(**_HEAD))
    sheet.set_row(0, 32)
    for line, row in enumerate(report.rows, 1):
        kinds = looks.kinds(_LATE if row.overdue_since else _SOON if _soon(row) else _PLAIN)
        values = [column.value(row, words) for column in columns]
        for at, value in enumerate(values):
            write_value(sheet, line, at, value, kinds)
        sheet.set_row(line, height((str(v or ""), c.width) for v, c in zip(values, columns, strict=True)))
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(len(report.rows), 1), len(columns) - 1)
    set_print(sheet, title, words.language)


def _write_helper(sheet: Worksheet, own: HelperSheet, words: Words, looks: Looks, title: str) -> None:
    last = len(HEADS) - 1
    sheet.merge_range(0, 0, 0, last, "", looks.look(bold=True, font_size=16, align="center", valign="vcenter"))
    write_text(sheet, 0, 0, title_of(own, words), looks.look(bold=True, font_size=16, align="center", valign="vcenter"))
    sheet.merge_range(1, 0, 1, last, "", looks.look(text_wrap=True, valign="vcenter"))
    write_text(sheet, 1, 0, f"{words.audit.as_of}  {note_of(own, words)}", looks.look(text_wrap=True, valign="vcenter"))
    sheet.set_row(0, 28)
    sheet.set_row(1, 32)
    for at, (head, width) in enumerate(HEADS):
        sheet.set_column(at, at, width)
        write_text(sheet, 2, at, head.say(words.language), looks.look(**_HEAD))
    sheet.set_row(2, 32)
    for line, entry in enumerate(entries(own, words), 3):
        kinds = looks.kinds(_LATE if entry.overdue else _PLAIN)
        texts = (entry.id, entry.name, entry.place, entry.duties, entry.last, entry.due, entry.standing)
        for at, text in enumerate(texts):
            write_value(sheet, line, at, text, kinds)
        for at in range(GIVEN, len(HEADS)):
            write_value(sheet, line, at, None, looks.kinds(_PLAIN))
        widths = (width for _, width in HEADS)
        sheet.set_row(line, max(_ROOM, height(zip(texts, widths, strict=False))))
    sheet.freeze_panes(3, 2)
    set_print(sheet, title, words.language, rows=3)
