"""Workbooks that are no XML (XLS, XLSB, ET): what their bytes say before they are opened."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from ...causes import package_cause
from ...text import Text
from ..values.sheets import Refused
from .compound import Compound
from .extents import extent_of

_ROW, _CELLS = 0, range(2, 12)  # records of XLSB
# Records of XLS that begin with the row and the column of a cell.
_OLD_CELLS = frozenset({0x0001, 0x0002, 0x0003, 0x0004, 0x0005, 0x0006, 0x00BD, 0x00BE, 0x00D6, 0x00FD})
_OLD_CELLS |= frozenset({0x0201, 0x0203, 0x0204, 0x0205, 0x0206, 0x027E, 0x0406})
_SEVERAL = 0x00BD  # numbers side by side, six bytes each
_OLD_COLUMNS = 256


def old_streams(data: bytes) -> list[str]:
    """Return the names of what a file of the old format holds; raise Refused where it is no workbook that can be read.

    Its cells are looked at too: one at a place that no workbook of that format has would be given room for.
    """
    try:
        found = Compound(data)
        names = found.names
        _check_kind(names)
        for name in names:
            if name.upper() in ("WORKBOOK", "BOOK"):
                _check_cells(found.read(name))
    except (ValueError, KeyError, struct.error) as error:
        raise _damaged(package_cause(error)) from None
    return names


def _check_kind(names: list[str]) -> None:
    if "EncryptedPackage" in names or "EncryptionInfo" in names:
        raise Refused(
            "表格设有打开密码。请去掉密码后另存。",
            "The workbook is protected by a password. Save it without one.",
        )
    if not {name.upper() for name in names} & {"WORKBOOK", "BOOK"}:
        word = "WordDocument" in names
        what = (" Word 文档", "a Word document") if word else ("其他类型的文件", "another kind of file")
        raise Refused(
            f"文件的内容是{what[0]}，不是电子表格。请核对文件，或把表格另存为 XLSX。",
            f"This is {what[1]} and no spreadsheet. Check the file, or save the table as XLSX.",
        )


def _check_cells(stream: bytes) -> None:
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if kind in _OLD_CELLS and length >= 4 and at + 8 <= len(stream):
            (column,) = struct.unpack_from("<H", stream, at + 6)
            last = column + max(0, (length - 12) // 6 if kind == _SEVERAL else 0)
            if last >= _OLD_COLUMNS:
                raise _damaged(package_cause(f"column {last}"))
        at += 4 + length


def _damaged(cause: Text) -> Refused:
    return Refused(
        f"不是可读的电子表格，或文件已损坏（{cause.zh}）。请用表格软件打开后另存为 XLSX。",
        f"This is not a readable spreadsheet, or it is damaged ({cause.en}). Open it and save it as XLSX.",
    )


def check_binary(part: bytes) -> None:
    """Raise Refused where a sheet of an XLSB file reaches too far to be held in memory."""
    extent = extent_of(lambda: _places(part))
    if extent.strays:
        raise Refused(
            f"工作表在离表格很远的地方有内容（{extent.notes()[0].values['cells']}）。请删去这些单元格，或另存为 XLSX。",
            f"Cells far from the table hold something ({extent.notes()[0].values['cells']}). "
            "Delete them, or save the workbook as XLSX.",
        )


def _places(part: bytes) -> Iterator[tuple[int, int]]:
    at, row = 0, 0
    while at + 2 <= len(part):
        kind, at = _varint(part, at, 2)
        length, at = _varint(part, at, 4)
        if at + 4 <= len(part) and length >= 4:
            if kind == _ROW:
                (row,) = struct.unpack_from("<I", part, at)
            elif kind in _CELLS:
                yield row, struct.unpack_from("<I", part, at)[0]
        at += length


def _varint(part: bytes, at: int, most: int) -> tuple[int, int]:
    value = 0
    for shift in range(most):
        if at >= len(part):
            break
        byte = part[at]
        at += 1
        value |= (byte & 0x7F) << (7 * shift)
        if byte < 0x80:
            break
    return value, at
