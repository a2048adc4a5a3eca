"""Rows of a sheet that are no records: blank ones, repeated headers, totals, notes, and lines to be signed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC

from ...coded import distinct, where
from ..headers import REQUIRED, ROW_NUMBER, plain_header
from ..problems import Log
from ..values.cells import Raw, fold, is_blank, text_of
from ..values.dates import When
from .days import when_reader
from .grids import BLANK, SKIPPED, TAKEN, Grid
from .types import TypeReader

_LONGEST = 60  # a longer text is told by its beginning
_TOTAL = re.compile(
    r"(?:\d{1,2}月份?|本?[月季年]度?|[上下]半年|第?[一二三四1-4]季度?|全[年月])?(?:合计|总计|小计|共计|累计)(?:[:(\d].*|数|人?次数?)?"
)
_EXACT = re.compile("(?:合计|总计|小计|共计|累计):?")
_NOTE = re.compile(
    r"(?:备注|注|附注|说明|填[表报写]说明|注意|附)\d?[:.、]"
    r"|(?:填[表报]|制表|审核|复核|经办|负责|联系|报送|主管|分管|单位负责|支部|党支部|组织)?(?:人|单位|日期|时间|书记|委员|领导|电话)?"
    r"(?:\((?:签[字名章]|盖章|公章)\))?:"
    r"|(?:填[表报]|制表|审核|复核|经办)(?:人|单位|日期|时间)$"
    r"|[^:]{0,20}\((?:签[字名章]|盖章|公章)\)"
)
# What every note has; nearly all cells lack it, and need not be folded.
_MAYBE_NOTE = re.compile("[:：签盖]")
_NOTE_BEGINS = re.compile(r"\s*[备注附说填制审复经]")
_MAYBE_HEADING = re.compile("[季半月年度]|^20..$")
_HEADING = re.compile(
    r"(?:20\d\d年?度?)?(?:第?[一二三四1-4]季度|[上下]半年|(?:\d{1,2}|[一二三四五六七八九十]{1,2})月份?)|20\d\d年度?"
)
# What every cell has that is odd for what it says.
_MAYBE_ODD = re.compile("[计:：签盖公备注附说填制审复经季半月年度]|^[^\\S\n]*20..[^\\S\n]*$", re.MULTILINE)
_DASHES = frozenset({"-", "--", "—", "——", "/", "－"})
_LEADING = ("id", "type", "start", "unit", "group", "name")  # columns in which a total may be named


def is_total(cell: Raw) -> bool:
    """Return whether a cell begins a row of totals: ``合计``, ``合计：12次``, ``3月小计``."""
    return isinstance(cell, str) and "计" in cell and len(cell) <= _LONGEST and _TOTAL.fullmatch(fold(cell)) is not None


def is_note(cell: Raw) -> bool:
    """Return whether a cell begins a note, or a line to be signed: ``备注：…``, ``填表人：…``, ``单位（盖章）``."""
    if not isinstance(cell, str) or not (_MAYBE_NOTE.search(cell) or "公章" in cell or _NOTE_BEGINS.match(cell)):
        return False
    return _NOTE.match(fold(cell[:_LONGEST])) is not None


class Sorter:
    """Sorts the rows of one sheet."""

    def __init__(self, grid: Grid, types: TypeReader) -> None:
        self._grid, self._types = grid, types
        self._columns = grid.sheet.columns
        self._header = [text_of(cell) for cell in grid.sheet.header]
        self._numbers = {at for at, text in enumerate(self._header) if text and fold(text) in ROW_NUMBER}
        self._titles = frozenset(grid.sheet.titles)
        self._when = when_reader(grid, UTC)
        self._leading = {grid.names[name] for name in _LEADING if name in grid.names} | self._numbers
        self._broken = {row for row, _ in grid.sheet.broken}

    def run(self) -> bytearray:
        """Return what each row is: taken for now, blank, or skipped."""
        states = bytearray(len(self._grid.sheet.numbers))
        notes = []
        for row in sorted(self._doubtful()):
            states[row] = self._kind(row)
            if states[row] == SKIPPED and self._is_note(row):
                notes.append(row)
        for row in notes:  # what is written under a note, in one cell, goes on with it
            below = row + 1
            while below < len(states) and states[below] == TAKEN and self._goes_on(below):
                states[below] = SKIPPED
                below += 1
        return states

    def _doubtful(self) -> set[int]:
        """Return the rows that are not plainly records: whose key is empty, or a cell of which is odd."""
        found: set[int] = set()
        for at, column in enumerate(self._columns):
            cells = distinct(column)
            texts = [cell for cell in cells if isinstance(cell, str)]
            odd: set[Raw] = {cell for cell in texts if self._odd(at, cell)} if self._may_be_odd(at, texts) else set()
            if at == self._key():
                odd |= {cell for cell in cells if is_blank(cell) or cell in _DASHES}
                found.update(row for row, place in self._grid.sheet.filled if place == at and row >= 0)
            if odd:
                found.update(where(odd.__contains__, column))
        return found

    def _key(self) -> int:
        start = self._grid.names.get("start")
        if start is not None:
            return start
        return next((at for at, text in enumerate(self._header) if text is not None and at not in self._numbers), 0)

    def _may_be_odd(self, at: int, texts: Sequence[str]) -> bool:
        """Return whether any of the texts may be odd, by a look at all of them at once."""
        joint = "\n".join(texts)
        if _MAYBE_ODD.search(joint) or not unicodedata.is_normalized("NFC", joint):
            return True
        return any(text in joint for text in (self._header[at], *self._titles) if text is not None)

    def _odd(self, at: int, cell: Raw) -> bool:
        text = text_of(cell)
        return text is not None and (is_total(cell) or is_note(cell) or text == self._header[at] or self._heads(text))

    def _heads(self, text: str) -> bool:
        """Return whether a text is the title again, or names the part of the year that is below it."""
        if len(text) >= 15 or not _MAYBE_HEADING.search(text):
            return text in self._titles
        return text in self._titles or _HEADING.fullmatch(fold(text)) is not None

    def _own(self, row: int) -> list[tuple[int, Raw]]:
        """Return the cells of a row that say something: no running number, no dash, nothing that is merged into it."""
        return [
            (at, column[row])
            for at, column in enumerate(self._columns)
            if not is_blank(column[row])
            and (row, at) not in self._grid.sheet.filled
            and fold(text_of(column[row]) or "") not in _DASHES
            and not (at in self._numbers and (text_of(column[row]) or "").strip(".").isdecimal())
        ]

    def _kind(self, row: int) -> int:
        own = self._own(row)
        if not own:
            return TAKEN if row in self._broken else BLANK
        if self._may_be_record(row, own[0][1]):
            return TAKEN
        skipped = self._repeats(own) or self._is_total(own) or is_note(own[0][1]) or self._is_heading(own)
        return SKIPPED if skipped else TAKEN

    def _may_be_record(self, row: int, first: Raw) -> bool:
        grid = self._grid
        if grid.source.table != "activities":
            return (
                not is_total(first)
                and not is_note(first)
                and all(any(self._says(name, row) for name in names) for names in REQUIRED[grid.source.table])
            )
        day, kind = grid.cells("start"), grid.cells("type")
        known = kind is None or grid.source.type is not None or self._types.known(kind[row])
        dated = day is not None and isinstance(self._when(day[row]), When)
        if dated:
            return kind is None or grid.source.type is not None or self._says("type", row)
        return known and (self._says("start", row) or self._says("for_period", row))

    def _says(self, name: str, row: int) -> bool:
        at = self._grid.names.get(name)
        return at is not None and not is_blank(self._columns[at][row]) and not self._odd(at, self._columns[at][row])

    def _repeats(self, own: Sequence[tuple[int, Raw]]) -> bool:
        """Return whether a row is the header again, or a part of it."""
        same = sum(
            isinstance(cell, str) and plain_header(cell) == plain_header(self._header[at] or "") for at, cell in own
        )
        texts = all(isinstance(cell, str) for _, cell in own)
        return texts and 2 * same >= len(own) and (same > 1 or same == len(own))

    def _is_total(self, own: Sequence[tuple[int, Raw]]) -> bool:
        return is_total(own[0][1]) or any(
            is_total(cell)
            if at in self._leading
            else isinstance(cell, str) and _EXACT.fullmatch(fold(cell)) is not None
            for at, cell in own
        )

    def _is_heading(self, own: Sequence[tuple[int, Raw]]) -> bool:
        return len(own) == 1 and self._heads(text_of(own[0][1]) or "")

    def _is_note(self, row: int) -> bool:
        return is_note(self._own(row)[0][1])

    def _goes_on(self, row: int) -> bool:
        own = self._own(row)
        return len(own) == 1 and isinstance(own[0][1], str) and not self._may_be_record(row, own[0][1])


def sort_rows(grid: Grid, types: TypeReader, log: Log) -> None:
    """Tell the rows of a sheet that are no records from those that may be, and say what was done with them."""
    grid.state = Sorter(grid, types).run()
    _refuse_shifted(grid, log)
    covered = sum(row >= 0 for row, _ in grid.sheet.filled)
    if covered:
        grid.say(log, "merged_cells", count=covered)


def _refuse_shifted(grid: Grid, log: Log) -> None:
    """Refuse the rows of delimited text that have more cells than the header: their columns may be out of place."""
    header = [text_of(cell) for cell in grid.sheet.header]
    width = max((at + 1 for at, text in enumerate(header) if text is not None), default=0)
    beyond = grid.sheet.columns[width:]
    if not grid.sheet.delimited or not beyond or None in header[:width]:
        return
    found = {
        row: cells for row in range(len(grid.state)) if (cells := [c[row] for c in beyond if not is_blank(c[row])])
    }
    if 2 * len(found) > len(grid.state) > 1:
        return  # a column without a header, not a slip
    for row, cells in found.items():
        if grid.state[row] == TAKEN:
            grid.report(log, row, None, "extra_cells", count=len(cells), shown=text_of(cells[0]))
