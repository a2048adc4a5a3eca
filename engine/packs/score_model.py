"""A scoring table as it was read: what an inspection gives points for, and what is taken off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

from ..text import Text

Lack = Literal["missing", "not_in_order", "made_up", "gap"]
Spared = Literal["full", "left_out"]


@dataclass(frozen=True, slots=True)
class Deduction:
    """What is taken off: ``points`` for each time of ``lack`` (None: all that the item gives), ``at_most`` in all.

    Without ``lack`` it is for the reviewer to apply, by what ``said`` says.
    """

    lack: Lack | None
    points: Fraction | None
    at_most: Fraction | None = None
    said: Text | None = None


@dataclass(frozen=True, slots=True)
class ScoreItem:
    """One line of the table; with ``duties`` the program reckons it, without it is left to the reviewer.

    ``floor`` is the least that it gives. ``spared``: where none of the duties applies to a unit, its points are given
    in full, or left out of the total.
    """

    id: str
    title: Text
    points: Fraction
    look_at: Text | None = None
    group: Text | None = None
    duties: tuple[str, ...] = ()
    deductions: tuple[Deduction, ...] = ()
    floor: Fraction = Fraction(0)
    spared: Spared = "left_out"

    @property
    def by_hand(self) -> bool:
        """Whether it is left to the reviewer."""
        return not self.duties


@dataclass(frozen=True, slots=True)
class ScoreSource:
    """Where a table comes from: the document, who issued it, where it holds, and the day it was last checked.

    ``checked_at`` is where that day was written, for messages.
    """

    title: Text | None = None
    issuer: Text | None = None
    place: Text | None = None
    issued: str | None = None
    checked_on: date | None = None
    url: str | None = None
    checked_at: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """A scoring table; ``places`` says where each duty was named, for messages."""

    id: str
    version: str
    title: Text
    items: tuple[ScoreItem, ...]
    source: ScoreSource = field(default_factory=ScoreSource)
    note: Text | None = None
    sha256: str = ""
    shipped: bool = False
    places: Mapping[str, str] = field(default_factory=dict, compare=False)

    @property
    def total(self) -> Fraction:
        """The points of all items together."""
        return sum((item.points for item in self.items), Fraction(0))

    @property
    def duties(self) -> tuple[str, ...]:
        """Every duty that an item is linked to, once."""
        return tuple(dict.fromkeys(duty for item in self.items for duty in item.duties))
