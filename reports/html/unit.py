"""All that is told of one unit: counts, heat map, lights, gaps, what is next, what is not known, and the evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ...engine.findings import GAPS, Finding, Flag, Status, Subject
from ...engine.packs.model import Duty
from ..digest import SETTLED, Digest, Units
from ..layout import Page
from ..shares import Shares
from ..text.checks import places
from ..text.notes import UnknownReason, doubtful_line, near_lines, unknown_reasons, untested_lines
from ..view import AuditView
from ..words.called import called
from ..words.messages import finding_message, finding_remedy
from ..words.periods import finding_period
from .evidence import MOST, Evidence, evidence_of
from .flags import FlagLine, FlagLines, gravest
from .gaps import GapCard, gap_cards
from .grid import Grid, GridRow, grids_of, states_of
from .next import NextPart, next_part

_OF_ITS_TIME = ("quota", "gap", "precede")  # kinds of which what was not in time never will be


@dataclass(frozen=True, slots=True)
class HintCard:
    """What is worth a second look: the hint, what it showed, and what to do."""

    title: str
    lines: tuple[str, ...]
    remedy: str


@dataclass(frozen=True, slots=True)
class Outlook:
    """How many gaps can still be made up, how many can be put right any day, and how many can only be explained."""

    late: int
    any_day: int
    over: int


@dataclass(frozen=True, slots=True)
class UnitPart:
    """One unit as the page shows it; ``anchor`` begins the anchors of all that is in it."""

    anchor: str
    name: str
    shares: Shares
    outlook: Outlook
    grids: Sequence[Grid]
    states: Sequence[GridRow]
    flags: Sequence[FlagLine]
    gaps: Sequence[GapCard]
    next: NextPart
    near: Sequence[str]
    unknown: Sequence[UnknownReason]
    doubtful: str
    untested: Sequence[str]
    hints: Sequence[HintCard]
    evidence: Sequence[Evidence]


class UnitParts:
    """Makes the parts of units, each from its own findings alone."""

    def __init__(
        self, page: Page, audit: AuditView, units: Units, flags: FlagLines, numbers: Mapping[str, int]
    ) -> None:
        self._page, self._audit, self._units, self._flags, self._numbers = page, audit, units, flags, numbers
        self._duties: Mapping[str, Duty] = {duty.id: duty for duty in audit.rules.duties}
        self._slack = {slack.unit: slack for slack in audit.slack}
        self._lit: dict[str, list[Flag]] = {}
        for flag in gravest(audit.flags):
            self._lit.setdefault(units.home.get(flag.unit, flag.unit), []).append(flag)

    def part(self, unit: Subject, findings: Iterable[Finding], anchor: str, beside: int = 1) -> UnitPart:
        """Return what is told of ``unit``, of which ``findings`` are all, on a page with so many units."""
        page, audit, numbers = self._page, self._audit, self._numbers
        digest = self._digest(unit, findings)
        counts: Counter[Status] = Counter()
        for cell in digest.cells.values():
            counts.update(cell)
        hints = list(self._hints(digest))
        digest.unknown = [finding for finding in digest.unknown if finding.kind != "hint"]
        return UnitPart(
            anchor,
            called(unit, page.language),
            Shares(counts),
            self._outlook(digest.gaps),
            grids_of(page, digest, unit.id, numbers),
            states_of(page, digest, unit.id, numbers),
            [self._flags.line(flag, unit.id) for flag in self._lit.get(unit.id, ())],
            gap_cards(page, audit, digest, unit.id, numbers),
            next_part(page, audit, digest, self._slack.get(unit.id)),
            near_lines(page, audit, digest),
            unknown_reasons(page, digest),
            doubtful_line(page, digest),
            untested_lines(page, digest),
            hints,
            evidence_of(page, audit, digest, unit.id, numbers, MOST // beside),
        )

    def _digest(self, unit: Subject, findings: Iterable[Finding]) -> Digest:
        digest = Digest(Units((unit,), self._units.home), self._duties)
        for finding in findings:
            digest.take(finding)
            if finding.status in SETTLED and finding.kind != "hint":
                digest.settled.append(finding)
        return digest

    def _outlook(self, gaps: Sequence[Finding]) -> Outlook:
        late = sum(gap.can_make_up_until is not None for gap in gaps)
        over = sum(gap.can_make_up_until is None and gap.kind in _OF_ITS_TIME for gap in gaps)
        return Outlook(late, len(gaps) - late - over, over)

    def _hints(self, digest: Digest) -> Iterator[HintCard]:
        page = self._page
        told = [*digest.hints, *(finding for finding in digest.unknown if finding.kind == "hint")]
        for duty in self._duties.values():
            own = [one for one in told if one.duty == duty.id and one.status in (*GAPS, "unknown")]
            if own:
                lines = tuple(self._hint(duty, finding) for finding in own)
                yield HintCard(duty.title.say(page.language), lines, finding_remedy(own[0], duty, page.language) or "")

    def _hint(self, duty: Duty, finding: Finding) -> str:
        page = self._page
        message = finding_message(finding, duty, page.language, self._audit.rules.activities)
        period = finding_period(finding, page.language)
        return f"{period}{page.say('：', ': ')}{message}{places(page, finding)}"
