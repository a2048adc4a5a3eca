"""What a pack says once it is read: duties, their conditions, and the vocabulary of activities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from ...calendars import Duration
from ..text import Text
from .condition_model import Condition, Dated, Every, Severity

if TYPE_CHECKING:
    from .check_model import Check
    from .field_places import FieldPlace
    from .inference_model import Inference

Modality = Literal["generally", "shall", "must"]


@dataclass(frozen=True, slots=True)
class ColumnAmount:
    """A number owed that stands in a column of the subject; ``otherwise`` where the cell is empty."""

    column: str
    otherwise: Fraction | None


@dataclass(frozen=True, slots=True)
class Late:
    """How long after a period a make-up still counts, as what, and which records may be one."""

    until: Duration
    counts_as: Literal["made_up", "met"] = "made_up"
    take: Literal["named", "oldest"] = "named"


@dataclass(frozen=True, slots=True)
class Quota:
    """n valid records of the types ``do`` in each period ``every``."""

    do: tuple[str, ...]
    at_least: Dated[Fraction | ColumnAmount]
    every: Dated[Every]
    by: tuple[str, ...] = ("subject",)
    sum: str | None = None
    count_each: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """Never more than ``at_most`` days between valid records of the types ``do``."""

    do: tuple[str, ...]
    at_most: Dated[int]
    by: tuple[str, ...] = ("subject",)


@dataclass(frozen=True, slots=True)
class Rolling:
    """As of the day, the n-th last valid record (n = ``at_least``) is at most ``in_any`` days old."""

    do: tuple[str, ...]
    at_least: Dated[int]
    in_any: Dated[int]
    by: tuple[str, ...] = ("subject",)


NO_QUOTA = Quota((), Dated(((None, Fraction(1)),)), Dated(((None, "year"),)))


@dataclass(frozen=True, slots=True)
class Basis:
    """The provision a duty rests on.

    ``inferred`` marks an article number that follows from its neighbours and was not itself read.
    """

    source: str
    article: str
    modality: Modality
    quote: str | None = None
    inferred: bool = False
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty, after all overlays and the workspace's own changes.

    ``quota`` holds what a ``quota`` asks, ``window`` what a ``gap`` or ``rolling`` asks, ``check`` what any other kind
    asks.
    """

    id: str
    pack: str
    title: Text
    basis: tuple[Basis, ...]
    modality: Modality
    severity: Severity
    subject: str
    quota: Quota = NO_QUOTA
    kind: str = "quota"
    window: Gap | Rolling | None = None
    check: Check | None = None
    effective_from: date | None = None
    effective_until: date | None = None
    where: Dated[Condition | None] = field(default_factory=lambda: Dated(((None, None),)))
    counts_when: Dated[Condition | None] = field(default_factory=lambda: Dated(((None, None),)))
    late: Dated[Late | None] = field(default_factory=lambda: Dated(((None, None),)))
    partial: Literal["waive", "require", "prorate"] = "waive"
    remedy: Text | None = None
    note: Text | None = None
    calendar: Mapping[str, str] | None = None
    off: bool = False
    chain: tuple[str, ...] = ()
    where_written: str = ""

    @property
    def do(self) -> tuple[str, ...]:
        """The types of activity that it asks for."""
        if self.check:
            return self.check.types
        return self.window.do if self.window else self.quota.do

    @property
    def by(self) -> tuple[str, ...]:
        """The columns that must name the member or household."""
        if self.check:
            return self.check.people
        return self.window.by if self.window else self.quota.by

    @property
    def tiled(self) -> bool:
        """Whether it is owed once or more in each period of the calendar, as a ``quota`` is."""
        return self.window is None and self.check is None


@dataclass(frozen=True, slots=True)
class ActivityType:
    """One word of the vocabulary: the canonical id and the names under which ledgers hold it."""

    id: str
    title: Text
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """An instrument that provisions are cited from, and the day its text was last checked."""

    id: str
    title: Text
    issued: date | None
    issuer: str | None
    checked_on: date | None
    local: bool = False
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack as it was read."""

    id: str
    version: str
    title: Text
    sha256: str


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All packs of a workspace, laid over one another, ready for the engine.

    ``duties`` holds those switched off too (``off``), in the order of the packs. ``may_combine`` holds every pair of
    types that one gathering may serve together. ``fields`` tells where rules name columns of the ledger.
    """

    packs: tuple[Pack, ...]
    duties: tuple[Duty, ...]
    activities: Mapping[str, ActivityType]
    may_combine: frozenset[frozenset[str]]
    sources: Mapping[str, Source]
    inferences: tuple[Inference, ...] = ()
    fields: tuple[FieldPlace, ...] = ()

    @property
    def switched_off(self) -> tuple[Duty | Inference, ...]:
        """What nobody looks at: the duties that are off, then the inferences."""
        return (*(duty for duty in self.duties if duty.off), *(each for each in self.inferences if each.off))
