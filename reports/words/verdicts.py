"""The verdict table in words: each row as a question, with what was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from ...engine.findings import Finding, Status
from ...engine.packs.check_model import Check, FollowUp, InOrder, Precede, State
from ...engine.packs.condition_model import Dated
from ...engine.packs.model import Duty, Gap, Rolling
from ...engine.text import Text
from ...engine.trace import Tried
from .wording import amount

_ROWS: dict[tuple[Status, str | None], Text] = {
    ("not_applicable", "where"): Text("不在适用范围", "outside its scope"),
    ("not_applicable", "partial_period"): Text("只存在于时段的一部分，不作要求", "exists in part of the period only"),
    ("not_applicable", "exempt"): Text("名册注明免除", "exempted in the roster"),
    ("waived", None): Text("经批准的豁免覆盖整个时段", "a waiver covers the whole period"),
    ("unknown", "after_complete_through"): Text("期限晚于“台账完整至”的日期", "due after the ledger is complete"),
    ("unknown", "entry_grace"): Text("尚在补登宽限期内", "still in the time for entering records"),
    ("unknown", "before_log"): Text("时段早于台账起始日", "begins before the log"),
    ("unknown", "no_ledger"): Text("未读到相应台账", "no ledger of it was read"),
    ("unknown", "attribute_unknown"): Text("名册缺项，无法判断", "the roster lacks what decides"),
    ("unknown", "unread_rows"): Text("有未能读取的行可能属于本项", "a row that could not be read may belong here"),
    ("unknown", "source_unreadable"): Text("台账文件未能读取", "a source could not be read"),
    ("invalid", None): Text("有记录，但都没有计入", "recorded, but none counted"),
    ("missing", None): Text("以上都不成立：台账中未见记录", "none of these: no record seen"),
}


# Statuses that a duty without periods never has.
_NOT_OF_WINDOWS: Mapping[str, tuple[Status, ...]] = {
    "follow_up": ("short", "invalid"),
    "precede": ("made_up", "open", "short"),
    "record": ("made_up", "open", "short", "missing"),
    "state": ("made_up", "open", "short"),
    "cover": ("made_up", "open", "short", "invalid"),
    "tally": ("made_up", "waived", "open", "short", "missing"),
    "overlap": ("met", "made_up", "waived", "open", "short", "missing"),
    "hint": ("made_up", "waived", "open", "short", "missing"),
    "gap": ("made_up", "short", "invalid"),
    "rolling": ("made_up", "invalid"),
}


_OF_WINDOWS: Mapping[tuple[Status, str], Text] = {
    ("open", "gap"): Text("还没有记录，限度也未到", "no record yet, and the limit not reached"),
    ("missing", "gap"): Text("以上都不成立：有间隔超过限度", "none of these: an interval is too long"),
    ("missing", "rolling"): Text("以上都不成立：期内未见记录", "none of these: no record seen in the time"),
}


# What the rows ask of a duty without periods of its own.
_OF_CHECKS: Mapping[tuple[Status, str], Text] = {
    ("met", "follow_up"): Text("期限内已有所要求的记录或日期", "what is asked for was there in time"),
    ("met", "precede"): Text("事前的期限内已有有效记录", "a valid record lies in the time before it"),
    ("met", "record"): Text("各项要求都符合", "everything asked of it holds"),
    ("met", "state"): Text("登记符合要求", "what is entered is as asked"),
    ("met", "cover"): Text("有在任的人或对应的登记", "somebody is in office, or a row is there"),
    ("met", "tally"): Text("合计相符", "the figures add up"),
    ("met", "hint"): Text("没有需要再核对的记录", "nothing calls for a second look"),
    ("made_up", "follow_up"): Text("期限之后补上", "it was there, but later"),
    ("invalid", "precede"): Text("有记录，但不在期限内或不规范", "recorded, but outside the time or not in order"),
    ("invalid", "record"): Text("有要求不符合", "something asked of it does not hold"),
    ("invalid", "state"): Text("有登记，但不符合要求", "filled in, but not as asked"),
    ("invalid", "tally"): Text("合计不符", "the figures do not add up"),
    ("invalid", "overlap"): Text("两条记录时间重叠", "the two records overlap"),
    ("invalid", "hint"): Text("有值得再核对的记录", "some records are worth a second look"),
    ("missing", "follow_up"): Text(
        "以上都不成立：期限已过，未见记录或日期", "none of these: the time is over and nothing seen"
    ),
    ("missing", "precede"): Text("以上都不成立：未见记录", "none of these: no record seen"),
    ("missing", "state"): Text("以上都不成立：没有登记", "none of these: not filled in"),
    ("missing", "cover"): Text("以上都不成立：没有在任的人或对应的登记", "none of these: nobody in office and no row"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the table: the status, what was asked, and whether it holds."""

    status: Status
    asked: Text
    holds: bool


def steps(rows: Sequence[Tried], finding: Finding, duty: Duty, deadline: date) -> list[Step]:
    """Return the rows that were tried in words; neighbours of one status that do not hold are told together."""
    found: list[Step] = []
    for row in rows:
        if not duty.tiled and row.row.status in _NOT_OF_WINDOWS[duty.kind]:
            continue
        step = Step(row.row.status, _asked(row, finding, duty, deadline), row.holds)
        last = found[-1] if found else None
        if last and last.status == step.status and not (last.holds or step.holds):
            if step.asked.zh not in last.asked.zh:
                asked = Text(f"{last.asked.zh}；{step.asked.zh}", f"{last.asked.en}; {step.asked.en}")
                found[-1] = replace(last, asked=asked)
        else:
            found.append(step)
    return found


def _asked(row: Tried, finding: Finding, duty: Duty, deadline: date) -> Text:
    status, reason = row.row.status, row.row.reason
    if (status, duty.kind) in _OF_CHECKS:
        return _OF_CHECKS[status, duty.kind]
    if duty.check and reason == "attribute_unknown":
        return Text("所看的栏缺项，无法判断", "what is looked at is lacking")
    if status in ("met", "made_up", "short"):
        return _numbers(status, finding, duty)
    if duty.window and (status, duty.kind) in _OF_WINDOWS:
        return _OF_WINDOWS[status, duty.kind]
    if status == "open":
        return Text(f"期限 {deadline} 未过（含当日）", f"the deadline {deadline} is not past")
    return _ROWS[status, reason]


def _numbers(status: Status, finding: Finding, duty: Duty) -> Text:
    if duty.kind == "gap":
        return Text("没有超过限度的间隔", "no interval is too long")
    if duty.kind == "rolling":
        held, owed = finding.counted, finding.required
        if status == "short":
            return Text(f"期内有 {held} 次，多于 0", f"{held} in the time, more than 0")
        return Text(f"期内有 {held} 次，不少于应有的 {owed} 次", f"{held} in the time, at least the {owed} required")
    said = []
    for language in ("zh", "en"):
        unit = duty.quota.sum
        need = "?" if finding.required is None else amount(finding.required, unit, language)
        own = amount(finding.counted, unit, language)
        both = amount((finding.counted or 0) + (finding.made_up or 0), unit, language)
        zh, en = {
            "met": (f"按期有效 {own}，不少于应有的 {need}", f"{own} valid in time, at least the {need} required"),
            "made_up": (
                f"连同补开共 {both}，不少于应有的 {need}",
                f"{both} with make-ups, at least the {need} required",
            ),
            "short": (f"连同补开共 {both}，多于 0", f"{both} with make-ups, more than 0"),
        }[status]
        said.append(en if language == "en" else zh)
    return Text(*said)


def _window_on(window: Gap | Rolling | None, day: date) -> Gap | Rolling | None:
    if isinstance(window, Gap):
        return replace(window, at_most=Dated(((None, window.at_most.at(day)),)))
    if isinstance(window, Rolling):
        least, days = window.at_least.at(day), window.in_any.at(day)
        return replace(window, at_least=Dated(((None, least),)), in_any=Dated(((None, days),)))
    return None


def _check_on(check: Check | None, day: date) -> Check | None:
    if isinstance(check, FollowUp | Precede):
        return replace(check, within=Dated(((None, check.within.at(day)),)))
    if isinstance(check, InOrder):
        when = Dated(((None, check.when.at(day)),)) if check.when else None
        return replace(check, must=Dated(((None, check.must.at(day)),)), when=when)
    return replace(check, must=Dated(((None, check.must.at(day)),))) if isinstance(check, State) else check


def in_force(duty: Duty, day: date) -> Duty:
    """Return the duty with each dated value as it is on ``day`` only."""
    quota = replace(
        duty.quota,
        at_least=Dated(((None, duty.quota.at_least.at(day)),)),
        every=Dated(((None, duty.quota.every.at(day)),)),
    )
    return replace(
        duty,
        quota=quota,
        window=_window_on(duty.window, day),
        check=_check_on(duty.check, day),
        where=Dated(((None, duty.where.at(day)),)),
        counts_when=Dated(((None, duty.counts_when.at(day)),)),
        late=Dated(((None, duty.late.at(day)),)),
    )


def changes(duty: Duty) -> list[date]:
    """Return the days on which a value of the duty changes; the first day of a value is no change."""
    values: list[Dated[Any]] = [duty.quota.at_least, duty.quota.every, duty.where, duty.counts_when, duty.late]
    if isinstance(duty.window, Gap):
        values.append(duty.window.at_most)
    elif isinstance(duty.window, Rolling):
        values += [duty.window.at_least, duty.window.in_any]
    return sorted({day for value in values for day, _ in value.steps[1:] if day is not None})


def needed(share: Fraction, expected: int, over: bool) -> int:
    """Return the fewest people that are at least (``over``: more than) ``share`` of ``expected``."""
    limit = share * expected
    return int(limit) + 1 if over else -int(-limit // 1)
