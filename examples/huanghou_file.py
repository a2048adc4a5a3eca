"""A sheet, and a workbook of sheets written so that the same content gives the same bytes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

Value = str | int | date | datetime | None

STAMP = datetime(2026, 11, 20, 18, 0)
WIDE = {
    "会议主题": 46,
    "走访内容": 40,
    "走访对象": 24,
    "谈话内容": 32,
    "原因": 44,
    "备注": 36,
    "免于参加原因": 40,
    "名称": 34,
    "活动主题": 32,
    "活动地点": 24,
    "诉求内容": 32,
}
TIMED = frozenset({"会议时间", "结束时间"})


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its title, the header row, and the rows below it, the first of which is row 2."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def csv_text(sheet: Sheet) -> str:
    """Return a sheet of cells without commas or quotes as CSV."""
    lines = [",".join("" if cell is None else str(cell) for cell in row) for row in (sheet.header, *sheet.rows)]
    return "\n".join(lines) + "\n"


def workbook_bytes(sheets: Sequence[Sheet]) -> bytes:
    """Return the workbook; neither the clock nor the machine leaves a trace in it."""
    from openpyxl import Workbook

    book = Workbook()
    if book.active is not None:
        book.remove(book.active)
    for sheet in sheets:
        _fill(book.create_sheet(sheet.title), sheet)
    book.properties.creator = "联合党支部"
    raw = BytesIO()
    book.save(raw)
    return _without_clock(raw)


def _fill(page: object, sheet: Sheet) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.worksheet import Worksheet

    if not isinstance(page, Worksheet):
        raise TypeError(page)
    page.append(list(sheet.header))
    for row in sheet.rows:
        page.append(list(row))
    page.freeze_panes = "A2"
    for place, title in enumerate(sheet.header, start=1):
        page.cell(1, place).font = Font(bold=True)
        timed = title in TIMED
        page.column_dimensions[get_column_letter(place)].width = WIDE.get(title, 18 if timed else 13)
        for number in range(2, len(sheet.rows) + 2):
            cell = page.cell(number, place)
            if isinstance(cell.value, date):
                cell.number_format = "yyyy-mm-dd hh:mm" if timed else "yyyy-mm-dd"


def _without_clock(raw: BytesIO) -> bytes:
    """Pack the parts of a workbook again, every time in it the same."""
    fixed = BytesIO()
    stamp = rf"\g<1>{STAMP:%Y-%m-%dT%H:%M:%SZ}<".encode()
    with ZipFile(raw) as old, ZipFile(fixed, "w", ZIP_DEFLATED) as new:
        for name in sorted(old.namelist()):
            part = old.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*<", stamp, part)
            entry = ZipInfo(name, STAMP.timetuple()[:6])
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 0
            new.writestr(entry, part)
    return fixed.getvalue()
