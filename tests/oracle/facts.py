"""Whether a record or a subject is in order by itself: the kinds record, state, cover and tally."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import partial
from typing import Any

from . import conditions
from .asked import dated
from .entries import entries
from .follows import by_of
from .point import Finding, Point, asked, concerns, listed
from .reading import Subject, World

TABLE = {"member": "members", "household": "households"}


def in_orders(world: World, duty: Mapping[str, Any], first: date, last: date) -> Iterator[Finding]:
    """Yield a finding of the kind record for each subject and record from ``first`` to ``last``."""
    said = duty["record"]
    for record in world.records:
        assert record.types is not None
        day = record.day or (record.for_period.start if record.for_period else None)
        if day is None or day > world.case.as_of or not first <= day <= last:
            continue
        if said["of"] != "any" and not set(record.types) & set(listed(said["of"])):
            continue
        for subject in world.subjects.values():
            point = Point(world, duty, subject, day)
            if asked(duty, subject) and concerns(record, subject, by_of(said)) and point.is_asked():
                wrong, gone = point.faults(record, dated(said["must"], day))
                untested = [f"untested:{name}" for name in gone]
                use = ("rejected", wrong) if wrong else ("counted", untested)
                yield point.finding(record.id, *_standing(point, wrong, gone), {record.id: use})


def _standing(point: Point, wrong: list[str], gone: list[str]) -> tuple[str, str | None]:
    if reason := point.not_applicable():
        return "not_applicable", reason
    if not wrong and not gone:
        return "met", None
    if point.waived():
        return "waived", None
    if reason := point.where_unknown():
        return "unknown", reason
    return ("invalid", None) if wrong else ("unknown", f"attribute_unknown:{gone[0]}")


def states(world: World, duty: Mapping[str, Any], first: date, last: date) -> Iterator[Finding]:
    """Yield a finding of the kind state for each subject, as of the as-of day."""
    for point in _now(world, duty):
        must = dated(duty["state"]["must"], point.day)
        parts = {name: truth({name: said}, point) for name, said in must.items()}
        whole = truth(must, point)
        failed = [name for name, holds in parts.items() if holds is whole] if whole is not True else []
        status, reason = _state(point, must, whole, failed)
        told = {"failed": failed} if status in ("missing", "invalid") else {}
        yield point.finding("-", status, reason, detail=told)


def _state(
    point: Point, must: Mapping[str, Any], whole: conditions.Answer, failed: list[str]
) -> tuple[str, str | None]:
    if reason := point.not_applicable():
        return "not_applicable", reason
    if whole is True:
        return "met", None
    if point.waived():
        return "waived", None
    if reason := point.where_unknown() or (None if whole is False else f"attribute_unknown:{failed[0]}"):
        return "unknown", reason
    wrong = [name for name in failed if must[name] != {"filled": True}]
    return ("invalid", f"condition:{wrong[0]}") if wrong else ("missing", f"missing_field:{failed[0]}")


def truth(condition: Mapping[str, Any], point: Point) -> conditions.Answer:
    """Return whether a condition holds of a subject; nothing is known of a column that no table has."""

    def known(name: str, of: str | None) -> Any:
        return point.value(name)

    def one(field: str, said: Any) -> conditions.Answer:
        if field in ("any", "none"):
            answers = [truth(part, point) for part in said]
            some = True if True in answers else None if None in answers else False
            return some if field == "any" or some is None else not some
        if point.value(field) is None and not _has_column(point, field):
            return None
        return conditions.answer({field: said}, known)

    answers = [one(field, said) for field, said in condition.items()]
    return False if False in answers else None if None in answers else True


def _has_column(point: Point, name: str) -> bool:
    world = point.world
    table = world.case.tables.get(TABLE.get(point.subject.kind, "units"))
    return name in table.columns if table else name in world.case.settings.get("unit", {})


def _now(world: World, duty: Mapping[str, Any]) -> Iterator[Point]:
    for subject in world.subjects.values():
        point = Point(world, duty, subject, world.case.as_of)
        if asked(duty, subject) and point.is_asked():
            yield point


@dataclass(frozen=True)
class Line:
    """A row that a cover or tally looks at: its unit, its values, and whether it is in force."""

    source: str
    unit: Subject
    value: Callable[[str], Any]
    in_force: bool


def lines(world: World, table: str) -> Iterator[Line]:
    """Yield the rows of a table with their values on the as-of day."""
    day = world.case.as_of
    if table == "posts":
        for entry in entries(world, "posts"):
            starts, ends = entry.day("from") or date.min, entry.day("until") or date.max
            assert entry.unit is not None
            held = starts <= day <= ends and bool(entry.cells.get("holder"))
            yield Line(entry.source, entry.unit, _reader(entry.cells), held)
        return
    kind = {"members": "member", "households": "household"}.get(table)
    for subject in world.subjects.values():
        if subject.kind == kind or (kind is None and subject.kind not in TABLE):
            unit, exists = world.unit_of(subject, day), world.exists(subject, day)
            yield Line(subject.id, unit, partial(subject.cell, day=day), exists)


def _reader(cells: Mapping[str, str]) -> Callable[[str], Any]:
    return lambda name: cells.get(name) or None


def covers(world: World, duty: Mapping[str, Any], first: date, last: date) -> Iterator[Finding]:
    """Yield a finding for each value that is to be covered."""
    said = duty["cover"]
    for point in _now(world, duty):
        own = [line for line in lines(world, said["of"]) if line.in_force and _below(point, line.unit, point.subject)]
        values = sorted({str(value) for line in own if (value := line.value(said["each"])) is not None})
        by = list(lines(world, said["by"]))
        if own and not values:
            reason = f"attribute_unknown:{said['each']}"
            yield _covered(point, "-", False, reason, {})
        for value in values:
            matching = [line for line in by if _matches(said, line, value)]
            fitting = [line for line in matching if _near(point, point.subject, line)]
            units = [line.unit for line in own if str(line.value(said["each"])) == value]
            former = [line.source for line in fitting if not line.in_force]
            held = all(any(line.in_force and _near(point, unit, line) for line in fitting) for unit in units)
            detail = {"value": value, **({} if held or said["by"] != "posts" else {"former": former})}
            yield _covered(point, value, held, None if by else "no_ledger", detail)


def _covered(point: Point, key: str, held: bool, unclear: str | None, detail: dict[str, Any]) -> Finding:
    if reason := point.not_applicable():
        status: tuple[str, str | None] = ("not_applicable", reason)
    elif held:
        status = ("met", None)
    elif point.waived():
        status = ("waived", None)
    elif reason := _first_of(unclear, point.where_unknown()):
        status = ("unknown", reason)
    else:
        status = ("missing", None)
    return point.finding(key, *status, detail=detail)


def _first_of(unclear: str | None, where: str | None) -> str | None:
    return unclear if unclear == "no_ledger" else where or unclear


def _below(point: Point, unit: Subject, above: Subject) -> bool:
    return above in point.world.upwards(unit, point.day)


def _near(point: Point, unit: Subject, line: Line) -> bool:
    """Return whether a row is of a unit, of one below it or of one above it."""
    return _below(point, line.unit, unit) or _below(point, unit, line.unit)


def _matches(said: Mapping[str, Any], line: Line, value: str) -> bool:
    fits = conditions.answer(said.get("where") or {}, lambda name, of: line.value(name))
    return fits is True and str(line.value(said["match"])) == value


def tallies(world: World, duty: Mapping[str, Any], first: date, last: date) -> Iterator[Finding]:
    """Yield a finding of the kind tally for each subject, as of the as-of day."""
    said = duty["tally"]
    for point in _now(world, duty):
        whole = conditions.fraction(point.value(said["whole"]))
        parts = _parts(point, said)
        empty = [name for name, number in [(said["whole"], whole), *parts] if number is None]
        empty += [] if parts else [said["sum"]]  # of a unit without rows the sum is not known to be nought
        total = None if empty else sum((number for _, number in parts if number is not None), Fraction(0))
        detail = {} if total is None or whole is None else {"whole": whole, "sum": total, "difference": total - whole}
        yield point.finding("-", *_sum_standing(point, whole == total, empty), detail=detail)


def _parts(point: Point, said: Mapping[str, Any]) -> list[tuple[str, Fraction | None]]:
    if "parts" in said:
        return [(name, conditions.fraction(point.value(name))) for name in listed(said["parts"])]
    if said["of"] == "units":
        children = [
            one
            for one in point.world.subjects.values()
            if one.is_unit and one is not point.subject and point.world.exists(one, point.day)
        ]
        mine = [one for one in children if point.world.upwards(one, point.day)[1:2] == [point.subject]]
        return [(said["sum"], conditions.fraction(one.cell(said["sum"], point.day))) for one in mine]
    own = [line for line in lines(point.world, said["of"]) if line.in_force and _below(point, line.unit, point.subject)]
    return [(said["sum"], conditions.fraction(line.value(said["sum"]))) for line in own]


def _sum_standing(point: Point, equal: bool, empty: list[str]) -> tuple[str, str | None]:
    if reason := point.not_applicable():
        return "not_applicable", reason
    if equal and not empty:
        return "met", None
    if reason := point.where_unknown() or (f"attribute_unknown:{empty[0]}" if empty else None):
        return "unknown", reason
    return "invalid", None
