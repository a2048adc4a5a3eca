"""A pre-inspection self-check as facts without words: cover, units, duties, periods, entries and what can be done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal

from ...engine.findings import Coverage, Finding, Flag, Number, PeriodRef, Span, Status, Subject
from ...engine.packs.inference_model import Inference
from ...engine.packs.model import Duty, RuleBook
from ...engine.slack.slack import Slack
from ...engine.text import Text
from .hints import HintPart
from .lacks import Lacks
from .papers import Papers

if TYPE_CHECKING:
    from .scored import Scored

Action = Literal[
    "hold", "make_up", "name_period", "complete", "verify", "look_up", "explain", "catch_up", "next",
    "settle", "register", "appoint", "reconcile",
]  # fmt: skip
Share = Literal["on_time", "made_up", "waived", "open", "unknown", "lacking"]
SHARES: tuple[Share, ...] = ("on_time", "made_up", "waived", "open", "unknown", "lacking")
WINDOWS = ("gap", "rolling")  # the kinds of duty without periods
Role = Literal["secretary", "organiser", "group_leader", "lecturer", "talkers", "helper", "self", "officer", "recorder"]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that can honestly be done about an entry, and by whom.

    ``first`` to ``until`` are the days on which it can be done (``until`` None: no limit of its own), ``by`` the
    earlier of ``until`` and the inspection; ``working_days`` counts ``first`` through ``by``, both included, and
    ``last_working`` is the last of them. All of these are None for ``explain``, which only says how things stand.
    ``need``: how many records are asked for, of a duty that asks for so many of late.
    """

    action: Action
    who: Role
    first: date | None = None
    until: date | None = None
    by: date | None = None
    last_working: date | None = None
    working_days: int | None = None
    for_period: str | None = None
    code: str | None = None
    places: tuple[str, ...] = ()
    need: int | None = None


@dataclass(frozen=True, slots=True)
class Stand:
    """How a finding of a duty without periods stands on the as-of day.

    ``gone``: the subject is there no longer. ``running``: it is overdue and no record has ended that; ``days`` then
    says how long there has been none, of a ``gap``. ``next_due`` is the last good day of the next record, not past. Of
    a ``rolling`` ``lack`` says how many are lacking now, ``need`` how many more make it good on the inspection too.
    """

    gone: bool = False
    running: bool = False
    next_due: date | None = None
    days: int | None = None
    need: int | None = None
    lack: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One line that asks for something: a finding, or the findings of many subjects that are told together.

    ``findings`` holds at most as many as are named, ``total`` says how many there are. ``coming``: the period begins
    after the as-of day, and on or before the day of the inspection; it is in no count. ``stands`` are those of the
    findings where the duty has no periods, the one that is due first in front.
    """

    findings: tuple[Finding, ...]
    total: int
    steps: tuple[Step, ...]
    coming: bool = False
    stands: tuple[Stand, ...] = ()

    @property
    def first(self) -> Finding:
        """The finding that stands for all of them."""
        return self.findings[0]


@dataclass(slots=True)
class Tally:
    """What was owed, split so that the shares add up to it; records beyond what a period owes are left out.

    A duty without periods owes one of each subject: that it is in order.

    ``numberless`` counts obligations of which no number is known; they are in none of the amounts.
    """

    owed: Number = 0
    shares: dict[Share, Number] = field(default_factory=lambda: dict.fromkeys(SHARES, 0))
    numberless: int = 0

    def take(self, finding: Finding) -> None:
        """Add one obligation; one that is not applicable owes nothing."""
        if finding.status == "not_applicable":
            return
        need, held, late = finding.required, finding.counted or 0, finding.made_up or 0
        if finding.kind != "quota":
            need, held, late = 1, int(finding.status == "met"), int(finding.status == "made_up")
        if need is None:
            self.numberless += 1
            return
        in_time = min(held, need)
        made_up = min(late, need - in_time)
        self.owed += need
        self._add("on_time", in_time)
        self._add("made_up", made_up)
        self._add(_REST.get(finding.status, "lacking"), need - in_time - made_up)

    def add(self, other: Tally) -> None:
        """Add what another tally holds."""
        self.owed += other.owed
        self.numberless += other.numberless
        for share, number in other.shares.items():
            self._add(share, number)

    def _add(self, share: Share, number: Number) -> None:
        self.shares[share] += number


_REST: Mapping[Status, Share] = {"waived": "waived", "open": "open", "unknown": "unknown"}


@dataclass(slots=True)
class PeriodRow:
    """One period of a duty in a unit; ``finding`` where the unit itself is the only subject.

    ``required`` are the numbers that one subject owes in it, ``records`` how many records counted; ``next_due`` is the
    earliest day by which the next one is due, of a duty without periods, and ``stand`` how ``finding`` stands.
    ``items`` are the first few findings of a duty that has neither periods nor an interval. ``papers`` are those that
    the ledger names for the records that count.
    """

    period: PeriodRef | None
    counts: Counter[Status] = field(default_factory=Counter)
    tally: Tally = field(default_factory=Tally)
    required: set[Number] = field(default_factory=set)
    records: int = 0
    finding: Finding | None = None
    next_due: date | None = None
    stand: Stand | None = None
    items: list[Finding] = field(default_factory=list)
    papers: Papers = field(default_factory=Papers)


@dataclass(slots=True)
class DutyPart:
    """One duty in one unit (its groups, members and households included), period by period.

    ``lacks`` counts by times what scoring tables take points off for.
    """

    duty: Duty
    section: str
    kind: str
    rows: dict[str, PeriodRow] = field(default_factory=dict)
    counts: Counter[Status] = field(default_factory=Counter)
    tally: Tally = field(default_factory=Tally)
    lacks: Lacks = field(default_factory=Lacks)
    entries: list[Entry] = field(default_factory=list)
    waived: list[Finding] = field(default_factory=list)
    not_applicable: Counter[str] = field(default_factory=Counter)
    subjects: int = 0

    @property
    def applies(self) -> bool:
        """Whether anything of it is owed here."""
        return self.counts.total() > self.counts["not_applicable"]


@dataclass(slots=True)
class UnitPart:
    """One unit with its duties in the order of the box, those that do not apply apart."""

    unit: Subject
    parts: list[DutyPart]
    counts: Counter[Status]

    @property
    def owed(self) -> list[DutyPart]:
        """The duties that are owed here."""
        return [part for part in self.parts if part.applies]

    @property
    def not_owed(self) -> list[DutyPart]:
        """The duties that do not apply here."""
        return [part for part in self.parts if not part.applies]


@dataclass(frozen=True, slots=True)
class Task:
    """One step of one entry, for the list on the first page."""

    unit: Subject
    part: DutyPart
    entry: Entry
    step: Step


@dataclass(frozen=True, slots=True)
class Cover:
    """What the self-check rests on. ``working_days`` counts the as-of day and the day of the inspection too.

    ``provisional``: holidays are not announced for some day among them. ``rows`` is the account of the rows that were
    read, ``problems`` how many problems of the data there are by severity, ``lost`` the sources that could not be read.
    """

    workspace: str
    as_of: date
    on: date
    span: Span
    working_days: int
    provisional: bool
    coverage: Sequence[Coverage]
    counts: Mapping[Status, int]
    coming: int
    hints: Mapping[Status, int]
    packs: Sequence[tuple[str, str]]
    engine: str
    fingerprint: str
    rows: Mapping[str, int]
    sources: int
    problems: Mapping[str, int]
    lost: Sequence[str]
    assumptions: Sequence[Text]
    waivers: bool


@dataclass(slots=True)
class Inspection:
    """The whole self-check.

    ``todo`` is what is to be done until the inspection, ``later`` what falls due after it, ``explain`` what can no
    longer be made up; each ordered by its day, then as in the box. ``untested`` names, by field, the duties of which
    that field was not looked at, as the ledger has no column for it. ``hints`` are worth a second look, and no gaps.
    ``score`` is the self score, where a scoring table was asked for.
    """

    cover: Cover
    rules: RuleBook
    units: list[UnitPart]
    todo: list[Task]
    later: list[Task]
    explain: list[Task]
    off: Sequence[Duty | Inference]
    flags: Sequence[Flag]
    hints: Sequence[HintPart]
    untested: Mapping[str, Sequence[str]]
    people: People
    slack: Sequence[Slack] = ()
    pending: Mapping[int, Sequence[Finding]] = field(default_factory=dict)
    score: Scored | None = None


@dataclass(frozen=True, slots=True)
class People:
    """Who is known to hold which role: ``roles`` by (role, id of unit or group), ``helpers`` by id of household."""

    roles: Mapping[tuple[Role, str], tuple[str, ...]]
    helpers: Mapping[str, tuple[str, ...]]
