"""What an ODS file says that the reader of workbooks does not: how far its sheets reach, and merged cells."""

from __future__ import annotations

import io
from dataclasses import dataclass, field

from ...syntax_causes import xml_cause
from ..values.sheets import Refused
from .archives import Archive
from .extents import check_size
from .merges import Merge

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_MOST = 1 << 21  # rows or columns that a repetition can count


@dataclass(slots=True)
class _Table:
    """The scan of one sheet: the next row and column, the last ones that hold something, and the merges."""

    name: str
    row: int = 0
    column: int = 0
    rows: int = 0
    columns: int = 0
    filled: bool = False
    merges: list[Merge] = field(default_factory=list)


def merges_of(archive: Archive) -> dict[str, list[Merge]]:
    """Return the merged cells of an ODS file by sheet; raise Refused where a sheet is too large to be held."""
    from lxml import etree

    if "content.xml" not in archive.names:
        return {}
    found: dict[str, list[Merge]] = {}
    table: _Table | None = None
    source = io.BytesIO(archive.read("content.xml"))
    tags = [_TABLE + name for name in ("table", "table-row", "table-cell", "covered-table-cell")]
    try:
        for event, element in etree.iterparse(
            source, events=("start", "end"), tag=tags, resolve_entities=False, no_network=True, huge_tree=False
        ):
            if element.tag == tags[0]:
                if event == "start":
                    table = _Table(element.get(_TABLE + "name") or "")
                elif table is not None:
                    found[table.name] = table.merges
                    element.clear()
            elif table is not None and element.tag == tags[1]:
                _row(table, element, event)
            elif table is not None and event == "end":
                _cell(table, element)
    except etree.XMLSyntaxError as error:
        cause = xml_cause(error)
        raise Refused(
            f"ODS 文件的内容有误或过大（{cause.zh}）。请用表格软件打开后另存为 XLSX。",
            f"The content of the ODS file is broken or too large ({cause.en}). Open it and save it as XLSX.",
        ) from None
    return found


def _row(table: _Table, element: object, event: str) -> None:
    if event == "start":
        table.column, table.filled = 0, False
        return
    table.row += _number(element, "number-rows-repeated")
    if table.filled:
        table.rows = table.row
        check_size(table.rows, max(table.columns, 1), (table.rows - 1, max(table.columns - 1, 0)))
    element.clear()  # type: ignore[attr-defined]


def _cell(table: _Table, element: object) -> None:
    get = element.get  # type: ignore[attr-defined]
    times = _number(element, "number-columns-repeated")
    if get(_OFFICE + "value-type") or get(_TABLE + "formula"):
        table.filled, table.columns = True, max(table.columns, table.column + times)
    down, across = _number(element, "number-rows-spanned"), _number(element, "number-columns-spanned")
    if down > 1 or across > 1:
        first = table.row, table.column
        table.merges.append((first, (table.row + down - 1, table.column + across - 1)))
    table.column += times


def _number(element: object, name: str) -> int:
    said = element.get(_TABLE + name) or "1"  # type: ignore[attr-defined]
    return min(int(said), _MOST) if said.isdecimal() and len(said) < 12 else 1
