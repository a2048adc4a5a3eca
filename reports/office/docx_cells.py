"""What Word documents need: fonts for Chinese, tables with a repeated head, page numbers, the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from html import escape
from typing import TYPE_CHECKING, Any

from ..layout import safe

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section
    from docx.text.paragraph import Paragraph

SONG, HEI, FANG = "宋体", "黑体", "仿宋"
LATIN = "Times New Roman"
_MADE = (2026, 1, 1, 0, 0, 0)  # of the parts of the file; no clock: the same call gives the same bytes
_LONGEST = 30_000  # characters of one cell
_TWIPS = 1440 / 25.4  # to a millimetre: what Word counts widths in


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


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text, a paragraph for each line, in the style with the id ``style``; ``span`` columns wide.

    ``fill`` is the colour of its ground, by hexadecimal digits.
    """

    text: str
    style: str
    centred: bool = False
    bold: bool = False
    fill: str = ""
    span: int = 1
    keep: bool = False


def add_table(
    document: Document,
    widths: Sequence[float],
    rows: Iterable[Sequence[Cell]],
    *,
    head: bool = False,
    grid: bool = True,
) -> None:
    """Add a table whose columns are as wide as said, in millimetres; no page break divides a row.

    With ``head`` the first row stands on every page; without ``grid`` there are no lines. The table is written as text
    and read once: cell by cell a long one would take minutes.
    """
    from docx.oxml.ns import nsdecls
    from docx.oxml.parser import parse_xml

    twips = [round(width * _TWIPS) for width in widths]
    parts = [
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="{"TableGrid" if grid else "TableNormal"}"/>'
        f'<w:tblW w:w="{sum(twips)}" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/><w:tblCellMar>'
        '<w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar>'
        '<w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="0" '
        'w:noVBand="1"/></w:tblPr><w:tblGrid>',
        *(f'<w:gridCol w:w="{width}"/>' for width in twips),
        "</w:tblGrid>",
    ]
    for number, cells in enumerate(rows):
        repeated = "<w:tblHeader/>" if head and number == 0 else ""
        parts.append(f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>")
        at = 0
        for cell in cells:
            parts.append(_cell(cell, sum(twips[at : at + cell.span])))
            at += cell.span
        parts.append("</w:tr>")
    parts.append("</w:tbl>")
    document.element.body.sectPr.addprevious(parse_xml("".join(parts)))


def _cell(cell: Cell, width: int) -> str:
    span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
    ground = f'<w:shd w:val="clear" w:color="auto" w:fill="{cell.fill}"/>' if cell.fill else ""
    keep = "<w:keepNext/>" if cell.keep else ""
    centred = '<w:jc w:val="center"/>' if cell.centred else ""
    look = f'<w:pPr><w:pStyle w:val="{cell.style}"/>{keep}{centred}</w:pPr>'
    bold = "<w:rPr><w:b/></w:rPr>" if cell.bold else ""
    lines = (
        f'<w:p>{look}<w:r>{bold}<w:t xml:space="preserve">{escape(safe(line))}</w:t></w:r></w:p>'
        if line
        else f"<w:p>{look}</w:p>"
        for line in cell.text[:_LONGEST].split("\n")
    )
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{ground}</w:tcPr>{"".join(lines)}</w:tc>'


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
