"""Where gatherings are told of, in ledger, calendar or record form, and where one of them lacks what others tell.

Three things are kept apart: a gathering of which no source tells (没开), one that a calendar or a form tells of but the
ledger does not (没记), and one that the ledger tells of without its record form (没交表).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from ..findings import RecordUse
from ..ledger.model import Ledger, Origin, Problem
from ..scheduling.coverage import CoverageTable
from ..scheduling.roster import Roster
from ..text import Text

ORIGINS: Mapping[Origin, Text] = {
    "ledger": Text("台账", "the ledger"),
    "calendar": Text("日历", "the calendar"),
    "form": Text("记录表", "record forms"),
}
_NOT_ENTERED = Text(
    "没记：{where}中有这次活动，台账未见同类型、同日期的记录。确已开展的，请据实补登台账；未开展的，请在{where}中取消"
    "。",
    "Not entered: it is in {where_en}, but the ledger has no record of that type and day. If it was held, enter it as"
    " it was; if not, cancel it there.",
)
_NO_FORM = Text(
    "没交表：台账已登记，未见这一天的会议记录表。请找出原始记录表归档；没有的如实说明，不得补造。",
    "No form: the ledger has it, but there is no record form of that day. File the original; if there is none, say so, "
    "and do not make one up.",
)


class Told:
    """Answers in which kinds of sources a unit's gatherings are told of; all is empty where there is only one kind."""

    def __init__(self, ledger: Ledger, roster: Roster) -> None:
        self._ledger, self._roster = ledger, roster
        self._kinds: dict[tuple[int, str], set[Origin]] = {}
        self._seen: dict[int, set[Origin]] = {}
        self._lacking: dict[str, str] = {}
        origins = {source.origin for source in ledger.sources if source.table == "activities"}
        if len(origins) > 1:
            self._gather()

    def _gather(self) -> None:
        acts, sources = self._ledger.activities, self._ledger.sources
        for i in range(len(acts.id)):
            self._seen[i] = {sources[acts.source[i]].origin}
        for copy in self._ledger.copies:
            self._seen[copy.record].add(copy.origin)
        for i, seen in self._seen.items():
            for key in self._keys(i):
                self._kinds.setdefault(key, set()).update(seen)

    def _keys(self, record: int) -> list[tuple[int, str]]:
        acts = self._ledger.activities
        return [(self._roster.home[unit], one) for unit in acts.units[record] for one in acts.types[record]]

    def looked_in(self, unit: int, types: Iterable[str]) -> tuple[Origin, ...]:
        """Return the kinds of sources that tell of ``types`` in the unit, where there are several."""
        found = {kind for one in types for kind in self._kinds.get((unit, one), ())}
        return tuple(kind for kind in ORIGINS if kind in found) if len(found) > 1 else ()

    def lacking(self, records: Sequence[RecordUse]) -> Mapping[str, list[str]]:
        """Return the ids of the records that count but are ``not_entered``, or have ``no_form``."""
        found: dict[str, list[str]] = {}
        for one in records:
            code = self._lacking.get(one.id)
            if code is not None and one.use != "rejected":
                found.setdefault(code, []).append(one.id)
        return found

    def problems(self, coverage: CoverageTable, as_of: date) -> list[Problem]:
        """Return what is lacking of gatherings that the ledger is known to cover by the day ``as_of``, by record."""
        found = []
        for i, seen in self._seen.items():
            code = self._code(i, seen, coverage, as_of)
            if code is not None:
                self._lacking[self._ledger.activities.id[i]] = code
                found.append(_problem(code, self._ledger.where(i), seen))
        return found

    def _code(self, record: int, seen: set[Origin], coverage: CoverageTable, as_of: date) -> str | None:
        day = self._ledger.activities.date[record]
        if day is None or day > as_of:
            return None
        for unit, one in self._keys(record):
            kinds = self._kinds[unit, one] - seen
            known = coverage.of(unit, [one])
            if not kinds or day > known.through or (known.first and day < known.first):
                continue
            if "ledger" in kinds:
                return "not_entered"
            if "form" in kinds and "ledger" in seen:
                return "no_form"
        return None


def _problem(code: str, source: str, seen: set[Origin]) -> Problem:
    if code == "no_form":
        return Problem(source, None, code, _NO_FORM, "info")
    named = [ORIGINS[kind] for kind in ORIGINS if kind in seen]
    where, where_en = "和".join(text.zh for text in named), " and ".join(text.en for text in named)
    text = Text(_NOT_ENTERED.zh.format(where=where), _NOT_ENTERED.en.format(where_en=where_en))
    return Problem(source, None, code, text, "warning")
