"""A sheet whose columns are known: what its rows came to, and its columns read cell by distinct cell."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from ...coded import alike, each, once, where
from ...workspaces.settings import TableSource
from ..model import Severity, SourceAccount, place_of
from ..problems import Log, severity_of, words
from ..values.cells import Bad, Raw, text_of
from ..values.nothing import says_nothing, words_for_nothing
from ..values.sheets import Sheet
from ..values.years import Year

TAKEN, PROBLEM, BLANK, SKIPPED = range(4)

T = TypeVar("T")


@dataclass(slots=True)
class Grid:
    """One sheet of one table.

    ``names`` and ``own`` say in which column a canonical field, or a field of the user's own, stands; ``ticks`` the
    columns that tick a kind of evidence. ``state`` holds what became of each row. ``unit`` is what the source fixes.
    """

    index: int
    place: str
    file: str
    sheet: Sheet
    source: TableSource
    account: SourceAccount
    names: dict[str, int] = field(default_factory=dict)
    own: dict[str, int] = field(default_factory=dict)
    ticks: dict[str, int] = field(default_factory=dict)
    state: bytearray = field(default_factory=bytearray)
    broken: set[tuple[int, str]] = field(default_factory=set)
    year: Year | None = None  # of days that are written without one
    codes: dict[int, str] = field(default_factory=dict)  # by row: the first reason why it is not taken

    def where(self, row: int) -> str:
        """Return the file, sheet and number of a row, as it is shown."""
        return place_of(self.place, self.sheet.numbers[row])

    def header(self, name: str) -> str:
        """Return the header under which a field stands in the file."""
        column = self.names.get(name, self.own.get(name))
        return name if column is None else text_of(self.sheet.header[column]) or name

    def cells(self, name: str) -> Sequence[Raw] | None:
        """Return the raw cells of a canonical field, None where the sheet has no such column."""
        column = self.names.get(name)
        return None if column is None else self.sheet.columns[column]

    def empty(self) -> Sequence[None]:
        """Return a column without a value in any row."""
        return alike(None, self.sheet.columns[0]) if self.sheet.columns else [None] * len(self.state)

    def taken(self) -> Sequence[int]:
        """Return the rows that are taken."""
        if self.state.count(TAKEN) == len(self.state):
            return range(len(self.state))
        return [row for row, state in enumerate(self.state) if state == TAKEN]

    def refused(self) -> Sequence[int]:
        """Return the rows that are not taken for a problem."""
        refused = self.state.count(PROBLEM)
        return [row for row, state in enumerate(self.state) if state == PROBLEM] if refused else ()

    def report(
        self, log: Log, row: int, name: str | None, code: str, *, severity: Severity | None = None, **values: object
    ) -> None:
        """Log a problem of a row; one of the severity ``error`` means that the row is not taken."""
        order = (self.index, self.sheet.numbers[row])
        column = None if name is None else self.header(name)
        log.add(order, self.where(row), column, code, words(code, **values), severity, self._stands(row, name))
        if (severity or severity_of(code)) == "error":
            self.state[row] = PROBLEM
            self.codes.setdefault(row, code)

    def _stands(self, row: int, name: str | None) -> int | None:
        column = None if name is None else self.names.get(name, self.own.get(name))
        return None if column is None else self.sheet.stands(row, column)

    def say(self, log: Log, code: str, column: str | None = None, **values: object) -> None:
        """Log a problem of the whole sheet."""
        log.add((self.index, 0), self.place, column, code, words(code, **values))

    def read(
        self, name: str, parse: Callable[[Raw], T | Bad | None], refuse: Callable[[int, Bad], None]
    ) -> Sequence[T | None]:
        """Return a column read by ``parse``, once for each distinct cell; None where there is no such column or value.

        ``refuse`` is told of every row whose cell is bad.
        """
        cells = self.cells(name)
        if cells is None:
            return self.empty()
        nothing = words_for_nothing(self.account.table, name)
        found = once(lambda cell: None if nothing and says_nothing(cell, nothing) else parse(cell), cells)
        bad = where(_is_bad, found)
        if not bad:
            return found  # type: ignore[return-value]
        for row in bad:
            value = found[row]
            if isinstance(value, Bad) and self.state[row] <= PROBLEM:
                refuse(row, value)
        return each(lambda value: None if isinstance(value, Bad) else value, found)

    def find_broken(self, log: Log, needed: Collection[str]) -> None:
        """Report cells with an error or a formula without a result; in a ``needed`` column the row is not taken."""
        at = {column: name for name, column in (*self.own.items(), *self.names.items())}
        for (row, column), shown in sorted(self.sheet.broken.items()):
            name = at.get(column)
            if name is not None and self.state[row] <= PROBLEM:
                severity: Severity = "error" if name in needed else "warning"
                self.report(log, row, name, "uncached_formula", severity=severity, shown=shown)
                self.broken.add((row, name))

    def close(self) -> None:
        """Write the row account."""
        account, states = self.account, self.state
        if self.sheet.spread:  # several records of one row: it counts once, and as a problem where one of them is
            rows: dict[int, int] = dict.fromkeys(self.sheet.silent, TAKEN)
            for number, state in zip(self.sheet.numbers, states, strict=True):
                rows[number] = PROBLEM if PROBLEM in (state, rows.get(number)) else state
            states = bytearray(rows.values())
        account.read = len(states)
        account.taken, account.problems = states.count(TAKEN), states.count(PROBLEM)
        account.blank, account.skipped = states.count(BLANK), states.count(SKIPPED)


def _is_bad(value: object) -> bool:
    return isinstance(value, Bad)
