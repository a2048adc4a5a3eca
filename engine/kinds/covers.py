"""Cover: every value of a column, such as each building, stands in a row of another table that is in force."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from ..ledger.values.cells import fold
from ..packs.check_model import Cover, Of
from ..packs.condition_model import Condition, Test
from ..tables.attributes import shape_of
from ..tables.conditions import Binder, Compiler, Field, tests_of
from ..tables.database import put, typed
from .maker import NO_LEDGER, above
from .registers import FAMILY_OF, Row, insert

if TYPE_CHECKING:
    from .maker import Maker

_LIST = re.compile(r"[;；、，,\n]")
Holder = tuple[int | None, str, bool, str]  # unit, value, whether in force, where it stands


def make_covers(maker: Maker) -> None:
    """Make the items of ``cover`` duties: one of each unit and value."""
    for base, entry in maker.now(Cover):
        assert entry.asks is not None
        check = entry.asks.check
        assert isinstance(check, Cover)
        _cover(maker, base, check)


def _cover(maker: Maker, base: int, check: Cover) -> None:
    parents = maker.ledger.subjects.parent
    holders: dict[str, list[Holder]] = {}
    for holder in _holders(maker, check):
        holders.setdefault(fold(holder[1]), []).append(holder)
    subjects = maker.ledger.subjects.family
    nobody = not maker.ledger.posts if check.by == "posts" else FAMILY_OF[check.by] not in subjects
    rows: list[Row] = []
    for sid, values in _values(maker, base, check).items():
        if not values:
            rows.append((base, sid, "-", maker.as_of, 0, False, check.each, None))
        for value, units in sorted(values.items()):
            near = [one for one in holders.get(fold(value), ()) if _near(one[0], sid, parents)]
            held = all(any(one[2] and _near(one[0], unit, parents) for one in near) for unit in units)
            former = [one[3] for one in near if not one[2]]
            maker.details[base, sid, value] = {"value": value, **({"former": former} if former and not held else {})}
            unclear = NO_LEDGER if nobody else None
            rows.append((base, sid, value, maker.as_of, int(held), False, unclear, None))
    insert(maker, rows)


def _near(unit: int | None, sid: int, parents: Sequence[int | None]) -> bool:
    """Return whether a row of ``unit`` may serve the unit ``sid``: its own, one below it or one above it."""
    found = list(parents)
    return unit is None or unit in above(sid, found) or sid in above(unit, found)


def _values(maker: Maker, base: int, check: Cover) -> Mapping[int, dict[str, set[int]]]:
    """Return, for each unit that has rows to be covered, the values in them, each with the units of its rows.

    A value that is written in several ways (3号楼, 3 号楼) is known by the first of them.
    """
    subjects = maker.con.execute(
        """SELECT s.sid FROM asks k JOIN duty_kind dk ON dk.d = k.d
        JOIN subject s ON s.k = dk.k AND s.starts <= $as_of::DATE AND s.ends > $as_of::DATE WHERE k.base = $base""",
        {"as_of": maker.as_of, "base": base},
    ).fetchall()
    asked = {sid for (sid,) in subjects}
    found: dict[int, dict[str, set[int]]] = {}
    names: dict[tuple[int, str], str] = {}
    parents = maker.ledger.subjects.parent
    for unit, value in sorted(_cells(maker, check.of, check.each), key=lambda row: (str(row[1]), row[0] or 0)):
        for top in above(unit, list(parents)) if unit is not None else ():
            own = found.setdefault(top, {}) if top in asked else None
            for said in _split(value) if own is not None else ():
                name = names.setdefault((top, fold(said)), said)
                if own is not None and unit is not None:
                    own.setdefault(name, set()).add(unit)
    return dict(sorted(found.items()))


def _split(value: object) -> list[str]:
    text = "" if value is None else str(value)
    return [part.strip() for part in _LIST.split(text) if part.strip()]


def _cells(maker: Maker, of: Of, column: str) -> Iterable[tuple[int | None, object]]:
    """Yield the unit and the value of every row of a table that holds on the as-of day."""
    if of == "posts":
        for row in maker.ledger.posts:
            if _in_force(row, maker.as_of):
                unit = row.get("unit")
                yield unit if isinstance(unit, int) else None, row.get(column)
        return
    family = FAMILY_OF[of]
    kinds = maker.ledger.subjects.kind
    for sid, unit, value in maker.con.execute(
        f"""SELECT a.sid, a.unit, a.{maker.columns[family][column]}::VARCHAR FROM over_{family} a
        JOIN subject s ON s.sid = a.sid WHERE a.first <= $as_of::DATE AND a.until > $as_of::DATE
        AND s.starts <= $as_of::DATE AND s.ends > $as_of::DATE""",
        {"as_of": maker.as_of},
    ).fetchall():
        if kinds[sid] != "group":
            yield unit, value


def _holders(maker: Maker, check: Cover) -> Iterable[Holder]:
    """Yield every row that fits, one for each value that it names."""
    if check.by == "posts":
        posts = maker.ledger.posts
        for i in _fitting(maker, check.where):
            row = posts[i]
            unit = row.get("unit")
            held = _in_force(row, maker.as_of) and bool(row.get("holder"))
            for value in _split(row.get(check.match)):
                yield unit if isinstance(unit, int) else None, value, held, str(row.get("source"))
        return
    family, binder = FAMILY_OF[check.by], Binder()
    columns = maker.columns[family]
    compiler = Compiler(lambda test: Field(f"a.{columns[test.field]}", shape_of(test.field)), binder)
    day = f"{binder.bind(maker.as_of)}::DATE"
    sql = f"""SELECT a.sid, a.unit, a.{columns[check.match]}::VARCHAR
        FROM over_{family} a JOIN subject s ON s.sid = a.sid
        WHERE a.first <= {day} AND a.until > {day} AND s.starts <= {day} AND s.ends > {day}
        AND COALESCE({compiler.truth(check.where)}, FALSE) ORDER BY a.sid"""
    for sid, unit, said in maker.con.execute(sql, binder.values(sql)).fetchall():
        for value in _split(said):
            yield unit, value, True, maker.ledger.subjects.source[sid]


def _fitting(maker: Maker, where: Condition | None) -> list[int]:
    """Return the posts that fit a condition."""
    posts = maker.ledger.posts
    if where is None:
        return list(range(len(posts)))
    names = {name: f"p{i}" for i, name in enumerate(dict.fromkeys(test.field for test in tests_of(where)))}
    maker.con.execute("DROP TABLE IF EXISTS post")
    put(maker.con, "post", {
        "i": ("INTEGER", range(len(posts))),
        **{column: typed([row.get(name) for row in posts]) for name, column in names.items()},
    })  # fmt: skip
    binder = Binder()

    def resolve(test: Test) -> Field:
        return Field(f"p.{names[test.field]}", "text")

    sql = f"SELECT i FROM post p WHERE COALESCE({Compiler(resolve, binder).truth(where)}, FALSE) ORDER BY i"
    return [i for (i,) in maker.con.execute(sql, binder.values(sql)).fetchall()]


def _in_force(row: Mapping[str, object], day: date) -> bool:
    first, last = row.get("from"), row.get("until")
    return not (isinstance(first, date) and day < first) and not (isinstance(last, date) and day > last)
