"""The self-check as a Word document to edit and to print: real tables, A4 across, with lines to sign."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ..layout import safe
from ..office.docx_cells import (
    FANG,
    HEI,
    SONG,
    Cell,
    a4_landscape,
    add_table,
    number_pages,
    saved,
    set_fonts,
    set_language,
)
from .compose import sheet_of
from .grid import Grid, Look, Row, left_out
from .grids import grids_of
from .model import Inspection
from .sheet import Sheet

if TYPE_CHECKING:
    from docx.document import Document

_HEAD, _GROUP = "E7E0DA", "EFEFEF"
_FILL: dict[Look, str] = {"duty": "F7F7F5", "gap": "FBE9E7", "doubt": "FFF6DC", "total": "EFEFEF"}
_CELL, _SMALL, _COLUMN, _BODY = "Cell", "Small", "Column", "Body"
_SIGNED = ("secretary", "checker", "reviewer", "date")
_MOST_ROWS = 2000  # of one table; Word is slow with more
_NUMERALS = "一二三四五六七八九十"


def inspection_document(inspection: Inspection, language: str = "zh") -> bytes:
    """Return the document; the same self-check gives the same bytes."""
    import docx

    sheet = sheet_of(inspection, language)
    document = docx.Document()
    _styles(document, language)
    width = a4_landscape(document.sections[0])
    words = ("Page ", " of ", "") if language == "en" else ("第 ", " 页，共 ", " 页")
    number_pages(document.sections[0], *words)
    _cover(document, sheet, width)
    for number, grid in enumerate(grids_of(sheet), 1):
        _grid(document, grid, number, width, sheet)
    _notes(document, sheet)
    _signed(document, sheet, width)
    return saved(document, f"{sheet.heads['title']} {sheet.name}", inspection.cover.as_of)


def _styles(document: Document, language: str) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn
    from docx.shared import Pt

    styles = document.styles
    set_fonts(styles["Normal"], SONG, 10.5)
    set_language(document, language)
    for head, points in (("Title", 22), ("Heading 1", 14), ("Heading 2", 11)):
        set_fonts(styles[head], HEI, points, bold=False)
    own: Sequence[tuple[str, str, float]] = (
        (_CELL, SONG, 8),
        (_SMALL, FANG, 8.5),
        (_COLUMN, HEI, 8),
        (_BODY, FANG, 10.5),
    )
    for name, east, size in own:
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        set_fonts(style, east, size)
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
        style.paragraph_format.line_spacing = 1.0 if size < 9 else 1.15
    if (line := styles["Title"].element.pPr.find(qn("w:pBdr"))) is not None:
        styles["Title"].element.pPr.remove(line)
    styles["Heading 1"].paragraph_format.space_before = Pt(12)
    styles["Heading 1"].paragraph_format.space_after = Pt(4)


def _cover(document: Document, sheet: Sheet, width: float) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    title = document.add_paragraph(safe(sheet.heads["title"]), style="Title")
    name = document.add_paragraph(safe(sheet.name), style=_BODY)
    title.alignment = name.alignment = WD_ALIGN_PARAGRAPH.CENTER
    widths = [width * share for share in (0.1, 0.4, 0.1, 0.4)]
    facts = [*sheet.facts]
    counts = "  ".join(f"{mark} {word} {number}" for mark, word, number in sheet.counts)
    facts.append((sheet.heads["counts"], f"{sheet.heads['total']} {sheet.total} = {counts}"))
    facts += [("", "")] * (len(facts) % 2)
    rows = [
        [part for name, text in facts[at : at + 2] for part in (Cell(name, _COLUMN, fill=_HEAD), Cell(text, _CELL))]
        for at in range(0, len(facts), 2)
    ]
    add_table(document, widths, rows)
    for text in sheet.notices:
        document.add_paragraph(safe(text), style=_SMALL)


def _grid(document: Document, grid: Grid, number: int, width: float, sheet: Sheet) -> None:
    """Write one table under its heading; the groups of its rows are rows of their own."""
    if sheet.language == "en":
        lead = f"{number}. "
    else:
        lead = f"{_NUMERALS[number - 1]}、" if number <= len(_NUMERALS) else f"{number}、"
    document.add_paragraph(lead + safe(grid.title), style="Heading 1")
    if grid.note:
        document.add_paragraph(safe(grid.note), style=_SMALL)
    if not grid.rows:
        document.add_paragraph("Nothing." if sheet.language == "en" else "没有。", style=_BODY)
        return
    widths = [share * width / sum(grid.widths) for share in grid.widths]
    add_table(document, widths, _rows(grid), head=True)
    for text in filter(None, (*grid.after, left_out(grid, _MOST_ROWS, sheet.language))):
        document.add_paragraph(safe(text), style=_SMALL)


def _rows(grid: Grid) -> Iterator[Sequence[Cell]]:
    """Yield the head, then the rows, each group of them under a row of its own."""
    yield [Cell(name, _COLUMN, centred=True, fill=_HEAD) for name in grid.heads]
    group = ""
    for line in grid.rows[:_MOST_ROWS]:
        if line.group and line.group != group:
            yield [Cell(line.group, _COLUMN, fill=_GROUP, span=len(grid.heads), keep=True)]
        group = line.group
        yield [_cell(text, number, line, grid) for number, text in enumerate(line.cells)]


def _cell(text: str, number: int, line: Row, grid: Grid) -> Cell:
    bold = line.look in ("duty", "total") and number == 1
    ground = "" if number in grid.hand else _FILL.get(line.look, "")
    return Cell(text, _CELL, centred=number in grid.centred, bold=bold, fill=ground)


def _notes(document: Document, sheet: Sheet) -> None:
    """Write what was not looked at, the notes of the rules, and what asks for a second look."""
    blocks: list[tuple[str, Sequence[str]]] = [
        (sheet.heads[key], getattr(sheet, key)) for key in ("flags", "untested", "off", "notes")
    ]
    blocks.append((sheet.heads["not_owed"], [text for unit in sheet.units for text in unit.not_owed]))
    blocks += [
        (sheet.heads["hints"], [line for hint in sheet.hints for line in (hint.title, *hint.lines, hint.how) if line])
    ]
    for name, lines in blocks:
        if lines:
            document.add_paragraph(safe(name), style="Heading 2")
            for text in lines:
                document.add_paragraph(safe(text), style=_SMALL)


def _signed(document: Document, sheet: Sheet, width: float) -> None:
    """Write the lines to sign: the secretary, who filled it in, who looked it through, and the day."""
    document.add_paragraph("", style=_BODY)
    colon = ": " if sheet.language == "en" else "："
    widths = [width / len(_SIGNED)] * len(_SIGNED)
    add_table(
        document,
        widths,
        [[Cell(f"{sheet.heads[key]}{colon}________________", _BODY) for key in _SIGNED]],
        grid=False,
    )
    document.add_paragraph("", style=_SMALL)  # Word wants one after the last table
