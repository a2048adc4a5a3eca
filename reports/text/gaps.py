"""Findings told one by one: duty by duty the provision, what was found, why it does not count, and what can be done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from ...engine.findings import Finding, RecordUse
from ...engine.packs.condition_model import Test
from ...engine.packs.model import Duty
from ..digest import MANY, Digest, label
from ..layout import Page, Style, safe
from ..view import AuditView
from ..words.messages import finding_message, finding_remedy
from ..words.periods import finding_period, period_name
from ..words.reasons import attendance_test, record_words, standing_words
from ..words.wording import MARK, SEVERITY, STATUS, cite, counted
from .checks import write_check_gaps

_RECORDS_SHOWN = 5
_NAMES_SHOWN = 20
_ONE_BY_ONE = 3


def write_gaps(page: Page, audit: AuditView, digest: Digest, unit: str) -> None:
    """Write every gap of a unit, the duties in the order of the packs."""
    gaps: dict[str, list[Finding]] = {}
    for finding in digest.gaps:
        if digest.home_of(finding) == unit:
            gaps.setdefault(finding.duty, []).append(finding)
    for duty in digest.duties.values():
        if duty.id in gaps:
            _write_duty(page, audit, duty, gaps[duty.id])


def _write_duty(page: Page, audit: AuditView, duty: Duty, gaps: Sequence[Finding]) -> None:
    severity = SEVERITY[gaps[0].severity].say(page.language)
    title = safe(duty.title.say(page.language))
    page.line(page.say(f"  ■ {title}（{duty.id}，{severity}）", f"  * {title} ({duty.id}, {severity})"), "head")
    for basis in duty.basis:
        quote = page.say(f"。原文：{basis.quote}", f". Text: {basis.quote}") if basis.quote else ""
        page.para(page.say("依据：", "Basis: ") + cite(basis, audit.rules, page.language) + quote, 4, 6)
    if duty.check:
        write_check_gaps(page, audit, duty, gaps)
    for _, group in groupby(() if duty.check else sorted(gaps, key=group_key), key=group_key):
        _write_group(page, audit, duty, list(group))
    remedy = finding_remedy(gaps[0], duty, page.language)
    if remedy:
        page.para(page.say("怎么办：", "To do: ") + remedy, 4, 8)


def write_others(page: Page, audit: AuditView, digest: Digest) -> None:
    """Write the findings that are in order, waived or not applicable, each with the records that prove it."""
    if digest.settled:
        number = len(digest.settled)
        page.head(
            page.say(f"达标、补开、豁免与不适用（{number} 项）", f"Met, made up, waived, not applicable ({number})")
        )
    for _, group in groupby(digest.settled, key=lambda finding: finding.duty):
        findings = list(group)
        duty = digest.duties[findings[0].duty]
        page.line(safe(f"  {duty.title.say(page.language)} ({duty.id})"), "head")
        for finding in findings:
            whom = label(finding.subject, page.language)
            mark = f"{MARK[finding.status]} {STATUS[finding.status].say(page.language)}"
            message = finding_message(finding, duty, page.language, audit.rules.activities)
            page.para(f"{finding_period(finding, page.language)}  {whom}  {mark}  {message}", 4, 2)
            _write_records(page, audit, duty, finding)


def group_key(finding: Finding) -> tuple[str, str, str, str, str]:
    """Subjects of one period, verdict and make-up time are told together; a unit of its own is told alone."""
    start = finding.period.start.isoformat() if finding.period else ""
    alone = "" if finding.subject.kind in MANY else finding.subject.id
    return (start, finding.period.key if finding.period else "", finding.status, str(finding.can_make_up_until), alone)


def _write_group(page: Page, audit: AuditView, duty: Duty, gaps: Sequence[Finding]) -> None:
    first = gaps[0]
    mark = f"{MARK[first.status]} {STATUS[first.status].say(page.language)}"
    period = period_name(first.period, page.language)
    kind = first.subject.kind
    if kind not in MANY:
        page.para(f"{period}  {mark}  {told(page, duty, first)}", 4, 2, _style(first))
        _write_records(page, audit, duty, first)
        return
    number = counted(len(gaps), kind, page.language)
    page.para(f"{period}  {mark} {number}  {make_up(page, duty, first)}", 4, 2, _style(first))
    if len(gaps) <= _ONE_BY_ONE and any(finding.records for finding in gaps):
        for finding in gaps:
            page.para(f"{label(finding.subject, page.language)}  {told(page, duty, finding)}", 8, 2)
            _write_records(page, audit, duty, finding)
        return
    page.para(names(page, gaps, kind), 8)
    reasons = reason_counts(page, gaps)
    if reasons:
        page.para(page.say("记录未计入的原因：", "Records not counted: ") + reasons, 8, 2)


def _style(finding: Finding) -> Style:
    return "doubt" if finding.severity == "info" else "bad"


def told(page: Page, duty: Duty, finding: Finding) -> str:
    """Return the message, without the reasons that are told record by record below it, and the make-up time."""
    if finding.status == "invalid" and finding.records:
        number = sum(use.use == "rejected" for use in finding.records)
        found = page.say(f"有记录 {number} 条，均未计入。", f"{number} recorded, none counted. ")
        return (found + make_up(page, duty, finding)).rstrip()
    text = finding_message(finding, duty, page.language)
    return text if finding.can_make_up_until else text + page.say("", " ") + make_up(page, duty, finding)


def make_up(page: Page, duty: Duty, finding: Finding) -> str:
    """Return until when the gap can be made good, that this time has passed, or that there is none."""
    if finding.can_make_up_until is not None:
        until = finding.can_make_up_until
        return page.say(f"可补开至 {until}。", f"Can be made good through {until}.")
    if not duty.tiled:
        return ""
    late = duty.late.at(finding.period.start) if finding.period else None
    if late is None:
        return page.say("本项不设补开期。", "This duty has no time for making up.")
    return page.say("补开期已过。", "The time for making up has passed.")


def _write_records(page: Page, audit: AuditView, duty: Duty, finding: Finding) -> None:
    uses = told_records(duty, finding)
    test = attendance_test(duty, finding.period.start if finding.period else None)
    for use in uses[:_RECORDS_SHOWN]:
        page.para(record_line(page, audit, use, test), 8, 2)
    if len(uses) > _RECORDS_SHOWN:
        rest = len(uses) - _RECORDS_SHOWN
        page.para(page.say(f"另有 {rest} 条记录，见 --format json", f"{rest} more records: see --format json"), 8)
    partial = page.join(doubt.source for doubt in finding.doubts if doubt.code == "waiver_partial")
    if partial:
        page.para(f"{standing_words('waiver_partial', page.language)}{page.say('：', ': ')}{partial}", 8, 2)


def told_records(duty: Duty, finding: Finding) -> list[RecordUse]:
    """Return the records that are told of with a finding: no plans, and of a window only those that do not count."""
    uses = [use for use in finding.records if "future" not in use.reasons]
    if duty.window:  # what counted is told by the intervals and numbers
        uses = [use for use in uses if use.use == "rejected"]
    return uses


def record_line(page: Page, audit: AuditView, use: RecordUse, test: Test | None) -> str:
    """Return where a record stands, its day and title, and why it counts or does not.

    What was not checked for want of a column is said once for the whole report, not here.
    """
    day = use.date.isoformat() if use.date else page.say("无具体日期", "no date")
    title = use.facts.get("title")
    named = page.say(f"“{title}”", f' "{title}"') if title else ""
    said = [code for code in use.reasons if not code.startswith("untested:")]
    reasons = [record_words(code, page.language, use.facts, test, audit.rules.activities) for code in said]
    use_words = {
        "counted": page.say("计入", "counted"),
        "made_up": page.say("作补开计入", "counted as made up"),
        "rejected": page.say("未计入", "not counted"),
    }[use.use]
    colon, comma = page.say("：", ": "), page.say("；", "; ")
    why = colon + comma.join(reasons) if reasons else ""
    return f"{use.source}  {day}{named}  {use_words}{why}"


def names(page: Page, findings: Sequence[Finding], kind: str) -> str:
    """Return the first subjects by name, and how many there are where not all are named."""
    text = page.join(label(finding.subject, page.language) for finding in findings[:_NAMES_SHOWN])
    number = len(findings)
    if number <= _NAMES_SHOWN:
        return text
    return text + page.say(f"等 {counted(number, kind, 'zh')}（其余见 --format json）", ", … (the rest: --format json)")


def reason_counts(page: Page, gaps: Sequence[Finding]) -> str:
    """Return for which reasons the records of several gaps did not count, each with how many."""
    tally = Counter(
        reason for finding in gaps for use in finding.records if use.use == "rejected" for reason in use.reasons
    )
    return page.join(
        page.say(f"{record_words(code, 'zh')} {number} 条", f"{record_words(code, 'en')}: {number}")
        for code, number in sorted(tally.items(), key=lambda item: (-item[1], item[0]))
    )
