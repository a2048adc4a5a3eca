"""The self-check as the lines and cells of a sheet, in one language: what the text and the printed form both show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..engine.findings import Status


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A line of the lists on the first page; ``unit`` is empty where there is only one."""

    by: str
    days: str
    unit: str
    matter: str
    basis: str
    how: str
    who: str


@dataclass(frozen=True, slots=True)
class PeriodLine:
    """One period of a duty: what was owed, what was found in time, what was made up, and in which rows."""

    period: str
    owed: str
    on_time: str
    made_up: str
    mark: str
    status: Status
    words: str
    found: Sequence[str]


@dataclass(frozen=True, slots=True)
class EntryLine:
    """What is still lacking of a duty in one period, and what can be done.

    ``each``: what was ``found`` tells one by one what the line is about.
    """

    period: str
    mark: str
    status: Status
    words: str
    subjects: str
    found: Sequence[str]
    missing: str
    can: Sequence[str]
    who: str
    each: bool = False


@dataclass(frozen=True, slots=True)
class DutySheet:
    """One duty; ``shares`` are label and amount of each share of what is owed, which they add up to."""

    title: str
    id: str
    basis: Sequence[str]
    owed: str
    total: str
    shares: Sequence[tuple[str, str]]
    periods: Sequence[PeriodLine]
    entries: Sequence[EntryLine]
    waived: Sequence[str]
    notes: Sequence[str]


@dataclass(frozen=True, slots=True)
class UnitSheet:
    """One unit: its duties under the headings of the box, and those that do not apply."""

    name: str
    sections: Sequence[tuple[str, Sequence[DutySheet]]]
    not_owed: Sequence[str]


@dataclass(frozen=True, slots=True)
class Overview:
    """What stands in place of the lists and the units where these are too many to be told in full.

    ``duties`` and ``units`` are a name and its numbers, under ``duty_heads`` and ``unit_heads``.
    """

    duty_heads: Sequence[str]
    duties: Sequence[tuple[str, Sequence[str]]]
    unit_heads: Sequence[str]
    units: Sequence[tuple[str, Sequence[str]]]
    note: str


@dataclass(frozen=True, slots=True)
class HintLine:
    """One duty of the page: its title, what to look at, and the rows."""

    title: str
    how: str
    lines: Sequence[str]


@dataclass(slots=True)
class Sheet:
    """The whole form. ``facts`` are label and text; ``counts`` mark, word and number of each status; ``code`` is the
    verification code.

    With an ``overview`` the lists of tasks, the units and the notes are empty.
    """

    language: str
    name: str
    facts: list[tuple[str, str]]
    counts: list[tuple[str, str, int]]
    total: int
    notices: list[str]
    todo: list[TaskLine] = field(default_factory=list)
    later: list[TaskLine] = field(default_factory=list)
    explain: list[TaskLine] = field(default_factory=list)
    units: list[UnitSheet] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    hints: list[HintLine] = field(default_factory=list)
    untested: list[str] = field(default_factory=list)
    off: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    heads: dict[str, str] = field(default_factory=dict)
    several: bool = False
    overview: Overview | None = None
    code: str = ""
