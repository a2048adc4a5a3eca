"""Spreadsheets (XLSX, XLS, ODS), with the cells that hold no value although something stands in them."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeVar

from ...causes import package_cause
from ..values.cells import PICTURE, Raw
from ..values.sheets import Note, Refused, Sheet, sheet_of
from .archives import Archive
from .binary import check_binary, old_streams
from .compound import OLE
from .extents import MOST_STRAYS, ROW_GAP, Extent, extent_of
from .merges import Merge, fill_down
from .opendocument import merges_of
from .survey import Survey, survey, trimmed

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

T = TypeVar("T")
_ZIP = b"PK\x03\x04"


class Workbook:
    """An open spreadsheet; its sheets are read one by one when they are asked for."""

    def __init__(self, data: bytes) -> None:
        """Raise Refused where ``data`` is no spreadsheet, or one that would not fit the memory."""
        self._archive = Archive(data) if data.startswith(_ZIP) else None
        self._merges: Mapping[str, Sequence[Merge]] = {}
        self.notes: list[Note] = []
        if self._archive is not None:
            self._archive.check_kind()
            self._merges = merges_of(self._archive)
            self.notes = self._archive.notes()
        elif data.startswith(OLE) and any(name.startswith("_VBA_PROJECT") for name in old_streams(data)):
            self.notes = [Note("macros_ignored")]
        self._book = _open(data)
        from python_calamine import SheetTypeEnum, SheetVisibleEnum

        sheets = [one for one in self._book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
        self.names = [one.name for one in sheets]
        self._hidden = {one.name for one in sheets if one.visible != SheetVisibleEnum.Visible}

    def sheet(self, name: str) -> Sheet:
        """Return one sheet; raise Refused where it is damaged or reaches too far."""
        seen, book = self._survey(name)
        found = _guarded(lambda: book.get_sheet_by_name(name))
        rows: list[list[Any]] = _guarded(found.to_python)
        top, left = found.start or (0, 0)
        extent = seen.extent or _extent(rows, top)
        if extent is not None:
            rows = [row[: max(0, extent.columns - left)] for row in rows[: max(0, extent.rows - top)]]
        top, left, rows = _widened(top, left, rows, [*seen.broken, *((*at, "") for at in seen.pictures)])
        for row, column in seen.pictures:
            if column - left < len(rows[row - top]):
                rows[row - top][column - left] = PICTURE
        merges = self._merges.get(name) or found.merged_cell_ranges or ()
        filled, broken = fill_down(rows, top, left, merges, seen.broken)
        places = [(row - top, column - left, shown) for row, column, shown in broken]
        sheet = sheet_of(name, rows, range(top + 1, top + 1 + len(rows)), places, name in self._hidden, left, filled)
        sheet.notes = [
            *(extent.notes() if extent is not None else ()),
            *([Note("hidden_rows", {"count": seen.hidden})] if seen.hidden else ()),
        ]
        sheet.date1904 = self._archive is not None and self._archive.date1904()
        return sheet

    def _survey(self, name: str) -> tuple[Survey, CalamineWorkbook]:
        """Return what the file itself says of a sheet, and the workbook without what stands too far away in it."""
        archive = self._archive
        if archive is None:
            return Survey(), self._book
        part = archive.sheet_part(name)
        if part is None or part.endswith(".bin"):
            for one in archive.sheet_parts():
                if one.endswith(".bin"):
                    check_binary(archive.read(one))
                elif survey(lambda part=one: archive.chunks(part)).extent is not None:  # type: ignore[misc]
                    raise _unplaced(name)
            return Survey(), self._book
        found = survey(lambda: archive.chunks(part))
        if found.extent is None or not found.extent.strays:
            return found, self._book
        gone = set(found.extent.strays)
        found.broken = [one for one in found.broken if one[:2] not in gone]
        found.pictures = [one for one in found.pictures if one not in gone]
        return found, _open(archive.without(part, trimmed(archive.chunks(part), found.extent)))


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
        with _quiet():
            return action()
    except BaseException as error:
        panic = type(error).__name__ == "PanicException"  # of the Rust library: no Exception, and not importable
        if isinstance(error, passed) or not (panic or isinstance(error, Exception)):
            raise
        cause = package_cause(error)
        raise Refused(
            f"不是可读的电子表格，或文件已损坏（{cause.zh}）。请用表格软件打开后另存为 XLSX。",
            f"This is not a readable spreadsheet, or it is damaged ({cause.en}). Open it and save it as XLSX.",
        ) from None


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep off the standard error what the parser, which is no Python, writes there when it fails."""
    try:
        kept = os.dup(2)
    except OSError:  # there is none
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def _unplaced(name: str) -> Refused:
    return Refused(
        f"文件中找不到工作表“{name}”的内容。请用表格软件打开后另存为 XLSX。",
        f"The content of the sheet '{name}' is not where the file says. Open it and save it as XLSX.",
    )


def _extent(rows: Sequence[Sequence[Any]], top: int) -> Extent | None:
    """Return how far the rows reach that are one table, where a few cells stand far below it."""
    if len(rows) <= ROW_GAP:
        return None
    used = [at for at, row in enumerate(rows) if row.count("") < len(row)]
    gap = next((at for at, after in pairwise(used) if after - at > ROW_GAP), None)
    if gap is None or sum(at > gap for at in used) > MOST_STRAYS:
        return None
    return extent_of(lambda: ((top + at, column) for at in used for column, cell in enumerate(rows[at]) if cell != ""))


def _widened(
    top: int, left: int, rows: Sequence[list[Raw]], broken: Sequence[tuple[int, int, str]]
) -> tuple[int, int, list[list[Raw]]]:
    """Return the rows with room for cells without a value that lie outside the area of those that have one."""
    if not broken:
        return top, left, list(rows)
    if not rows:
        top, left = min(row for row, _, _ in broken), min(column for _, column, _ in broken)
    above = max(0, top - min(row for row, _, _ in broken))
    before = max(0, left - min(column for _, column, _ in broken))
    below = max(0, max(row for row, _, _ in broken) + 1 - top - len(rows))
    width = max(len(rows[0]) + before if rows else 0, max(column for _, column, _ in broken) + 1 - left + before)
    padded = [[*[None] * before, *row, *[None] * (width - before - len(row))] for row in rows]
    empty: list[list[Raw]] = [[None] * width for _ in range(above + below)]
    return top - above, left - before, [*empty[:above], *padded, *empty[above:]]
