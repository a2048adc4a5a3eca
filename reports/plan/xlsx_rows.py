"""The sheet of a plan that is edited: a row for every occurrence, what may be changed in white."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from ...engine.planning.book import Place
from ...engine.planning.columns import BY_KEY
from ...engine.text import Text
from ..office.xlsx_cells import Looks, Value, cell_name, height, set_print, write_text, write_value
from .row import Plan, Row
from .words import WEEKDAY

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

HEAD, HEAD_EDITED, GREY, RED, YELLOW = "#D9D9D9", "#BDD7EE", "#F5F5F5", "#C00000", "#FFF2CC"
SPARE = 200  # empty rows below the last that check days too, for what is added
_WIDTHS: Mapping[str, float] = {
    "id": 5, "unit": 18, "matter": 24, "period": 15, "day": 11.5, "weekday": 8, "time": 12, "place": 13, "person": 10,
    "basis": 27, "opens": 11, "until": 11, "status": 9, "hint": 26, "note": 22,
}  # fmt: skip
_OWN_WIDTH = 14
_DAYS = ("opens", "until")
_CENTRED = ("day", "weekday", "time", "status", "opens", "until")
_HELP: Mapping[str, Text] = {
    "id": Text(
        "用于识别各行，请勿改动。自己添加的行留空。", "Tells the rows apart; leave it. Rows that you add have none."
    ),
    "day": Text(
        "可以改；清空则恢复建议日期。应在“最早日期”和“最晚日期”之间。",
        "Can be edited; empty it to have the proposal again. From “Earliest” to “Latest”.",
    ),
    "time": Text(
        "可以改：15:00 或 15:00-16:30；留空为全天。", "Can be edited: 15:00 or 15:00-16:30; empty is all day."
    ),
    "place": Text("可以填。", "Can be filled in."),
    "person": Text("可以填；不写进日历文件和网页。", "Can be filled in; is written neither into calendars nor pages."),
    "note": Text("可以填；只留在本表。", "Can be filled in; stays in this table."),
    "status": Text("由台账得出，请勿改动。", "Comes from the ledger; leave it."),
    "weekday": Text("再次运行时更新。", "Is renewed when the command runs again."),
    "until": Text("超过这一天再开展，不计入。", "Held after this day it does not count."),
}


class RowsSheet:
    """Writes the rows of a plan into the columns of ``layout``."""

    def __init__(self, sheet: Worksheet, layout: Sequence[Place], looks: Looks, language: str) -> None:
        self._sheet, self._layout, self._looks, self._language = sheet, layout, looks, language
        self._at = {place.key: at for at, place in enumerate(layout) if place.key}

    def write(self, plan: Plan, title: str) -> None:
        """Write the header and all rows, with the checks that a spreadsheet makes while it is edited."""
        self._head(plan)
        own_heads = [at for at, place in enumerate(self._layout) if place.key is None]
        for number, row in enumerate(plan.rows, 1):
            self._row(number, row, own_heads)
        last = len(plan.rows)
        self._sheet.autofilter(0, 0, max(last, 1), len(self._layout) - 1)
        self._checks(max(last, 1) + SPARE)
        set_print(self._sheet, title, self._language)

    def _head(self, plan: Plan) -> None:
        look = {"bold": True, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True}
        for at, place in enumerate(self._layout):
            edited = place.key is None or BY_KEY[place.key].edited
            hidden = place.key == "unit" and not plan.words.many and not any(r.standing == "own" for r in plan.rows)
            width = _WIDTHS[place.key] if place.key else _OWN_WIDTH
            self._sheet.set_column(at, at, width, None, {"hidden": 1} if hidden else {})
            fill = HEAD_EDITED if edited else HEAD
            write_text(self._sheet, 0, at, place.head, self._looks.look(**look, bg_color=fill))
            help_ = _HELP.get(place.key or "")
            if help_:
                said = help_.say(self._language)
                self._sheet.write_comment(0, at, said, {"author": "checkbranch", "x_scale": 1.6, "y_scale": 0.8})
        self._sheet.set_row(0, 24)
        self._sheet.freeze_panes(1, 0)
        self._sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})

    def _row(self, number: int, row: Row, own_heads: Sequence[int]) -> None:
        cells = self._cells(row)
        shown = [(str(value or ""), _WIDTHS[key]) for key, value in cells.items() if key != "id"]
        self._sheet.set_row(number, max(height(shown, 120), 18))
        for key, value in cells.items():
            at = self._at[key]
            look = self._look(key, row)
            if isinstance(value, date) or key in row.cells:
                write_value(self._sheet, number, at, value, self._looks.kinds(look))
            else:
                write_text(self._sheet, number, at, str(value or ""), self._format(look))
        plain = {"border": 1, "border_color": "#BFBFBF", "valign": "vcenter", "text_wrap": True}
        for at, cell in zip(own_heads, row.own, strict=False):
            write_value(self._sheet, number, at, cell, self._looks.kinds(plain))

    def _cells(self, row: Row) -> dict[str, Value]:
        day: Value = row.unread or row.day
        language = self._language
        hints = [hint.say(language) for hint in row.hints]
        if row.provisional:
            year = row.provisional
            hints.append(
                Text(f"{year} 年放假安排未公布，须再核对", f"holidays of {year} not known; check").say(language)
            )
        cells: dict[str, Value] = {
            "id": row.id,
            "unit": row.label,
            "matter": row.matter if row.standing != "own" or row.matter else "",
            "period": row.period,
            "day": day,
            "weekday": WEEKDAY[row.day.weekday()].say(language) if row.day and not row.unread else "",
            "time": row.time,
            "place": row.place,
            "person": row.person,
            "basis": row.basis,
            "opens": row.opens,
            "until": row.until,
            "status": row.status.say(language),
            "hint": ("；" if language != "en" else "; ").join(hints),
            "note": row.note,
        }
        return cells | dict(row.cells)

    def _look(self, key: str, row: Row) -> dict[str, object]:
        look: dict[str, object] = {"border": 1, "border_color": "#BFBFBF", "valign": "vcenter", "text_wrap": True}
        edited = BY_KEY[key].edited or (row.standing == "own" and key in ("unit", "matter"))
        if not edited:
            look["bg_color"] = GREY
        if key in _CENTRED:
            look["align"] = "center"
        if key == "id":
            look |= {"font_color": "#A6A6A6", "font_size": 7, "text_wrap": False}
        if row.standing in ("held", "made_up", "gone", "missed"):
            look.setdefault("font_color", "#7F7F7F")
        if row.wrong and key in ("day", "hint"):
            look |= {"bold": True, "font_color": RED, "bg_color": YELLOW}
        elif key == "day" and row.chosen:
            look["bold"] = True
        return look

    def _format(self, look: Mapping[str, object]) -> Format:
        return self._looks.look(**look, num_format="@")

    def _checks(self, last: int) -> None:
        """Ask about a day outside its bounds while it is typed; they stand in the row, wherever it is sorted to."""
        at, first, until = (cell_name(1, self._at[key]) for key in ("day", "opens", "until"))
        column = self._at["day"]
        bounds = f'OR(${first}="",${until}="")'
        title, text = (
            Text("请核对日期", "Please check the day"),
            Text(
                "这一天不在“最早日期”和“最晚日期”之间，或不是日期。期限之外开展的不计入。确认要这样写吗？",
                "This is not a date from “Earliest” to “Latest”. Held outside them, it does not count. Keep it?",
            ),
        )
        rule = {
            "validate": "custom",
            "value": f"=OR({bounds},AND(${at}>=${first},${at}<=${until}))",
            "ignore_blank": True,
            "error_type": "warning",
            "error_title": title.say(self._language),
            "error_message": text.say(self._language),
        }
        self._sheet.data_validation(1, column, last, column, rule)
        outside = {
            "type": "formula",
            "criteria": f"=AND(ISNUMBER(${at}),NOT({bounds}),OR(${at}<${first},${at}>${until}))",
            "format": self._looks.look(bg_color="#F8CBAD", font_color=RED),
        }
        self._sheet.conditional_format(1, column, last, column, outside)
        for key in ("day", *_DAYS):
            place = self._at[key]
            self._empty(place, last, "yyyy-mm-dd")
        self._empty(self._at["time"], last, "@")

    def _empty(self, column: int, last: int, form: str) -> None:
        """Give the spare rows the look of their column, so that what is typed there is read as what it is."""
        look = self._looks.look(num_format=form, align="center", valign="vcenter")
        for row in range(last - SPARE + 1, last + 1):
            self._sheet.write_blank(row, column, None, look)
