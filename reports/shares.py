"""The counts of an audit as shares that add up: what was owed, and what became of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ..engine.findings import GAPS, Status
from ..engine.text import Text
from .digest import Units
from .view import AuditView
from .words.wording import MARK, STATUS

# The shares of what was owed, in the order in which they are shown; together they are what was owed.
SHARES: Mapping[str, tuple[Status, ...]] = {
    "met": ("met",),
    "made_up": ("made_up",),
    "waived": ("waived",),
    "open": ("open",),
    "unknown": ("unknown",),
    "gap": GAPS,
}
WORD: Mapping[str, Text] = {
    "owed": Text("应开", "owed"),
    "met": Text("按期", "in time"),
    "made_up": STATUS["made_up"],
    "waived": STATUS["waived"],
    "open": STATUS["open"],
    "unknown": STATUS["unknown"],
    "gap": Text("缺口", "gaps"),
    "not_applicable": STATUS["not_applicable"],
}
SIGN: Mapping[str, str] = {key: MARK["missing"] if key == "gap" else MARK[parts[0]] for key, parts in SHARES.items()}


@dataclass(frozen=True, slots=True)
class Shares:
    """What was owed and what became of it; ``counts`` has all nine statuses, hints aside."""

    counts: Mapping[Status, int]

    @property
    def total(self) -> int:
        """How many obligations there are, those that do not apply among them."""
        return sum(self.counts.values())

    @property
    def not_applicable(self) -> int:
        """How many do not apply."""
        return self.counts.get("not_applicable", 0)

    @property
    def owed(self) -> int:
        """How many were owed: the sum of all shares."""
        return self.total - self.not_applicable

    def share(self, key: str) -> int:
        """Return how many of what was owed have a share."""
        return sum(self.counts.get(status, 0) for status in SHARES[key])

    @property
    def gap(self) -> int:
        """How many are gaps."""
        return self.share("gap")

    @property
    def held(self) -> int:
        """How many were held, in time or made up."""
        return self.share("met") + self.share("made_up")

    @property
    def settled(self) -> int:
        """How many can be judged by now: neither waived nor open nor unknown."""
        return self.held + self.gap

    @property
    def rate(self) -> str:
        """The share of what can be judged that was held, in per cent with one decimal, rounded down; empty of none."""
        if not self.settled:
            return ""
        thousandths = self.held * 1000 // self.settled
        return f"{thousandths // 10}.{thousandths % 10}%"


@dataclass(slots=True)
class Tallies:
    """The counts of an audit by unit (its groups folded in), by group alone, and by duty.

    Of hints it is only told how many there are and how many showed something.
    """

    by_unit: dict[str, Counter[Status]] = field(default_factory=lambda: defaultdict(Counter))
    by_group: dict[str, Counter[Status]] = field(default_factory=lambda: defaultdict(Counter))
    by_duty: dict[str, Counter[Status]] = field(default_factory=lambda: defaultdict(Counter))
    gaps: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    hints: int = 0
    hints_shown: int = 0

    def all(self) -> Shares:
        """Return the shares of all units together."""
        return added(self.by_duty.values())

    def of(self, unit: str) -> Shares:
        """Return the shares of a unit."""
        return Shares(self.by_unit.get(unit, Counter()))


def tallies_of(audit: AuditView, units: Units) -> Tallies:
    """Return the counts of all that is shown, without making a single finding."""
    hints = {duty.id for duty in audit.rules.duties if duty.kind == "hint"}
    found = Tallies()
    for unit, duty, status, number in audit.unit_duty_counts(groups=True):
        if duty in hints:
            found.hints += number
            found.hints_shown += number if status in GAPS else 0
            continue
        home = units.home.get(unit, unit)
        found.by_unit[home][status] += number
        if home != unit:
            found.by_group[unit][status] += number
        found.by_duty[duty][status] += number
        if status in GAPS:
            found.gaps[home][duty] += number
    return found


def added(counts: Iterable[Mapping[Status, int]]) -> Shares:
    """Return several counts as one."""
    total: Counter[Status] = Counter()
    for one in counts:
        total.update(one)
    return Shares(total)
