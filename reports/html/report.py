"""The audit as one self-contained HTML file: one branch in full, or many rolled up, each with a page if asked for."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TextIO

from ...engine.findings import Coverage, Finding, Subject
from ..compared.history import History
from ..compared.trend import trend_of
from ..digest import units_of
from ..layout import Page
from ..shares import tallies_of
from ..view import AuditView
from ..words.called import called
from .flags import MOST, FlagLines, flag_groups, gravest
from .head import closing_sentence, head_of, hints_sentence, units_sentence, verdict_sentence
from .page import page_parts
from .rollup import Roller
from .rules import account_part, numbers_of, off_part, problem_part, rule_part, source_part
from .trend import trend_part
from .unit import UnitPart, UnitParts

IN_FULL = 12  # units up to which one file tells everything of each
_TEMPLATE = "report.html.j2"
_BATCH = 500  # units whose findings are held at a time


def write_html(audit: AuditView, out: TextIO, language: str = "zh", history: History | None = None) -> None:
    """Write the report to ``out``: all of up to ``IN_FULL`` units, of more the roll-up."""
    out.writelines(HtmlReport(audit, language, history).whole())


class HtmlReport:
    """Makes the pages of one audit; ``history`` are earlier audits to compare it with."""

    def __init__(self, audit: AuditView, language: str = "zh", history: History | None = None) -> None:
        self._audit, self._language = audit, language
        self._page = Page(io.StringIO(), language)
        self._units = units_of(audit)
        self._tallies = tallies_of(audit, self._units)
        self._trend = trend_of(audit, history, self._units, self._tallies)
        self._numbers = numbers_of(audit.rules)
        self._parts: UnitParts | None = None
        self._common: dict[str, object] | None = None
        self._coverage: dict[str, list[Coverage]] | None = None

    @property
    def units(self) -> tuple[Subject, ...]:
        """The units that owe something, in the order of the roster."""
        return self._units.shown

    def whole(self) -> Iterator[str]:
        """Yield the report as one page."""
        if len(self.units) > IN_FULL:
            yield from self.index({})
            return
        told = list(self._each(self.units, len(self.units)))
        links = {unit.id: f"#{part.anchor}" for unit, part in told}
        name = self._own_name() if len(told) == 1 else ""
        yield from self._page_of([part for _, part in told], rolled=len(told) > 1, name=name, links=links)

    def index(self, links: Mapping[str, str]) -> Iterator[str]:
        """Yield the roll-up of all units; ``links`` are the pages of units, by id."""
        yield from self._page_of([], rolled=True, links=links)

    def unit_pages(self, back: str) -> Iterator[tuple[Subject, Iterator[str]]]:
        """Yield each unit and its page, which leads back to ``back``; few findings are held at a time."""
        for unit, part in self._each(self.units):
            yield unit, self._unit_page(unit, part, back)

    def _each(self, units: tuple[Subject, ...], beside: int = 1) -> Iterator[tuple[Subject, UnitPart]]:
        """Yield each unit with all that is told of it, on a page with so many of them."""
        if self._parts is None:
            told = gravest(self._audit.flags)
            lines = FlagLines(self._page, self._audit, told, self._trend.lit if self._trend else ())
            self._parts = UnitParts(self._page, self._audit, self._units, lines, self._numbers)
        groups: dict[str, list[str]] = defaultdict(list)
        for id_, home in self._units.home.items():
            groups[home].append(id_)
        for at in range(0, len(units), _BATCH):
            batch = units[at : at + _BATCH]
            found = self._found([one for unit in batch for one in groups[unit.id]])
            for number, unit in enumerate(batch, at + 1):
                yield unit, self._parts.part(unit, found.pop(unit.id, ()), f"u{number}", max(beside, 1))

    def _found(self, units: list[str]) -> dict[str, list[Finding]]:
        found: dict[str, list[Finding]] = defaultdict(list)
        for finding in self._audit.findings_of(frozenset(units)):
            found[self._units.home.get(finding.unit, finding.unit)].append(finding)
        return found

    def _unit_page(self, unit: Subject, part: UnitPart, back: str) -> Iterator[str]:
        if self._coverage is None:
            self._coverage = defaultdict(list)
            for row in self._audit.coverage:
                self._coverage[row.unit].append(row)
        head = head_of(
            self._page, self._audit, part.shares, self._sentences(part), called(unit, self._language), back,
            self._coverage.get(unit.id),
        )  # fmt: skip
        yield from self._rendered(
            head=head, units=[part], rollup=None, flags=(), flag_groups=(), lights_left=0, problems=(), account=None,
            trend=trend_part(self._page, self._trend, unit.id),
        )  # fmt: skip

    def _page_of(
        self, parts: list[UnitPart], *, rolled: bool, name: str = "", links: Mapping[str, str] | None = None
    ) -> Iterator[str]:
        page, audit, shares = self._page, self._audit, self._tallies.all()
        rollup = Roller(page, audit, self._units, self._tallies, self._trend, links or {}).rollup() if rolled else None
        sentences = [verdict_sentence(page, shares)]
        if rollup:
            sentences.append(units_sentence(page, rollup.units, rollup.with_gaps))
        else:
            sentences += self._sentences(parts[0])[1:] if parts else []
        sentences.append(hints_sentence(page, self._tallies))
        # The units themselves tell of their lights where there are few; else what is for information is told together.
        told = [] if parts else [flag for flag in gravest(audit.flags) if flag.severity != "info"]
        few = told[:MOST]
        together = [] if parts else [flag for flag in audit.flags if flag.severity == "info" or len(told) > MOST]
        names = {unit.id: called(unit, self._language) for unit in self.units}
        lines = FlagLines(page, audit, few, self._trend.lit if self._trend else ()) if few else None
        yield from self._rendered(
            head=head_of(page, audit, shares, sentences, name),
            units=parts,
            rollup=rollup,
            flags=[(self._named(flag.unit, names), lines.line(flag, self._home(flag.unit))) for flag in few]
            if lines
            else (),
            flag_groups=flag_groups(page, together),
            lights_left=len(told) - len(few),
            problems=problem_part(page, audit.ledger.problems),
            account=account_part(page, audit),
            trend=trend_part(page, self._trend),
        )

    def _own_name(self) -> str:
        """Return the name of the only unit; empty where that is the workspace's own."""
        unit = self.units[0]
        return "" if unit.name == self._audit.workspace.name else called(unit, self._language)

    def _home(self, unit: str) -> str:
        return self._units.home.get(unit, unit)

    def _named(self, unit: str, names: Mapping[str, str]) -> str:
        home = self._home(unit)
        return names.get(home, home)

    def _sentences(self, part: UnitPart) -> list[str]:
        soonest = part.next.lines[0].close_by if part.next.lines else ""
        return [
            verdict_sentence(self._page, part.shares),
            closing_sentence(self._page, part.outlook, part.shares.share("open"), soonest),
        ]

    def _rendered(self, **values: object) -> Iterator[str]:
        if self._common is None:
            page, rules, language = self._page, self._audit.rules, self._language
            self._common = {
                "rules": rule_part(page, self._audit),
                "sources": source_part(page, rules),
                "off": off_part(page, rules),
                "packs": [(pack.title.say(language), f"{pack.id} {pack.version}", pack.sha256) for pack in rules.packs],
                "engine": self._audit.engine,
            }
        return page_parts(_TEMPLATE, self._language, {**self._common, **values})
