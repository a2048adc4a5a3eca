"""The text of a Word document: its paragraphs and its tables, as they would be read on paper.

The XML is walked itself: python-docx leaves out content controls and insertions, and repeats merged cells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..values.sheets import Refused

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_IMAGE = "{urn:schemas-microsoft-com:vml}imagedata"

WIDEST = 64  # columns of a grid that a cell may span; Word itself allows a table 63
MOST_COLUMNS = 512

# Deleted, moved away, of the layout, instructions of fields, the small print above other characters, fallbacks.
_NOT_TEXT = frozenset(
    [
        *(W + name for name in ("del", "moveFrom", "delText", "instrText", "delInstrText", "rt", "object", "altChunk")),
        *(W + name for name in ("rPr", "pPr", "tcPr", "trPr", "tblPr", "tblPrEx", "tblGrid", "sectPr")),
        *(W + name for name in ("sdtPr", "sdtEndPr")),
        _MC + "Fallback",
    ]
)
# What the symbol fonts draw at these places.
_SYMBOLS = {
    "Wingdings": {"6F": "□", "71": "□", "72": "□", "A8": "□", "FC": "√", "FB": "×", "FD": "☒", "FE": "☑"},
    "Wingdings 2": {"A3": "□", "50": "√", "4F": "×", "52": "☑", "51": "☒", "53": "☒", "54": "☒"},
}
CHECKED, UNCHECKED = "☑", "☐"


@dataclass(slots=True)
class Line:
    """A paragraph with the number of its pictures."""

    text: str
    pictures: int = 0


@dataclass(slots=True)
class Cell:
    """A cell of a table: where its left edge is in the grid, how many columns it spans, and what it holds."""

    column: int
    width: int
    text: str = ""
    pictures: int = 0
    blocks: list[Line | Table] = field(default_factory=list)


@dataclass(slots=True)
class Table:
    """The rows of a table from left to right; a cell that is merged over several rows is the same object in each."""

    rows: list[list[Cell]] = field(default_factory=list)

    @property
    def width(self) -> int:
        """The columns of the grid."""
        return max((cell.column + cell.width for row in self.rows for cell in row), default=0)

    @property
    def empty(self) -> bool:
        """Whether no cell holds any text."""
        return not any(cell.text.strip() for row in self.rows for cell in row)


Block = Line | Table


def blocks_of(body: Any) -> list[Block]:
    """Return the paragraphs and tables of a body in order; a table that only frames others gives way to them."""
    found: list[Block] = []
    for block in _blocks(body):
        found.extend(_unframed(block) if isinstance(block, Table) else [block])
    return found


def _unframed(table: Table) -> Iterable[Block]:
    if len(table.rows) == 1 and len(table.rows[0]) == 1:
        inner = table.rows[0][0].blocks
        if any(isinstance(block, Table) for block in inner):
            return [one for block in inner for one in (_unframed(block) if isinstance(block, Table) else [block])]
    return [table]


def _blocks(parent: Any) -> Iterator[Block]:
    for child in parent:
        tag = child.tag
        if tag == W + "p":
            yield _paragraph(child)
        elif tag == W + "tbl":
            yield _table(child)
        elif isinstance(tag, str) and tag not in _NOT_TEXT and not _is_placeholder(child):
            yield from _blocks(child)


def _paragraph(node: Any) -> Line:
    line = Line("")
    parts: list[str] = []
    _gather(node, parts, line)
    line.text = "".join(parts)
    return line


def _gather(node: Any, parts: list[str], line: Line) -> None:
    """Add the text below a node to ``parts``, its pictures to ``line``."""
    for child in node:
        tag = child.tag
        if tag == W + "t":
            parts.append(child.text or "")
        elif tag in _SHOWN:
            parts.append(_SHOWN[tag](child))
        elif tag in (W + "drawing", W + "pict"):
            _drawn(child, parts, line)
        elif tag == W + "sdt" and (box := _check_box(child)) is not None:
            parts.append(box)
        elif isinstance(tag, str) and tag not in _NOT_TEXT and not _hidden(child) and not _is_placeholder(child):
            _gather(child, parts, line)


def _drawn(node: Any, parts: list[str], line: Line) -> None:
    """Add a picture, or the text of a text box."""
    for box in _within(node, W + "txbxContent"):
        for block in _blocks(box):
            parts.append("\n" + (block.text if isinstance(block, Line) else _flat(block)))
    line.pictures += any(True for _ in node.iter(_BLIP, _IMAGE))


def _hidden(node: Any) -> bool:
    mark = node.find(f"{W}rPr/{W}vanish") if node.tag == W + "r" else None
    return mark is not None and _on(mark.get(W + "val"))


def _on(value: str | None) -> bool:
    return value not in ("0", "false", "off")


def _is_placeholder(node: Any) -> bool:
    """Return whether a content control shows nothing but its prompt, such as 单击此处输入文字."""
    mark = node.find(f"{W}sdtPr/{W}showingPlcHdr") if node.tag == W + "sdt" else None
    return mark is not None and _on(mark.get(W + "val"))


def _check_box(control: Any) -> str | None:
    box = control.find(f"{W}sdtPr/{_W14}checkbox")
    if box is None:
        return None
    state = box.find(_W14 + "checked")
    return CHECKED if state is not None and _on(state.get(_W14 + "val")) else UNCHECKED


def _form_field(mark: Any) -> str:
    """Return what a form field of the old kind shows that stands in no run: a check box, the entry of a list."""
    box = mark.find(f"{W}ffData/{W}checkBox")
    if box is not None:
        state = box.find(W + "checked")
        state = box.find(W + "default") if state is None else state
        return CHECKED if state is not None and _on(state.get(W + "val")) else UNCHECKED
    entries = mark.findall(f"{W}ffData/{W}ddList/{W}listEntry")
    chosen = mark.find(f"{W}ffData/{W}ddList/{W}result")
    at = _number(None if chosen is None else chosen.get(W + "val"), 0)
    return entries[at].get(W + "val", "") if entries and at < len(entries) else ""


def _symbol(node: Any) -> str:
    drawn = _SYMBOLS.get(node.get(W + "font", ""), {})
    return drawn.get(node.get(W + "char", "").upper()[-2:], "")


_SHOWN: Mapping[str, Callable[[Any], str]] = {
    W + "tab": lambda _: "\t",
    W + "ptab": lambda _: "\t",
    W + "br": lambda _: "\n",
    W + "cr": lambda _: "\n",
    W + "noBreakHyphen": lambda _: "-",
    W + "sym": _symbol,
    W + "fldChar": _form_field,
}


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text is not None and text.isascii() and text.isdecimal() and len(text) < 6 else otherwise


def _table(node: Any) -> Table:
    table = Table()
    for row in _within(node, W + "tr"):
        if row.find(f"{W}trPr/{W}del") is None:
            table.rows.append(_row(row, {cell.column: cell for cell in table.rows[-1]} if table.rows else {}))
    return table


def _within(parent: Any, wanted: str) -> Iterator[Any]:
    """Yield the rows of a table or the cells of a row, those in content controls too; or what else is wrapped so."""
    for child in parent:
        if child.tag == wanted:
            yield child
        elif isinstance(child.tag, str) and child.tag not in _NOT_TEXT:
            yield from _within(child, wanted)


def _row(node: Any, above: Mapping[int, Cell]) -> list[Cell]:
    before = node.find(f"{W}trPr/{W}gridBefore")
    column = min(_number(None if before is None else before.get(W + "val"), 0), WIDEST)
    cells: list[Cell] = []
    for one in _within(node, W + "tc"):
        marks = {mark.tag: mark.get(W + "val") for mark in next(one.iterchildren(W + "tcPr"), ())}
        cell = _cell(one, column, min(max(_number(marks.get(W + "gridSpan"), 1), 1), WIDEST))
        column += cell.width
        if column > MOST_COLUMNS:
            raise Refused(
                f"文档中有超过 {MOST_COLUMNS} 列的表格，Word 无法生成这样的表格，不予读取。请用 Word 打开后另存为 "
                ".docx。",
                f"The document has a table of more than {MOST_COLUMNS} columns, which Word cannot make. "
                "Open it in Word and save it as .docx.",
            )
        if _goes_on(marks, "hMerge") and cells:
            cells[-1].width += cell.width
            continue
        upper = above.get(cell.column) if _goes_on(marks, "vMerge") else None
        cells.append(cell if upper is None else upper)
    return cells


def _goes_on(marks: Mapping[str, str | None], how: str) -> bool:
    """Return whether a cell only continues the one above (``vMerge``) or to the left (``hMerge``)."""
    return W + how in marks and marks[W + how] in (None, "continue")


def _cell(node: Any, column: int, width: int) -> Cell:
    around = node.getparent()
    prompt = around.tag == W + "sdtContent" and _is_placeholder(around.getparent())
    cell = Cell(column, width, blocks=[] if prompt else list(_blocks(node)))
    cell.text = "\n".join(block.text if isinstance(block, Line) else _flat(block) for block in cell.blocks).strip()
    cell.pictures = sum(map(pictures_of, cell.blocks))
    return cell


def pictures_of(block: Block) -> int:
    """Return how many pictures stand in a paragraph or table."""
    if isinstance(block, Line):
        return block.pictures
    return sum({id(cell): cell.pictures for row in block.rows for cell in row}.values())


def _flat(table: Table) -> str:
    """Return a table within a cell as lines of text."""
    shown: set[int] = set()
    lines = []
    for row in table.rows:
        new = [cell for cell in row if id(cell) not in shown]
        shown.update(map(id, row))
        lines.append("\t".join(cell.text for cell in new))
    return "\n".join(lines)
