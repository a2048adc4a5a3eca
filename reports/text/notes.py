"""What stands after the gaps: near misses, what is not known, what was not checked, what is still owed, what is off."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ...engine.findings import Finding
from ..digest import MANY, Digest, label
from ..layout import Page
from ..view import AuditView
from ..words.fields import column
from ..words.messages import near_miss_message
from ..words.periods import finding_period
from ..words.standing import mend_of, standing_of
from ..words.triggers import trigger_words
from ..words.wording import amount, counted
from .slack import write_provisional, write_slack

_SHOWN = 20
_PLACES_SHOWN = 4


@dataclass(frozen=True, slots=True)
class UnknownReason:
    """One reason why things are not known: how many, which, the rows it lies with, and what to do; in words."""

    words: str
    number: int
    listed: str
    places: str
    mend: str


def write_near_misses(page: Page, audit: AuditView, digest: Digest) -> None:
    """Write the records that would have counted but for one thing."""
    lines = near_lines(page, audit, digest)
    if lines:
        page.head(page.say(f"差一点就能计入（{len(lines)} 条）", f"Near misses ({len(lines)})"))
        page.entries(lines, _SHOWN, 2)


def near_lines(page: Page, audit: AuditView, digest: Digest) -> list[str]:
    """Return a line for each record that would have counted but for one thing."""
    return [
        f"{what(page, digest, finding)}{page.say('：', ': ')}{near.source}"
        f"{page.say('，', ', ')}{near_miss_message(near, audit.rules.activities, page.language)}"
        for finding in digest.near
        for near in finding.near_misses
    ]


def what(page: Page, digest: Digest, finding: Finding) -> str:
    """Return a finding in a few words: duty, period, and whom it is about where there are many."""
    duty = digest.duties[finding.duty]
    text = f"{duty.title.say(page.language)} {finding_period(finding, page.language)}"
    told = finding.subject.kind in MANY or len(digest.units.shown) > 1
    return f"{text} {label(finding.subject, page.language)}" if told else text


def write_unknown(page: Page, digest: Digest) -> None:
    """Write what is not known, by reason, each with its mend; then what the ledger has no column for."""
    if digest.unknown:
        page.head(page.say(f"待核（{len(digest.unknown)} 项）", f"Not known ({len(digest.unknown)})"))
    for reason in unknown_reasons(page, digest):
        listed = reason.listed
        page.para(
            page.say(f"{reason.words}：{reason.number} 项（{listed}）", f"{reason.words}: {reason.number} ({listed})"),
            2,
            2,
        )
        if reason.places:
            page.para(page.say(f"出处：{reason.places}", f"Where: {reason.places}"), 4, 2)
        if reason.mend:
            page.para(page.say(f"补法：{reason.mend}。", f"To mend: {reason.mend}."), 4, 2)
    if doubts := doubtful_line(page, digest):
        page.para(doubts, 2, 2)
    if digest.untested:
        page.head(page.say("台账未设、因而未核的内容", "Not checked, as the ledger has no column for it"))
    for text in untested_lines(page, digest):
        page.para(text, 2, 2)


def doubtful_line(page: Page, digest: Digest) -> str:
    """Return which rows that could not be read may change verdicts; empty where there is none."""
    places = _places(page, digest.doubtful, {"unread_rows"})
    return (
        page.say(f"另有未读行可能影响已有结论：{places}", f"Unread rows may change verdicts: {places}")
        if places
        else ""
    )


def untested_lines(page: Page, digest: Digest) -> list[str]:
    """Return a line for each column that the ledger lacks, with the duties that would look at it."""
    lines = []
    for code, duties in sorted(digest.untested.items()):
        titles = page.join(digest.duties[duty].title.say(page.language) for duty in digest.duties if duty in duties)
        field = column(code.partition(":")[2], page.language)
        lines.append(page.say(f"台账无{field}列，未核：{titles}", f"No column {field}, not checked: {titles}"))
    return lines


def unknown_reasons(page: Page, digest: Digest) -> list[UnknownReason]:
    """Return why things are not known, each reason with what it keeps from being known."""
    by_reason: dict[str, list[Finding]] = defaultdict(list)
    for finding in digest.unknown:
        words = standing_of(finding, digest.duties[finding.duty], page.language)
        by_reason[words or page.say("原因未明", "no reason given")].append(finding)
    return [_unknown_reason(page, digest, words, findings) for words, findings in by_reason.items()]


def _unknown_reason(page: Page, digest: Digest, words: str, findings: Sequence[Finding]) -> UnknownReason:
    shown: dict[str, int] = defaultdict(int)
    for finding in findings:
        duty = digest.duties[finding.duty].title.say(page.language)
        shown[f"{duty} {finding_period(finding, page.language)}"] += 1
    texts = [text if number == 1 else f"{text} ×{number}" for text, number in shown.items()]
    more = page.say(f"等 {len(texts)} 类", f", … {len(texts)} in all") if len(texts) > _PLACES_SHOWN else ""
    return UnknownReason(
        words,
        len(findings),
        page.join(texts[:_PLACES_SHOWN]) + more,
        _places(page, findings, {"unread_rows", "source_unreadable"}),
        mend_of(findings[0], digest.duties[findings[0].duty], page.language) or "",
    )


def _places(page: Page, findings: Sequence[Finding], codes: set[str]) -> str:
    places = list(dict.fromkeys(doubt.source for row in findings for doubt in row.doubts if doubt.code in codes))
    more = page.say(f"等 {len(places)} 处", f", … {len(places)} in all") if len(places) > _PLACES_SHOWN else ""
    return page.join(places[:_PLACES_SHOWN]) + more


def write_open(page: Page, audit: AuditView, digest: Digest) -> None:
    """Write what is still owed and not yet due, the soonest first; many subjects of one duty together."""
    groups = open_groups(digest)
    if not groups:
        if audit.slack:
            page.head(page.say("补救余量", "What can still be made up"))
            write_slack(page, audit, digest.units)
            write_provisional(page, audit, digest.gaps)
        return
    page.head(page.say(f"未到期，仍须完成（{len(digest.open)} 项）", f"Still owed, not yet due ({len(digest.open)})"))
    left = {owing.finding: owing.working_days for slack in audit.slack for owing in slack.owed}
    lines = [f"{deadline(page, audit, group[0], left)}  {open_words(page, audit, digest, group)}" for group in groups]
    page.entries(lines, _SHOWN, 2)
    write_slack(page, audit, digest.units)
    write_provisional(page, audit, [*digest.open, *digest.gaps])


def open_groups(digest: Digest) -> list[list[Finding]]:
    """Return what is still owed and not yet due, the soonest first; many subjects of one duty together."""
    groups: dict[tuple[str, str, str, date | None], list[Finding]] = defaultdict(list)
    for finding in digest.open:
        alone = "" if finding.subject.kind in MANY else finding.subject.id
        period = finding.period.key if finding.period else ""
        alone = finding.id if finding.kind == "follow_up" and finding.subject.kind not in MANY else alone
        groups[finding.duty, period, alone, finding.due].append(finding)
    return sorted(groups.values(), key=lambda group: (group[0].due or date.max, group[0].close_by or date.max))


def open_words(page: Page, audit: AuditView, digest: Digest, group: Sequence[Finding]) -> str:
    """Return what is still owed by a group of ``open_groups``, without its deadline."""
    first = group[0]
    duty = digest.duties[first.duty]
    if duty.check:
        return _open_check(page, audit, digest, group)
    if first.subject.kind in MANY:
        text = f"{duty.title.say(page.language)} {finding_period(first, page.language)}"
        owed = page.say("还有 ", "") + counted(len(group), first.subject.kind, page.language)
    else:
        text = what(page, digest, first)
        have = (first.counted or 0) + (first.made_up or 0)
        need = amount(first.required, duty.quota.sum, page.language)
        owed = page.say(f"应 {need}，已有 {amount(have, duty.quota.sum, 'zh')}", f"{have} of {need}")
    return f"{text}{page.say('：', ': ')}{owed}"


def _open_check(page: Page, audit: AuditView, digest: Digest, group: Sequence[Finding]) -> str:
    """Return what is still to follow: what gave rise to it, and whom it is about."""
    first, duty = group[0], digest.duties[group[0].duty]
    after = trigger_words(first, duty, audit.rules.activities)
    told = f"{page.say('：', ': ')}{after.say(page.language)}" if after else ""
    many = first.subject.kind in MANY or len(digest.units.shown) > 1
    whom = page.join(label(finding.subject, page.language) for finding in group[:_PLACES_SHOWN])
    if len(group) > _PLACES_SHOWN:
        whom += page.say(f"等 {counted(len(group), first.subject.kind, 'zh')}", f", … {len(group)} in all")
    title = duty.title.say(page.language)
    return f"{title}{told}{page.say('，', ', ') + whom if many else ''}"


def deadline(page: Page, audit: AuditView, finding: Finding, left: Mapping[str, int]) -> str:
    """Return the last good day of an open finding, the days left, and the last working day up to it.

    ``left`` are the working days left by id of the finding, those that are taken not counted; what is not there shares
    its days with others.
    """
    if finding.due is None:
        return page.say("无期限", "no deadline")
    said = []
    if finding.days_left is not None:
        days = left.get(finding.id)
        days = audit.days.working_days(audit.as_of, finding.due) if days is None else days
        said.append(
            page.say(
                f"还有 {finding.days_left} 天，含当日 {days} 个工作日",
                f"days left: {finding.days_left}, working days incl. today: {days}",
            )
        )
    if finding.close_by is not None and finding.close_by != finding.due:
        said.append(page.say(f"最后工作日 {finding.close_by}", f"last working day {finding.close_by}"))
    inner = page.say("，", "; ").join(said)
    return page.say(f"截止 {finding.due}", f"By {finding.due}") + (
        page.say(f"（{inner}）", f" ({inner})") if inner else ""
    )


def write_off(page: Page, audit: AuditView) -> None:
    """Write the duties and inferences that are switched off, so that none is silently gone."""
    off = audit.rules.switched_off
    if off:
        page.head(page.say(f"已停用、未核对的规则（{len(off)} 条）", f"Switched off, not audited ({len(off)})"))
        page.entries([f"{rule.title.say(page.language)} ({rule.id})" for rule in off], _SHOWN, 2)
