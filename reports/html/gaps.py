"""The gaps of one unit as cards: the provision, what was found, why it does not count, what to do and until when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from ...engine.findings import Finding, Status
from ...engine.packs.condition_model import Severity
from ...engine.packs.model import Duty
from ..digest import MANY, Digest
from ..layout import Page
from ..text.checks import check_groups, places
from ..text.gaps import group_key, make_up, reason_counts, record_line, told, told_records
from ..view import AuditView
from ..words.called import called
from ..words.messages import finding_remedy
from ..words.periods import finding_period, period_name
from ..words.reasons import attendance_test
from ..words.wording import SEVERITY, STATUS, cite, counted

_RECORDS_SHOWN = 6
_NAMES_SHOWN = 30
_ONE_BY_ONE = 3
_GROUPS_SHOWN = 40


@dataclass(frozen=True, slots=True)
class GapLine:
    """One gap, or those of many subjects that are alike: when, what it is called, and what is said of it."""

    period: str
    status: Status
    words: str
    text: str
    names: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GapCard:
    """All gaps of one duty: its provisions with their quotes, the gaps, and what to do."""

    anchor: int
    title: str
    id: str
    level: str
    severity: Severity
    number: int
    basis: tuple[tuple[str, str], ...]
    lines: tuple[GapLine, ...]
    left_out: int
    remedy: str


def gap_cards(page: Page, audit: AuditView, digest: Digest, unit: str, numbers: Mapping[str, int]) -> list[GapCard]:
    """Return the gaps of a unit, the duties in the order of the packs."""
    gaps: dict[str, list[Finding]] = {}
    for finding in digest.gaps:
        if digest.home_of(finding) == unit:
            gaps.setdefault(finding.duty, []).append(finding)
    return [
        _card(page, audit, duty, gaps[duty.id], numbers[duty.id]) for duty in digest.duties.values() if duty.id in gaps
    ]


def _card(page: Page, audit: AuditView, duty: Duty, gaps: Sequence[Finding], number: int) -> GapCard:
    lines = list(_check_lines(page, audit, duty, gaps) if duty.check else _lines(page, audit, duty, gaps))
    basis = tuple((cite(one, audit.rules, page.language), one.quote or "") for one in duty.basis)
    return GapCard(
        number,
        duty.title.say(page.language),
        duty.id,
        SEVERITY[gaps[0].severity].say(page.language),
        gaps[0].severity,
        len(gaps),
        basis,
        tuple(lines[:_GROUPS_SHOWN]),
        max(len(lines) - _GROUPS_SHOWN, 0),
        finding_remedy(gaps[0], duty, page.language) or "",
    )


def _check_lines(page: Page, audit: AuditView, duty: Duty, gaps: Sequence[Finding]) -> Iterator[GapLine]:
    for text, group in check_groups(audit, duty, gaps, page.language):
        first = group[0]
        period = finding_period(first, page.language)
        many = first.subject.kind in MANY
        words = STATUS[first.status].say(page.language)
        yield GapLine(period, first.status, words, text + places(page, first), _names(page, group) if many else "", ())


def _lines(page: Page, audit: AuditView, duty: Duty, gaps: Sequence[Finding]) -> Iterator[GapLine]:
    for _, found in groupby(sorted(gaps, key=group_key), key=group_key):
        group = list(found)
        first = group[0]
        period, words = period_name(first.period, page.language), STATUS[first.status].say(page.language)
        if first.subject.kind not in MANY:
            text = told(page, duty, first)
            yield GapLine(period, first.status, words, text, "", tuple(_records(page, audit, duty, first)))
            continue
        words += " " + counted(len(group), first.subject.kind, page.language)
        notes: list[str] = []
        if len(group) <= _ONE_BY_ONE:
            for finding in group:
                lines = list(_records(page, audit, duty, finding))
                notes += [f"{called(finding.subject, page.language)}{page.say('：', ': ')}{line}" for line in lines]
        elif reasons := reason_counts(page, group):
            notes.append(page.say("记录未计入的原因：", "Records not counted: ") + reasons)
        yield GapLine(period, first.status, words, make_up(page, duty, first), _names(page, group), tuple(notes))


def _names(page: Page, group: Sequence[Finding]) -> str:
    text = page.join(called(finding.subject, page.language) for finding in group[:_NAMES_SHOWN])
    if len(group) <= _NAMES_SHOWN:
        return text
    number = counted(len(group), group[0].subject.kind, page.language)
    return text + page.say(f" 等 {number}", f", … {number} in all")


def _records(page: Page, audit: AuditView, duty: Duty, finding: Finding) -> Iterator[str]:
    test = attendance_test(duty, finding.period.start if finding.period else None)
    uses = told_records(duty, finding)
    for use in uses[:_RECORDS_SHOWN]:
        yield record_line(page, audit, use, test)
    if len(uses) > _RECORDS_SHOWN:
        rest = len(uses) - _RECORDS_SHOWN
        yield page.say(f"另有 {rest} 条记录，见“佐证”", f"{rest} more records: see the evidence")
