"""The tables of waivers, posts and requests, whose rows stand for themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, tzinfo

from ..model import Waiver
from ..problems import Log
from ..shape.grids import Grid
from .places import Fixed
from .references import References
from .registers import Rows, read_rows

EVERYTHING = ("*", "全部", "所有")


class EntryReader:
    """Reads waivers, posts and requests."""

    def __init__(self, references: References, fixed: Mapping[int, Fixed], zone: tzinfo, log: Log) -> None:
        self._references, self._fixed, self._zone, self._log = references, fixed, zone, log

    def waivers(self, grids: Sequence[Grid]) -> list[Waiver]:
        """Return the waivers; ``*`` stands for every duty and for every subject."""
        rows = read_rows("waivers", grids, self._zone, self._log)
        firsts, lasts = rows.days("from"), rows.days("until")
        found = []
        for i in range(len(rows)):
            first, last = firsts[i], lasts[i]
            subject = self._subject(rows, i)
            if first is None or last is None or not rows.is_taken(i):
                continue
            if last < first:
                rows.refuse(self._log, i, "until", "until_before_from", shown=last.isoformat())
                continue
            duty, reason, approver, document = (
                _text(rows, name, i) for name in ("duty", "reason", "approver", "document")
            )
            duty = "*" if duty in EVERYTHING else duty
            grid = rows.grid[i]
            headers = [grid.header(name) if name in grid.names else None for name in ("duty", "until")]
            found.append(
                Waiver(
                    duty or "*", subject, first, last, reason or "", approver or "", document, rows.where(i),
                    (headers[0], headers[1]),
                )
            )  # fmt: skip
        return found

    def _subject(self, rows: Rows, i: int) -> int | None:
        text = _text(rows, "subject", i)
        if text is None or text in EVERYTHING:
            return None
        units = self._references.unit(text)
        hits = [sid for family in ("member", "household") for sid in self._references.find(family, text, ())]
        return self._one(
            rows, i, "subject", text, [*units, *hits], ("单位表、党员名册和住户表", "units, members and households")
        )

    def _one(self, rows: Rows, i: int, name: str, text: str, hits: Sequence[int], what: tuple[str, str]) -> int | None:
        if len(hits) == 1:
            return hits[0]
        if hits:
            rows.refuse(self._log, i, name, "ambiguous_name", shown=text, candidates=self._references.show(hits))
            return None
        near = next(
            (n for family in ("unit", "member", "household") if (n := self._references.nearest(family, text))), None
        )
        rows.refuse(
            self._log, i, name, "unresolved_subject", shown=text, what_zh=what[0], what_en=what[1],
            hint_zh=f"是否应为“{near}”？" if near else "", hint_en=f"Did you mean {near}? " if near else "",
        )  # fmt: skip
        return None

    def entries(self, table: str, grids: Sequence[Grid]) -> list[Mapping[str, object]]:
        """Return the rows of ``posts`` or ``requests`` as maps of their fields; units and households are subjects."""
        rows = read_rows(table, grids, self._zone, self._log)
        found: list[Mapping[str, object]] = []
        for i in range(len(rows)):
            unit = self._unit(rows, i, needed=table == "posts")
            entry: dict[str, object] = {name: column[i] for name, column in rows.columns.items()}
            entry.update(unit=unit, source=rows.where(i))
            household = _text(rows, "household", i)
            if household is not None and rows.is_taken(i):
                hits = self._references.find("household", household, () if unit is None else (unit,))
                entry["household"] = self._one(rows, i, "household", household, hits, ("住户表", "households"))
            if rows.is_taken(i) and not _ends_early(entry):
                found.append(entry)
            elif rows.is_taken(i):
                rows.refuse(self._log, i, "until", "until_before_from", shown=str(entry["until"]))
        return found

    def _unit(self, rows: Rows, i: int, *, needed: bool) -> int | None:
        text = _text(rows, "unit", i)
        if text is not None:
            return self._one(rows, i, "unit", text, self._references.unit(text), ("单位", "units"))
        fixed = self._fixed.get(rows.grid[i].index)
        unit = self._references.default_unit if fixed is None else fixed.unit
        if unit is None and needed:
            name = fixed.name if fixed else ""
            self._one(rows, i, "unit", name, fixed.hits if fixed else (), ("单位", "units"))
        return unit


def _text(rows: Rows, name: str, i: int) -> str | None:
    column = rows.columns.get(name)
    value = None if column is None else column[i]
    return None if value is None else str(value)


def _ends_early(entry: Mapping[str, object]) -> bool:
    first, last = entry.get("from"), entry.get("until")
    return isinstance(first, date) and isinstance(last, date) and last < first
