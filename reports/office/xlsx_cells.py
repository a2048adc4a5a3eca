"""What spreadsheets allow: cells that can never compute or link, looks made once, names of sheets."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import ceil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

LAST_ROW, LAST_COLUMN = 1_048_575, 16_383  # what a sheet can hold, counted from 0
MOST_SIGNS = 32_767  # that a cell can hold
MADE = datetime(2026, 1, 1)  # no clock: the same call gives the same bytes
# Nothing that is written may become a formula, a link or a number that it was not.
INERT = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "remove_timezone": True,
}
_NAME_MOST = 31
_ILLEGAL = re.compile(r"[\[\]:*?/\\\x00-\x1f\ud800-\udfff\ufffe\uffff]")
_UNWRITABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")
_FIRST_DAY = date(1900, 1, 1)
_EXACT = 10**15  # whole numbers beyond which a spreadsheet loses digits
_LINE = 14.5  # points
_LOOKED_AT = 4000  # characters of a text that its size goes by
_RESERVED = frozenset({"history"})  # a name that Excel keeps for itself

Value = str | int | float | Decimal | bool | date | datetime | time | timedelta | None
_FORMATS: Mapping[str, str] = {
    "text": "@",
    "number": "General",
    "day": "yyyy-mm-dd",
    "moment": "yyyy-mm-dd hh:mm",
    "exact": "yyyy-mm-dd hh:mm:ss",
    "clock": "hh:mm",
    "second": "hh:mm:ss",
    "span": "[h]:mm:ss",
}


class Kinds(dict[str, "Format"]):
    """The formats of cells that look alike, by the kind of their values, each made when it is asked for."""

    def __init__(self, looks: Looks, properties: Mapping[str, object]) -> None:
        super().__init__()
        self._looks, self._properties = looks, properties

    def __missing__(self, kind: str) -> Format:
        """Make the format of a kind."""
        own: dict[str, object] = {"num_format": _FORMATS[kind]}
        if kind not in ("text", "number"):
            own["align"] = "left"
        self[kind] = found = self._looks.look(**{**own, **self._properties})
        return found


class Looks:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Format] = {}
        self._kinds: dict[tuple[tuple[str, object], ...], Kinds] = {}

    def look(self, **properties: object) -> Format:
        """Return the format with these properties."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(dict(properties))
        return self._made[key]

    def kinds(self, properties: Mapping[str, object]) -> Kinds:
        """Return the formats with these properties for values of every kind."""
        key = tuple(properties.items())
        if key not in self._kinds:
            self._kinds[key] = Kinds(self, properties)
        return self._kinds[key]


def write_value(sheet: Worksheet, row: int, column: int, value: Value, kinds: Kinds) -> None:
    """Write a value as what it is: days as days, numbers as numbers, and every text as a text."""
    kind = kind_of(value)
    if value is None or value == "":
        sheet.write_blank(row, column, None, kinds["text"])
    elif kind == "text":
        sheet.write_string(row, column, cell_text(value), kinds[kind])
    elif isinstance(value, int | float | Decimal):
        sheet.write_number(row, column, value, kinds[kind])
    elif isinstance(value, date | time | timedelta):
        sheet.write_datetime(row, column, value, kinds[kind])


def write_text(sheet: Worksheet, row: int, column: int, text: str, look: Format) -> None:
    """Write a text, and nothing at all where it is empty."""
    if text:
        sheet.write_string(row, column, cell_text(text), look)
    else:
        sheet.write_blank(row, column, None, look)


def kind_of(value: Value) -> str:
    """Return how a value is to be shown; what a spreadsheet would not hold exactly is shown as a text."""
    if isinstance(value, bool | str) or value is None:
        return "text"
    if isinstance(value, int | float | Decimal):
        number = Decimal(value)
        exact = number.is_finite() and abs(number) < _EXACT and Decimal(repr(float(number))) == number
        return "number" if exact else "text"
    if isinstance(value, datetime):
        if value.date() < _FIRST_DAY or value.microsecond:
            return "text"
        return "exact" if value.second else "moment" if value.hour or value.minute else "day"
    if isinstance(value, date):
        return "day" if value >= _FIRST_DAY else "text"
    if isinstance(value, time):
        return "text" if value.microsecond else "second" if value.second else "clock"
    return "span" if timedelta() <= value < timedelta(days=366) else "text"


def cell_text(value: Value) -> str:
    """Return a value as the text of a cell; ``too_long`` tells whether all of it stands there."""
    text = value if isinstance(value, str) else str(value)
    if not text.isascii():
        text = _UNWRITABLE.sub("\ufffd", text)
    if not too_long(text):
        return text
    return text.encode("utf-16-le")[: 2 * MOST_SIGNS - 2].decode("utf-16-le", "ignore") + "…"


def too_long(value: Value) -> bool:
    """Return whether a text is longer than a cell can be; Excel counts characters as UTF-16 does."""
    return isinstance(value, str) and 2 * len(value) > MOST_SIGNS and _units(value) > MOST_SIGNS


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "replace")) // 2


def sheet_name(wanted: str, used: Collection[str]) -> str:
    """Return a legal name near ``wanted`` that is none of ``used``, which are in lower case."""
    plain = _ILLEGAL.sub("_", wanted).strip().strip("'") or "Sheet"
    name, number = _shortened(plain, _NAME_MOST), 2
    while name.lower() in used or name.lower() in _RESERVED:
        tail = f" ({number})"
        name, number = _shortened(plain, _NAME_MOST - len(tail)) + tail, number + 1
    return name


def _shortened(name: str, most: int) -> str:
    while _units(name) > most:
        name = name[:-1]
    return name.strip().strip("'") or "Sheet"


def link_to(sheet: str, row: int, column: int) -> str:
    """Return the target of a link to a cell of the same workbook, counted from 0."""
    quoted = sheet.replace("'", "''")
    return f"internal:'{quoted}'!{cell_name(row, column)}"


def cell_name(row: int, column: int) -> str:
    """Return the name of a cell, such as ``C5``, counted from 0."""
    from xlsxwriter.utility import xl_rowcol_to_cell

    return str(xl_rowcol_to_cell(row, column))


def text_width(text: str) -> int:
    """Return how wide the widest line of a text is, in characters of a column; of a long one, of its beginning."""
    return max(map(_cells, text[:_LOOKED_AT].splitlines()), default=0)


def _cells(line: str) -> int:
    # Two bytes for what is twice as wide; of a million cells each is asked, so that exactness costs too much.
    return len(line) if line.isascii() else len(line.encode("gbk", "replace"))


def height(texts: Iterable[tuple[str, float]], most: float = 400) -> float:
    """Return the height, in points, of a row that shows all of its texts, each in a column of the width beside it.

    Not every program makes room for wrapped texts by itself.
    """
    lines = 1
    for text, width in texts:
        if 2 * len(text) >= width or "\n" in text:
            several = text[:_LOOKED_AT].splitlines()
            lines = max(lines, sum(max(1, ceil(_cells(line) / max(width - 1, 1))) for line in several))
    return min(_LINE * lines + 2, most)


def set_print(sheet: Worksheet, title: str, language: str, rows: int = 1) -> None:
    """Print a sheet on A4 across, as wide as one page, with its first rows on each page and pages counted."""
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=0.4, right=0.4, top=0.75, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    if rows:
        sheet.repeat_rows(0, rows - 1)
    sheet.set_header(f"&L{title[:100].replace('&', '&&')}&R&A")
    sheet.set_footer("&CPage &P of &N" if language == "en" else "&C第 &P 页，共 &N 页")
