"""Records in order: every record of the types fulfils the conditions, as far as its ledger has the columns for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..packs.check_model import InOrder
from ..tables.conditions import Binder, Compiler

if TYPE_CHECKING:
    from .maker import Maker

# Column by column: what is untested does not fail a record, but leaves open whether it is in order.
KEPT = """
CREATE TEMP TABLE kept_{family} AS
SELECT a.base, o.sid, o.id AS key, o.day, o.rid, o.m, COALESCE({holds}, FALSE) AS holds, {untested} AS untested,
       {chosen} AS chosen
FROM asks a JOIN occ o ON o.m = a.m AND o.past AND o.inside AND o.day >= a.first AND o.day < a.stop
JOIN rec r ON r.rid = o.rid JOIN subject s ON s.sid = o.sid {extra}
WHERE a.base IN ({bases})
"""
ITEMS = """
INSERT INTO item_new
SELECT base, sid, key, day, rid, (holds AND len(untested) = 0)::BIGINT, 0, NOT holds, NULL, NULL, FALSE, NULL,
       CASE WHEN holds AND len(untested) > 0 THEN substr(untested[1], length('untested:') + 1) END, NULL, NULL, NULL,
       NULL
FROM kept_{family} WHERE chosen
"""
USES = """
INSERT INTO item_use_new
SELECT base, sid, key, rid, m, sid, CASE WHEN holds THEN 'counted' ELSE 'rejected' END, 'on'
FROM kept_{family} WHERE chosen
"""


def make_in_order(maker: Maker) -> None:
    """Make the items of ``record`` duties: one of each record."""
    by_family: dict[str, list[int]] = {}
    for base, entry in maker.own(InOrder):
        by_family.setdefault(maker.schedule.family(entry), []).append(base)
    for family, bases in by_family.items():
        binder = Binder()
        compiler = Compiler(maker.records.field, binder)
        numbers = sorted({maker.schedule.periods[base].measure for base in bases})
        conditions = [(m, maker.schedule.measures[m].condition) for m in numbers]
        sql = KEPT.format(
            family=family,
            holds=_case([(m, compiler.truth(condition)) for m, condition in conditions], "TRUE"),
            untested=_case([(m, compiler.untested(condition)) for m, condition in conditions], "[]::VARCHAR[]"),
            chosen=_chosen(maker, bases, compiler),
            extra=maker.measurement.unit_join(family),
            bases=", ".join(str(base) for base in bases),
        )
        maker.con.execute(sql, binder.values(sql))
        maker.con.execute(ITEMS.format(family=family))
        maker.con.execute(USES.format(family=family))


def _chosen(maker: Maker, bases: list[int], compiler: Compiler) -> str:
    """Return whether a record is looked at: what its ``when`` asks is true, and its ledger has the columns for it."""
    whens = []
    for base in bases:
        asks = maker.schedule.periods[base].asks
        if asks and asks.when:
            truth, untested = compiler.truth(asks.when), compiler.untested(asks.when)
            whens.append(f"WHEN {base} THEN COALESCE({truth}, FALSE) AND len({untested}) = 0")
    return f"CASE a.base {' '.join(whens)} ELSE TRUE END" if whens else "TRUE"


def _case(expressions: list[tuple[int, str]], plain: str) -> str:
    return f"CASE o.m {' '.join(f'WHEN {m} THEN {sql}' for m, sql in expressions)} ELSE {plain} END"
