"""A short text for each branch to paste into a chat: what, until when; no names of people or households at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple, TextIO

from ...engine.findings import Finding, Status, Subject
from ...engine.packs.model import Duty
from ...engine.text import Text
from ..asked import Ask
from ..digest import MANY, units_of
from ..layout import safe
from ..view import AuditView
from ..words.asked import asked_words
from ..words.called import clipped
from ..words.periods import finding_period
from ..words.wording import STATUS, counted

_SOON = timedelta(days=31)
_PERIODS_SHOWN = 6
_TITLE_MOST = 60
_HELD = ("quota", "gap", "rolling")  # kinds that count the records of a ledger
_LACKING: Mapping[str, Text] = {
    "no_ledger": Text(
        "台账尚未收到，有 {n} 项待核，收到之前不能下结论。请报送台账；已报送的，请核对其中的单位名称与名册是否一致。",
        "No ledger has been received: {n} not known, and nothing can be said of them until it is. Please hand it in; "
        "if it was, check that it names the unit as the roster does.",
    ),
    "source_unreadable": Text(
        "台账文件未能读取，有 {n} 项待核，读取之前不能下结论。请另存为 .xlsx 后重新报送。",
        "The ledger could not be read: {n} not known, and nothing can be said of them until it is. Please save it as "
        ".xlsx and hand it in again.",
    ),
}
_NOT_KNOWN = Text("另有 {n} 项待核，请核对台账和名册。", "{n} not known: please check the ledger and roster.")

_When = tuple[date | None, str]  # of a period: its first day and its name


class _Key(NamedTuple):
    """What is told in one line: a duty, how it stands, and until when something can be done."""

    duty: str
    status: Status
    until: date | None
    kind: str


@dataclass(slots=True)
class _Branch:
    """What a branch has to do, by line: of each period how many subjects; and of what is not known, what is behind it.

    ``lacking`` is why nothing at all is known of the branch's own meetings: no ledger of it, or none that can be read.
    """

    lines: dict[_Key, Counter[_When]] = field(default_factory=dict)
    unknown: int = 0
    lacking: str = ""


def write_message(audit: AuditView, out: TextIO, ask: Ask) -> None:
    """Write a text for every unit shown, with an empty line between them; one line where there is nothing to do.

    Where nothing is owed by anybody, that and why is all there is. Gaps are told, and what is due within 31 days;
    what is not known is counted. Members and households are counted, never named; nothing that a ledger says of a
    gathering is repeated.
    """
    units = units_of(audit)
    told = _gathered(audit, ask, units.home)
    duties = {duty.id: duty for duty in audit.rules.duties}
    order = list(duties)
    between = ""
    if not units.shown:
        out.write(_nothing(audit).say(ask.language) + "\n")
    asked = "".join(f"{text.say(ask.language)}\n" for text in asked_words(audit) if audit.selection.duties)
    for unit in units.shown:
        out.write(between)
        between = "\n"
        for line in _text(audit, ask.language, unit, told.get(unit.id, _Branch()), duties, order):
            out.write(line + "\n")
        out.write(asked)


def _nothing(audit: AuditView) -> Text:
    """Return that nobody owes anything, and what is behind that."""
    name, day, span = clipped(audit.workspace.name), audit.as_of, audit.span
    if all(duty.off for duty in audit.rules.duties):
        why = Text(
            "所用规则中没有启用的事项，请核对 checkbranch.yaml 的 rules 和 off",
            "no duty is in force; please look at rules and off in checkbranch.yaml",
        )
    else:
        why = Text(
            f"{span.first} 至 {span.last} 没有适用的事项，请核对名册中的单位类别和成立、撤销日期，"
            "以及所选的单位、事项和时段",
            f"no duty applies from {span.first} to {span.last}; please look at the kinds of the units in the roster, "
            "the days on which they were founded and dissolved, and at the units, duties and period that were chosen",
        )
    return Text(f"【{name}】截至 {day}：没有应办事项。{why.zh}。", f"[{name}] as of {day}: nothing is owed: {why.en}.")


def _gathered(audit: AuditView, ask: Ask, home: Mapping[str, str]) -> dict[str, _Branch]:
    told: dict[str, _Branch] = {}
    for finding in audit.findings("gaps" if ask.which == "gaps" else "all"):
        if finding.kind == "hint" or finding.severity == "info":
            continue
        key = _key(finding, audit.as_of)
        if key is None and finding.status != "unknown":
            continue
        branch = told.setdefault(home.get(finding.unit, finding.unit), _Branch())
        if key is None:
            branch.unknown += 1
            if finding.reason in _LACKING and finding.kind in _HELD and finding.subject.kind not in MANY:
                branch.lacking = branch.lacking or finding.reason or ""
        else:
            branch.lines.setdefault(key, Counter())[_when(finding, ask.language)] += 1
    return told


def _key(finding: Finding, as_of: date) -> _Key | None:
    if finding.status in ("missing", "invalid", "short"):
        return _Key(finding.duty, finding.status, finding.can_make_up_until, finding.subject.kind)
    if finding.status == "open" and finding.due is not None and finding.due <= as_of + _SOON:
        return _Key(finding.duty, "open", finding.due, finding.subject.kind)
    return None


def _when(finding: Finding, language: str) -> _When:
    if finding.period is None or finding.kind in ("gap", "rolling", "state", "cover", "tally"):
        return None, ""
    return finding.period.start, finding_period(finding, language)


def _text(
    audit: AuditView, language: str, unit: Subject, branch: _Branch, duties: Mapping[str, Duty], order: Sequence[str]
) -> Iterator[str]:
    english, name = language == "en", clipped(unit.name or unit.id)
    head = f"[{name}] as of {audit.as_of}" if english else f"【{name}】截至 {audit.as_of}"
    if not branch.lines and not branch.unknown:
        yield head + (": nothing to do at present." if english else "：目前没有需要补办的事项。")
        return
    yield head + (":" if english else "：")
    place = {duty: number for number, duty in enumerate(order)}
    ordered = sorted(
        branch.lines.items(), key=lambda item: (_rank(item[0]), item[0].until or date.max, place[item[0].duty])
    )
    for number, (key, periods) in enumerate(ordered, 1):
        yield f"{number}. {_line(key, periods, duties[key.duty], language)}"
    if branch.unknown:
        yield _LACKING.get(branch.lacking, _NOT_KNOWN).say(language).format(n=branch.unknown)
    if any(key.status != "open" for key in branch.lines):
        yield (
            "What was held but not entered can be entered from its original record; what was not held must never be "
            "entered."
            if english
            else "已开展而漏登的，凭原始记录补登；没有开展的，不得补写。"
        )


def _rank(key: _Key) -> int:
    """What can still be put right comes first, then what is due soon, then what can no longer be made up."""
    return 1 if key.status == "open" else 0 if key.until else 2


def _line(key: _Key, periods: Counter[_When], duty: Duty, language: str) -> str:
    english = language == "en"
    names = [name for _, name in sorted(periods, key=lambda when: (when[0] or date.min, when[1])) if name]
    shown = (", " if english else "、").join(names[:_PERIODS_SHOWN])
    if len(names) > _PERIODS_SHOWN:
        shown += f", … ({len(names)})" if english else f"等 {len(names)} 期"
    title = clipped(duty.title.say(language), _TITLE_MOST)
    when = (f" ({shown})" if english else f"（{shown}）") if shown else ""
    whom = counted(sum(periods.values()), key.kind, language) if key.kind in MANY else ""
    word = "" if key.status == "open" else STATUS[key.status].say(language)
    parts = [" ".join(part for part in (whom, word) if part), _until(key, duty, english)]
    told = (", " if english else "，").join(part for part in parts if part)
    return safe(f"{title}{when}: {told}." if english else f"{title}{when}：{told}。")


def _until(key: _Key, duty: Duty, english: bool) -> str:
    if key.status == "open":
        return f"due by {key.until}" if english else f"请于 {key.until} 前（含当日）完成"
    if key.until:
        return f"can be made good through {key.until}" if english else f"可补开至 {key.until}"
    if duty.tiled:
        return "can no longer be made up; state the facts as they were" if english else "已不能补开，请如实说明"
    return "to be put right" if english else "请整改"
