"""Two cases of a new duty that come out as they are: one that is met and one that is a gap, a day or a word apart."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from ..text import Text
from .scaffold import Draft


@dataclass(frozen=True, slots=True)
class Sample:
    """What one case shows on ``as_of``: its records and tables, and which ``status`` of which ``period`` comes out.

    A record is what stands in a row beside the type and whom it is about; ``others`` tells those of the other type.
    """

    name: Text
    as_of: str
    records: Sequence[str]
    status: str
    period: str = ""
    others: Collection[int] = ()
    tables: Sequence[str] = ()


def cases_text(draft: Draft, language: str, clear: Collection[str] = ()) -> str:
    """Return two cases as items of a list, set at the margin; tables in ``clear`` are emptied."""
    samples = (
        _state(draft) if draft.kind == "state" else _tally(draft) if draft.kind == "tally" else _SAMPLES[draft.kind]
    )
    return "\n".join(_case(draft, sample, language, clear) for sample in samples)


def _case(draft: Draft, sample: Sample, language: str, clear: Collection[str]) -> str:
    kind = draft.subject if draft.subject not in ("group", "unit", "member", "household") else "branch"
    table, who = _people(draft.subject)
    tables = [*sample.tables] or ([table] if table else [])
    period = f", period: {sample.period}" if sample.period else ""
    named = {each.partition(":")[0] for each in tables} | {"activities"}
    rows = [
        f"    - {{类型: {draft.other_named if place in sample.others else draft.named}, {record}{who}}}"
        for place, record in enumerate(sample.records)
    ]
    lines = [
        f"- name: {draft.id}{Text('：', ' - ').say(language)}{sample.name.say(language)}",
        f"  as_of: {sample.as_of}",
        "  workspace:",
        f"    unit: {{id: B1, name: 示例支部, kind: {kind}, full_members: 9}}",
        "    log_starts: 2026-01-01",
        f"    complete_through: {sample.as_of}",
        *(f"  {other}: []" for other in sorted(set(clear) - named)),
        *(f"  {each}" for each in tables),
        "  activities:",
        *rows,
        "  expect:",
        f"    - {{duty: {draft.id}{period}, status: {sample.status}}}",
    ]
    return "\n".join(lines) + "\n"


def _people(subject: str) -> tuple[str, str]:
    """Return the table that holds the subject (empty where the unit does), and how a record names it."""
    return {
        "group": ("members: [{姓名: 甲一, 支部: B1, 党小组: 第一党小组}]", ", 党小组: 第一党小组"),
        "member": ("members: [{姓名: 甲一, 支部: B1}]", ", 谈话对象: 甲一"),
        "household": ("households: [{户主: 甲户, 支部: B1}]", ", 走访对象: 甲户"),
    }.get(subject, ("", ""))


def _units(draft: Draft, said: str) -> str:
    """Return a table of the one unit, with what else is entered of it."""
    kind = draft.subject if draft.subject != "unit" else "branch"
    return f"units: [{{编号: B1, 名称: 示例支部, 类型: {kind}, {said}}}]"


def _state(draft: Draft) -> Sequence[Sample]:
    filled, empty = {
        "member": (
            "members: [{姓名: 甲一, 支部: B1, 转入日期: 2020-01-01}]",
            "members: [{姓名: 甲一, 支部: B1, 转入日期: ''}]",
        ),
        "household": (
            "households: [{户主: 甲户, 支部: B1, 帮扶责任人: 乙一}]",
            "households: [{户主: 甲户, 支部: B1, 帮扶责任人: ''}]",
        ),
    }.get(draft.subject) or (_units(draft, "届满日期: 2027-01-01"), _units(draft, "届满日期: ''"))
    return (
        Sample(Text("已填写", "it is filled in"), "2026-03-10", _held("2026-03-05"), "达标", tables=[filled]),
        Sample(Text("未填写", "it is empty"), "2026-03-10", _held("2026-03-05"), "无记录", tables=[empty]),
    )


def _tally(draft: Draft) -> Sequence[Sample]:
    right, wrong = (
        [f"households: [{{户主: 甲户, 支部: B1, 人口: {number}, 就业人数: 3, 其他人数: 4}}]"]
        if draft.subject == "household"
        else [
            _units(draft, f"人口: {number}"),
            "households: [{户主: 甲户, 支部: B1, 人口: 3}, {户主: 乙户, 支部: B1, 人口: 4}]",
        ]
        for number in (7, 8)
    )
    return (
        Sample(Text("合计相符", "the sum is right"), "2026-03-10", _held("2026-03-05"), "达标", tables=right),
        Sample(Text("差一人", "one too many"), "2026-03-10", _held("2026-03-05"), "不规范", tables=wrong),
    )


def _held(*days: str) -> Sequence[str]:
    return [f"日期: {day}" for day in days]


def _lead(building: str) -> Sequence[str]:
    return (
        "households: [{户主: 甲户, 支部: B1, 楼栋: 1栋}]",
        f"posts: [{{岗位: 楼长, 支部: B1, 片区: {building}, 姓名: 乙一}}]",
    )


def _meetings(second: str) -> Sequence[str]:
    return (
        "编号: R1, 日期: 2026-03-05 09:00, 结束时间: 2026-03-05 10:00, 地点: 东院, 参加人员: 甲一",
        f"编号: R2, 日期: 2026-03-05 {second}, 结束时间: 2026-03-05 11:00, 地点: 西院, 参加人员: 甲一",
    )


_ROSTER = ("members: [{姓名: 甲一, 支部: B1}]",)
_SAMPLES: dict[str, Sequence[Sample]] = {
    "quota": (
        Sample(
            Text("时段最后一天的记录计入", "a record on the last day of the period counts"),
            *("2026-03-10", _held("2026-01-31"), "达标", "2026-01"),
        ),
        Sample(
            Text("时段过后一天的记录不计入", "a record one day after the period does not count"),
            *("2026-03-10", _held("2026-02-01"), "无记录", "2026-01"),
        ),
    ),
    "gap": (
        Sample(
            Text("间隔正好等于限度，仍达标", "exactly the limit is still good"),
            "2026-05-10",
            _held("2026-01-10"),
            "达标",
        ),
        Sample(Text("间隔超过限度一天", "one day over the limit"), "2026-05-11", _held("2026-01-10"), "无记录"),
    ),
    "rolling": (
        Sample(
            Text("次数足够，正好在限度当天", "enough of them, on the last good day"),
            *("2026-04-10", _held("2026-01-10", "2026-02-10"), "达标"),
        ),
        Sample(
            Text("超过限度一天，期内只剩一次", "one day later only one is left"),
            *("2026-04-11", _held("2026-01-10", "2026-02-10"), "不足"),
        ),
    ),
    "follow_up": (
        Sample(
            Text("到期当天登记，仍算按时", "entered on the last good day"),
            *("2026-03-10", ["编号: R1, 日期: 2026-02-01, 登记日期: 2026-02-11"], "达标", "R1"),
        ),
        Sample(
            Text("到期仍未登记", "not entered when the time is over"),
            "2026-03-10",
            ["编号: R1, 日期: 2026-02-01", "编号: R2, 日期: 2026-02-02, 登记日期: 2026-02-02"],
            *("无记录", "R1"),
        ),
    ),
    "precede": (
        Sample(
            Text("期限第一天开展的，计入", "on the first day of the time it counts"),
            *("2026-03-31", ["编号: R1, 日期: 2026-03-11", "编号: R2, 日期: 2026-01-10"], "达标", "R1", [1]),
        ),
        Sample(
            Text("早一天的，不计入", "one day too early"),
            *("2026-03-31", ["编号: R1, 日期: 2026-03-11", "编号: R2, 日期: 2026-01-09"], "不规范", "R1", [1]),
        ),
    ),
    "record": (
        Sample(
            Text("写了地点", "the place is there"),
            "2026-03-10",
            ["编号: R1, 日期: 2026-02-01, 地点: 会议室"],
            "达标",
            "R1",
        ),
        Sample(
            Text("漏写地点", "the place is left out"),
            "2026-03-10",
            ["编号: R1, 日期: 2026-02-01", "编号: R2, 日期: 2026-02-02, 地点: 会议室"],
            *("不规范", "R1"),
        ),
    ),
    "cover": (
        Sample(
            Text("有楼长", "the building has a lead"),
            "2026-03-10",
            _held("2026-03-05"),
            "达标",
            "1栋",
            tables=_lead("1栋"),
        ),
        Sample(
            Text("没有楼长", "the building has none"),
            "2026-03-10",
            _held("2026-03-05"),
            "无记录",
            "1栋",
            tables=_lead("2栋"),
        ),
    ),
    "overlap": (
        Sample(
            Text("前一场结束时后一场开始，不算重叠", "one begins when the other ends"),
            *("2026-03-10", _meetings("10:00"), "none"),
            tables=_ROSTER,
        ),
        Sample(
            Text("重叠一分钟", "one minute at both"),
            "2026-03-10",
            _meetings("09:59"),
            "不规范",
            "R1+R2",
            tables=_ROSTER,
        ),
    ),
    "hint": (
        Sample(Text("工作日", "a working day"), "2026-03-10", _held("2026-03-05"), "达标", "2026"),
        Sample(Text("元旦当天", "New Year's Day"), "2026-03-10", _held("2026-01-01"), "不规范", "2026"),
    ),
}
