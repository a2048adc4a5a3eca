"""A plan as it is found in a workbook: rows by their ids, columns where the user has put them, and what he added."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..errors import CheckbranchError, Fault, fail
from ..ledger.files.file_bytes import file_bytes
from ..ledger.files.workbooks import Workbook
from ..ledger.values.cells import Raw, is_blank, text_of
from ..ledger.values.sheets import Refused, Sheet
from ..text import Text
from .columns import BY_KEY, FORMAT, GUIDE, ID_SIGNS, MEMORY, PLAN, YEAR, column_of, names_of
from .memory import Damaged, Scope, Written, load_memory

_NEEDED = ("id", "day")
_LOOKED_AT = 20  # rows among which the header is looked for
_UNSAVED = "=…"  # stands for a formula whose result was not saved
_NO_VALUE = Text(
    "这一行有公式但没有保存计算结果，无法读取。请用表格软件打开、保存一次，或改写为文字。",
    "A formula in this row has no saved result, so it cannot be read. Open and save the file in a spreadsheet program, "
    "or write a plain text.",
)


@dataclass(frozen=True, slots=True)
class Place:
    """A column as it stands in the sheet: one of ours by its key, else the user's own by its header."""

    key: str | None
    head: str


@dataclass(slots=True)
class Line:
    """One row: its number, the cells of our columns by key, and those of the user's own columns."""

    number: int
    cells: Mapping[str, Raw]
    own: Sequence[Raw]

    def text(self, key: str) -> str:
        """Return a cell as text, empty where nothing is in it."""
        return text_of(self.cells.get(key)) or ""


@dataclass(slots=True)
class PlanBook:
    """A workbook that this program wrote: its scope, what was written, its rows with an id and those without one.

    ``others`` are sheets that are not the program's.
    """

    file: str
    sheet: str
    scope: Scope
    memory: Mapping[str, Written]
    layout: Sequence[Place]
    lines: Mapping[str, Line]
    added: Sequence[Line]
    others: Sequence[Sheet] = ()


def read_plan(path: Path) -> PlanBook | None:
    """Return the plan in a workbook, or None where there is no such file.

    Raises CheckbranchError where the file cannot be read or is none of ours, where the columns of ids or days are
    missing or there twice, where something stands above the header, and where an id stands in two rows.
    """
    if not path.exists():
        return None
    file = path.name
    try:
        book = Workbook(file_bytes(path))
        if MEMORY not in book.names:
            raise _foreign(file)
        scope, memory = _memory(file, book.sheet(MEMORY))
        sheets = {name: book.sheet(name) for name in book.names if name != MEMORY}
    except Refused as refused:
        raise CheckbranchError([Fault(file, refused.message)]) from None
    name = _plan_sheet(file, sheets)
    sheet = sheets.pop(name)
    kept = {*names_of(YEAR), *names_of(GUIDE)}
    others = [_kept(file, one) for other, one in sheets.items() if other not in kept and not one.empty]
    layout = _layout(file, name, sheet)
    lines, added = _lines(file, name, sheet, layout)
    return PlanBook(file, name, scope, memory, layout, lines, added, others)


def _kept(file: str, sheet: Sheet) -> Sheet:
    """Return a sheet of the user's own with the error values that stand in it; raises CheckbranchError."""
    columns: list[Sequence[Raw]] = list(sheet.columns)
    for (row, column), shown in sheet.broken.items():
        if shown == _UNSAVED:
            raise CheckbranchError([Fault(f"{file}!{sheet.name}!{sheet.numbers[row]}", _NO_VALUE)])
        columns[column] = [*columns[column][:row], shown, *columns[column][row + 1 :]]
    return replace(sheet, columns=columns)


def _memory(file: str, sheet: Sheet) -> tuple[Scope, dict[str, Written]]:
    rows = [[text_of(cell) or "" for cell in row] for row in _rows(sheet)]
    if not rows or rows[0][0] != FORMAT:
        raise _foreign(file)
    try:
        return load_memory(rows)
    except Damaged:
        raise fail(
            file,
            f"隐藏的工作表“{MEMORY}”被改动，无法识别原来的计划。请用改动之前的文件，或另取一个文件名。",
            f"The hidden sheet “{MEMORY}” was changed, so the plan cannot be recognised. Use the file as it was "
            "before, or choose another file name.",
        ) from None


def _foreign(file: str) -> CheckbranchError:
    return fail(
        file,
        "这个工作簿不是由 calendar plan 生成的（或已不完整），不能覆盖。请另取一个文件名。",
        "This workbook was not written by calendar plan (or is no longer whole); it is not overwritten. "
        "Choose another file name.",
    )


def _plan_sheet(file: str, sheets: Mapping[str, Sheet]) -> str:
    """Return the name of the sheet with the plan: the one that is called so, else the only one with its header."""
    named = [name for name in names_of(PLAN) if name in sheets]
    found = named or [name for name, sheet in sheets.items() if _header_at(sheet) is not None]
    if len(found) == 1:
        return found[0]
    zh, en = PLAN
    raise fail(
        file,
        f"找不到工作表“{zh}”。请把计划所在的工作表改回这个名字。",
        f"There is no sheet “{en}”. Call the sheet with the plan so again.",
    )


def _rows(sheet: Sheet) -> list[list[Raw]]:
    """Return the rows of a sheet with its first one, which it takes for a header."""
    return [list(sheet.header), *(list(row) for row in zip(*sheet.columns, strict=True))] if sheet.header else []


def _header_at(sheet: Sheet) -> int | None:
    """Return the place, among the rows, of the header: the first row that names the columns of ids and of days."""
    for at, row in enumerate(_rows(sheet)[:_LOOKED_AT]):
        keys = {column_of(text_of(cell)) for cell in row}
        if keys >= set(_NEEDED):
            return at
    return None


def _layout(file: str, name: str, sheet: Sheet) -> list[Place]:
    at = _header_at(sheet)
    if at is None:
        raise fail(
            f"{file}!{name}",
            "缺少“编号”或“建议日期”一列，无法识别各行。请恢复这两列的表头。",
            "The column “ID” or “Date” is missing, so the rows cannot be told apart. Write these headers again.",
        )
    if at > 0:
        raise fail(
            f"{file}!{name}!{sheet.header_row}",
            "表头上方有内容，重新生成时无法保留。请移到其他工作表，并删去表头上方的行。",
            "There is something above the header, where it cannot be kept. Move it to another sheet, and delete the "
            "rows above the header.",
        )
    layout = [Place(column_of(head), head) for head in (text_of(cell) or "" for cell in sheet.header)]
    for key in BY_KEY:
        if sum(place.key == key for place in layout) > 1:
            head = next(place.head for place in layout if place.key == key)
            raise fail(
                f"{file}!{name}!{sheet.header_row}",
                f"表头“{head}”出现了两次。请给其中一列改名。",
                f"The header “{head}” is there twice. Give one of the columns another name.",
            )
    return layout


def _lines(file: str, name: str, sheet: Sheet, layout: Sequence[Place]) -> tuple[dict[str, Line], list[Line]]:
    lines: dict[str, Line] = {}
    added: list[Line] = []
    faults: list[Fault] = []
    for at, (number, found) in enumerate(zip(sheet.numbers, _rows(sheet)[1:], strict=True)):
        broken = {n: shown for n in range(len(layout)) if (shown := sheet.broken.get((at, n)))}
        if _UNSAVED in broken.values():
            faults.append(Fault(f"{file}!{name}!{number}", _NO_VALUE))
        row = [broken.get(n, cell) for n, cell in enumerate(found)]
        if all(map(is_blank, row)):
            continue
        cells = {place.key: cell for place, cell in zip(layout, row, strict=False) if place.key}
        line = Line(number, cells, [cell for place, cell in zip(layout, row, strict=False) if place.key is None])
        id_ = _id(cells.get("id"))
        if not id_:
            added.append(line)
        elif id_ in lines:
            faults.append(Fault(f"{file}!{name}!{number}", _twice(id_, lines[id_].number)))
        else:
            lines[id_] = line
    if faults:
        raise CheckbranchError(faults)
    return lines, added


def _twice(id_: str, first: int) -> Text:
    return Text(
        f"编号 {id_} 与第 {first} 行重复，无法确定以哪一行为准。请删去一行；要另加一项的，把那一行的“编号”清空。",
        f"The id {id_} is that of row {first} too, so it is not known which row holds. Delete one of them; to add an "
        "event of your own, empty its id.",
    )


def _id(cell: Raw) -> str:
    """Return an id as it was written; one of digits alone may have become a number on the way."""
    return f"{cell:0{ID_SIGNS}d}" if isinstance(cell, int) else (text_of(cell) or "").lower()
