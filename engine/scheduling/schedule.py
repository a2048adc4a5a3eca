"""The calendar of the duties: for each duty its periods, with the numbers and conditions in force in each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from ...calendars import Duration, Period
from ..packs.check_model import Check
from ..packs.condition_model import Condition

MEMBER, HOUSEHOLD, UNIT = "member", "household", "unit"
RANK = {"month": 1, "quarter": 2, "half_year": 3, "year": 4}
FAR_BACK = 30  # years before the span beyond which no record moves to a preceding period


@dataclass(frozen=True, slots=True)
class Measure:
    """What is counted: records of some types, of a family of subjects, under one condition.

    Duties that count the same thing share a measure.
    """

    family: str
    subject: str
    do: tuple[str, ...]
    by: tuple[str, ...]
    condition: Condition | None
    each: bool
    sum: str | None

    @property
    def scale(self) -> int:
        """Return into how many parts a unit of the amount is cut: thousandths for sums, whole records else."""
        return 1000 if self.sum else 1


@dataclass(frozen=True, slots=True)
class Window:
    """What a duty without periods asks on the as-of day: ``days`` between records, or ``number`` in the last days."""

    kind: str
    days: int
    number: int


@dataclass(frozen=True, slots=True)
class Asked:
    """What a duty of a kind without periods asks while the same values are in force.

    Its obligations are found one by one (``items``). ``family`` is that of the subjects of its findings, ``trigger``
    the measure of the records that give rise to them (-1 for none), ``within`` the time that is allowed, ``must`` the
    place of the condition on a subject itself (-1 for none), ``when`` the condition that chooses the records.
    """

    check: Check
    family: str
    trigger: int = -1
    within: Duration | None = None
    must: int = -1
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class DutyPeriod:
    """One period of one duty (``duty`` is its place in the rule book) with what is in force in it.

    ``number`` is what is required, ``column`` the column of the subject that it stands in. ``last_good`` is the last
    day of the deadline, ``late_last`` the last day on which a make-up is good. ``asked`` tells the periods that are
    judged, ``shown`` those of them that are obligations of the span; the others are there because records may belong
    to them, or because standings look back on them. ``moves`` tells the duties of which records may move to the
    preceding period, ``oldest`` the periods that they may move to. ``window`` is there for duties without periods,
    whose one entry spans the days on which a subject must exist to be asked. ``asks`` is there for duties whose
    obligations are found one by one: the entry is then none itself, but spans the days on which its values hold.
    """

    duty: int
    measure: int
    period: Period
    number: Fraction | None
    column: str | None
    where: int
    last_good: date
    asked: bool
    shown: bool
    late_last: date | None = None
    late_met: bool = False
    moves: bool = False
    oldest: bool = False
    window: Window | None = None
    asks: Asked | None = None


@dataclass(frozen=True, slots=True)
class Schedule:
    """Every period of every duty, the measures they count by and the conditions they apply under.

    ``named`` says, by duty and period that records name, to which period of the duty such records belong: its place in
    ``periods``, or -1 for one that is no obligation. A named period longer than the duty's own is not there.
    """

    periods: tuple[DutyPeriod, ...]
    measures: tuple[Measure, ...]
    wheres: tuple[Condition, ...]
    named: tuple[tuple[int, Period, int], ...] = ()

    def family(self, entry: DutyPeriod) -> str:
        """Return the family of the subjects that ``entry`` is about."""
        return entry.asks.family if entry.asks else self.measures[entry.measure].family


def family_of(subject: str) -> str:
    """Return the family of subjects that a duty's ``subject`` names."""
    return subject if subject in (MEMBER, HOUSEHOLD) else UNIT
