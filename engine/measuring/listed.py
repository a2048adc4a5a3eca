"""The records of an obligation as its finding lists them, with what other sources tell of the same gatherings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, cast

from ..findings import RecordUse
from ..ledger.model import Copy, Ledger
from .uses import Use


class Listed:
    """Turns the uses of records into what a finding shows of them."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._copies: dict[int, list[Copy]] = {}
        for copy in ledger.copies:
            self._copies.setdefault(copy.record, []).append(copy)

    def of(self, uses: Iterable[Use]) -> tuple[RecordUse, ...]:
        """Return the records, each followed by the other sources of the same gathering, which never count."""
        return tuple(one for use in uses for one in self._told(use))

    def _told(self, use: Use) -> Iterator[RecordUse]:
        yield self._record(use)
        for copy in self._copies.get(use.rid, ()):
            facts: dict[str, object] = {"types": copy.types, "start": copy.start}
            yield RecordUse(copy.id, copy.source, copy.date, "rejected", ("same_day_duplicate",), facts)

    def _record(self, use: Use) -> RecordUse:
        acts, rid = self._ledger.activities, use.rid
        facts: dict[str, object] = {"types": acts.types[rid], "start": acts.start[rid] if acts.timed[rid] else None}
        if use.present is not None or use.expected is not None:
            facts |= {"present": use.present, "expected": use.expected}
        for name in ("title", "mode"):
            if name in acts.fields:
                facts[name] = acts.fields[name][rid]
        uses = cast("Literal['counted', 'made_up', 'rejected']", use.use)
        return RecordUse(acts.id[rid], self._ledger.where(rid), acts.date[rid], uses, use.reasons, facts)
