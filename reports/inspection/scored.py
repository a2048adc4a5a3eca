"""A self score: the points of each item of a scoring table, a range where something is not known, and their grounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from ...engine.findings import Subject
from ...engine.packs.score_model import ScoreItem, ScoreTable
from .lacks import Lacks

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
