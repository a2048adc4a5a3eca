"""What people have filled in a workbook that is written again: owners, deadlines, progress, remarks, and their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ...engine.errors import CheckbranchError, Fault, fail
from ...engine.ledger.files.compound import OLE
from ...engine.ledger.files.file_bytes import file_bytes
from ...engine.ledger.files.workbooks import Workbook
from ...engine.ledger.values.cells import Raw, is_blank, text_of
from ...engine.ledger.values.sheets import Refused, Sheet
from ...engine.text import Text
from .gap_columns import EDITED, FORMAT, KEYS, MEMORY, NAME, NEEDED, key_of

Head = tuple[str, int]  # of a column of the reader's own: its header, and which it is of those with that header
_SIGNS = 16  # of an id
_UNSAVED = "=…"  # stands for a formula whose result was not saved
_READABLE = (b"PK\x03\x04", OLE)  # of what a spreadsheet program may have made of our workbook
_NO_VALUE = Text(
    "这一行有公式但没有保存计算结果，无法读取。请用表格软件打开、保存一次，或改写为文字。",
    "A formula in this row has no saved result, so it cannot be read. Open and save the file in a spreadsheet program, "
    "or write a plain text.",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it stood: the cells of our columns by key, and those of the reader's own columns by their heads."""

    cells: Mapping[str, Raw]
    own: Mapping[Head, Raw]

    @property
    def filled(self) -> bool:
        """Whether anybody has put anything into it."""
        return any(not is_blank(self.cells.get(key)) for key in EDITED) or not all(map(is_blank, self.own.values()))


@dataclass(slots=True)
class Kept:
    """All that is the reader's in an earlier workbook.

    ``rows`` are the filled ones by the id of their finding, ``added`` those without an id; ``heads`` are the headers
    of the columns that were added, ``others`` the sheets. ``empty`` counts rows that nobody has filled.
    """

    rows: dict[str, Row] = field(default_factory=dict)
    added: list[Row] = field(default_factory=list)
    heads: list[Head] = field(default_factory=list)
    others: Sequence[Sheet] = ()

    def __bool__(self) -> bool:
        """Return whether there is anything that would be lost."""
        return bool(self.rows or self.added or self.others)


def read_kept(path: Path | None, workspace: str) -> Kept:
    """Return what people have put into the workbook at ``path``; nothing where there is none, or none of ours.

    Raises CheckbranchError where it is ours and cannot be read again, so that something would be lost: it has a
    password, the sheet or its columns were renamed, an id stands twice, or it is that of another workspace.
    """
    if path is None or not path.is_file():
        return Kept()
    file = path.name
    try:
        data = file_bytes(path)
        if not data.startswith(_READABLE):
            return Kept()
        book = Workbook(data)
        memory = _texts(book.sheet(MEMORY)) if MEMORY in book.names else []
        if not memory or memory[0][:1] != [FORMAT]:
            return Kept()
        ours = {name for row in memory[1:] for name in row}
        sheets = {name: book.sheet(name) for name in book.names if name not in ours and name != MEMORY}
        gaps = [book.sheet(name) for name in book.names if _is_gaps(name, ours)]
        gaps += [sheets.pop(name) for name in list(sheets) if not gaps and _header_fits(sheets[name])]
    except Refused as refused:
        raise CheckbranchError([Fault(file, refused.message)]) from None
    kept = Kept(others=[_whole(file, sheet) for sheet in sheets.values() if not sheet.empty])
    for sheet in gaps:
        _read(kept, file, sheet)
    if not gaps:
        raise _no_sheet(file)
    if kept and memory[0][1:2] != [workspace]:
        raise _of_another(file, memory[0][1] if len(memory[0]) > 1 else "", workspace)
    return kept


def _is_gaps(name: str, ours: set[str]) -> bool:
    return name in ours and any(name == one or (name.startswith(one) and name[len(one) :].isdigit()) for one in NAME)


def _header_fits(sheet: Sheet) -> bool:
    return set(NEEDED) <= {key_of(text_of(cell)) for cell in sheet.header}


def _texts(sheet: Sheet) -> list[list[str]]:
    return [[text_of(cell) or "" for cell in row] for row in _rows(sheet)]


def _rows(sheet: Sheet) -> Iterator[Sequence[Raw]]:
    if sheet.header:
        yield sheet.header
        yield from zip(*sheet.columns, strict=True)


def _whole(file: str, sheet: Sheet) -> Sheet:
    """Return a sheet of the reader's own with the error values that stand in it; raises CheckbranchError."""
    for (row, column), shown in sheet.broken.items():
        if shown == _UNSAVED:
            raise CheckbranchError([Fault(f"{file}!{sheet.name}!{sheet.numbers[row]}", _NO_VALUE)])
        cells = list(sheet.columns[column])
        cells[row] = shown
        sheet.columns[column] = cells
    return sheet


def _read(kept: Kept, file: str, sheet: Sheet) -> None:
    heads = [text_of(cell) or "" for cell in sheet.header]
    keys = [key_of(head) for head in heads]
    _check_header(file, sheet, heads, keys)
    own = {
        at: (head, heads[:at].count(head))
        for at, head in enumerate(heads)
        if keys[at] is None and (head or not all(map(is_blank, sheet.columns[at])))
    }
    kept.heads += [head for head in own.values() if head not in kept.heads]
    faults: list[Fault] = []
    for at, (number, row) in enumerate(zip(sheet.numbers, list(_rows(sheet))[1:], strict=True)):
        broken = {n: sheet.broken[at, n] for n in range(len(keys)) if (at, n) in sheet.broken}
        if _UNSAVED in broken.values():
            faults.append(Fault(f"{file}!{sheet.name}!{number}", _NO_VALUE))
        cells = [broken.get(n, cell) for n, cell in enumerate(row)]
        found = Row(
            {key: cell for key, cell in zip(keys, cells, strict=True) if key},
            {head: cells[at] for at, head in own.items()},
        )
        id_ = _id(found.cells.get("id"))
        if not id_:
            if not all(map(is_blank, cells)):
                kept.added.append(found)
        elif id_ in kept.rows and found.filled:
            faults.append(Fault(f"{file}!{sheet.name}!{number}", _twice(id_)))
        elif found.filled:
            kept.rows[id_] = found
    if faults:
        raise CheckbranchError(faults)


def _check_header(file: str, sheet: Sheet, heads: Sequence[str], keys: Sequence[str | None]) -> None:
    where = f"{file}!{sheet.name}"
    if not _header_fits(sheet):
        raise fail(
            where,
            "第一行不是原来的表头（缺“编号”“责任人”“整改时限”“完成情况”或“备注”），无法识别所填的内容，未写入。请恢复"
            "表头、删去表头上方的行，或另取一个文件名。",
            "The first row is not the header that was written (“ID”, “Owner”, “Deadline”, “Done” or “Remarks” is "
            "missing), so what was filled in cannot be recognised; nothing is written. Restore the header, delete the"
            " rows above it, or choose another file name.",
        )
    for key in KEYS:
        if keys.count(key) > 1:
            head = heads[keys.index(key)]
            raise fail(
                where,
                f"表头“{head}”出现了两次。请给其中一列改名。",
                f"The header “{head}” is there twice. Give one of the columns another name.",
            )


def _id(cell: Raw) -> str:
    """Return an id as it was written; one of digits alone may have become a number on the way."""
    return f"{cell:0{_SIGNS}d}" if isinstance(cell, int) else (text_of(cell) or "").lower()


def _twice(id_: str) -> Text:
    return Text(
        f"编号 {id_} 有两行都填了内容，不知以哪一行为准。请合并为一行（编号在隐藏的第一列）。",
        f"Two rows with the id {id_} are filled in, so it is not known which holds. Merge them into one (the ids stand"
        " in the hidden first column).",
    )


def _no_sheet(file: str) -> CheckbranchError:
    zh, en = NAME
    return fail(
        file,
        f"找不到工作表“{zh}”，无法读取所填的内容，未写入。请恢复这一工作表名称，或另取一个文件名。",
        f"There is no sheet “{en}”, so what was filled in cannot be read; nothing is written. Give the sheet that name"
        " again, or choose another file name.",
    )


def _of_another(file: str, theirs: str, ours: str) -> CheckbranchError:
    return fail(
        file,
        f"这是工作区“{theirs}”的工作簿，其中填有内容，不是“{ours}”的，未写入。请另取一个文件名。",
        f"This is a workbook of the workspace “{theirs}” in which something is filled in, not of “{ours}”; nothing is "
        "written. Choose another file name.",
    )
