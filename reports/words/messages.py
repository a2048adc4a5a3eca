"""The sentence that says what a finding found, the one that says what to do, and the one about a near miss."""

from __future__ import annotations

from collections.abc import Mapping

from ...engine.findings import GAPS, Finding
from ...engine.packs.model import ActivityType, Duty
from ...engine.text import Text
from .check_messages import check_message
from .near import near_miss_message
from .reasons import attendance_test, record_words
from .standing import check_remedy, mend_of, standing_of
from .told import told_words
from .triggers import trigger_words
from .windows import window_message
from .wording import amount

__all__ = ["finding_message", "finding_remedy", "near_miss_message"]

Types = Mapping[str, ActivityType]

_NOTE_ONLY = ("future", "outside_existence", "out_of_window")
_OWED = {
    "met": Text("应 {n}，已有 {v}，达标", "Required {n}, found {v}: met"),
    "made_up": Text("应 {n}，按期 {v}，补开 {m}", "Required {n}, found {v} in time and {m} made up"),
    "short": Text("应 {n}，台账见 {have}，差 {lack}", "Required {n}, found {have}, {lack} to go"),
    "missing": Text("应 {n}，台账中未见记录", "Required {n}, no record seen in the ledger"),
    "open": Text("应 {n}，已有 {have}，尚未到期", "Required {n}, found {have} so far, not yet due"),
}
_UNNUMBERED = {
    "met": Text("达标", "Met"),
    "made_up": Text("已补开", "Made up"),
    "short": Text("次数不足", "Too few"),
    "missing": Text("台账中未见符合要求的记录", "No record seen in the ledger"),
    "open": Text("尚未到期", "Not yet due"),
}
_DEFAULT_REMEDY = Text(
    "如期开展并如实登记；已开展而漏登的，凭原始记录补登。",
    "Hold it and record it as it was; if it was held but not entered, enter it from the original record.",
)


def finding_message(finding: Finding, duty: Duty, language: str, types: Types | None = None) -> str:
    """Return, as one sentence or two, what was owed and what the ledger shows; ``types`` gives activities their names.

    It names no household and no member: whom a finding is about stands beside it.
    """
    head = _head(finding, duty, language, types or {})
    rest = _dates(finding, language, due=duty.check is None)
    if finding.detail and finding.detail.get("attributed") == "inferred":
        rest.append(
            "One record names no period and was attributed by its date"
            if language == "en"
            else "其中有记录未注明所属时段，按日期归入"
        )
    rest += [text.say(language) for text in told_words(finding)]
    stop = ". " if language == "en" else "。"
    return (stop.join([head, *rest]) + stop).rstrip()


def _head(finding: Finding, duty: Duty, language: str, types: Types) -> str:
    status = finding.status
    if status == "waived":
        return _waived(finding, language)
    if status in ("unknown", "not_applicable"):
        reason = standing_of(finding, duty, language)
        after = trigger_words(finding, duty, types) if status == "unknown" else None
        if after and reason:
            reason += f" ({after.en})" if language == "en" else f"（{after.zh}）"
        lead = {
            "unknown": Text("暂不能下结论", "Not known"),
            "not_applicable": Text("不适用", "Not applicable"),
        }[status].say(language)
        colon = ": " if language == "en" else "："
        return lead + colon + reason if reason else lead
    if duty.check:
        return check_message(finding, duty, types, language)
    if status == "invalid":
        return _invalid(finding, duty, language)
    if duty.window:
        return window_message(finding, language)
    if finding.required is None:
        return _UNNUMBERED[status].say(language)
    return _owed(finding, duty, status, language)


def _owed(finding: Finding, duty: Duty, status: str, language: str) -> str:
    required, counted, made_up = finding.required or 0, finding.counted or 0, finding.made_up or 0
    unit = duty.quota.sum
    return (
        _OWED[status]
        .say(language)
        .format(
            n=amount(required, unit, language),
            v=amount(counted, unit, language),
            m=amount(made_up, unit, language),
            have=amount(counted + made_up, unit, language),
            lack=amount(max(required - counted - made_up, 0), unit, language),
        )
    )


def _waived(finding: Finding, language: str) -> str:
    waiver = finding.waiver
    if waiver is None:
        return "Waived" if language == "en" else "已豁免"
    if language == "en":
        return f"Waived, {waiver.first} to {waiver.last}: {waiver.reason} (approved by {waiver.approver})"
    return f"已豁免（{waiver.first} 至 {waiver.last}）：{waiver.reason}，{waiver.approver}批准"


def _invalid(finding: Finding, duty: Duty, language: str) -> str:
    rejected = [use for use in finding.records if use.use == "rejected" and not set(use.reasons) & set(_NOTE_ONLY)]
    test = attendance_test(duty, finding.period.start if finding.period else None)
    if rejected:
        first = rejected[0]
        reasons = [record_words(code, language, first.facts, test) for code in first.reasons]
    else:
        reasons = [record_words(finding.reason, language)] if finding.reason else []
    why = ("; " if language == "en" else "；").join(reasons)
    number = len(rejected)
    if number > 1:
        lead = f"{number} records, none in order" if language == "en" else f"有记录 {number} 条，均不规范、未计入"
    else:
        lead = "Recorded, but not in order" if language == "en" else "有记录，但不规范、未计入"
    return lead + ((": " if language == "en" else "：") + why if why else "")


def _dates(finding: Finding, language: str, due: bool = True) -> list[str]:
    """Return until when it is due, without ``due`` only how long that is, or until when it can be made good."""
    said: list[str] = []
    english = language == "en"
    if finding.days_left is not None and finding.due is not None:
        lead = Text("截止", "Due by") if finding.status == "open" else Text("下次不晚于", "Next due by")
        left = _days_left(finding.days_left, english)
        text = f"{lead.say(language)} {finding.due}{left}" if due else left.strip(" ()，")
        if finding.close_by is not None and finding.close_by != finding.due:
            text += f"; last working day {finding.close_by}" if english else f"，最后一个工作日 {finding.close_by}"
        said.append(text)
    if finding.status in GAPS and finding.can_make_up_until is not None:
        until = finding.can_make_up_until
        said.append(f"Can be made good through {until}" if english else f"可补开至 {until}")
    return said


def _days_left(days: int, english: bool) -> str:
    if english:
        return f" ({days} day{'' if days == 1 else 's'} left)" if days else " (today is the last day)"
    return f"，还有 {days} 天" if days else "，今天是最后一天"


def finding_remedy(finding: Finding, duty: Duty, language: str) -> str | None:
    """Return what to do; None where nothing is to be done."""
    if finding.status == "unknown":
        mend = mend_of(finding, duty, language)
        return mend and mend[:1].upper() + mend[1:] + ("." if language == "en" else "。")
    if finding.status == "open" or finding.status in GAPS:
        if duty.check and not duty.remedy:
            return check_remedy(duty, language)
        return (duty.remedy or _DEFAULT_REMEDY).say(language)
    return None
