"""Which column of a sheet holds which field, told by the headers and, where they leave it open, by the cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from ...coded import firsts
from ..headers import ROW_NUMBER, TYPE_OR_TITLE, claims, plain_header
from ..values import words as said
from ..values.cells import Bad, Raw, fold, is_blank, text_of
from ..values.dates import clock_of
from ..values.sheets import Sheet

SAMPLE = 500  # distinct cells that are looked at to tell what a column holds
_ONLY_EVIDENCE = frozenset({"sign_in", "photos", "plan"})  # headers of these kinds mean nothing else


@dataclass(slots=True)
class Match:
    """What the headers of a sheet came to; ``ambiguous`` are fields with the headers that all may be it.

    ``type`` is the type of all rows, where neither a column nor the source says one but the name of the sheet does, or
    its titles or the name of its file.
    """

    names: dict[str, int] = field(default_factory=dict)
    own: dict[str, int] = field(default_factory=dict)
    ticks: dict[str, int] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    ambiguous: dict[str, list[str]] = field(default_factory=dict)
    type: str | None = None


class Matcher:
    """Matches the headers of one sheet."""

    def __init__(
        self, sheet: Sheet, table: str, columns: Mapping[str, str], is_type: Callable[[Raw], bool], typed: bool
    ) -> None:
        """``columns`` are the user's own mapping; ``typed`` says that the source fixes the type."""
        self._sheet, self._table, self._is_type, self._typed = sheet, table, is_type, typed
        self._mapped = {plain_header(header): name for header, name in columns.items()}
        self._headers = [text_of(cell) for cell in sheet.header]
        self._claims: dict[str, list[tuple[int, int]]] = {}
        self._either: list[int] = []
        self._left: list[int] = []
        self.match = Match()

    def run(self) -> Match:
        """Return the match."""
        for at, header in enumerate(self._headers):
            if header is not None and fold(header) not in ROW_NUMBER:
                self._claim(at, header)
            elif header is None and any(not is_blank(cell) for cell in self._distinct(at)):
                self.match.unknown.append(f"{letters(at)}（无表头）")
        for name, found in self._claims.items():
            self._settle(name, found)
        for at in self._either:
            self._type_or_title(at)
        for at in sorted(self._left):
            self._keep(at)
        return self.match

    def _claim(self, at: int, header: str) -> None:
        mapped = self._mapped.get(plain_header(header))
        if mapped is not None:
            self._claims.setdefault(mapped, []).append((-1, at))
            return
        found = claims(self._table, header)
        if self._table == "activities":
            kind = said.evidence_kind(header)
            if kind is not None and min(found.values(), default=1) > 0 and self._ticked(at, kind):
                self.match.ticks.setdefault(kind, at)
                return
            if plain_header(header) in TYPE_OR_TITLE:
                self._either.append(at)
                return
        for name, rank in found.items():
            self._claims.setdefault(name, []).append((rank, at))
        if not found:
            self._left.append(at)

    def _ticked(self, at: int, kind: str) -> bool:
        header = self._headers[at]  # it may stand again on every page
        cells = [cell for cell in self._distinct(at) if not is_blank(cell) and text_of(cell) != header]
        return all(isinstance(said.tick(cell), bool) for cell in cells) if cells else kind in _ONLY_EVIDENCE

    def _settle(self, name: str, found: list[tuple[int, int]]) -> None:
        best = min(rank for rank, _ in found)
        chosen = [at for rank, at in found if rank == best]
        self._left.extend(at for rank, at in found if rank != best)
        if len(chosen) > 1:
            chosen = self._told_apart(name, chosen)
        if len(chosen) == 1:
            self.match.names[name] = chosen[0]
        else:
            self.match.ambiguous[name] = [self._headers[at] or "" for at in chosen]

    def _told_apart(self, name: str, places: Sequence[int]) -> list[int]:
        if name == "start":
            clocks = [at for at in places if self._all(at, clock_of)]
            days = [at for at in places if at not in clocks]
            if len(days) == 1 and len(clocks) == 1:
                self.match.names["clock"] = clocks[0]
                return days
        if name == "type":
            known = [at for at in places if self._mostly_types(at)]
            if len(known) == 1:
                self._left.extend(at for at in places if at not in known)
                return known
        first = self._sheet.columns[places[0]]
        if all([*self._sheet.columns[at]] == [*first] for at in places):
            return [places[0]]
        return list(places)

    def _all(self, at: int, parse: Callable[[Raw], object]) -> bool:
        values = [parse(cell) for cell in self._distinct(at)]
        return any(value is not None for value in values) and not any(isinstance(value, Bad) for value in values)

    def _mostly_types(self, at: int) -> bool:
        cells = {cell: count for cell, count in Counter(self._sheet.columns[at]).items() if not is_blank(cell)}
        return 2 * sum(count for cell, count in cells.items() if self._is_type(cell)) > sum(cells.values())

    def _distinct(self, at: int) -> list[Raw]:
        return firsts(self._sheet.columns[at])[:SAMPLE]

    def _type_or_title(self, at: int) -> None:
        names = self.match.names
        if "type" not in names and "type" not in self.match.ambiguous and not self._typed and self._mostly_types(at):
            names["type"] = at
        elif "title" not in names and "title" not in self.match.ambiguous:
            names["title"] = at
        else:
            self._left.append(at)

    def _keep(self, at: int) -> None:
        """Keep a column under its own header; a second one of that header, or one named like a field, gets a number."""
        header = self._headers[at] or ""
        name, number = header, 2
        while name in self.match.own or name in self.match.names or claims(self._table, name).get(name) == 0:
            name, number = f"{header} {number}", number + 1
        self.match.own[name] = at
        self.match.unknown.append(header)


def letters(column: int) -> str:
    """Return the letters by which a spreadsheet names a column, 0 being A."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
