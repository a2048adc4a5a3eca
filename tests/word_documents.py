"""Word documents for tests, built from grids of texts that read like the form."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from docx import Document
from docx.document import Document as Docx
from docx.table import Table

LEFT, ABOVE = "<", "^"  # merged with the cell to the left, with the one above

Grid = Sequence[Sequence[str]]
Block = str | Grid


def document(*blocks: Block) -> Docx:
    """Return a document of paragraphs (texts) and tables (grids)."""
    docx = Document()
    for block in blocks:
        if isinstance(block, str):
            docx.add_paragraph(block)
        else:
            fill(docx.add_table(len(block), max(map(len, block))), block)
    return docx


def fill(table: Table, grid: Grid) -> None:
    """Write the texts of a grid into a table, and merge its cells as ``<`` and ``^`` say; short rows are widened."""
    width = len(table.columns)
    full = [[*row, *[LEFT] * (width - len(row))] for row in grid]
    tops: dict[tuple[int, int], tuple[int, int]] = {}
    ends: dict[tuple[int, int], tuple[int, int]] = {}
    for row, texts in enumerate(full):
        for column, text in enumerate(texts):
            at = (row, column)
            beside = (row, column - 1) if text == LEFT else (row - 1, column) if text == ABOVE else at
            tops[at] = tops.get(beside, at)
            ends[tops[at]] = at
            if tops[at] == at:
                table.cell(*at).text = text
    for top, end in ends.items():
        if top != end:
            table.cell(*top).merge(table.cell(*end))


def data_of(docx: Docx) -> bytes:
    """Return the bytes of a document."""
    stream = io.BytesIO()
    docx.save(stream)
    return stream.getvalue()


def repacked(
    data: bytes, changes: Mapping[str, Callable[[bytes], bytes]], more: Mapping[str, bytes] | None = None
) -> bytes:
    """Return a package with some of its parts changed, and others added."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, changes.get(name, bytes)(old.read(name)))
        for name, content in (more or {}).items():
            new.writestr(name, content)
    return stream.getvalue()


def with_body(xml: str) -> bytes:
    """Return a document whose body is the given XML, ``w:`` and ``w14:`` being bound."""
    spaces = (
        'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:v="urn:schemas-microsoft-com:vml" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    )
    text = f'<?xml version="1.0" encoding="UTF-8"?><w:document {spaces}><w:body>{xml}</w:body></w:document>'
    return repacked(data_of(Document()), {"word/document.xml": lambda _: text.encode()})


def picture(folder: Path) -> Path:
    """Return a file with a tiny picture."""
    import base64

    path = folder / "dot.png"
    dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    path.write_bytes(base64.b64decode(dot))
    return path
