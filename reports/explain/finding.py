"""One finding explained: the verdict, the provision, the rule in force, the records and how the table was tried."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from ...engine.answering.answers import FindingAnswer
from ...engine.slack.provisional import rests_on
from ..digest import label
from ..layout import Page, Style, cells, pad, safe
from ..text.gaps import make_up
from ..words.conditions import field_name
from ..words.messages import finding_message, finding_remedy
from ..words.periods import finding_period, has_period, period_name
from ..words.rules import rule_lines
from ..words.verdicts import changes, in_force, steps
from ..words.wording import MARK, SEVERITY, STATUS, amount
from .check import check_lines
from .parts import chain_lines, coverage_lines, flag_line, source_lines
from .records import write_records

_STYLE: dict[str, Style] = {"met": "good", "made_up": "good", "unknown": "doubt", "invalid": "bad", "missing": "bad"}
_GAPS = ("short", "invalid", "missing")
_FLAGS_SHOWN = 10


def write_finding(page: Page, answer: FindingAnswer) -> None:
    """Write everything that is known of one finding."""
    _write_head(page, answer)
    page.head(page.say("依据", "Basis"))
    source_lines(page, answer.duty, answer.audit.rules)
    page.head(page.say("规则", "The rule"))
    _write_rule(page, answer)
    if answer.finding.records or answer.duty.do:
        write_records(page, answer)
    _write_table(page, answer)
    page.head(page.say("台账", "The ledger"))
    for line in coverage_lines(page, answer.audit, answer.finding.unit, answer.duty):
        page.para(line, 2, 2)
    _write_flags(page, answer)
    remedy = finding_remedy(answer.finding, answer.duty, page.language)
    if remedy:
        page.head(page.say("怎么办", "What to do"))
        page.para(remedy, 2)


def _write_head(page: Page, answer: FindingAnswer) -> None:
    finding, duty, period = answer.finding, answer.duty, answer.finding.period
    title = duty.title.say(page.language)
    page.line(safe(page.say(f"{title}（{duty.id}）", f"{title} ({duty.id})")), "head")
    if period is not None and (has_period(finding) or duty.kind == "gap"):
        last = period.end - timedelta(days=1)
        days = page.say(
            f"{period_name(period, 'zh')}（{period.start} 至 {last}）",
            f"{period_name(period, 'en')} ({period.start} to {last})",
        )
    else:
        days = finding_period(finding, page.language)
    page.para(page.say("对象：", "Subject: ") + label(finding.subject, page.language), 2, 6)
    page.para(page.say("时段：", "Period: ") + days, 2, 6)
    page.para(page.say("结论：", "Verdict: ") + verdict(page, answer), 2, 6, _STYLE.get(finding.status))
    for year in rests_on(finding, duty, answer.audit.days, answer.audit.as_of):
        page.para(
            page.say(
                f"暂定：{year} 年放假安排尚未公布，期限或最后工作日到时可能变动，公布后请再核对。",
                f"Provisional: the holidays of {year} are not announced; the deadline or the last working day before "
                "it may still move. Look at it again once they are.",
            ),
            2,
            6,
            "doubt",
        )
    page.para(
        page.say(
            f"编号：{finding.id}；截至 {answer.audit.as_of}；判定引擎 {answer.audit.engine}",
            f"Id: {finding.id}; as of {answer.audit.as_of}; engine {answer.audit.engine}",
        ),
        2,
        6,
        "faint",
    )


def verdict(page: Page, answer: FindingAnswer) -> str:
    """Return the verdict in words: mark, status, the level of a gap, what was found and what is still possible."""
    finding, duty = answer.finding, answer.duty
    if duty.kind == "hint" and finding.status in _GAPS:  # no gap, whatever its status is called
        told = finding_message(finding, duty, page.language, answer.audit.rules.activities)
        return page.say("提示  ", "A hint: ") + told
    status = f"{MARK[finding.status]} {STATUS[finding.status].say(page.language)}"
    if finding.status in _GAPS:
        level = SEVERITY[finding.severity].say(page.language)
        status += page.say(f"（{level}）", f" ({level})")
    told = finding_message(finding, duty, page.language, answer.audit.rules.activities)
    if told.casefold().startswith(STATUS[finding.status].say(page.language)):
        return f"{MARK[finding.status]} {told}"  # the message begins with the status
    if finding.status in _GAPS and finding.can_make_up_until is None:
        told += page.say("", " ") + make_up(page, duty, finding)
    return f"{status}  {told}"


def _write_rule(page: Page, answer: FindingAnswer) -> None:
    period = answer.finding.period
    duty = in_force(answer.duty, period.start) if period else answer.duty
    more = {"适用：": _attributes(page, answer), "不满一期：": _existence(page, answer)}
    for head, text in rule_lines(duty, answer.audit.rules.activities):
        said = head.say(page.language)
        page.para(said + text.say(page.language) + more.get(head.zh, ""), 2, cells(said))
    lines = check_lines if duty.check else _intervals if duty.window else _numbers
    for line in lines(page, answer):
        page.para(line, 2, 6)
    days = changes(answer.duty)
    if days and period is not None and duty.tiled:
        listed = page.join(day.isoformat() for day in days)
        page.para(
            page.say(
                f"本规则的数值自 {listed} 起有变化；本期按期初 {period.start} 施行的数值。",
                f"Values of this rule change on {listed}; this period uses those of its first day, {period.start}.",
            ),
            2,
        )
    for line in chain_lines(page, answer.duty.chain):
        page.para(line, 2, 6)


def _attributes(page: Page, answer: FindingAnswer) -> str:
    """Return what the roster says where the rule looks at it."""
    if not answer.attributes:
        return ""
    said = [
        page.say(f"{field_name(name).zh}{_shown(page, value)}", f"{field_name(name).en} {_shown(page, value)}")
        for name, value in answer.attributes.items()
    ]
    return page.say(f"。本对象当时：{page.join(said)}", f". This one then: {page.join(said)}")


def _shown(page: Page, value: object) -> str:
    if value is None or value == ():
        return page.say("未填", "empty")
    words = page.join(map(str, value)) if isinstance(value, tuple | list | frozenset) else str(value)
    return page.say(f"为 {words}", words)


def _existence(page: Page, answer: FindingAnswer) -> str:
    """Return from when, or until when, the subject exists, where that is not the whole period."""
    said = []
    if answer.first:
        said.append(page.say(f"自 {answer.first} 起在册", f"exists from {answer.first} on"))
    if answer.end:
        said.append(page.say(f"自 {answer.end} 起不再在册", f"no longer exists from {answer.end} on"))
    return page.say(f"。本对象{'，'.join(said)}", f". This one {', '.join(said)}") if said else ""


def _intervals(page: Page, answer: FindingAnswer) -> Iterator[str]:
    """Yield every interval that is too long of a duty that limits them."""
    detail = answer.finding.detail or {}
    found = detail.get("intervals")
    for each in found if isinstance(found, list) else []:
        most = detail.get("at_most")
        yield page.say(
            f"间隔：{each['from']} 至 {each['to']}，{each['days']} 天，超过 {most} 天",
            f"Interval: {each['from']} to {each['to']}, {each['days']} days, more than {most}",
        )


def _numbers(page: Page, answer: FindingAnswer) -> Iterator[str]:
    finding, unit = answer.finding, answer.duty.quota.sum
    need = page.say("不详", "not known") if finding.required is None else amount(finding.required, unit, page.language)
    own, late = (amount(number or 0, unit, page.language) for number in (finding.counted, finding.made_up))
    text = page.say(
        f"本期：应有 {need}，按期有效 {own}，补开 {late}；期限 {answer.deadline}",
        f"In numbers: required {need}, valid in time {own}, made up {late}; deadline {answer.deadline}",
    )
    if answer.late_last and answer.late_last != answer.deadline:
        over = answer.late_last < answer.audit.as_of
        text += page.say(
            f"，补开期至 {answer.late_last} 止{'（已过）' if over else ''}",
            f", time for making up through {answer.late_last}{' (over)' if over else ''}",
        )
    yield text + page.say("。", ".")


def _write_table(page: Page, answer: FindingAnswer) -> None:
    page.head(
        page.say(
            "怎样判定（自上而下，首个成立的一行即为结论）", "The verdict (rows from the top; the first that holds)"
        )
    )
    rows = steps(answer.rows, answer.finding, answer.duty, answer.deadline)
    words = [STATUS[row.status].say(page.language) for row in rows]
    width = max(map(cells, words))
    yes, no = page.say("是", "yes"), page.say("否", "no")
    for word, row in zip(words, rows, strict=True):
        holds = pad(yes if row.holds else no, max(cells(yes), cells(no)))
        text = f"{holds}  {pad(word, width)}  {row.asked.say(page.language)}"
        page.para(text, 2, width + cells(holds) + 4, "head" if row.holds else None)


def _write_flags(page: Page, answer: FindingAnswer) -> None:
    if not answer.flags:
        return
    page.head(page.say("由此推出的提示", "Flags that rest on this"))
    page.entries([flag_line(page, flag, answer.audit.rules) for flag in answer.flags], _FLAGS_SHOWN, 2)
