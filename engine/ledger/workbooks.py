"""Spreadsheets (XLSX, XLS, ODS), with the cells that hold no value although something stands in them."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from .cells import Raw
from .sheets import Refused, Sheet, sheet_of

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

T = TypeVar("T")

_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_AT = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_TYPE = re.compile(rb'\bt="(\w+)"')
_VALUE = re.compile(rb"<(?:\w+:)?v[^>/]*>([^<]+)")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_CHUNK = 1 << 20
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class Workbook:
    """An open spreadsheet; its sheets are read one by one when they are asked for."""

    def __init__(self, data: bytes, extension: str) -> None:
        """Raise Refused where ``data`` is no spreadsheet of the kind that ``extension`` says."""
        self._data, self._zipped = data, extension in (".xlsx", ".xlsm")
        self._book = _open(data)
        from python_calamine import SheetTypeEnum, SheetVisibleEnum

        sheets = [one for one in self._book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
        self.names = [one.name for one in sheets]
        self._hidden = {one.name for one in sheets if one.visible != SheetVisibleEnum.Visible}

    def sheet(self, name: str) -> Sheet:
        """Return one sheet; raise Refused where it is damaged."""
        found = _guarded(lambda: self._book.get_sheet_by_name(name))
        rows: Sequence[Sequence[Any]] = _guarded(found.to_python)
        top, left = found.start or (0, 0)
        broken = list(self._broken(name))
        top, left, rows = _widened(top, left, rows, broken)
        places = [(row - top, column - left, shown) for row, column, shown in broken]
        return sheet_of(name, rows, range(top + 1, top + 1 + len(rows)), places, name in self._hidden)

    def _broken(self, name: str) -> Iterator[tuple[int, int, str]]:
        """Yield (row, column, what stands there) of cells whose value the reader leaves empty without a word."""
        if not self._zipped:
            return
        try:
            with zipfile.ZipFile(io.BytesIO(self._data)) as archive:
                part = _parts(archive).get(name)
                if part is not None:
                    with archive.open(part) as stream:
                        yield from _without_value(stream)
        except (KeyError, ValueError, zipfile.BadZipFile, SyntaxError, OSError):
            return


def _open(data: bytes) -> CalamineWorkbook:
    from python_calamine import CalamineWorkbook, PasswordError

    try:
        return _guarded(lambda: CalamineWorkbook.from_filelike(io.BytesIO(data)), PasswordError)
    except PasswordError:
        raise Refused(
            "表格设有打开密码。请去掉密码后另存。",
            "The workbook is protected by a password. Save it without one.",
        ) from None


def _guarded(action: Callable[[], T], *passed: type[Exception]) -> T:
    """Return what ``action`` returns; whatever the parser says of a damaged file is Refused, a panic of it too."""
    try:
        return action()
    except BaseException as error:
        panic = type(error).__name__ == "PanicException"  # of the Rust library: no Exception, and not importable
        if isinstance(error, passed) or not (panic or isinstance(error, Exception)):
            raise
        raise Refused(
            f"不是可读的电子表格，或文件已损坏（{error}）。请用表格软件打开后另存为 XLSX。",
            f"This is no readable spreadsheet, or it is damaged ({error}). Open it and save it as XLSX.",
        ) from None


def _widened(
    top: int, left: int, rows: Sequence[Sequence[Raw]], broken: Sequence[tuple[int, int, str]]
) -> tuple[int, int, Sequence[Sequence[Raw]]]:
    """Return the rows with room for cells without a value that lie outside the area of those that have one."""
    if not broken:
        return top, left, rows
    if not rows:
        top, left = min(row for row, _, _ in broken), min(column for _, column, _ in broken)
    above = max(0, top - min(row for row, _, _ in broken))
    before = max(0, left - min(column for _, column, _ in broken))
    below = max(0, max(row for row, _, _ in broken) + 1 - top - len(rows))
    padded = [[*[None] * before, *row] for row in rows] if before else list(rows)
    return top - above, left - before, [*([] for _ in range(above)), *padded, *([] for _ in range(below))]


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return, by sheet name, where in the archive the sheet is."""
    from xml.etree import ElementTree

    root = next((name for name in archive.namelist() if name.lower() == "xl/workbook.xml"), "xl/workbook.xml")
    folder, file = posixpath.split(root)
    book = ElementTree.fromstring(archive.read(root))
    relations = ElementTree.fromstring(archive.read(f"{folder}/_rels/{file}.rels"))
    targets = {one.get("Id"): one.get("Target", "") for one in relations}
    sheets = [one for one in book.iter() if one.tag.endswith("}sheet")]
    # A target that begins with a slash counts from the root of the archive.
    return {
        one.get("name", ""): posixpath.normpath(posixpath.join("/" + folder, targets[one.get(_RELATION)])).lstrip("/")
        for one in sheets
        if one.get(_RELATION) in targets
    }


def _without_value(stream: Any) -> Iterator[tuple[int, int, str]]:
    rest = b""
    while chunk := stream.read(_CHUNK):
        block = rest + chunk
        cut = block.rfind(b"<row") if len(block) < 64 * _CHUNK else len(block)
        block, rest = (block[:cut], block[cut:]) if cut > 0 else (b"", block)
        yield from _in_block(block)
    yield from _in_block(rest)


def _in_block(block: bytes) -> Iterator[tuple[int, int, str]]:
    if not any(sign in block for sign in (b't="e"', b"<f", b":f")):  # most blocks have none, and need no closer look
        return
    for attributes, content in _CELL.findall(block):
        kind, value, at = _TYPE.search(attributes), _VALUE.search(content), _AT.search(attributes)
        error = kind is not None and kind[1] == b"e"
        # A formula whose result is the empty text has t="str" and no value: that is a value.
        unsaved = value is None and (kind is None or kind[1] != b"str") and _FORMULA.search(content)
        if at is not None and (error or unsaved):
            shown = value[1].decode("utf-8", "replace") if error and value else "=…"
            yield int(at[2]) - 1, _column(at[1]), shown


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
