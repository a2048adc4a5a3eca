"""The last record that counts for each duty and subject, wherever in time it lies before the as-of day."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from ..findings import RecordUse
from ..ledger.model import Ledger
from ..packs.model import RuleBook

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Key = tuple[str, str, str]  # duty, kind of the subject, id of the subject

LATEST = """
SELECT x.d, o.sid, o.rid FROM occ o JOIN (SELECT DISTINCT d, m FROM dpx) x ON x.m = o.m
WHERE o.ok AND o.past AND o.inside AND o.date IS NOT NULL AND x.d IN ({duties})
QUALIFY row_number() OVER (PARTITION BY x.d, o.sid ORDER BY o.date DESC, o.id DESC) = 1
"""


def latest_records(
    con: DuckDBPyConnection, rules: RuleBook, ledger: Ledger, duties: Collection[str]
) -> Mapping[Key, RecordUse]:
    """Return the last valid record by duty and subject; one of a period before the span is among them."""
    own = [d for d, duty in enumerate(rules.duties) if duty.id in duties]
    if not own:
        return {}
    acts, subjects, found = ledger.activities, ledger.subjects, {}
    for d, sid, rid in con.execute(LATEST.format(duties=", ".join(map(str, own)))).fetchall():
        facts: dict[str, object] = {"types": acts.types[rid], "start": acts.start[rid] if acts.timed[rid] else None}
        facts |= {name: acts.fields[name][rid] for name in ("title", "mode") if name in acts.fields}
        key = (rules.duties[d].id, subjects.family[sid], subjects.id[sid])
        found[key] = RecordUse(acts.id[rid], ledger.where(rid), acts.date[rid], "counted", (), facts)
    return found
