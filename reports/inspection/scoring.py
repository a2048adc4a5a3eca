"""Reckoning a self score: from what is lacking of each duty in a unit to the points of each item of a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from ...engine.packs.score_model import Deduction, ScoreItem, ScoreTable
from .checks import is_hint
from .lacks import Lacks
from .model import Inspection, UnitPart
from .scored import _UNSEEN, _ZERO, Basis, ItemScore, Scored, Standing, UnitScore


def scored(
    table: ScoreTable,
    inspection: Inspection,
    absent: Mapping[str, str],
    plain: Inspection | None = None,
    chosen: Sequence[str] = (),
) -> Scored:
    """Return the scores of every unit of a self-check; ``plain`` is the same one without waivers.

    ``absent`` are the duties of the table that no pack of the workspace defines, with the shipped pack that does.
    ``chosen`` are the duties that the call looks at, all where there is none.
    """
    standings: dict[str, Standing] = dict.fromkeys(absent, "absent")
    for duty in inspection.rules.duties:
        if duty.off:
            standings[duty.id] = "off"
        elif is_hint(duty):
            standings[duty.id] = "hint"
        elif chosen and duty.id not in chosen:
            standings[duty.id] = "aside"
    found = tuple(_unit(table, unit, standings, absent) for unit in inspection.units)
    others = {unit.unit.id: _unit(table, unit, standings, absent) for unit in (plain.units if plain else ())}
    touched = {unit.unit.id for unit in found if any(_waived(one) for one in unit.items)}
    return Scored(table, found, {key: unit for key, unit in others.items() if key in touched})


def _waived(one: ItemScore) -> bool:
    return any(each.lacks and each.lacks.waived for each in one.basis)


def _unit(table: ScoreTable, unit: UnitPart, standings: Mapping[str, Standing], absent: Mapping[str, str]) -> UnitScore:
    parts = {part.duty.id: part for part in unit.parts if part.applies}
    items = []
    for item in table.items:
        basis = []
        for duty in item.duties:
            if duty in standings:
                basis.append(Basis(duty, standings[duty], pack=absent.get(duty)))
            elif duty in parts:
                basis.append(Basis(duty, "counted", parts[duty].lacks))
            else:
                basis.append(Basis(duty, "not_owed"))
        items.append(item_score(item, basis))
    return UnitScore(unit.unit, tuple(items))


def item_score(item: ScoreItem, basis: Sequence[Basis]) -> ItemScore:
    """Return what an item gives for what is lacking of its duties."""
    told = tuple(basis)
    if item.by_hand:
        return ItemScore(item, "by_hand")
    lacks = [one.lacks for one in told if one.lacks is not None]
    if not lacks:
        if any(one.standing in _UNSEEN for one in told):
            return ItemScore(item, "not_looked_at", told)
        full = item.points if item.spared == "full" else None
        return ItemScore(item, "not_applicable", told, full, full)
    whole = Lacks(
        missing=sum(one.missing for one in lacks),
        not_in_order=sum(one.not_in_order for one in lacks),
        made_up=sum(one.made_up for one in lacks),
    )
    high = _points(item, whole)
    low = _worst(item, whole, sum(one.unknown for one in lacks))
    return ItemScore(item, "reckoned", told, low, high)


def taken_off(item: ScoreItem, deduction: Deduction, lacks: Lacks) -> Fraction:
    """Return what one deduction takes off for so many times."""
    if deduction.lack is None:
        return _ZERO
    times = {
        "missing": lacks.missing,
        "not_in_order": lacks.not_in_order,
        "made_up": lacks.made_up,
        "gap": lacks.missing + lacks.not_in_order,
    }[deduction.lack]
    if not times:
        return _ZERO
    if deduction.points is None:
        return item.points
    off = deduction.points * times
    return off if deduction.at_most is None else min(off, deduction.at_most)


def _points(item: ScoreItem, lacks: Lacks) -> Fraction:
    off = sum((taken_off(item, one, lacks) for one in item.deductions), _ZERO)
    return max(item.points - off, item.floor)


def _worst(item: ScoreItem, lacks: Lacks, unknown: int) -> Fraction:
    """Return what it gives if all that is not known turns out as costs most."""
    held, points = lacks, _points(item, lacks)
    for _ in range(unknown):
        ways = (
            replace(held, missing=held.missing + 1),
            replace(held, not_in_order=held.not_in_order + 1),
            replace(held, made_up=held.made_up + 1),
        )
        best = min(ways, key=lambda way: _points(item, way))
        if _points(item, best) == points:
            break  # every further time costs at most as much as this one, which costs nothing
        held, points = best, _points(item, best)
    return points
