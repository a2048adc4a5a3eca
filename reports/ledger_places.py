"""Where a row stands, taken apart: ``file!sheet!row`` as its file, its sheet and its row."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PARTS = re.compile(r"(?s)(?P<file>.*?\.[A-Za-z0-9]{1,8})(?:!(?P<rest>.*))?")
_ROW = re.compile(r"(?s)(?:(?P<sheet>.*)!)?(?P<row>[1-9][0-9]{0,8})")


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a ledger; ``sheet`` and ``row`` are None where only the file, or only the sheet, is meant."""

    file: str
    sheet: str | None
    row: int | None


def place(source: str) -> Place:
    """Return the parts of a place as problems and records name it."""
    found = _PARTS.fullmatch(source)
    if found is None:
        head, mark, tail = source.rpartition("!")
        return Place(head, None, int(tail)) if mark and tail.isdecimal() else Place(source, None, None)
    rest = found["rest"]
    if rest is None:
        return Place(found["file"], None, None)
    row = _ROW.fullmatch(rest)
    return Place(found["file"], row["sheet"], int(row["row"])) if row else Place(found["file"], rest, None)


def without_row(source: str) -> str:
    """Return a place without its row."""
    head, mark, tail = source.rpartition("!")
    return head if mark and tail.isdecimal() else source


def file_of(source: str) -> str:
    """Return the file of a place."""
    return place(source).file
