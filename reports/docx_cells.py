"""What Word documents need: fonts for Chinese, tables with a repeated head, page numbers, the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from .layout import safe

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section
    from docx.table import Table, _Cell, _Row
    from docx.text.paragraph import Paragraph

SONG, HEI, FANG = "宋体", "黑体", "仿宋"
LATIN = "Times New Roman"
_MADE = (2026, 1, 1, 0, 0, 0)  # of the parts of the file; no clock: the same call gives the same bytes
_LONGEST = 30_000  # characters of one cell


def set_fonts(style: Any, east: str, size: float, *, bold: bool | None = None) -> None:
    """Give a style its fonts: one for Chinese, one for all else, and none of the theme's."""
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    style.font.name, style.font.size, style.font.bold = LATIN, Pt(size), bold
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    fonts.set(qn("w:eastAsia"), east)
    fonts.set(qn("w:hint"), "eastAsia")  # so that “ ” and … are those of the Chinese font
    fonts.set(qn("w:cs"), LATIN)


def set_language(document: Document, language: str) -> None:
    """Say which language the text is in, for the checking of spelling and the breaking of lines."""
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    properties = document.styles["Normal"].element.get_or_add_rPr()
    tag = OxmlElement("w:lang")
    tag.set(qn("w:val"), "en-US")
    tag.set(qn("w:eastAsia"), "zh-CN")
    if language == "en":
        tag.set(qn("w:val"), "en-GB")
    properties.append(tag)


def a4_landscape(section: Section) -> float:
    """Make a section A4 across with narrow margins; return the width of its text in millimetres."""
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(14)
    section.top_margin, section.bottom_margin = Mm(15), Mm(14)
    section.header_distance = section.footer_distance = Mm(7)
    return 297 - 28


def number_pages(section: Section, before: str, between: str, after: str) -> None:
    """Number the pages at the foot: ``before`` the number, ``between`` it and how many there are, ``after`` both."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    line = section.footer.paragraphs[0]
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for text, field in ((before, "PAGE"), (between, "NUMPAGES"), (after, "")):
        line.add_run(text)
        if field:
            _field(line, field)


def _field(line: Paragraph, code: str) -> None:
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    for kind in ("begin", code, "separate", "1", "end"):
        run = line.add_run("1" if kind == "1" else "")
        if kind == code:
            text = OxmlElement("w:instrText")
            text.set(qn("xml:space"), "preserve")
            text.text = f" {code} "
            run._r.append(text)
        elif kind != "1":
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)


def add_table(document: Document, widths: Sequence[float], style: str = "Table Grid") -> Table:
    """Add a table whose columns are as wide as said, in millimetres, whatever they hold."""
    from docx.enum.table import WD_TABLE_ALIGNMENT
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement
    from docx.shared import Mm

    table: Table = document.add_table(rows=0, cols=len(widths), style=style)
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        mark = OxmlElement(f"w:{side}")
        mark.set(qn("w:w"), "60")  # twentieths of a point: about a millimetre
        mark.set(qn("w:type"), "dxa")
        margins.append(mark)
    look = table._tbl.tblPr.find(qn("w:tblLook"))  # what Word wants to follow the margins
    if look is None:
        table._tbl.tblPr.append(margins)
    else:
        look.addprevious(margins)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    return table


def add_row(table: Table, widths: Sequence[float], *, head: bool = False) -> _Row:
    """Add a row that no page break divides; with ``head`` it stands on every page."""
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement
    from docx.shared import Mm

    row: _Row = table.add_row()  # type: ignore[no-untyped-call]
    for cell, width in zip(row.cells, widths, strict=True):
        cell.width = Mm(width)
    properties = row._tr.get_or_add_trPr()
    for name in ("cantSplit", "tblHeader") if head else ("cantSplit",):
        mark = OxmlElement(f"w:{name}")
        mark.set(qn("w:val"), "true")
        properties.append(mark)
    return row


def fill(cell: _Cell, text: str, style: str, *, centred: bool = False, bold: bool = False) -> None:
    """Write a text into a cell, a paragraph for each line, in the style with the id ``style``."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    for number, line in enumerate(text[:_LONGEST].split("\n")):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        paragraph._p.style = style  # by its id: to look it up by name takes longer than all else
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if line:
            paragraph.add_run(safe(line)).bold = bold or None


def shade(cell: _Cell, color: str) -> None:
    """Colour the ground of a cell, by its hexadecimal digits."""
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    mark = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", color)):
        mark.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(mark)


def saved(document: Document, title: str, day: date) -> bytes:
    """Return the document as a file, of the day ``day``: the same document gives the same bytes."""
    made = datetime(day.year, day.month, day.day)
    properties = document.core_properties
    properties.author = properties.last_modified_by = "checkbranch"
    properties.title, properties.comments = safe(title[:200]), ""
    properties.created = properties.modified = made
    properties.revision = 1
    raw, out = io.BytesIO(), io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as parts, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        for part in parts.infolist():
            head = zipfile.ZipInfo(part.filename, _MADE)
            head.compress_type, head.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            written.writestr(head, parts.read(part))
    return out.getvalue()
