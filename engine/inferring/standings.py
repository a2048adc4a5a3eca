"""How every subject stands with every duty, over all obligations so far and not only those of the span.

Gaps extend a run, what is met or made up ends it; open, waived and inapplicable periods are skipped; what is not known
ends both kinds of run. The history of a subject begins with its ledger, else with its existence, else with the first
record of the workspace (or the span, if that is earlier).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ..findings import STATUSES, Span, Status
from ..packs.inference_model import DutyStanding, NoneOf, Standing
from ..packs.model import RuleBook
from ..scheduling.coverage import CoverageTable
from ..scheduling.roster import Roster
from ..scheduling.schedule import FAR_BACK, UNIT
from ..tables.database import FIRST_DAY, put

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

GAP, GOOD, UNKNOWN = "g", "m", "u"
CLASS: Mapping[Status, str] = {
    "short": GAP, "invalid": GAP, "missing": GAP, "met": GOOD, "made_up": GOOD, "unknown": UNKNOWN, "open": "o",
}  # fmt: skip

SEQUENCE = """
WITH own AS (
    SELECT s.d, s.sid, dp.p_start, dp.key, CASE v.status {classes} END AS cls
    FROM settled s JOIN verdict v USING (sig) JOIN dpx dp ON dp.dp = s.dp JOIN history h ON h.sid = s.sid
    WHERE s.d IN ({duties}) AND dp.p_end > h.since),
marked AS (
    SELECT d, sid, cls, row_number() OVER (PARTITION BY d, sid ORDER BY p_start, key) AS place,
           row_number() OVER (PARTITION BY d, sid ORDER BY p_start, key)
           - row_number() OVER (PARTITION BY d, sid, cls ORDER BY p_start, key) AS island
    FROM own WHERE cls IN ('g', 'm', 'u')),
islands AS (
    SELECT d, sid, cls, COUNT(*) AS n, MAX(place) = MAX(MAX(place)) OVER (PARTITION BY d, sid) AS last
    FROM marked GROUP BY d, sid, cls, island),
runs AS (
    SELECT d, sid, SUM(n) FILTER (cls = 'g') AS failed, MAX(n) FILTER (cls = 'g' AND last) AS run,
           MAX(n) FILTER (cls = 'g') AS longest, MAX(n) FILTER (cls = 'm' AND last) AS clean,
           SUM(n) FILTER (cls = 'm') AS met
    FROM islands GROUP BY d, sid),
waiting AS (SELECT d, sid, COUNT(*) AS open FROM own WHERE cls = 'o' GROUP BY d, sid)
SELECT d, sid, COALESCE(failed, 0)::INT, COALESCE(run, 0)::INT, COALESCE(longest, 0)::INT, COALESCE(clean, 0)::INT,
       COALESCE(met, 0)::INT, COALESCE(open, 0)::INT
FROM runs FULL JOIN waiting USING (d, sid)
"""
ORDER: tuple[Standing, ...] = ("failed", "run", "longest_run", "clean_run", "met", "open")
NOTHING = tuple((name, 0) for name in ORDER)


@dataclass(frozen=True, slots=True)
class History:
    """From which day on obligations count for standings: ``since`` by subject, and the duties that are looked at."""

    since: Sequence[date]
    duties: Mapping[int, date]


def history(
    rules: RuleBook,
    roster: Roster,
    coverage: CoverageTable,
    families: Sequence[str],
    earliest: date,
    span: Span,
    as_of: date,
) -> History:
    """Return the history that the standings of ``rules`` need; ``families`` is the family of every subject.

    It reaches back thirty years at most.
    """
    wanted = looked_at(rules)
    if not wanted:
        return History((), {})
    fallback = min(earliest, span.first)
    limit = date(max(1, span.first.year - FAR_BACK), 1, 1)
    since = []
    for sid, starts in enumerate(roster.starts):
        unit = roster.home[sid] if families[sid] == UNIT else roster.unit_on(sid, as_of)
        log = coverage.unit(unit).first if unit is not None else None
        since.append(max(limit, log or (starts if starts > FIRST_DAY else fallback)))
    first = min(since, default=fallback)
    return History(since, dict.fromkeys(wanted, first))


def looked_at(rules: RuleBook) -> list[int]:
    """Return the duties, by place, of which an inference asks the standing."""
    places = {duty.id: d for d, duty in enumerate(rules.duties) if not duty.off}
    found: dict[int, None] = {}
    for inference in rules.inferences:
        for when in () if inference.off else inference.when:
            inner = when.inner if isinstance(when, NoneOf) else when
            if isinstance(inner, DutyStanding) and inner.duty in places:
                found[places[inner.duty]] = None
    return list(found)


def standings(con: DuckDBPyConnection, past: History) -> dict[tuple[int, int], tuple[tuple[str, int], ...]]:
    """Return, by duty and subject, each standing by name; one that is not there has had no obligation that counts."""
    if not past.duties:
        return {}
    load_history(con, past)
    classes = " ".join(f"WHEN {STATUSES.index(status)} THEN '{word}'" for status, word in CLASS.items())
    sql = SEQUENCE.format(classes=classes, duties=", ".join(str(d) for d in sorted(past.duties)))
    rows = con.execute(sql).fetchall()
    return {(row[0], row[1]): tuple(zip(ORDER, row[2:], strict=True)) for row in rows}


def load_history(con: DuckDBPyConnection, past: History) -> None:
    """Make the table ``history`` (sid, since)."""
    put(con, "history", {"sid": ("INTEGER", range(len(past.since))), "since": ("DATE", list(past.since))})


def behind(names: Collection[str], rows: Sequence[tuple[str, Status]]) -> list[str]:
    """Return the ids of the findings that make up the standings ``names``.

    ``rows`` are (id, status) of all obligations of one duty and subject, in the order of their periods.
    """
    found: dict[str, None] = {}
    classes = [(id_, CLASS.get(status)) for id_, status in rows]
    decided = [(id_, cls) for id_, cls in classes if cls in (GAP, GOOD, UNKNOWN)]
    plain = {"failed": GAP, "met": GOOD, "open": "o"}
    for name in names:
        if name in plain:
            found.update(dict.fromkeys(id_ for id_, cls in classes if cls == plain[name]))
        elif name == "longest_run":
            runs = _runs(decided, GAP)
            longest = max(map(len, runs), default=0)
            found.update(dict.fromkeys(next((run for run in reversed(runs) if len(run) == longest), [])))
        else:
            wanted = GAP if name == "run" else GOOD
            if decided and decided[-1][1] == wanted:
                found.update(dict.fromkeys(_runs(decided, wanted)[-1]))
    return list(found)


def _runs(decided: Sequence[tuple[str, str | None]], wanted: str) -> list[list[str]]:
    runs: list[list[str]] = []
    before: str | None = None
    for id_, cls in decided:
        if cls == wanted:
            if before != wanted:
                runs.append([])
            runs[-1].append(id_)
        before = cls
    return runs
