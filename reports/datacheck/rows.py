"""The account of the rows as a sheet: what the file is, the rows by source, the kinds of problems, the colours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from ...engine.ledger.model import Ledger, Severity, SourceAccount
from ...engine.ledger.shape.grids import BLANK, PROBLEM
from ...engine.text import Text
from ..office.xlsx_cells import LAST_ROW, Looks, cell_text, height, link_to, set_print, write_text
from ..words.fields import named
from ..words.problems import CODE
from .as_text import TABLE, grouped
from .copy import FILL, HEAD_FILL, MOST_COMMENTS, ROW_FILL
from .listing import level_name
from .places import Copy

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

NAME = Text("行数核对", "Rows")
_FRAME = {"border": 1, "border_color": "#BFBFBF", "valign": "top"}
_COUNTS = ("read", "taken", "problems", "blank", "skipped")
_WIDTHS = (34, 10, 9, 9, 9, 9, 9, 22, 44)
_ABOUT = (
    Text(
        "这是台账的副本，由 checkbranch check 根据所读的文件生成；原文件没有改动。请在原台账中改正，然后再核对一次。",
        "This is a copy of the ledgers, made by checkbranch check from the files as they were read; they were not "
        "changed. Put things right in your own ledgers, then check again.",
    ),
    Text(
        "各表的行、列位置与原文件一致；有问题的单元格涂有颜色，批注写明问题和改法。",
        "Rows and columns stand where they stand in your files; cells with a problem are coloured, and a comment says "
        "what is wrong and how to mend it.",
    ),
)
_HEADS = (
    Text("来源", "Source"),
    Text("表", "Table"),
    Text("读入", "Read"),
    Text("采用", "Taken"),
    Text("未采用", "Not taken"),
    Text("空行", "Blank"),
    Text("跳过", "Skipped"),
    Text("本文件中的工作表", "Sheet here"),
    Text("备注", "Notes"),
)


class RowsSheet:
    """Writes the sheet from top to bottom."""

    def __init__(self, sheet: Worksheet, looks: Looks, language: str) -> None:
        self._sheet, self._looks, self._language, self._row = sheet, looks, language, 0

    def write(self, ledger: Ledger, copies: Sequence[Copy], silent: Mapping[str, int], title: str) -> None:
        """Write all of it; ``silent`` says by sheet how many marked cells have no comment."""
        for at, width in enumerate(_WIDTHS):
            self._sheet.set_column(at, at, width)
        set_print(self._sheet, title, self._language, 0)
        self._text(title, bold=True, font_size=14)
        for text in _ABOUT:
            self._span(text.say(self._language))
        self._accounts(ledger.sources, copies, silent)
        self._kinds(ledger)
        self._legend()

    def _say(self, zh: str, en: str) -> str:
        return en if self._language == "en" else zh

    def _text(self, text: str, **look: object) -> None:
        self._sheet.write_string(self._row, 0, cell_text(text), self._looks.look(**look))
        self._row += 1

    def _span(self, text: str) -> None:
        look = self._looks.look(text_wrap=True, valign="top")
        self._sheet.set_row(self._row, height([(text, sum(_WIDTHS))]))
        self._sheet.merge_range(self._row, 0, self._row, len(_WIDTHS) - 1, text, look)
        self._row += 1

    def _title(self, zh: str, en: str) -> None:
        self._row += 1
        self._text(self._say(zh, en), bold=True)

    def _line(self, cells: Iterable[str | int], **look: object) -> None:
        for at, cell in enumerate(cells):
            if isinstance(cell, int):
                self._sheet.write_number(self._row, at, cell, self._looks.look(**_FRAME, **look))
            else:
                style = self._looks.look(**_FRAME, text_wrap=True, num_format="@", **look)
                write_text(self._sheet, self._row, at, cell, style)
        self._row += 1

    def _accounts(self, sources: Sequence[SourceAccount], copies: Sequence[Copy], silent: Mapping[str, int]) -> None:
        self._title(
            "各来源的行数（读入 = 采用 + 未采用 + 空行 + 跳过）",
            "Rows by source (read = taken + not taken + blank + skipped)",
        )
        self._line([head.say(self._language) for head in _HEADS], bold=True, bg_color=HEAD_FILL)
        places = {copy.kept.place: copy for copy in copies}
        for source in sources:
            self._account(source, places.get(source.source), silent)
        read = {source.source for source in sources}
        for copy in (one for place, one in places.items() if place not in read):
            note = self._say("不是台账，未读取", "not a ledger, not read")
            self._with_link([copy.kept.place, "", *[""] * len(_COUNTS), copy.name, note], copy)
        if len(sources) > 1:
            whole = [sum(getattr(source, name) for source in sources) for name in _COUNTS]
            self._line([self._say("合计", "In all"), "", *whole, "", ""], bold=True)

    def _account(self, source: SourceAccount, copy: Copy | None, silent: Mapping[str, int]) -> None:
        table = named(TABLE, source.table, self._language)
        if source.unreadable:
            note = self._say("无法读取，见问题清单", "could not be read, see the list of problems")
            self._line([source.source, table, *["—"] * len(_COUNTS), "", note])
            return
        counts = [int(getattr(source, name)) for name in _COUNTS]
        note = "" if copy is None else self._note(copy, silent.get(copy.name, 0))
        self._with_link([source.source, table, *counts, copy.name if copy else "", note], copy)

    def _note(self, copy: Copy, silent: int) -> str:
        said = []
        if copy.moved:
            said.append(self._say("来源的行号有重复，各行按先后排列", "rows share numbers and stand one below another"))
        if copy.rows[-1] > LAST_ROW:
            said.append(
                self._say(
                    "超过工作表的行数上限，其后各行未列出", "more rows than a sheet can hold; the rest is left out"
                )
            )
        if copy.width < len(copy.kept.sheet.header):
            said.append(
                self._say(
                    "超过工作表的列数上限，其后各列未列出", "more columns than a sheet can hold; the rest is left out"
                )
            )
        if silent:
            said.append(
                self._say(
                    f"批注只写 {MOST_COMMENTS} 处，另有 {silent} 处只涂色，说明见问题清单",
                    f"{MOST_COMMENTS} comments; {silent} more cells are coloured only, see the list of problems",
                )
            )
        return self._say("；", "; ").join(said)

    def _with_link(self, cells: Sequence[str | int], copy: Copy | None) -> None:
        row = self._row
        self._line(cells)
        if copy is not None:
            look = self._looks.look(**_FRAME, font_color="#0563C1", underline=1)
            self._sheet.write_url(row, 7, link_to(copy.name, copy.header[0], copy.left), look, copy.name)

    def _kinds(self, ledger: Ledger) -> None:
        if not ledger.problems:
            return
        self._title("问题的种类", "Kinds of problems")
        heads = (Text("问题", "Problem"), Text("级别", "Level"), Text("条数", "Number"))
        self._line([head.say(self._language) for head in heads], bold=True, bg_color=HEAD_FILL)
        for severity, code, found in grouped(ledger.problems):
            self._line([named(CODE, code, self._language), level_name(severity, self._language), len(found)])

    def _legend(self) -> None:
        self._title("颜色", "Colours")
        meaning: Mapping[Severity, Text] = {
            "error": Text("须改正：该行未采用", "to be put right: the row is not taken"),
            "warning": Text("请核对：该行已采用，存疑的单元格按未填处理", "to be checked: taken, the cell left empty"),
            "info": Text("提示：已采用，不必改正", "for information: taken"),
        }
        rows = [(fill, meaning[severity]) for severity, fill in FILL.items()]
        rows.append((ROW_FILL[PROBLEM], Text("整行浅红：该行未采用", "a row in pale red: it is not taken")))
        rows.append(
            (ROW_FILL[BLANK], Text("灰色：空行、合计、重复的表头", "grey: blank rows, totals, repeated headers"))
        )
        for fill, text in rows:
            look = self._looks.look(border=1, border_color="#808080", bg_color=fill)
            self._sheet.merge_range(self._row, 0, self._row, 4, text.say(self._language), look)
            self._row += 1
