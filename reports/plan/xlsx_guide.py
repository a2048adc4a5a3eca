"""The sheet of a plan that says how it is edited and made again, and what in it asks for a look."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...engine.text import Text
from ..office.xlsx_cells import Looks, height, set_print, write_text
from .notes import counts, provisional_notes
from .row import Plan

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_WIDTH = 72
_HOW: Sequence[Text] = (
    Text(
        "改什么：表“计划”中蓝色表头的各列（建议日期、时间、地点、负责人、备注）可以修改；灰色各列由本程序填写，改了也"
        "会重写。",
        "What to edit: the columns with a blue header on the sheet “Plan” (date, time, place, person, notes). The grey "
        "ones are written by the program, and written anew each time.",
    ),
    Text(
        "改好之后保存、关闭，把原来的命令（checkbranch calendar plan … -o 本文件）再运行一次：所改的都保留，"
        "日历文件（.ics）和网页随之更新。",
        "Then save, close, and run the same command again (checkbranch calendar plan … -o this file): what you changed "
        "stays, and the calendar file (.ics) and the page follow.",
    ),
    Text(
        "日期应在“最早日期”和“最晚日期”之间。超出的会保留，标红并提示，但按此日期开展不计入。清空日期，就恢复为建议日"
        "期。",
        "A day should lie from “Earliest” to “Latest”. One outside stays and is marked, but held then it does not "
        "count. Empty the cell to have the proposal again.",
    ),
    Text(
        "自己的安排：在末尾另写一行，“编号”留空，写明事项和日期即可；日历上标为“自定”。",
        "Events of your own: write a row at the end, without an id, with what and when; calendars show it as “own”.",
    ),
    Text(
        "不要改动“编号”。一行整个删去的，只要仍是应办事项，下次会照样列出。",
        "Leave the ids alone. A row that is deleted comes back as long as it is still owed.",
    ),
    Text(
        "行可以排序、筛选，列可以移动，也可以加自己的列和工作表：数值会保留。公式只保留结果；批注、颜色、列宽、图片不保留。"
        "表“全年”“说明”每次重写。",
        "Rows can be sorted and filtered, columns moved; columns and sheets of your own are kept by their values. Of "
        "formulas the result stays; comments, colours, widths and pictures do not. The sheets “Year” and “Guide” are "
        "written anew.",
    ),
    Text(
        "是否已开展，以台账为准：开展之后请登记台账，再运行一次，状态即变为“已开展”。",
        "Whether something was held is told by the ledger: enter it there and run the command again.",
    ),
    Text(
        "“负责人”“备注”只留在本表，不写进日历文件和网页。",
        "Who is in charge and the notes stay in this table; they are not written into calendar files or pages.",
    ),
)


def write_guide(sheet: Worksheet, plan: Plan, looks: Looks, title: str) -> None:
    """Write how to edit and run again, the days to look at again, and the remarks on what was edited."""
    language = plan.words.language
    wanted = plan.agenda.wanted
    plain = looks.look(text_wrap=True, valign="top", num_format="@")
    bold = looks.look(bold=True, font_size=12, valign="top", num_format="@")
    said = Text(
        f"截至 {wanted.as_of}，{wanted.span.first} 至 {wanted.span.last}：",
        f"As of {wanted.as_of}, {wanted.span.first} to {wanted.span.last}: ",
    )
    lines = [(title, True), (said.say(language) + counts(plan.rows, language), False)]
    lines.append((Text("怎样修改、怎样再运行", "How to edit, and how to run it again").say(language), True))
    lines += [(f"{number}. {text.say(language)}", False) for number, text in enumerate(_HOW, 1)]
    notes = provisional_notes(plan.rows, language)
    if notes:
        lines.append((Text("放假安排公布后要再核对的日期", "Days to look at again").say(language), True))
        lines += [(note, False) for note in notes]
        lines.append(
            (
                Text(
                    "公布后请写入 checkbranch.yaml 中 holidays: 所指的清单，再运行一次；没有改过的日期会自动避开放假。",
                    "Once announced, write them into the list under holidays: in checkbranch.yaml and run the command "
                    "again; days that you did not change then move off the holidays.",
                ).say(language),
                False,
            )
        )
    places = plan.rows_as_read()
    told = [(places.get(one.number) or (plan.row_of(one.uid) if one.uid else 0), one) for one in plan.remarks]
    if told:
        lines.append((Text("对所改内容的提示", "Remarks on what was edited").say(language), True))
        row = Text("第 {} 行：", "Row {}: ").say(language)
        lines += [((row.format(at) if at else "") + one.text.say(language), False) for at, one in told]
    sheet.set_column(0, 0, _WIDTH)
    for at, (text, head) in enumerate(lines):
        write_text(sheet, at, 0, text, bold if head else plain)
        sheet.set_row(at, 22 if head else height([(text, _WIDTH)]) + 3)
    set_print(sheet, title, language, rows=0)
    sheet.set_portrait()
