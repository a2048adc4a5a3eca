"""One duty explained, of all subjects or of one: what it asks, where it comes from, and how it stands."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from ...engine.answering.answers import DutyAnswer
from ...engine.findings import GAPS, STATUSES, Finding, Status
from ...engine.packs.inference_model import duties_in
from ...engine.packs.model import Duty, RuleBook
from ...engine.text import Text
from ..digest import label
from ..layout import Page, Style, cells, safe
from ..text.gaps import make_up, record_line
from ..words.messages import finding_remedy
from ..words.periods import period_name
from ..words.reasons import attendance_test
from ..words.rules import effective_words, owed_words, rule_lines
from ..words.wording import MARK, STATUS
from .parts import chain_lines, coverage_lines, finding_line, flag_line, source_lines

_SUBJECTS_SHOWN = 30
_FLAGS_SHOWN = 10
_STYLE: dict[Status, Style] = {"short": "bad", "invalid": "bad", "missing": "bad", "unknown": "doubt"}


def write_duty(page: Page, answer: DutyAnswer) -> None:
    """Write a duty with the counts of its verdicts and the subjects that have gaps."""
    duty, rules = answer.duty, answer.audit.rules
    write_rule(page, duty, rules)
    if duty.off:
        return
    period = f" {answer.period.key}" if answer.period else ""
    span = answer.audit.span
    page.head(
        page.say(
            f"核对结果（截至 {answer.audit.as_of}，{period.strip() or f'{span.first} 至 {span.last}'}）",
            f"How it stands (as of {answer.audit.as_of},{period or f' {span.first} to {span.last}'})",
        )
    )
    page.para(_counts(page, answer), 2, 2)
    _write_gaps(page, answer)
    _write_flags(page, answer)


def write_rule(page: Page, duty: Duty, rules: RuleBook) -> None:
    """Write what a duty asks, its provisions, its remedy, and where it is written."""
    title = duty.title.say(page.language)
    off = page.say("（已停用，不作核对）", " (switched off, not judged)") if duty.off else ""
    page.line(safe(page.say(f"{title}（{duty.id}）{off}", f"{title} ({duty.id}){off}")), "head")
    lines = [*rule_lines(duty, rules.activities), (Text("施行：", "In force: "), effective_words(duty))]
    for head, text in lines:
        said = head.say(page.language)
        if text.zh:
            page.para(said + text.say(page.language), 2, cells(said))
    page.head(page.say("依据", "Basis"))
    source_lines(page, duty, rules)
    for line in chain_lines(page, duty.chain):
        page.para(line, 2, 6)
    looking = [each for each in rules.inferences if any(duty.id in duties_in(when) for when in each.when)]
    if looking:
        ids = page.join(each.id + (page.say("（已停用）", " (off)") if each.off else "") for each in looking)
        page.para(page.say(f"据此推断：{ids}", f"Inferences that look at it: {ids}"), 2, 6)
    for heading, told in ((page.say("怎么办", "What to do"), duty.remedy), (page.say("说明", "Note"), duty.note)):
        if told:
            page.head(heading)
            page.para(told.say(page.language), 2)


def _counts(page: Page, answer: DutyAnswer) -> str:
    total = sum(answer.counts.values())
    said = [
        page.say(f"{STATUS[status].zh} {answer.counts[status]}", f"{answer.counts[status]} {STATUS[status].en}")
        for status in STATUSES
        if answer.counts.get(status)
    ]
    listed = page.say("，", ", ").join(said)
    return page.say(
        f"共 {total} 项：{listed or '没有要核对的对象'}。", f"{total} in all: {listed or 'nobody to judge'}."
    )


def _write_gaps(page: Page, answer: DutyAnswer) -> None:
    if not answer.findings:
        return
    groups = [list(group) for _, group in groupby(answer.findings, key=lambda finding: finding.subject)]
    page.head(_heading(page, answer, len(groups)))
    lines: list[str] = []
    if answer.duty.check:
        types = answer.audit.rules.activities
        lines = [finding_line(page, gap, answer.duty, types) for gap in answer.findings]
        groups = []
    for gaps in groups:
        marks = page.join(
            f"{period_name(gap.period, page.language)} {MARK[gap.status]}{STATUS[gap.status].say(page.language)}"
            f"{page.say('（', ' (')}{gap.id[:8]}{page.say('）', ')')}"
            for gap in gaps
        )
        lines.append(f"{label(gaps[0].subject, page.language)}{page.say('：', ': ')}{marks}")
    page.entries(lines, _SUBJECTS_SHOWN, 2)
    where = page.say("行首", "before it") if answer.duty.check else page.say("括号中", "in brackets")
    page.para(
        page.say(
            f"逐项的经过，用 checkbranch explain 加{where}的编号查看。",
            f"For each: checkbranch explain with the id {where}.",
        ),
        2,
        0,
        "faint",
    )


def _heading(page: Page, answer: DutyAnswer, subjects: int) -> str:
    if answer.duty.kind == "hint":
        return page.say("核对提示", "Worth a second look")
    if answer.duty.check:
        number = len(answer.findings)
        return page.say(f"逐条（{number} 条）", f"One by one ({number})")
    return page.say(f"有缺口的对象（{subjects} 个）", f"Subjects with gaps ({subjects})")


def write_subject(page: Page, answer: DutyAnswer) -> None:
    """Write how one subject stands with a duty: every period in a line, the gaps with their records."""
    duty, subject = answer.duty, answer.subject
    assert subject is not None
    title = duty.title.say(page.language)
    page.line(safe(page.say(f"{title}（{duty.id}）", f"{title} ({duty.id})")), "head")
    page.para(page.say("对象：", "Subject: ") + label(subject, page.language), 2, 6)
    page.para(_counts(page, answer), 2, 2)
    page.para(page.say("应有：", "Owed: ") + owed_words(duty, answer.audit.rules.activities).say(page.language), 2, 6)
    for line in _coverage(page, answer):
        page.para(line, 2, 2)
    page.head(_one_by_one(page, answer))
    for finding in answer.findings:
        page.para(
            finding_line(page, finding, duty, answer.audit.rules.activities, whom=False),
            2,
            10,
            _STYLE.get(finding.status),
        )
        if finding.status in GAPS and not duty.check:
            _write_gap(page, answer, finding)
    _write_flags(page, answer)
    remedy = next(
        (told for f in answer.findings if f.status in GAPS and (told := finding_remedy(f, duty, page.language))), None
    )
    if remedy:
        page.head(page.say("怎么办", "What to do"))
        page.para(remedy, 2)


def _one_by_one(page: Page, answer: DutyAnswer) -> str:
    day = answer.audit.as_of
    if answer.duty.check:
        return page.say(f"逐条（截至 {day}）", f"One by one (as of {day})")
    return page.say(f"逐期（截至 {day}）", f"Period by period (as of {day})")


def _coverage(page: Page, answer: DutyAnswer) -> Iterable[str]:
    units = dict.fromkeys(finding.unit for finding in answer.findings)
    return [line for unit in units for line in coverage_lines(page, answer.audit, unit, answer.duty)]


def _write_gap(page: Page, answer: DutyAnswer, finding: Finding) -> None:
    test = attendance_test(answer.duty, finding.period.start if finding.period else None)
    for use in finding.records:
        page.para(record_line(page, answer.audit, use, test), 12, 2)
    if finding.can_make_up_until is None and not answer.duty.window:
        page.para(make_up(page, answer.duty, finding), 12, 2)


def _write_flags(page: Page, answer: DutyAnswer) -> None:
    if answer.flags:
        page.head(page.say("由此推出的提示", "Flags that rest on this"))
        page.entries([flag_line(page, flag, answer.audit.rules) for flag in answer.flags], _FLAGS_SHOWN, 2)
