"""What the obligations that are waived would be without waivers: each distinct state is put to the table again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..findings import STATUSES, Status
from .judge import BITS, Table, judge, row
from .verdicts import FIELDS

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

WAIVED = """
SELECT s.sig, sh.unit, COUNT(*) FROM shown sh JOIN settled s USING (dp, sid) WHERE sh.status = {waived} GROUP BY ALL
"""


def without_waivers(con: DuckDBPyConnection, table: Table) -> Mapping[int, Mapping[Status, int]]:
    """Return, by unit, how many of what is waived and shown would have which status if no waiver were heeded."""
    rows = con.execute(WAIVED.format(waived=STATUSES.index("waived"))).fetchall()
    bare = {signature: signature & ~_MASK for signature, _, _ in rows}
    verdicts = judge(sorted(set(bare.values())), table)
    found: dict[int, Counter[Status]] = {}
    for signature, unit, number in rows:
        found.setdefault(unit, Counter())[row(verdicts[bare[signature]]).status] += number
    return found


def _mask() -> int:
    shift = 0
    for field in FIELDS:
        if field == "waived":
            return 1 << shift
        shift += BITS.get(field, 1)
    raise AssertionError("no field for waivers")


_MASK = _mask()
