"""Registers: whether what is written of a subject itself is in order, and whether its figures add up."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from ..ledger.headers import TABLES
from ..packs.check_model import Of, State, Tally
from ..packs.condition_model import Condition, Test
from ..scheduling.schedule import HOUSEHOLD, MEMBER, UNIT, DutyPeriod
from ..tables.attributes import shape_of
from ..tables.conditions import Binder, Compiler, Field, name_of, parts_of, tests_of
from ..tables.database import put, rows_of

if TYPE_CHECKING:
    from .maker import Maker

Row = tuple[int, int, str, date, int, bool, str | None, str | None]
TABLE_OF = {UNIT: "units", MEMBER: "members", HOUSEHOLD: "households"}
FAMILY_OF: Mapping[Of, str] = {"units": UNIT, "members": MEMBER, "households": HOUSEHOLD}
COUNTED = {UNIT: frozenset({"full_members", "members", "groups"})}
ALWAYS = frozenset({"id", "name", "kind"})

# The subjects of a duty that exist on the as-of day, with what is written of them on it.
SUBJECTS = """
FROM asks k JOIN duty_kind dk ON dk.d = k.d
JOIN subject s ON s.k = dk.k AND s.starts <= $as_of::DATE AND s.ends > $as_of::DATE
LEFT JOIN over_{family} a ON a.sid = s.sid AND a.first <= $as_of::DATE AND a.until > $as_of::DATE
WHERE k.base = {base}
"""
STATES = """
SELECT s.sid, {holds} AS holds, {untested} AS untested, {faults} AS faults, {unknown} AS unknown, {other} AS other,
       {parts} AS parts, {values} AS shown
"""
NAMES = ("base", "sid", "key", "day", "v", "x", "unclear", "reason")
KINDS = ("INTEGER", "INTEGER", "VARCHAR", "DATE", "BIGINT", "BOOLEAN", "VARCHAR", "VARCHAR")
ITEMS = """
INSERT INTO item_new
SELECT base, sid, key, day, NULL, v, 0, x, NULL, NULL, FALSE, NULL, unclear, reason, NULL, NULL, NULL FROM item_made
"""


def make_states(maker: Maker) -> None:
    """Make the items of ``state`` duties: one of each subject."""
    for base, entry in maker.now(State):
        assert entry.asks is not None
        must = None if entry.asks.must < 0 else maker.schedule.wheres[entry.asks.must]
        _state(maker, base, entry, must)


def known_columns(maker: Maker, family: str) -> frozenset[str]:
    """Return the columns that are known of a family: those that a table has, and those that are counted."""
    table = TABLE_OF[family]
    found = {name for source in maker.ledger.sources if source.table == table for name in source.columns}
    versions = maker.ledger.attributes.get(family)
    for name, cells in versions.columns.items() if versions else ():
        if name not in TABLES[table] or any(cell is not None for cell in cells):
            found.add(name)
    return frozenset(found) | ALWAYS | COUNTED.get(family, frozenset())


def _state(maker: Maker, base: int, entry: DutyPeriod, must: Condition | None) -> None:
    family = maker.schedule.family(entry)
    columns, known, binder = maker.columns[family], known_columns(maker, family), Binder()

    def resolve(test: Test) -> Field:
        tested = "TRUE" if test.field in known else "FALSE"
        return Field(f"a.{columns[test.field]}", shape_of(test.field), tested)

    compiler = Compiler(resolve, binder)
    names = list(dict.fromkeys(test.field for test in tests_of(must)))
    rest = [part for part in parts_of(must) if not (isinstance(part, Test) and part.op == "filled" and part.value)]
    wrong_parts = [
        f"CASE WHEN ({compiler.truth(part)}) IS FALSE THEN {binder.bind(name_of(part))} END" for part in parts_of(must)
    ]
    other = " OR ".join(f"({compiler.truth(part)}) IS FALSE" for part in rest) or "FALSE"
    day = f"{binder.bind(maker.as_of)}::DATE"
    sql = STATES.format(
        holds=compiler.truth(must),
        untested=compiler.untested(must),
        faults=compiler.faults(must),
        unknown=compiler.first(must, "unknown"),
        other=other,
        parts=f"[{', '.join(wrong_parts)}]::VARCHAR[]",
        values="[" + ", ".join(f"a.{columns[name]}::VARCHAR" for name in names) + "]::VARCHAR[]",
    ) + SUBJECTS.format(family=family, base=base).replace("$as_of::DATE", day)
    rows = maker.con.execute(sql, binder.values(sql)).fetchall()
    made: list[Row] = []
    for sid, holds, untested, faults, unknown, wrong, parts, shown in rows:
        unclear = reason = None
        if holds is None:
            unclear = str(unknown)
        elif holds and untested:
            unclear = str(untested[0]).partition(":")[2]
        elif not holds:
            failed = [str(code) for code in faults if str(code).partition(":")[2] in parts]
            reason = _first_failing(failed, wrong)
            maker.details[base, sid, "-"] = {
                "failed": [str(part) for part in parts if part is not None],
                "values": dict(zip(names, shown, strict=True)),
            }
        met = bool(holds) and unclear is None
        made.append((base, sid, "-", maker.as_of, int(met), bool(wrong) and holds is False, unclear, reason))
    insert(maker, made)


def insert(maker: Maker, rows: Sequence[Row]) -> None:
    """Add items: entry, subject, key, day, whether it is met, whether what is written is wrong, and why."""
    if rows:
        put(maker.con, "item_made", rows_of(NAMES, KINDS, rows))
        maker.con.execute(ITEMS)
        maker.con.execute("DROP TABLE item_made")


def _first_failing(codes: Sequence[str], wrong: bool) -> str | None:
    """Return the reason that is told first: of what is wrong where something is, else of what is not filled in."""
    grave = [code for code in codes if not code.startswith("missing_field:")]
    return next(iter(grave if wrong and grave else codes), None)


def make_tallies(maker: Maker) -> None:
    """Make the items of ``tally`` duties: one of each subject."""
    for base, entry in maker.now(Tally):
        assert entry.asks is not None
        check = entry.asks.check
        assert isinstance(check, Tally)
        _tally(maker, base, maker.schedule.family(entry), check)


def _tally(maker: Maker, base: int, family: str, check: Tally) -> None:
    columns = maker.columns[family]
    names = (check.whole, *check.parts)
    picked = ", ".join(number_of(f"a.{columns[name]}") for name in names)
    rows = maker.con.execute(
        f"SELECT s.sid, {picked} {SUBJECTS.format(family=family, base=base)}", {"as_of": maker.as_of}
    ).fetchall()
    sums = _sums(maker, check) if check.sum and check.of else None
    made: list[Row] = []
    for sid, *numbers in rows:
        whole, parts = numbers[0], dict(zip(check.parts, numbers[1:], strict=True))
        total: Decimal | None
        if sums is not None and check.sum:
            total, lacking = sums(sid)
            missing = check.whole if whole is None else check.sum if lacking else None
        else:
            total = None if None in parts.values() else sum(parts.values(), Decimal(0))
            missing = next((name for name, value in zip(names, numbers, strict=True) if value is None), None)
        if missing is None and total is not None:
            maker.details[base, sid, "-"] = _figures(whole, total, parts)
        good = missing is None and whole == total
        made.append((base, sid, "-", maker.as_of, int(good), missing is None and not good, missing, None))
    insert(maker, made)


def _figures(whole: Decimal, total: Decimal, parts: Mapping[str, Decimal]) -> dict[str, object]:
    shown: dict[str, object] = {"whole": plain(whole), "sum": plain(total), "difference": plain(total - whole)}
    return {**shown, "parts": {name: plain(value) for name, value in parts.items()}} if parts else shown


def plain(number: Decimal) -> int | Decimal:
    """Return a number as a whole one where it is one."""
    return int(number) if number == int(number) else number.normalize()


def number_of(sql: str) -> str:
    """Return the number that a cell holds, as SQL; NULL where it holds none."""
    return f"TRY_CAST({sql}::VARCHAR AS DECIMAL(18,3))"


def _sums(maker: Maker, check: Tally) -> Callable[[int], tuple[Decimal, bool]]:
    """Return what gives, for a unit, the sum over its rows and whether it is not known: a cell or every row lacks."""
    assert check.of is not None and check.sum is not None
    family = FAMILY_OF[check.of]
    column = number_of(f"a.{maker.columns[family][check.sum]}")
    near = "t.sid = a.sid AND t.direct" if family == UNIT else "t.sid = a.unit"
    rows = maker.con.execute(
        f"""SELECT t.top, SUM({column}), COUNT(*) FILTER (({column}) IS NULL)
        FROM over_{family} a JOIN subject s ON s.sid = a.sid JOIN tree t ON {near}
        WHERE a.first <= $as_of::DATE AND a.until > $as_of::DATE AND s.starts <= $as_of::DATE AND s.ends > $as_of::DATE
        GROUP BY t.top""",
        {"as_of": maker.as_of},
    ).fetchall()
    found = {top: (total or Decimal(0), lacking > 0) for top, total, lacking in rows}
    nowhere = check.sum not in known_columns(maker, family)
    return lambda sid: (Decimal(0), True) if nowhere else found.get(sid, (Decimal(0), True))
