"""Workbooks of the XML format of 2003, which many systems export under the name of an XLS file."""

from __future__ import annotations

import re
from datetime import datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from ...causes import package_cause
from ...syntax_causes import xml_cause
from ...text import Text
from ..values.cells import FALSE, TRUE, Raw
from ..values.sheets import Note, Refused, Sheet
from .encodings import decode
from .extents import extent_of
from .merges import Merge, sheet_with_merges

MOST_BYTES = 256 << 20
NAMESPACE = "urn:schemas-microsoft-com:office:spreadsheet"
_SS = f"{{{NAMESPACE}}}"
_X = "{urn:schemas-microsoft-com:office:excel}"
_DECLARED = re.compile(r"^\s*<\?xml[^>]*\?>")
_LAST_ROW, _LAST_COLUMN = 1 << 20, 1 << 14
_DAY_ZERO = 1899


def read_spreadsheet_xml(data: bytes) -> list[Sheet]:
    """Return the sheets of such a file; raise Refused where it is broken or too large."""
    from lxml import etree

    if len(data) > MOST_BYTES:
        raise _broken(Text(f"有 {len(data) >> 20} MB", f"{len(data) >> 20} MB"))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    declared = re.match(rb"\s*<\?xml[^>]*encoding\s*=\s*[\"']([\w.-]+)", data[:200].lstrip(b"\xef\xbb\xbf"))
    text = decode(data, declared[1].decode("ascii") if declared else None).text
    try:
        root = etree.fromstring(_DECLARED.sub("", text, count=1).strip().encode("utf-8"), parser)
    except etree.XMLSyntaxError as error:
        raise _broken(xml_cause(error)) from None
    except ValueError as error:
        raise _broken(package_cause(error)) from None
    return [_sheet(one) for one in root.iter(_SS + "Worksheet")]


def _broken(cause: Text) -> Refused:
    return Refused(
        f"文件是 XML 表格（2003 格式），但已损坏或过大（{cause.zh}）。请用表格软件打开后另存为 XLSX。",
        f"The file is an XML spreadsheet of 2003 that is broken or too large ({cause.en}). "
        "Open it and save it as XLSX.",
    )


def _sheet(worksheet: Any) -> Sheet:
    cells: dict[tuple[int, int], Raw] = {}
    broken: list[tuple[int, int, str]] = []
    merges: list[Merge] = []
    row = hidden = 0
    for element in worksheet.iter(_SS + "Row"):
        row = _place(element, row, _LAST_ROW)
        hidden += element.get(_SS + "Hidden") == "1"
        _row(element, row, cells, broken, merges)
        row += 1 + _number(element, "Span")
    extent = extent_of(lambda: [*cells, *((at, column) for at, column, _ in broken)])
    rows: list[list[Raw]] = [[None] * extent.columns for _ in range(extent.rows)]
    for (at, column), value in cells.items():
        if at < extent.rows and column < extent.columns:
            rows[at][column] = value
    near = [one for one in broken if one[0] < extent.rows and one[1] < extent.columns]
    visible = worksheet.find(f"{_X}WorksheetOptions/{_X}Visible")
    name = worksheet.get(_SS + "Name")
    sheet = sheet_with_merges(name, rows, merges, near, visible is not None and "Hidden" in (visible.text or ""))
    sheet.notes = [*extent.notes(), *([Note("hidden_rows", {"count": hidden})] if hidden else ())]
    return sheet


def _row(
    element: Any,
    row: int,
    cells: dict[tuple[int, int], Raw],
    broken: list[tuple[int, int, str]],
    merges: list[Merge],
) -> None:
    column = 0
    for cell in element.iterchildren(_SS + "Cell"):
        column = _place(cell, column, _LAST_COLUMN)
        across, down = _number(cell, "MergeAcross"), _number(cell, "MergeDown")
        if across or down:
            merges.append(((row, column), (row + down, column + across)))
        data = cell.find(_SS + "Data")
        kind = None if data is None else data.get(_SS + "Type")
        text = "" if data is None else "".join(data.itertext())
        if kind == "Error" or (data is None and cell.get(_SS + "Formula")):
            broken.append((row, column, text or "=…"))
        elif text:
            cells[row, column] = _value(text, kind)
        column += 1 + across


def _place(element: Any, following: int, most: int) -> int:
    """Return the row or column of an element: the one that it names, else the next one."""
    at = _number(element, "Index") - 1
    at = following if at < 0 else at
    if at >= most:
        raise _broken(Text(f"序号 {at + 1} 超出表格", f"Index {at + 1}"))
    return at


def _number(element: Any, name: str) -> int:
    said = element.get(_SS + name) or "0"
    return min(int(said), _LAST_ROW + 1) if said.isascii() and said.isdecimal() and len(said) < 12 else 0


def _value(text: str, kind: str | None) -> Raw:
    try:
        if kind == "Number":
            number = Decimal(text.strip())
            if not number.is_finite() or abs(number) > 10**30:
                return text
            return int(number) if number == number.to_integral_value() else number
        if kind == "DateTime":
            moment = datetime.fromisoformat(text.strip().removesuffix("Z")).replace(tzinfo=None)
            if moment.year == _DAY_ZERO:
                return moment.time()
            return moment if moment.time() != time() else moment.date()
    except (ValueError, InvalidOperation):
        return text
    if kind == "Boolean":
        return TRUE if text.strip() in ("1", "true") else FALSE
    return text
