"""A short text for each branch to paste into a chat: what, until when; no names of people or households at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple, TextIO

from ...engine.findings import Finding, Status, Subject
from ...engine.packs.model import Duty
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
_When = tuple[date | None, str]  # of a period: its first day and its name


class _Key(NamedTuple):
    """What is told in one line: a duty, how it stands, and until when something can be done."""

    duty: str
    status: Status
    until: date | None
    kind: str


@dataclass(slots=True)
class _Branch:
    """What a branch has to do, by line: of each period how many subjects."""

    lines: dict[_Key, Counter[_When]] = field(default_factory=dict)
    unknown: int = 0


def write_message(audit: AuditView, out: TextIO, ask: Ask) -> None:
    """Write a text for every unit shown, with an empty line between them; one line where there is nothing to do.

    Gaps are told, and what is due within 31 days; what is not known is counted. Members and households are counted,
    never named; nothing that a ledger says of a gathering is repeated.
    """
    units = units_of(audit)
    told = _gathered(audit, ask, units.home)
    duties = {duty.id: duty for duty in audit.rules.duties}
    order = list(duties)
    between = ""
    asked = "".join(f"{text.say(ask.language)}\n" for text in asked_words(audit) if audit.selection.duties)
    for unit in units.shown:
        out.write(between)
        between = "\n"
        for line in _text(audit, ask.language, unit, told.get(unit.id, _Branch()), duties, order):
            out.write(line + "\n")
        out.write(asked)


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
        yield (
            f"{branch.unknown} not known: please check the ledger and roster."
            if english
            else f"另有 {branch.unknown} 项待核，请核对台账和名册。"
        )
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
