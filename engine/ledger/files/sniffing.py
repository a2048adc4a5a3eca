"""What a file of tables is, whatever its name says: told by its content, and opened as that."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ..values.sheets import Note, Refused, Sheet
from .compound import OLE
from .delimited import read_delimited
from .encodings import decode
from .separators import dialect_of
from .spreadsheet_xml import NAMESPACE

Opened = tuple[Sequence[str | None], Callable[[str | None], Sheet], Sequence[Note]]

_ZIP = b"PK\x03\x04"
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|table|meta|style|div)\b", re.IGNORECASE)
_MIME = re.compile(rb"\s*(?:mime-version|from|date|content-type|message-id|subject)\s*:", re.IGNORECASE)
_OTHERS = {
    b"%PDF": (" PDF", "PDF"),
    b"\x89PNG": ("图片", "picture"),
    b"\xff\xd8\xff": ("图片", "picture"),
    b"GIF8": ("图片", "picture"),
    b"Rar!": ("压缩包", "compressed archive"),
    b"7z\xbc\xaf": ("压缩包", "compressed archive"),
    b"{\\rtf": ("写字板文档", "rich-text document"),
}
_BIFF = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08")


def open_table(data: bytes, spreadsheet: bool) -> Opened:
    """Return the names of the sheets of a file, what reads them, and what is to be said of it.

    ``spreadsheet`` tells that its name is that of a workbook. Raises Refused where it is no table at all.
    """
    head = data[:4096]
    for mark, (zh, en) in _OTHERS.items():
        if head.startswith(mark):
            raise Refused(
                f"文件的内容是{zh}，不是表格。请把其中的表格另存为 XLSX 或 CSV。",
                f"The file is a {en} and no table. Save the table as XLSX or CSV.",
            )
    if head.startswith((_ZIP, OLE, *_BIFF)) or data[:2] == b"PK":
        from .workbooks import Workbook

        book = Workbook(data)
        return book.names, lambda name: book.sheet(name or ""), book.notes
    return _marked(data, head) or _text(data, spreadsheet)


def _marked(data: bytes, head: bytes) -> Opened | None:
    """Return a file of tables in XML or HTML."""
    start = head.replace(b"\0", b"").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").removeprefix(b"\xef\xbb\xbf")
    text = start.decode("latin-1").lstrip()
    if text.startswith("<"):
        if NAMESPACE in text or "Excel.Sheet" in text:
            from .spreadsheet_xml import read_spreadsheet_xml

            return _sheets(read_spreadsheet_xml(data), "spreadsheet_xml")
        if _HTML.search(text):
            from .html_tables import read_html

            return _sheets(read_html(data), "html_table")
    elif _MIME.match(start) and b"multipart/related" in start.lower():
        from .html_tables import read_mhtml

        return _sheets(read_mhtml(data), "html_table")
    return None


def _sheets(sheets: Sequence[Sheet], code: str) -> Opened:
    by_name = {sheet.name: sheet for sheet in sheets}
    return list(by_name), by_name.__getitem__, [Note(code)]


def _text(data: bytes, spreadsheet: bool) -> Opened:
    """Return a file of delimited text; under the name of a workbook it has to have columns."""
    if spreadsheet:
        try:
            text = decode(data[: 1 << 16]).text
        except Refused:
            raise _unreadable() from None
        sign = dialect_of(text).separator
        if sum(sign in line for line in text.splitlines()[:20]) < 2:
            raise _unreadable()
    return [None], lambda name: read_delimited(data), [Note("text_table")] if spreadsheet else []


def _unreadable() -> Refused:
    return Refused(
        "不是可读的电子表格，或文件已损坏。请用表格软件打开后另存为 XLSX。",
        "This is not a readable spreadsheet, or it is damaged. Open it and save it as XLSX.",
    )
