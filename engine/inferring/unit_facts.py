"""What holds of each unit on the as-of day, for the conditions that inferences put to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from ..packs.condition_model import Condition, Test
from ..scheduling.roster import Roster
from ..scheduling.schedule import UNIT
from ..tables.attributes import empty_kind, shape_of
from ..tables.conditions import Binder, Compiler, Field, tests_of
from ..tables.database import put, typed

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Truths = dict[int, int]  # by unit: 0 no, 1 yes, 2 not known


def unit_truths(con: DuckDBPyConnection, roster: Roster, conditions: Sequence[Condition], as_of: date) -> list[Truths]:
    """Return, for each condition, whether it holds of each unit on the day ``as_of``."""
    if not conditions:
        return []
    names = sorted({test.field for condition in conditions for test in tests_of(condition)})
    columns = {name: f"a{i}" for i, name in enumerate(names)}
    timeline = roster.timeline(UNIT, names)
    rows = [i for i, (a, b) in enumerate(zip(timeline.first, timeline.end, strict=True)) if a <= as_of < b]
    put(con, "unit_now", {
        "sid": ("INTEGER", [timeline.subject[i] for i in rows]),
        **{columns[n]: typed([timeline.columns[n][i] for i in rows], empty_kind(n)) for n in names},
    })  # fmt: skip

    def resolve(test: Test) -> Field:
        return Field(columns[test.field], shape_of(test.field))

    found = []
    for condition in conditions:
        binder = Binder()
        holds = Compiler(resolve, binder).truth(condition)
        sql = f"SELECT sid, CASE WHEN {holds} THEN 1 WHEN NOT {holds} THEN 0 ELSE 2 END FROM unit_now"
        found.append(dict(con.execute(sql, binder.values(sql)).fetchall()))
    return found
