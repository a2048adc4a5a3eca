"""Reckoning a self score: from what is lacking of each duty in a unit to the points of each item of a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from ...engine.findings import Subject
from ...engine.packs.score_model import Deduction, ScoreItem, ScoreTable
from .checks import is_hint
from .lacks import Lacks
from .model import Inspection, UnitPart

State = Literal["reckoned", "by_hand", "not_applicable", "not_looked_at"]
Standing = Literal["counted", "off", "absent", "aside", "hint", "not_owed"]
_UNSEEN = ("off", "absent", "aside", "hint")
_ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Basis:
    """One duty of an item: how it stands in the unit, and what is lacking of it where it is ``counted``.

    ``absent``: no pack of the workspace defines it; ``pack`` is the shipped one that does. ``aside``: the call left it
    aside; ``hint``: it only asks for a second look, and is in no score.
    """

    duty: str
    standing: Standing
    lacks: Lacks | None = None
    pack: str | None = None


@dataclass(frozen=True, slots=True)
class ItemScore:
    """What one item gives a unit: at least ``low``, at most ``high``; they differ where something is not known.

    ``by_hand`` and ``not_looked_at`` (its duties are off or not in force) give nothing that is known here.
    ``not_applicable`` gives full points where the table says so (``high`` is set), else it is left out.
    """

    item: ScoreItem
    state: State
    basis: tuple[Basis, ...] = ()
    low: Fraction | None = None
    high: Fraction | None = None

    @property
    def certain(self) -> bool:
        """Whether it is one number."""
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class UnitScore:
    """The items of one unit: ``low`` to ``high`` of ``full`` points, those of the items that were reckoned.

    ``by_hand`` are the points left to the reviewer, ``left_out`` those of items that do not apply.
    """

    unit: Subject
    items: tuple[ItemScore, ...]

    @property
    def full(self) -> Fraction:
        """The points of the items that were reckoned."""
        return sum((one.item.points for one in self.items if one.high is not None), _ZERO)

    @property
    def low(self) -> Fraction:
        """The least that they give."""
        return sum((one.low for one in self.items if one.low is not None), _ZERO)

    @property
    def high(self) -> Fraction:
        """The most that they give."""
        return sum((one.high for one in self.items if one.high is not None), _ZERO)

    @property
    def by_hand(self) -> Fraction:
        """The points that the reviewer gives."""
        return sum((one.item.points for one in self.items if one.state in ("by_hand", "not_looked_at")), _ZERO)

    @property
    def left_out(self) -> Fraction:
        """The points of items that do not apply and are left out of the total."""
        apart = (one.item.points for one in self.items if one.state == "not_applicable" and one.high is None)
        return sum(apart, _ZERO)

    @property
    def certain(self) -> bool:
        """Whether it is one number."""
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class Scored:
    """A table with the scores of all units; ``plain`` are those without waivers, where waivers cover something."""

    table: ScoreTable
    units: tuple[UnitScore, ...]
    plain: Mapping[str, UnitScore]

    def ranking(self) -> list[tuple[int, UnitScore]]:
        """Return the units of which something was reckoned, with their rank: by the share that is sure, then possible.

        Units of the same score have the same rank.
        """
        able = [unit for unit in self.units if unit.full]

        def key(unit: UnitScore) -> tuple[Fraction, Fraction]:
            return (-unit.low / unit.full, -unit.high / unit.full)

        found: list[tuple[int, UnitScore]] = []
        for number, unit in enumerate(sorted(able, key=key), 1):
            same = found and key(found[-1][1]) == key(unit)
            found.append((found[-1][0] if same else number, unit))
        return found


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
