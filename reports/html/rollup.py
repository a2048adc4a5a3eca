"""Many units at once: a line for each with its shares, what it lacks most and since when, and the tree above them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ...engine.findings import PeriodRef, Status, Subject
from ...engine.slack.slack import Slack
from ..compared.trend import Change, Trend
from ..digest import MANY, Units
from ..layout import Page
from ..oldest import oldest_of
from ..shares import SHARES, Shares, Tallies
from ..text.rollup import folded_words, ranked
from ..view import AuditView
from ..words.called import called
from ..words.periods import has_period, period_name
from ..words.slack import slack_line
from ..words.wording import MARK, counted
from .chart import Chart, chart_of
from .duties import DutyLine, duty_lines
from .flags import gravest
from .rules import numbers_of
from .tree import TreeLine, is_flat, paths_of, tree_lines, tree_of

LISTED = 1000  # units that are all listed; of more only the worst
WORST = 200
IN_DETAIL = 200  # units up to which each line tells its gaps period by period
_MOST = 3  # duties that a unit lacks most
_PERIODS_SHOWN = 12
_SPARK = (64, 18, 3)

Link = Mapping[str, str]
_Kind = tuple[PeriodRef | None, Status, str]


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit: where it belongs, its shares, what it lacks most, its oldest gap, its lights and its gaps in detail.

    ``statuses`` and ``duties`` are what its line can be found by; ``href`` leads to its own page, if it has one.
    """

    place: int
    name: str
    id: str
    href: str
    above: str
    shares: Shares
    most: tuple[tuple[str, int], ...]
    others: int
    oldest: str
    oldest_day: str
    lights: tuple[tuple[str, str], ...]
    details: tuple[tuple[str, str], ...]
    statuses: str
    duties: str
    change: Change | None
    spark: Chart | None


@dataclass(frozen=True, slots=True)
class Rollup:
    """All of it. ``left_out`` units are not listed, with so many gaps and so much that is not known.

    ``pages`` are the pages of those, each with its address and its gaps, as the roster has them; empty where there are
    none.

    ``folded`` says that what Party groups owe is told as their branch's.
    """

    units: int
    with_gaps: int
    folded: str
    lines: tuple[UnitLine, ...]
    left_out: int
    left_gaps: int
    left_unknown: int
    pages: tuple[tuple[str, str, int], ...]
    tree: tuple[TreeLine, ...]
    tree_cut: bool
    duties: tuple[DutyLine, ...]
    short: tuple[tuple[str, str], ...]
    short_left: int


class Roller:
    """Makes the roll-up of an audit; ``links`` are the pages of units, by id."""

    def __init__(
        self, page: Page, audit: AuditView, units: Units, tallies: Tallies, trend: Trend | None, links: Link
    ) -> None:
        self._page, self._audit, self._units, self._tallies = page, audit, units, tallies
        self._trend, self._links = trend, links
        self._tops = tree_of(audit, tallies)
        self._paths = paths_of(self._tops)
        self._root = int(len(self._tops) == 1)  # what is above all need not be said of each
        self._titles = {duty.id: duty.title.say(page.language) for duty in audit.rules.duties}
        self._numbers = numbers_of(audit.rules)
        self._oldest = oldest_of(audit, units.home, page.language)
        self._lights: dict[str, list[tuple[str, str]]] = {}
        for flag in gravest(audit.flags):
            if flag.severity == "info":
                continue  # told of once for all units
            home = units.home.get(flag.unit, flag.unit)
            self._lights.setdefault(home, []).append((flag.severity, flag.message.say(page.language)))

    def rollup(self) -> Rollup:
        """Return the roll-up."""
        page = self._page
        order = ranked(self._units, {unit.id: Counter(self._tallies.by_unit[unit.id]) for unit in self._units.shown})
        listed = order if len(order) <= LISTED else order[:WORST]
        rest = [self._tallies.of(unit.id) for unit in order[len(listed) :]]
        details = self._details() if len(order) <= IN_DETAIL else {}
        lines = tuple(self._line(place, unit, details) for place, unit in enumerate(listed, 1))
        short = sorted((one for one in self._audit.slack if not one.fits), key=lambda one: (-one.lacking, one.unit))
        folded = folded_words(self._units)
        return Rollup(
            len(order),
            sum(self._tallies.of(unit.id).gap > 0 for unit in order),
            folded.say(page.language) if folded else "",
            lines,
            len(rest),
            sum(one.gap for one in rest),
            sum(one.share("unknown") for one in rest),
            self._pages(frozenset(unit.id for unit in order[len(listed) :])),
            () if is_flat(self._tops) else tree_lines(page, self._tops, self._links, cut=len(order) > LISTED),
            len(order) > LISTED,
            tuple(duty_lines(page, self._audit, self._units, self._tallies)),
            tuple(self._short(one) for one in short[:WORST]),
            max(len(short) - WORST, 0),
        )

    def _line(self, place: int, unit: Subject, details: Mapping[str, Sequence[tuple[str, str]]]) -> UnitLine:
        page, shares, gaps = self._page, self._tallies.of(unit.id), self._tallies.gaps.get(unit.id, Counter())
        most = sorted(gaps.items(), key=lambda item: (-item[1], item[0]))
        oldest = self._oldest.get(unit.id)
        trend = self._trend
        return UnitLine(
            place,
            called(unit, page.language),
            unit.id,
            self._links.get(unit.id, ""),
            " › ".join(called(one, page.language) for one in self._paths.get(unit.id, ())[self._root :]),
            shares,
            tuple((self._titles[duty], number) for duty, number in most[:_MOST]),
            max(len(most) - _MOST, 0),
            oldest.name if oldest else "",
            oldest.day.isoformat() if oldest else "",
            tuple(self._lights.get(unit.id, ())),
            tuple(details.get(unit.id, ())),
            " ".join(key for key in SHARES if shares.share(key)),
            " ".join(f"d{self._numbers[duty]}" for duty in gaps),
            trend.units.get(unit.id) if trend else None,
            chart_of(page, trend.series[unit.id], *_SPARK) if trend else None,
        )

    def _pages(self, units: frozenset[str]) -> tuple[tuple[str, str, int], ...]:
        return tuple(
            (called(unit, self._page.language), self._links[unit.id], self._tallies.of(unit.id).gap)
            for unit in self._units.shown
            if unit.id in units and unit.id in self._links
        )

    def _details(self) -> Mapping[str, Sequence[tuple[str, str]]]:
        """Return, by unit, each duty that has gaps with its periods; no finding is kept."""
        page = self._page
        found: dict[str, dict[str, Counter[_Kind]]] = {}
        for finding in self._audit.findings("gaps"):
            if finding.kind == "hint":
                continue
            home = self._units.home.get(finding.unit, finding.unit)
            many = finding.subject.kind if finding.subject.kind in MANY else ""
            kind = (finding.period if has_period(finding) else None, finding.status, many)
            found.setdefault(home, {}).setdefault(finding.duty, Counter())[kind] += 1
        return {
            unit: [
                (self._titles[duty.id], self._listed(page, of[duty.id]))
                for duty in self._audit.rules.duties
                if duty.id in of
            ]
            for unit, of in found.items()
        }

    def _listed(self, page: Page, counts: Mapping[_Kind, int]) -> str:
        told = []
        for (period, status, many), number in sorted(counts.items(), key=lambda item: _start(item[0][0])):
            name = period_name(period, page.language) if period else ""
            more = counted(number, many, page.language) if many else f"×{number}" if number > 1 else ""
            told.append(" ".join(filter(None, (name, MARK[status], more))))
        more = page.say(f" 等 {len(told)} 处", f", … {len(told)} in all") if len(told) > _PERIODS_SHOWN else ""
        return page.join(told[:_PERIODS_SHOWN]) + more

    def _short(self, slack: Slack) -> tuple[str, str]:
        duties = {duty.id: duty for duty in self._audit.rules.duties}
        names = {unit.id: unit for unit in self._units.shown}
        unit = names.get(slack.unit)
        name = called(unit, self._page.language) if unit else slack.unit
        return name, slack_line(slack, duties, self._page.language)


def _start(period: PeriodRef | None) -> str:
    return period.start.isoformat() if period else ""
