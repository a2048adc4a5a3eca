"""The templates as one workbook: headers, drop-downs and comments, the same bytes for the same tables."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from ...engine.text import Text
from .template import Column, Template, Value

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

LAST_ROW = 2000  # as far down as drop-downs and formats reach
GUIDE, WORDS = "填写说明", "选项"
_MADE = datetime(2026, 1, 1)  # no clock: the same call gives the same bytes
_ROW = Mapping[str, Value]
_GUIDE_LINE = 34  # characters that one line of the guide's widest column takes
_TITLE_MOST, _MESSAGE_MOST = 32, 255  # what Excel takes in the message beside a cell


class TemplateBook:
    """Writes the tables of a workspace into one workbook."""

    def __init__(self, tables: Sequence[Template], language: str) -> None:
        self._tables, self._language = tables, language
        self._lists: dict[tuple[str, ...], str] = {}
        self._formats: dict[str, Format] = {}

    def write(self, rows: Sequence[Sequence[_ROW]]) -> bytes:
        """Return the workbook; ``rows`` are those that each table begins with."""
        from xlsxwriter import Workbook

        out = io.BytesIO()
        # Nothing that is written may become a formula or a link, whatever the name of the workspace is.
        safe = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        book = Workbook(out, {"in_memory": True, **safe})
        book.set_properties({"created": _MADE, "author": "checkbranch"})
        self._make_formats(book)
        sheets = [book.add_worksheet(table.name) for table in self._tables]
        guide, words = book.add_worksheet(GUIDE), book.add_worksheet(WORDS)
        self._write_words(words)
        for sheet, table, own in zip(sheets, self._tables, rows, strict=True):
            self._write_table(sheet, table, own)
        self._write_guide(guide)
        book.close()
        return out.getvalue()

    def _make_formats(self, book: Workbook) -> None:
        head = {"bold": True, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True}
        self._formats = {
            "required": book.add_format({**head, "bg_color": "#F8CBAD"}),
            "optional": book.add_format({**head, "bg_color": "#DDEBF7"}),
            "text": book.add_format({"num_format": "@", "valign": "vcenter"}),
            "day": book.add_format({"num_format": "yyyy-mm-dd", "align": "left", "valign": "vcenter"}),
            "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
            "number": book.add_format({"num_format": "0", "valign": "vcenter"}),
            "wrap": book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"}),
        }

    def _say(self, text: Text) -> str:
        return text.say(self._language)

    def _write_words(self, sheet: Worksheet) -> None:
        """Write every list of words once, on a hidden sheet: a list in the cell itself may not be long."""
        columns = [column for table in self._tables for column in table.columns if column.words]
        for column in columns:
            words = tuple(column.words)
            if words not in self._lists:
                at = len(self._lists)
                letter = chr(65 + at)
                sheet.write_string(0, at, column.header)
                for row, word in enumerate(words, 1):
                    sheet.write_string(row, at, word)
                self._lists[words] = f"='{WORDS}'!${letter}$2:${letter}${len(words) + 1}"
        sheet.hide()

    def _write_table(self, sheet: Worksheet, table: Template, rows: Sequence[_ROW]) -> None:
        _lay_out(sheet)
        sheet.set_row(0, 24)
        for at, column in enumerate(table.columns):
            sheet.set_column(at, at, column.width, self._formats[column.form])
            look = self._formats["required" if column.required else "optional"]
            sheet.write_string(0, at, column.header, look)
            sheet.write_comment(0, at, self._comment(table, column), {"author": "checkbranch", "x_scale": 2.2})
            sheet.data_validation(1, at, LAST_ROW, at, self._validation(column))
            if column.form == "day":
                # A day shows as a day; where a clock time was typed too, that is shown with it.
                cell = f"{chr(65 + at)}2"
                rule = {"type": "formula", "criteria": f"=MOD({cell},1)>0", "format": self._formats["moment"]}
                sheet.conditional_format(1, at, LAST_ROW, at, rule)
        for number, row in enumerate(rows, 1):
            for at, column in enumerate(table.columns):
                self._write_cell(sheet, number, at, row.get(column.header), column)

    def _write_cell(self, sheet: Worksheet, row: int, at: int, value: Value, column: Column) -> None:
        look = self._formats[column.form]
        if isinstance(value, date):
            sheet.write_datetime(row, at, datetime(value.year, value.month, value.day), look)
        elif isinstance(value, int):
            sheet.write_number(row, at, value, look)
        elif value is not None:
            sheet.write_string(row, at, value, look)

    def _validation(self, column: Column) -> dict[str, object]:
        said: dict[str, object] = {
            "input_title": column.header[:_TITLE_MOST],
            "input_message": self._say(column.help)[:_MESSAGE_MOST],
            "ignore_blank": True,
        }
        if column.words:
            said |= {"validate": "list", "source": self._lists[tuple(column.words)]}
            said |= self._refusal(column.strict, Text("请从下拉框选取。", "Choose one of the list."))
            if not column.strict:
                # Several words in one cell are right too, so another text is only asked about.
                mend = Text("不在下拉框中。确认要这样写吗？", "This is not in the list. Keep it?")
                said |= {"error_type": "information", "error_message": self._say(mend)}
        elif column.form == "day":
            first, last = date(1900, 1, 1), date(2100, 12, 31)
            mend = Text("请写成 2026-03-05。确认要这样写吗？", "Write it as 2026-03-05. Keep it?")
            said |= {"validate": "date", "criteria": "between", "minimum": first, "maximum": last}
            said |= {**self._refusal(False, mend), "error_type": "warning"}
        elif column.form == "number":
            said |= {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": 1_000_000}
            said |= self._refusal(True, Text("请写整数。", "Write a whole number."))
        else:
            said["validate"] = "any"
        return said

    def _refusal(self, strict: bool, mend: Text) -> dict[str, object]:
        title = Text("请核对", "Please check")
        return {
            "error_title": self._say(title),
            "error_message": self._say(mend),
            "error_type": "stop" if strict else "warning",
        }

    def _comment(self, table: Template, column: Column) -> str:
        need = Text("必填。", "Required. ") if column.required else Text("可不填。", "May be left empty. ")
        lines = [self._say(need) + self._say(column.help)]
        shown = shown_example(table, column)
        if shown:
            lines.append(self._say(Text("例：", "Example: ")) + shown)
        if column.note:
            lines.append(self._say(column.note))
        return "\n".join(lines)

    def _write_guide(self, sheet: Worksheet) -> None:
        """Write one line a column; set upright, it can never be taken for records."""
        heads = [
            Text("工作表", "Sheet"),
            Text("栏目", "Column"),
            Text("必填", "Required"),
            Text("怎么填", "What to write"),
        ]
        for at, head in enumerate([*heads, Text("示例", "Example")]):
            sheet.write_string(0, at, self._say(head), self._formats["optional"])
        for at, width in enumerate((12, 14, 8, 70, 34)):
            sheet.set_column(at, at, width)
        _lay_out(sheet)
        row = 1
        for table in self._tables:
            for column in table.columns:
                need = self._say(Text("是", "yes")) if column.required else ""
                cells = (table.name, column.header, need, self._say(column.help), shown_example(table, column))
                if len(cells[3]) > _GUIDE_LINE:
                    sheet.set_row(row, 30)
                for at, text in enumerate(cells):
                    sheet.write_string(row, at, text, self._formats["wrap"])
                row += 1


def _lay_out(sheet: Worksheet) -> None:
    """Keep the header in sight, and print the sheet as wide as one page."""
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def shown_example(table: Template, column: Column) -> str:
    """Return what the first row of example that fills the column has in it, empty where none does."""
    found = next((value for row in table.examples if (value := row.get(column.header)) is not None), None)
    return "" if found is None else str(found)
