"""What cuts the lines of a text file into cells: a separator and a quotation mark, told by its first lines."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from ..headers import TABLES, claims

SEPARATORS = (",", "\t", ";", "|", "，", "；")  # the last two only where no other one cuts anything
_WIDE = "，；"
_LOOKED_AT = 20
_LONGEST = 10_000
_QUOTED = re.compile(r"'[^']*'")
_SEP_LINE = re.compile(r"\"?sep=([^\r\n])\"?(?:\r\n|\r|\n)", re.IGNORECASE)


class Dialect(NamedTuple):
    """How lines are cut; ``named`` tells that the first line says so itself."""

    separator: str
    quote: str = '"'
    named: bool = False


def dialect_of(text: str) -> Dialect:
    """Return how the lines of a file are cut."""
    named = _SEP_LINE.match(text)
    lines = _first_lines(text[named.end() :] if named else text)
    separator = named[1] if named else _separator(lines)
    return Dialect(separator, _quote(lines, separator), named is not None)


def _first_lines(text: str) -> list[str]:
    lines = re.split(r"\r\n|\r|\n", text[: _LOOKED_AT * _LONGEST])
    return [line[:_LONGEST] for line in lines if line.strip()][:_LOOKED_AT]


def _separator(lines: Sequence[str]) -> str:
    """Return the separator under which a line has most known headers, else the one that cuts all lines alike."""
    plain = [sign for sign in SEPARATORS if sign not in _WIDE and any(sign in line for line in lines)]
    signs = plain or [sign for sign in SEPARATORS if any(sign in line for line in lines)] or [","]
    rows = {sign: [_cut(line, sign) for line in lines] for sign in signs}
    known = {sign: max((sum(map(_is_header, row)) for row in rows[sign]), default=0) for sign in signs}
    if max(known.values()) > 1:
        return max(signs, key=lambda sign: known[sign])
    wide = {sign: max((sum(map(_is_header, _cut(line, sign))) for line in lines), default=0) for sign in _WIDE}
    if max(wide.values()) > 1:
        return max(wide, key=lambda sign: wide[sign])
    return max(signs, key=lambda sign: _alike([len(row) for row in rows[sign]]))


def _alike(lengths: Sequence[int]) -> tuple[int, int]:
    """Return how many lines are cut into the same number of cells, and into how many."""
    counts = Counter(length for length in lengths if length > 1)
    return max(((lines, length) for length, lines in counts.items()), default=(0, 0))


def _cut(line: str, sign: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=sign), [])
    except csv.Error:
        return line.split(sign)


def _is_header(cell: str) -> bool:
    text = cell.strip().strip("'\"")
    return 0 < len(text) <= 30 and any(claims(table, text) for table in TABLES)


def _quote(lines: Sequence[str], separator: str) -> str:
    """Return the single quotation mark where the cells of a line stand in such, the double one otherwise."""
    for line in lines:
        cells = [cell.strip() for cell in line.split(separator)]
        if len(cells) > 1 and all(_QUOTED.fullmatch(cell) for cell in cells):
            return "'"
    return '"'
