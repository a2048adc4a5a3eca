"""CSV and TSV files: their records, and the physical line on which each begins."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence

from ..values.sheets import Note, Sheet, sheet_of
from .encodings import decode, listed
from .separators import Dialect, dialect_of

LONGEST_CELL = 8 << 20  # characters
LARGE = 1 << 20  # characters from which it is worth the while to load Arrow, which alone takes 0.1 s
MOST_LINES = 2_000  # of one record, once that many have been read in vain:
_IN_VAIN = 1_000_000
_EXCEL_TEXT = re.compile(r'="(.*)"', re.DOTALL)


def read_delimited(data: bytes) -> Sheet:
    """Return the only sheet of a CSV or TSV file; raise Refused where it is no text."""
    text, notes = decode(data)
    dialect = dialect_of(text)
    if len(text) >= LARGE:
        from ..plain_text import read_plain

        found = read_plain(text, dialect)
        if found is not None:
            found.notes, found.delimited = notes, True
            return found
    before = csv.field_size_limit(LONGEST_CELL)
    try:
        rows, numbers, stray = _strict(text, dialect) or _mended(text, dialect)
    finally:
        csv.field_size_limit(before)
    if dialect.named:
        rows[0] = []
    if '="' in text:
        rows = [_plain(row) for row in rows]
    sheet = sheet_of(None, rows, numbers)
    said = [Note("stray_quote", {"lines": listed(stray)})] if stray else []
    sheet.notes, sheet.delimited = (*notes, *said), True
    return sheet


Records = tuple[list[list[str]], list[int], list[int]]  # the cells, their first lines, the lines with a stray quote


def _strict(text: str, dialect: Dialect) -> Records | None:
    """Return the records where every quotation mark has its other half, None where one has not."""
    reader = csv.reader(_lines(text), delimiter=dialect.separator, quotechar=dialect.quote, strict=True)
    rows: list[list[str]] = []
    numbers: list[int] = []
    line = 0
    try:
        for row in reader:
            rows.append(row)
            numbers.append(line + 1)
            if reader.line_num - line > 1:
                return None  # several lines: a cell that holds them, or a quotation mark that swallows them
            line = reader.line_num
    except csv.Error:
        return None
    return rows, numbers, []


def _mended(text: str, dialect: Dialect) -> Records:
    """Return the records one by one; a quotation mark without its other half is taken as it stands."""
    lines = list(_lines(text))
    usual = _usual(lines, dialect)
    rows: list[list[str]] = []
    numbers: list[int] = []
    stray: list[int] = []
    at = vain = 0
    while at < len(lines):
        row, used = _record(lines, at, dialect, len(lines) if vain < _IN_VAIN else MOST_LINES)
        vain += used if row is None else 0
        if row is None or (used > 1 and _swallows(lines[at : at + used], dialect, usual)):
            row, used = _literal(lines[at], dialect, usual), 1
            stray.append(at + 1)
        rows.append(row)
        numbers.append(at + 1)
        at += used
    return rows, numbers, stray


def _record(lines: Sequence[str], at: int, dialect: Dialect, most: int) -> tuple[list[str] | None, int]:
    """Return the record that begins on a line, None where it is malformed, and how many lines were read for it."""
    line = lines[at]
    if dialect.quote not in line:
        return line.rstrip("\r\n").split(dialect.separator) if line.strip("\r\n") else [], 1
    some = (lines[number] for number in range(at, min(at + most, len(lines))))
    reader = csv.reader(some, delimiter=dialect.separator, quotechar=dialect.quote, strict=True)
    try:
        return next(reader), reader.line_num
    except (csv.Error, StopIteration):
        return None, max(reader.line_num, 1)


def _swallows(lines: Sequence[str], dialect: Dialect, usual: int) -> bool:
    """Return whether each line of a record looks like a record of its own: then the quotation mark was none."""
    return usual > 2 and all(line.count(dialect.separator) >= usual - 1 for line in lines)


def _literal(line: str, dialect: Dialect, usual: int) -> list[str]:
    """Return a line whose quotation marks are not paired, cut so that it has the usual number of cells if it can."""
    plain = line.rstrip("\r\n")
    try:
        lenient = next(csv.reader([plain], delimiter=dialect.separator, quotechar=dialect.quote), [])
    except csv.Error:
        lenient = []
    cells = plain.split(dialect.separator)
    if len(lenient) == usual != len(cells):
        return lenient
    quote = dialect.quote
    return [cell[1:-1] if len(cell) > 1 and cell[0] == cell[-1] == quote else cell for cell in cells]


def _usual(lines: Sequence[str], dialect: Dialect) -> int:
    """Return how many cells most of the first lines have."""
    lengths = [len(line.split(dialect.separator)) for line in lines[:200] if line.strip() and dialect.quote not in line]
    lengths = lengths or [len(line.split(dialect.separator)) for line in lines[:200] if line.strip()]
    return max(set(lengths), key=lengths.count, default=1)


def _lines(text: str) -> Iterator[str]:
    """Yield the lines with their ends, which may be those of any system, without a copy of the text."""
    if "\r" not in text:
        start = 0
        while start < len(text):
            end = text.find("\n", start) + 1 or len(text)
            yield text[start:end]
            start = end
        return
    for match in re.finditer(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z", text):
        yield match[0]


def _plain(row: list[str]) -> list[str]:
    """Return a row with the cells unwrapped that Excel has written so that they stay texts: ``="0012"``."""
    return [match[1].replace('""', '"') if (match := _EXCEL_TEXT.fullmatch(cell)) else cell for cell in row]
