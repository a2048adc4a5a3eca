"""Workbooks that are no XML (XLS, XLSB, ET): what their bytes say before they are opened."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from .extents import extent_of
from .sheets import Refused

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ROW, _CELLS = 0, range(2, 12)  # records of XLSB


def _named(data: bytes, name: str) -> bool:
    return name.encode("utf-16-le") in data


def has_macros(data: bytes) -> bool:
    """Return whether a file of the old format holds macros."""
    return data.startswith(OLE) and _named(data, "_VBA_PROJECT")


def check_ole(data: bytes) -> None:
    """Raise Refused where a file of the old container format is locked, or no spreadsheet."""
    if _named(data, "EncryptedPackage") or _named(data, "EncryptionInfo"):
        raise Refused(
            "表格设有打开密码。请去掉密码后另存。",
            "The workbook is protected by a password. Save it without one.",
        )
    if not (_named(data, "Workbook") or _named(data, "Book") or _named(data, "WORKBOOK")):
        what = (
            (" Word 文档", "a Word document") if _named(data, "WordDocument") else ("别的文件", "another kind of file")
        )
        raise Refused(
            f"文件的内容是{what[0]}，不是电子表格。请核对文件，或把表格另存为 XLSX。",
            f"This is {what[1]} and no spreadsheet. Check the file, or save the table as XLSX.",
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
