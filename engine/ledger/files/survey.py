"""What the XML of a sheet says that the reader of workbooks does not: how far it reaches, cells without a value."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from .extents import COLUMN_GAP, MOST_CELLS, ROW_GAP, Extent, extent_of

_CELL = re.compile(rb"<(?:\w+:)?c(?=[\s/>])([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_AT = re.compile(rb"\br=[\"']([A-Za-z]{1,3})(\d{1,7})[\"']")
_TYPE = re.compile(rb'\bt="(\w+)"')
_VALUE = re.compile(rb"<(?:\w+:)?v[^>/]*>([^<]+)")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_HELD = re.compile(rb"<(?:\w+:)?(?:v|is|f)\b")
_PICTURE = re.compile(rb"DISPIMG\(", re.IGNORECASE)
_RICH = re.compile(rb"\bvm=\"")
_ROW = re.compile(rb"<(?:\w+:)?row\b")
_ROW_AT = re.compile(rb"[^>]*?\br=[\"'](\d{1,7})[\"']")
_HIDDEN = re.compile(rb"<(?:\w+:)?row\b[^>]*\bhidden=\"(?:1|true)\"")
_WIDE = re.compile(rb' r="[A-Za-z]{2}')  # a column beyond the 26th
_FAR = re.compile(rb' r="(?:[A-Za-z]{3}|[H-Zh-z][A-Za-z])\d')  # a column beyond the 207th
_DEEP = re.compile(rb' r="[A-Za-z]+\d{6}')  # a row beyond the 99999th
_CHUNK = 1 << 20


@dataclass(slots=True)
class Survey:
    """``broken`` are (row, column, what stands there) of cells without a value, ``pictures`` the cells that show one.

    ``hidden`` counts hidden rows; ``extent`` is None where the sheet is plainly no larger than its rows.
    """

    broken: list[tuple[int, int, str]] = field(default_factory=list)
    pictures: list[tuple[int, int]] = field(default_factory=list)
    hidden: int = 0
    extent: Extent | None = None
    _rows: int = 0
    _last: int = 0
    _wide: bool = False
    _deep: bool = False
    _odd: bool = False


def survey(chunks: Callable[[], Iterable[bytes]]) -> Survey:
    """Return what the XML says of a sheet; raise Refused where it reaches too far to be held in memory.

    ``chunks`` gives the XML piece by piece; it is called again where a sheet has to be looked at closely.
    """
    found = Survey()
    for block in _blocks(chunks()):
        _look(found, block)
    # A cell may say of itself that it is in another row than the one that holds it.
    found._odd = found._odd or (found._deep and found._last < 100_000)
    most = found._last * (COLUMN_GAP if found._wide else 26)
    if found._odd or found._last - found._rows > ROW_GAP or most > MOST_CELLS:
        found.extent = extent_of(lambda: _places(chunks()))
    return found


def trimmed(chunks: Iterable[bytes], extent: Extent) -> bytes:
    """Return the XML of a sheet without the cells that lie beyond ``extent``."""
    strays = {f"{row}:{column}".encode() for row, column in extent.strays}
    pieces = []
    for block in _blocks(chunks):
        pieces.append(_CELL.sub(lambda match: b"" if _key(match) in strays else match[0], block))
    return b"".join(pieces)


def _key(match: re.Match[bytes]) -> bytes:
    at = _AT.search(match[1])
    return f"{int(at[2]) - 1}:{_column(at[1])}".encode() if at else b""


def _blocks(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield pieces that end where a row does."""
    rest = b""
    for chunk in chunks:
        block = rest + chunk
        cut = block.rfind(b"<row") if len(block) < 64 * _CHUNK else len(block)
        block, rest = (block[:cut], block[cut:]) if cut > 0 else (b"", block)
        if block:
            yield block
    yield rest


def _look(found: Survey, block: bytes) -> None:
    if b't="e"' in block or b"<f" in block or b":f" in block:
        _without_value(found, block)
    if b'hidden="' in block:
        found.hidden += len(_HIDDEN.findall(block))
    rows = block.count(b"<row")
    found._rows += rows
    at = block.rfind(b"<row")
    number = _ROW_AT.match(block, at) if at >= 0 else None
    found._last = int(number[1]) if number else found._last + rows
    # Rows and cells of another prefix, or without their places, are rare, and looked at one by one.
    tags = sum(map(block.count, (b"<c ", b"<c>", b"<row ", b"<row>")))
    if tags > block.count(b' r="') or (not rows and _ROW.search(block) is not None):
        found._odd = True
    found._deep = found._deep or _DEEP.search(block) is not None
    if not found._odd and _WIDE.search(block) is not None:
        found._wide, found._odd = True, _FAR.search(block) is not None


def _without_value(found: Survey, block: bytes) -> None:
    for attributes, content in _CELL.findall(block):
        kind, value, at = _TYPE.search(attributes), _VALUE.search(content), _AT.search(attributes)
        error = kind is not None and kind[1] == b"e"
        # A formula whose result is the empty text has t="str" and no value: that is a value.
        unsaved = value is None and (kind is None or kind[1] != b"str") and _FORMULA.search(content)
        if at is None:
            continue
        place = int(at[2]) - 1, _column(at[1])
        if _PICTURE.search(content) or (error and _RICH.search(attributes)):
            found.pictures.append(place)
        elif error or unsaved:
            shown = value[1].decode("utf-8", "replace") if error and value else "=…"
            found.broken.append((*place, shown))


def _places(chunks: Iterable[bytes]) -> Iterator[tuple[int, int]]:
    """Yield (row, column) of each cell that holds something."""
    row = -1
    for block in _blocks(chunks):
        starts = [match.start() for match in _ROW.finditer(block)]
        for start, end in pairwise([*starts, len(block)]):
            number = _ROW_AT.match(block, start)
            row = int(number[1]) - 1 if number else row + 1
            if _HELD.search(block, start, end) is None:
                continue
            column = -1
            for cell in _CELL.finditer(block, start, end):
                at = _AT.search(cell[1])
                column = _column(at[1]) if at else column + 1
                if cell[2] and _HELD.search(cell[2]):
                    yield (int(at[2]) - 1 if at else row), column


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number - 1
