"""Months, quarters and half-years as they head the columns or the rows of a ledger."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from .cells import Raw, text_of

_YEAR = r"(?:(20\d\d)\s*(?:年度?|[./-])\s*)?"
_MONTH = re.compile(_YEAR + r"(\d{1,2}|[一二三四五六七八九十]{1,2})月份?")
_QUARTER = re.compile(_YEAR + r"第?([一二三四1-4])季度?")
_HALF = re.compile(_YEAR + r"([上下])半年")
_WORDS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_NUMBERS = {word: n for n, word in enumerate(_WORDS, start=1)} | {"上": 1, "下": 2}
_LEAST: Mapping[int, int] = {1: 3, 3: 2, 6: 2}  # by months of a slot: how many of them make a table of slots


class Slot(NamedTuple):
    """The ``number``-th part of a year, each of so many ``months``; ``year`` is None where it is not written."""

    year: int | None
    months: int
    number: int

    def key(self, year: int | None) -> str:
        """Return the period that is meant, in words that name none where no year is known."""
        if year is None:
            return {1: f"{self.number}月", 3: f"第{_WORDS[self.number - 1]}季度"}.get(
                self.months, "上半年" if self.number == 1 else "下半年"
            )
        return f"{year}-" + {1: f"{self.number:02d}", 3: f"Q{self.number}", 6: f"H{self.number}"}[self.months]

    def holds(self, day: date, year: int | None) -> bool:
        """Return whether ``day`` lies in it, in ``year`` (None: in any)."""
        return (day.month - 1) // self.months + 1 == self.number and year in (None, day.year)


def slot_of(cell: Raw) -> Slot | None:
    """Return the part of a year that a cell names, and nothing else."""
    text = unicodedata.normalize("NFKC", text_of(cell) or "").strip() if isinstance(cell, str) else ""
    for months, pattern in ((1, _MONTH), (3, _QUARTER), (6, _HALF)):
        match = pattern.fullmatch(text)
        if match:
            number = _NUMBERS.get(match[2]) or int(match[2] if match[2].isdecimal() else 0)
            if 1 <= number <= 12 // months:
                return Slot(int(match[1]) if match[1] else None, months, number)
    return None


def slots_in(header: Sequence[Raw]) -> dict[int, Slot]:
    """Return, by column, the parts of a year that a header names: of one length, each once, enough to make a table."""
    found = {column: slot for column, cell in enumerate(header) if (slot := slot_of(cell)) is not None}
    lengths = {slot.months for slot in found.values()}
    if len(lengths) != 1 or len(set(found.values())) != len(found) or len(found) < _LEAST[lengths.pop()]:
        return {}
    return found
