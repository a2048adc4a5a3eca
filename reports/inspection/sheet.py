"""The self-check as the lines and cells of a sheet, in one language: what the text and the printed form both show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ...engine.findings import Status


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A line of the lists on the first page; ``unit`` is empty where there is only one.

    ``who`` is the role that sees to it, ``owner`` the name of who is known to hold it, empty where nobody is.
    """

    by: str
    days: str
    unit: str
    matter: str
    basis: str
    how: str
    who: str
    owner: str = ""


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

    ``each``: what was ``found`` tells one by one what the line is about. ``owner`` is the name of who is known to see
    to it, ``deadline`` the day by which it is best done; both are empty where that is not known.
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
    owner: str = ""
    deadline: str = ""


@dataclass(frozen=True, slots=True)
class PaperLine:
    """The papers of one period: ``marks`` by kind, and ``note`` where there is no record to have any."""

    period: str
    records: str
    marks: Mapping[str, str]
    rows: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class PaperSheet:
    """The papers of one duty that should lie in the box; ``kinds`` are the kind, its name, and why it is asked for.

    ``seen`` and ``unseen`` tell them in short, ``also`` are the documents by which waivers were approved.
    """

    title: str
    kinds: Sequence[tuple[str, str, str]]
    lines: Sequence[PaperLine]
    seen: Sequence[str]
    unseen: Sequence[str]
    also: str = ""


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One item of a scoring table: what it gives and takes off, what that was reckoned from, and the self score."""

    number: str
    group: str
    title: str
    points: str
    rule: Sequence[str]
    basis: Sequence[str]
    own: str
    plain: str


@dataclass(frozen=True, slots=True)
class ScoreUnit:
    """The scores of one unit; ``notes`` say what is by hand, not applicable, not known."""

    name: str
    lines: Sequence[ScoreLine]
    total: str
    notes: Sequence[str]


@dataclass(frozen=True, slots=True)
class RankLine:
    """A unit in the ranking."""

    rank: str
    unit: str
    score: str
    full: str
    share: str
    note: str


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """A scoring table in words; ``facts`` are where it comes from."""

    title: str
    facts: Sequence[tuple[str, str]]
    units: Sequence[ScoreUnit]
    ranking: Sequence[RankLine]
    points: str
    with_plain: bool


@dataclass(frozen=True, slots=True)
class DutySheet:
    """One duty; ``shares`` are label and amount of each share of what is owed, which they add up to.

    ``held`` are the records that count, told together; ``own`` the self score where one item scores this duty alone.
    """

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
    held: Sequence[str] = ()
    own: str = ""


@dataclass(frozen=True, slots=True)
class UnitSheet:
    """One unit: its duties under the headings of the box, those that do not apply, and the papers for the box."""

    name: str
    sections: Sequence[tuple[str, Sequence[DutySheet]]]
    not_owed: Sequence[str]
    papers: Sequence[tuple[str, Sequence[PaperSheet]]] = ()
    paper_kinds: Sequence[tuple[str, str]] = ()


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
    score: ScoreSheet | None = None
