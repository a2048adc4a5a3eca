"""What came of verifying a report, as text: whether it holds, what it rests on that changed, and which finding why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TextIO

from ...engine.findings import STATUSES
from ...engine.text import Text
from ..layout import Page, safe
from ..ledger_places import file_of
from ..short_code import short_code
from ..words.called import clipped
from ..words.reasons import standing_words
from ..words.records import USE
from ..words.wording import SEVERITY
from .baseline_words import name_of
from .earlier import Earlier, Value
from .earlier_words import EarlierWords, verdict
from .recomputed import Difference, DifferenceKind, Outcome, record_changes

_SHOWN = 100
_RECORDS_SHOWN = 8
_TOLD: tuple[DifferenceKind, ...] = ("verdict", "added", "removed")
_ASIDE: Mapping[DifferenceKind, Text] = {
    "records": Text("结论相同，所列记录不同", "the same verdict, other records"),
    "rows": Text("结论和记录相同，行号不同", "the same verdict and records, in other rows"),
    "words": Text("只有文字表述不同", "only worded differently"),
}
_PART: Mapping[str, Text] = {
    "workspace": Text("工作区名称", "the name of the workspace"),
    "as_of": Text("截至日", "the as-of day"),
    "span": Text("审核区间", "the span"),
    "summary": Text("各项合计", "the counts"),
    "coverage": Text("台账范围", "what the ledgers cover"),
    "units": Text("单位", "the units"),
    "duties": Text("事项", "the duties"),
    "flags": Text("亮灯与提示", "lights and hints"),
    "problems": Text("数据问题", "data problems"),
    "slack": Text("补救余量", "slack"),
    "unannounced": Text("尚未公布的节假日", "holidays not announced"),
}
_NUMBERS: tuple[tuple[str, Text], ...] = (
    ("required", Text("应", "required")),
    ("counted", Text("按期", "counted")),
    ("made_up", Text("补开", "made up")),
    ("due", Text("截止", "due")),
    ("can_make_up_until", Text("可补开至", "can be made up until")),
    ("reason", Text("原因", "reason")),
    ("severity", Text("程度", "severity")),
)


def write_verified(report: Earlier, now: Earlier, outcome: Outcome, out: TextIO, language: str) -> None:
    """Write the outcome for a reader."""
    page = Page(out, language)
    name = clipped(report.workspace)
    page.line(
        page.say(
            f"核验 {name_of(report)}（{name}，截至 {report.as_of}）",
            f"Verified: {name_of(report)} ({name}, as of {report.as_of})",
        ),
        "head",
    )
    page.para(conclusion(outcome).say(language), 0, 2, "good" if outcome.holds else "bad")
    was, is_ = short_code(safe(report.fingerprint)), short_code(outcome.fingerprint)
    page.para(page.say(f"核验码：报告 {was}，现在 {is_}", f"Verification code: {was} in the report, {is_} now"), 0, 2)
    page.para(page.say(f"比较了 {outcome.compared} 项结论。", f"{outcome.compared} findings were compared."), 0, 2)
    _write_basis(page, outcome)
    if outcome.edited:
        page.head(page.say("报告内容前后不符（被改动过）", "The report contradicts itself (it was edited)"))
        for text in outcome.edited:
            page.para(text.say(language) + page.say("。", "."), 2, 2)
    _write_findings(page, outcome, EarlierWords(report, now, language=language))
    rest = [part for part in outcome.head if part != "summary" or not outcome.counts.total()]
    if rest:
        page.head(page.say("报告其他部分的不同", "Other parts that differ"))
        page.para(page.join(_PART[part].say(language) for part in rest), 2, 2)
        if "summary" in rest:
            page.para(_counts(report, now, language), 2, 2)


def conclusion(outcome: Outcome) -> Text:
    """Return whether the report holds, as one sentence or two."""
    if outcome.holds and outcome.same_basis:
        return Text("仍然成立：由现有台账和规则得出同样的结果。", "It holds: ledgers and rules give the same today.")
    if outcome.holds:
        return Text(
            "结论仍然成立：台账或规则后来有改动，所列结论不变。",
            "It holds: ledgers or rules changed since, what it concludes is the same.",
        )
    if outcome.only_renamed:
        return Text(
            "不能确认：台账和规则未变，只有工作区名称不同：设置中的 name 改过，或者报告中的名称被改过。",
            "It cannot be confirmed: ledgers and rules are the same, the name of the workspace is another: name in the "
            "settings changed, or the name in the report was edited.",
        )
    if outcome.edited or outcome.same_basis:
        return Text(
            "不成立：报告中有内容不能由台账得出，报告被改动过。",
            "It does not hold: some of it does not follow from the ledgers; the report was edited.",
        )
    if not outcome.files and not outcome.packs:
        return Text(
            "不能确认：台账和规则未变而核验码不同。",
            "It cannot be confirmed: ledgers and rules are the same, the code is another.",
        )
    return Text(
        "有出入：台账或规则已有改动，部分结论不同。", "It differs: ledgers or rules changed, and so did findings."
    )


def _write_basis(page: Page, outcome: Outcome) -> None:
    page.head(page.say("报告的依据", "What it rests on"))
    if outcome.only_renamed:
        page.para(page.say("台账、规则都没有变。", "Ledgers and rules are the same."), 2, 2)
    elif outcome.same_basis:
        page.para(page.say("台账、规则、设置都没有变。", "Ledgers, rules and settings are the same."), 2, 2)
    for text in (*outcome.files, *outcome.packs):
        page.para(text.say(page.language) + page.say("。", "."), 2, 2)
    if not outcome.same_basis and not outcome.files and not outcome.packs:
        page.para(
            page.say(
                "台账和规则包没有变，核验码不同：设置（checkbranch.yaml）或节假日表有改动，或者报告中的核验码被改过。",
                "Ledgers and packs are the same, the code is another: the settings (checkbranch.yaml) or the list of "
                "holidays changed, or the code in the report was edited.",
            ),
            2,
            2,
        )


def _write_findings(page: Page, outcome: Outcome, words: EarlierWords) -> None:
    number = sum(outcome.counts[kind] for kind in _TOLD)
    told = [one for one in outcome.told if one.kind in _TOLD or (outcome.same_basis and one.kind != "words")]
    if told:
        head = (
            page.say("不能由台账得出的结论", "Findings that do not follow from the ledgers")
            if outcome.same_basis
            else page.say("有出入的结论", "Findings that differ")
        )
        page.head(f"{head}{page.say('（', ' (')}{max(number, len(told))}{page.say('）', ')')}")
    for one in told[:_SHOWN]:
        _write_one(page, one, outcome, words)
    if max(number, len(told)) > len(told[:_SHOWN]):
        rest = max(number, len(told)) - _SHOWN
        page.para(page.say(f"另有 {rest} 项", f"{rest} more"), 2)
    for kind, text in _ASIDE.items():
        if outcome.counts[kind]:
            page.para(f"{text.say(page.language)}{page.say('：', ': ')}{outcome.counts[kind]}", 2, 2)


def _write_one(page: Page, one: Difference, outcome: Outcome, words: EarlierWords) -> None:
    found = one.was or one.now
    if found is None:
        return
    statuses = [str(held["status"]) if held else None for held in (one.was, one.now)]
    became = " → ".join(verdict(status, page.language) for status in statuses)
    page.para(f"{words.unit(str(found['unit']))}  {words.line(found)}  {became}", 2, 2, "bad")
    for name, text in _NUMBERS:
        was, now = (None if held is None else held.get(name) for held in (one.was, one.now))
        if one.was and one.now and was != now:
            label, then, today = text.say(page.language), _value(name, was, page), _value(name, now, page)
            page.para(
                page.say(f"{label}：报告 {then}，现在 {today}", f"{label}: {then} in the report, {today} now"),
                6,
                2,
            )
    gone, there = record_changes(one)
    for title, records in (
        (page.say("报告中的记录，现在没有或不再这样计", "In the report, no longer there or no longer so"), gone),
        (page.say("现在的记录，报告中没有或不是这样计", "There now, not so in the report"), there),
    ):
        for record in records[:_RECORDS_SHOWN]:
            page.para(f"{title}{page.say('：', ': ')}{_record(record, page.language)}", 6, 2)
        if len(records) > _RECORDS_SHOWN:
            rest = len(records) - _RECORDS_SHOWN
            page.para(page.say(f"另有 {rest} 条", f"{rest} more"), 6)
    if one.contradicts is not None:
        text = one.contradicts
        page.para(page.say(f"报告此项前后不符：{text.zh}。", f"It contradicts itself: {text.en}."), 6, 2)
    elif outcome.files and (gone or there) and not _touched(gone + there, outcome):
        page.para(page.say("这些记录所在的文件没有改动。", "The files of these records did not change."), 6, 2)
    elif not outcome.same_basis and one.kind == "verdict" and not gone and not there:
        page.para(
            page.say(
                "所列记录前后相同：差别来自名册、豁免、规则或设置，或者报告被改动过。",
                "The records are the same: the difference comes of rosters, waivers, rules or settings, or the report "
                "was edited.",
            ),
            6,
            2,
        )


def _touched(records: list[Value], outcome: Outcome) -> bool:
    return any(file_of(str(record.get("source"))) in outcome.changed_files for record in records)


def _record(record: Value, language: str) -> str:
    use = USE.get(str(record.get("use")))
    return "  ".join(
        clipped(str(part))
        for part in (record.get("source"), record.get("date") or "", use.say(language) if use else record.get("use"))
        if part
    )


def _value(name: str, value: object, page: Page) -> str:
    """Return a part of a finding: codes in words, but those that no program of this version has written."""
    if name == "severity" and value in ("error", "warning", "info"):
        return SEVERITY[value].say(page.language)
    if name == "reason" and isinstance(value, str):
        said = standing_words(value, page.language)
        return clipped(said if said else value)
    return _shown(value)


def _shown(value: object) -> str:
    return "—" if value is None else clipped(str(value))


def _counts(report: Earlier, now: Earlier, language: str) -> str:
    was, is_ = report.head["summary"], now.head["summary"]
    if not isinstance(was, Mapping) or not isinstance(is_, Mapping):
        return ""
    parts = [
        f"{verdict(status, language)} {_shown(was.get(status))} → {_shown(is_.get(status))}"
        for status in STATUSES
        if was.get(status) != is_.get(status)
    ]
    return ("; " if language == "en" else "；").join(parts)
