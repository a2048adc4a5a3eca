"""Why a flag is raised: the findings and flags that its inference rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from ..findings import STATUSES, Status, Subject, finding_id
from ..packs.inference_model import Below, DutyStanding, FindingMatch, FlagRaised, Inference, When
from ..packs.model import RuleBook
from ..scheduling.schedule import Schedule
from ..tables.database import integers, put
from .finding_tests import FindingTests
from .standings import History, behind

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Rows = Sequence[tuple[str, Status]]

OBLIGATIONS = """
SELECT s.d, s.sid, dp.key, v.status FROM settled s JOIN verdict v USING (sig) JOIN dpx dp ON dp.dp = s.dp
JOIN history h ON h.sid = s.sid JOIN asked_why w ON w.d = s.d AND w.sid = s.sid
WHERE dp.p_end > h.since ORDER BY s.d, s.sid, dp.p_start, dp.key
"""
FITTING = """
SELECT s.d, s.sid, p.key FROM settled s JOIN verdict v USING (sig) JOIN dpx p ON p.dp = s.dp
JOIN asked_who w ON w.sid = s.sid
WHERE {test} ORDER BY s.d, p.p_start, p.key
"""


class Because:
    """Answers for the flags of one audit; only the obligations of flagged subjects are looked up."""

    def __init__(
        self,
        con: DuckDBPyConnection,
        rules: RuleBook,
        subjects: Sequence[Subject],
        schedule: Schedule,
        tests: FindingTests,
        flags: Mapping[tuple[str, int], Sequence[str]],
        below: Mapping[Below, Mapping[int, Sequence[int]]],
    ) -> None:
        """``flags`` are the ids of the flags by name and subject, ``below`` who counts for a unit in each test."""
        self._con, self._rules, self._subjects, self._schedule = con, rules, subjects, schedule
        self._tests, self._flags, self._below = tests, flags, below
        self._duties = {duty.id: d for d, duty in enumerate(rules.duties)}
        self._past: dict[tuple[int, int], list[tuple[str, Status]]] = {}
        self._fits: dict[FindingMatch, dict[int, list[str]]] = {}

    def load(self, fired: Sequence[tuple[Inference, int]], past: History) -> None:
        """Look up the obligations behind the inferences that fired, each with its subject."""
        pairs: dict[tuple[int, int], None] = {}
        who: dict[FindingMatch, set[int]] = {}
        for inference, sid in fired:
            for when in inference.when:
                if isinstance(when, DutyStanding):
                    pairs[self._duties[when.duty], sid] = None
                elif isinstance(when, FindingMatch):
                    who.setdefault(when, set()).add(sid)
                elif isinstance(when, Below) and isinstance(when.what, FindingMatch):
                    who.setdefault(when.what, set()).update(self._below[when].get(sid, ()))
        if pairs and past.duties:
            put(self._con, "asked_why", integers(("d", "sid"), list(pairs)))
            for d, sid, key, status in self._con.execute(OBLIGATIONS).fetchall():
                self._past.setdefault((d, sid), []).append((self._id(d, sid, key), STATUSES[status]))
        for test, sids in who.items():
            self._con.execute("DROP TABLE IF EXISTS asked_who")
            put(self._con, "asked_who", {"sid": ("INTEGER", sorted(sids))})
            own: dict[int, list[str]] = {}
            for d, sid, key in self._con.execute(FITTING.format(test=self._tests.sql(test))).fetchall():
                own.setdefault(sid, []).append(self._id(d, sid, key))
            self._fits[test] = own

    def of(self, inference: Inference, sid: int) -> list[str]:
        """Return the ids behind the flag of ``inference`` on the subject, in the order of its conditions."""
        return list(dict.fromkeys(id_ for when in inference.when for id_ in self._behind(when, sid)))

    def _behind(self, when: When, sid: int) -> Iterable[str]:
        if isinstance(when, DutyStanding):
            names = [bound.name for bound in when.bounds]
            yield from behind(names, self._past.get((self._duties[when.duty], sid), ()))
        elif isinstance(when, FindingMatch):
            yield from self._fits.get(when, {}).get(sid, ())
        elif isinstance(when, FlagRaised):
            yield from self._flags.get((when.flag, sid), ())
        elif isinstance(when, Below):
            for other in self._below[when].get(sid, ()):
                yield from self._behind(when.what, other)

    def _id(self, d: int, sid: int, key: str) -> str:
        return finding_id(self._rules.duties[d].id, self._subjects[sid], key)
