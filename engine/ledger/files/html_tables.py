"""Web pages that hold tables: what many systems export under the name of a workbook, and what Excel saves as one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import TYPE_CHECKING, Any

from ...causes import cause_of, said_by
from ...syntax_causes import xml_cause
from ..values.cells import PICTURE, Raw
from ..values.sheets import Refused, Sheet
from .encodings import decode
from .extents import check_size
from .merges import Merge, sheet_with_merges

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MOST_BYTES = 64 << 20
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_EMPTY = ((r"empty|no content|Document is empty", "里面没有内容"),)
_SHEET_NAME = re.compile(r"<x:ExcelWorksheet>\s*<x:Name>(.*?)</x:Name>", re.DOTALL | re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_BREAKS = frozenset({"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4"})
_WIDEST, _LONGEST = 1_000, 65_534  # what a cell may span, by the standard


def read_html(data: bytes) -> list[Sheet]:
    """Return the tables of a page as sheets; raise Refused where it has none."""
    return _sheets([_page(data)])


def read_mhtml(data: bytes) -> list[Sheet]:
    """Return the tables of a page that is saved as one file with its parts; raise Refused where it has none."""
    from email import message_from_bytes

    pages = []
    for part in message_from_bytes(data).walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and payload.strip():
                pages.append(_page(payload, part.get_content_charset()))
    return _sheets(pages)


def _page(data: bytes, charset: str | None = None) -> str:
    if len(data) > MOST_BYTES:
        raise Refused(
            f"网页格式的表格过大（{len(data) >> 20} MB）。请用表格软件打开后另存为 XLSX。",
            f"The table is a web page of {len(data) >> 20} MB, which is too large. Open it and save it as XLSX.",
        )
    named = _CHARSET.search(data[:4096])
    said = charset or (named[1].decode("ascii") if named else None)
    return decode(data, said).text


def _sheets(pages: Sequence[str]) -> list[Sheet]:
    tables = [table for page in pages for table in _tables(_root(page))]
    if not tables:
        raise Refused(
            "文件是网页，其中没有表格。请用表格软件打开后另存为 XLSX。",
            "The file is a web page without a table. Open it and save it as XLSX.",
        )
    names: list[str | None] = [unescape(name).strip() for page in pages for name in _SHEET_NAME.findall(page)]
    if len(names) != len(tables) or len(set(names)) != len(names):
        names = [None] if len(tables) == 1 else [f"表{number}" for number in range(1, len(tables) + 1)]
    return [_sheet(name, table) for name, table in zip(names, tables, strict=True)]


def _root(page: str) -> HtmlElement:
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    parser = HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        return document_fromstring(page.replace("\0", "").encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        cause = xml_cause(error) if isinstance(error, etree.XMLSyntaxError) else cause_of(said_by(error), _EMPTY)
        raise Refused(
            f"文件是网页，但内容有误（{cause.zh}）。请用表格软件打开后另存为 XLSX。",
            f"The file is a web page that is broken ({cause.en}). Open it and save it as XLSX.",
        ) from None


def _tables(root: Any) -> Iterator[Any]:
    """Yield the tables that hold data; one that only lays out others is passed over for those inside it."""
    inside: set[Any] = set()
    for table in root.iter("table"):
        if table in inside:
            continue
        nested = list(table.iterdescendants("table"))
        if not nested or sum(len(_cells(row)) > 1 for row in _rows(table)) > 1:
            inside.update(nested)
            yield table


def _rows(table: Any) -> list[Any]:
    return [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]


def _cells(row: Any) -> list[Any]:
    return [cell for cell in row if cell.tag in ("td", "th")]


def _sheet(name: str | None, table: Any) -> Sheet:
    rows: list[list[Raw]] = []
    merges: list[Merge] = []
    taken: dict[int, int] = {}  # by column: down to which row a cell from above holds it
    elements = _rows(table)
    width = 0
    for at, row in enumerate(elements):
        cells: list[Raw] = []
        for element in _cells(row):
            while taken.get(len(cells), -1) >= at:
                cells.append(None)
            across, down = _span(element, "colspan", _WIDEST), _span(element, "rowspan", _LONGEST)
            last = len(elements) - 1 if down == 0 else min(at + down - 1, len(elements) - 1)
            column = len(cells)
            if last > at:
                taken.update(dict.fromkeys(range(column, column + max(across, 1)), last))
            if last > at or across > 1:
                merges.append(((at, column), (last, column + max(across, 1) - 1)))
            cells.extend([_text(element), *[None] * (across - 1)])
        rows.append(cells)
        width = max(width, len(cells))
        check_size(at + 1, width, (at, width))
    for cells in rows:
        cells.extend([None] * (width - len(cells)))
    sheet = sheet_with_merges(name, rows, merges)
    caption = table.find("caption")
    titled = None if caption is None else _text(caption)
    return sheet if titled is None else _titled(sheet, str(titled))


def _titled(sheet: Sheet, title: str) -> Sheet:
    sheet.titles = (title, *sheet.titles)
    return sheet


def _span(cell: Any, name: str, most: int) -> int:
    said = (cell.get(name) or "1").strip()
    return min(int(said), most) if said.isascii() and said.isdecimal() and len(said) < 10 else 1


def _text(cell: Any) -> Raw:
    """Return the text of a cell, its lines kept; a picture alone is one."""
    parts: list[str] = []
    for event, element in _walk(cell):
        if event == "start":
            if element is not cell and element.tag in _BREAKS:
                parts.append("\n")
            parts.append(_SPACES.sub(" ", element.text or ""))
        elif element is not cell:
            parts.append(_SPACES.sub(" ", element.tail or ""))
    lines = (line.strip() for line in "".join(parts).split("\n"))
    text = "\n".join(line for line in lines if line)
    return text or (PICTURE if next(cell.iter("img"), None) is not None else None)


def _walk(cell: Any) -> Iterator[tuple[str, Any]]:
    from lxml import etree

    for event, element in etree.iterwalk(cell, events=("start", "end")):
        if (isinstance(element.tag, str) and element.tag not in ("style", "script")) or event == "end":
            yield event, element
