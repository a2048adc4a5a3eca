"""Makes XLSX files out of their XML, so that they can hold what no program would write."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = (
    f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-'
    'package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.'
    'sheet.main+xml"/></Types>'
)
HEAD = ("日期", "类型", "应到", "主题")


def text(place: str, value: str) -> str:
    """Return a cell with a text."""
    return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'


def row(number: int, *cells: str, attributes: str = "") -> str:
    """Return a row; a cell that is no XML is a text, in the column of its place."""
    made = [cell if cell.startswith("<") else text(f"{chr(65 + at)}{number}", cell) for at, cell in enumerate(cells)]
    return f'<row r="{number}"{attributes}>{"".join(made)}</row>'


def workbook(
    body: str | bytes,
    strings: str = "",
    properties: str = "",
    parts: Mapping[str, str | bytes] | None = None,
    after: str = "",
    before: str = "",
) -> bytes:
    """Return a workbook of the sheet 台账 with the rows ``body``, or with that XML where it is bytes."""
    rows = f"{before}<sheetData>{body.decode() if isinstance(body, bytes) else body}</sheetData>{after}"
    sheet = body if isinstance(body, bytes) else f'<worksheet xmlns="{MAIN}">{rows}</worksheet>'
    links = [("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "sharedStrings", "sharedStrings.xml")]
    related = "".join(f'<Relationship Id="{i}" Type="{OFFICE}/{kind}" Target="{to}"/>' for i, kind, to in links)
    root = f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    return archive(
        {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{root}</Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{properties}'
            '<sheets><sheet name="台账" sheetId="1" r:id="rId1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{related}</Relationships>',
            "xl/worksheets/sheet1.xml": sheet,
            "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
            **(parts or {}),
        }
    )


def archive(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a zip archive of these parts, the same for the same parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in parts.items():
            made.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED, 9)
    return out.getvalue()


def compound(streams: Mapping[str, bytes]) -> bytes:
    """Return a compound file, as workbooks of the old format are, with these streams of at least 4096 bytes."""
    sectors: list[bytes] = []
    table: list[int] = []

    def put(content: bytes) -> int:
        first, count = len(sectors), max(1, -(-len(content) // 512))
        sectors.extend(content[at * 512 : at * 512 + 512].ljust(512, b"\0") for at in range(count))
        table.extend([*range(first + 1, first + count), 0xFFFFFFFE])
        return first

    entries = [("Root Entry", 5, 0xFFFFFFFE, 0)]
    for name, content in streams.items():
        content = content.ljust(4096, b"\0")
        entries.append((name, 2, put(content), len(content)))
    written = b""
    for name, kind, start, size in entries:
        encoded = name.encode("utf-16-le")
        head = encoded.ljust(64, b"\0") + struct.pack("<HBB", len(encoded) + 2, kind, 1)
        written += head + b"\xff" * 12 + b"\0" * 36 + struct.pack("<IQ", start, size)
    directory = put(written)
    fat = len(sectors)
    table.append(0xFFFFFFFD)
    sectors.append(struct.pack("<128I", *table, *[0xFFFFFFFF] * (128 - len(table))))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    header += b"\0" * 6 + struct.pack("<IIIIIIIII", 0, 1, directory, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    return header + struct.pack("<109I", fat, *[0xFFFFFFFF] * 108) + b"".join(sectors)
