"""What of an audit is shown: some units with all below them, some duties, and the flags that rest on them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .findings import Flag
from .ledger.model import Ledger
from .packs.inference_model import FindingMatch, Inference, NoneOf, duties_in, flags_in
from .packs.model import RuleBook
from .tables.database import put

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True, slots=True)
class Selection:
    """What is shown and counted: ids of units (with all below them) and of duties; empty means all."""

    units: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()


def below(ledger: Ledger, ids: Iterable[str]) -> frozenset[int]:
    """Return the units named by id or name, with all that is below them."""
    subjects, wanted = ledger.subjects, set(ids)
    found = {
        s
        for s, family in enumerate(subjects.family)
        if family == "unit" and (subjects.id[s] in wanted or subjects.name[s] in wanted)
    }
    grown = True
    while grown:
        more = {s for s, parent in enumerate(subjects.parent) if parent in found} - found
        grown = bool(more)
        found |= more
    return frozenset(found)


OWNER = "CASE WHEN s.sid IN (SELECT sid FROM party_group) THEN s.sid ELSE s.unit END"  # of a row of ``shown``


def show(
    con: DuckDBPyConnection, rules: RuleBook, ledger: Ledger, units: frozenset[int] | None, selection: Selection | None
) -> None:
    """Make ``shown``, the obligations with their verdicts that are shown, and ``gap_of``, the gaps among them.

    ``party_group`` holds the Party groups: what they owe is told as their branch's, or as ``OWNER`` as their own.
    """
    wanted = [
        i for i, duty in enumerate(rules.duties) if not selection or not selection.duties or duty.id in selection.duties
    ]
    put(con, "wanted_d", {"d": ("INTEGER", wanted)})
    if units is not None:
        put(con, "wanted_u", {"unit": ("INTEGER", sorted(units))})
    chosen = "AND s.d IN (SELECT d FROM wanted_d)" if len(wanted) < len(rules.duties) else ""
    only = "AND (s.unit IN (SELECT unit FROM wanted_u) OR s.sid IN (SELECT unit FROM wanted_u))"
    con.execute(f"""
        CREATE TEMP TABLE shown AS
        SELECT s.dp, s.d, s.sid, s.unit, s.n, s.fv, s.fm, s.scale, s.last_good, s.why_not, s.why_unknown,
               v.status, v.reason, v.status IN (5, 6, 7) AS gap
        FROM settled s JOIN verdict v USING (sig)
        WHERE s.shown {chosen} {only if units is not None else ""}""")
    groups = [sid for sid, kind in enumerate(ledger.subjects.kind) if kind == "group"]
    put(con, "party_group", {"sid": ("INTEGER", groups)})
    con.execute("CREATE TEMP TABLE gap_of AS SELECT DISTINCT d, sid FROM shown WHERE gap")


def shown_flags(
    flags: Sequence[Flag],
    rules: RuleBook,
    ledger: Ledger,
    units: frozenset[int] | None,
    selection: Selection | None,
) -> tuple[Flag, ...]:
    """Return the flags on the units that are shown, and below them, that rest on one of the duties that are shown."""
    subjects = ledger.subjects
    ids = None if units is None else {subjects.id[sid] for sid in units}
    duties = set(selection.duties) if selection else set()
    resting = {each.id for each in rules.inferences if not duties or _rests_on(each, duties, rules.inferences)}
    return tuple(
        flag
        for flag in flags
        if flag.inference in resting and (ids is None or flag.unit in ids or flag.subject.id in ids)
    )


def _rests_on(inference: Inference, duties: set[str], all_: Sequence[Inference]) -> bool:
    """Return whether an inference looks at one of ``duties``, by itself or through the flags it looks at."""
    seen: set[str] = set()
    waiting = [inference]
    while waiting:
        own = waiting.pop()
        for when in own.when:
            inner = when.inner if isinstance(when, NoneOf) else when
            if duties & set(duties_in(when)) or (isinstance(inner, FindingMatch) and not inner.duties):
                return True
            wanted = set(flags_in(when)) - seen
            seen |= wanted
            waiting.extend(each for each in all_ if each.flag in wanted)
    return False
