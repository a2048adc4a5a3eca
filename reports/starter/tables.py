"""The tables that a new workspace is given: their columns, what is written into each, and an example of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from ...engine.packs.model import RuleBook
from ...engine.text import Text
from .rosters import households, members, units
from .site import posts, requests
from .template import (
    BRANCH,
    HOUSE,
    MEMBER,
    PROBATIONER,
    SECRETARY,
    Asked,
    Column,
    Template,
    Value,
    in_unit,
    unit_column,
)

_MODES = ("当面", "上门", "电话", "线上", "家中无人")
_EVIDENCE = (
    "会议记录",
    "签到表",
    "照片",
    "活动方案",
    "决议",
    "会议记录、签到表",
    "会议记录、签到表、照片",
    "会议记录、签到表、决议",
    "活动方案、会议记录、签到表、照片",
)


def templates(asked: Asked, rules: RuleBook) -> list[Template]:
    """Return the tables of a workspace; the drop-downs hold the words of ``rules``."""
    found = [] if asked.single else [units(asked)]
    found += [_activities(asked, rules), members(asked)]
    if asked.households:
        found += [households(asked), posts(asked), requests(asked)]
    return [*found, _waivers(asked, rules)]


def _activities(asked: Asked, rules: RuleBook) -> Template:
    year = asked.log_starts.year
    columns = (
        *unit_column(asked),
        Column(
            "日期",
            Text(
                "实际开展的日期，写成 2026-03-05；可带时间：2026-03-05 15:00。",
                "The day it was held, as 2026-03-05; with a time if wanted: 2026-03-05 15:00.",
            ),
            17,
            "day",
            required=True,
        ),
        Column(
            "活动类型",
            Text(
                "从下拉框选取；一次活动兼有几种的，用顿号隔开，如：主题党日、党课。",
                "Choose from the list; several types of one gathering are separated by 、.",
            ),
            18,
            "text",
            [one.title.zh for one in rules.activities.values()],
            required=True,
        ),
        Column("党小组", Text("党小组会写小组名称，其他活动留空。", "The group, for meetings of a Party group."), 12),
        Column("主题", Text("会议议题或活动主题。", "The topic."), 28),
        Column("地点", Text("开展的地点。", "Where it was held."), 14),
        Column("主持人", Text("姓名；谈心谈话写谈话人。", "A name; of a talk, who led it."), 10),
        Column("记录人", Text("姓名。", "A name."), 10),
        Column("主讲人", Text("党课写讲课人姓名。", "Of a lecture, who gave it."), 10),
        Column(
            "应到人数",
            Text("应到会的人数；支委会写委员人数。", "How many were expected; of the committee, its members."),
            10,
            "number",
        ),
        Column(
            "实到人数", Text("实际到会的人数，不多于应到。", "How many came; not more than expected."), 10, "number"
        ),
        Column("缺席人员", Text("姓名，用顿号隔开；没有的留空。", "Names, separated by 、."), 16),
        Column("参加人员", Text("姓名，用顿号隔开；可只填人数。", "Names, separated by 、."), 24),
        *_visit_columns(asked),
        Column(
            "归档材料",
            Text(
                "已归档的材料，从下拉框选取或用顿号隔开：会议记录、签到表、照片、活动方案、决议。",
                "What is on file: choose from the list, or separate by 、.",
            ),
            26,
            "text",
            _EVIDENCE,
        ),
        Column(
            "所属时段",
            Text(
                "只有补开的才写：所补的月份、季度或年度，如 2026年9月、2026年第三季度。不得补写没有开过的会。",
                "Only of a make-up: the period it is for, such as 2026-09 or 2026-Q3. "
                "Never write up a meeting that was not held.",
            ),
            14,
        ),
        Column("登记日期", Text("登记这一行的日期，可留空。", "The day the row was entered, if wanted."), 12, "day"),
    )
    meeting: dict[str, Value] = {
        "日期": date(year, 3, 5),
        "活动类型": "支部党员大会",
        "主题": "示例：讨论年度工作计划",
        "地点": "村部会议室",
        "主持人": SECRETARY,
        "记录人": MEMBER,
        "应到人数": 15,
        "实到人数": 14,
        "缺席人员": PROBATIONER,
        "归档材料": "会议记录、签到表",
    }
    whom = "对象" if asked.households else "谈话对象"
    talk: dict[str, Value] = {
        "日期": date(year, 3, 12),
        "活动类型": "谈心谈话",
        "主题": "示例：了解思想和生活情况",
        "主持人": SECRETARY,
        whom: MEMBER,
        "方式": "当面",
    }
    visit: dict[str, Value] = {
        "日期": date(year, 3, 20),
        "活动类型": "走访慰问",
        whom: HOUSE,
        "走访人": SECRETARY,
        "方式": "上门",
    }
    rows = [meeting, talk, visit] if asked.households else [meeting, talk]
    return Template("activities", "会议活动", columns, [in_unit(asked, row) for row in rows])


def _visit_columns(asked: Asked) -> Iterable[Column]:
    whom = (
        Text("谈话写党员姓名，走访写户主姓名，用顿号隔开。", "Of a talk the member, of a visit the head of household.")
        if asked.households
        else Text("谈心谈话写党员姓名，用顿号隔开。", "Of a talk, the names of the members, separated by 、.")
    )
    yield Column("对象" if asked.households else "谈话对象", whom, 16)
    if asked.households:
        yield Column("走访人", Text("走访的人，用顿号隔开。", "Who visited; names separated by 、."), 14)
    modes = _MODES if asked.households else ("当面", "电话", "线上")
    yield Column(
        "方式", Text("从下拉框选取；会议可留空。", "Choose from the list; empty for meetings."), 10, "text", modes
    )


def _waivers(asked: Asked, rules: RuleBook) -> Template:
    # What compares figures or records with one another cannot be dispensed with.
    fixed = ("tally", "overlap", "hint")
    duties = [each for each in rules.duties if each.modality != "must" and not each.off and each.kind not in fixed]
    listed = {
        language: "；".join(f"{duty.id} {duty.title.say(language)}" for duty in duties) for language in ("zh", "en")
    }
    whose = Text("党支部、党员或户的名称；全部适用的留空。", "A unit, member or household; empty for all.")
    columns = (
        Column(
            "豁免事项",
            Text("从下拉框选取事项代码；全部事项选“全部”。", "Choose the id of a duty from the list; 全部 for all."),
            24,
            "text",
            [*(duty.id for duty in duties), "全部"],
            strict=True,
            required=True,
            note=Text(listed["zh"], listed["en"]),
        ),
        Column("适用对象", whose, 18),
        Column(
            "起始日期", Text("第一天，写成 2026-03-05。", "The first day, as 2026-03-05."), 12, "day", required=True
        ),
        Column("截止日期", Text("最后一天（含当天）。", "The last day, included."), 12, "day", required=True),
        Column("原因", Text("写明原因。", "The reason."), 28, required=True),
        Column("批准人", Text("上级批准人或批准机关。", "Who approved it."), 16, required=True),
        Column("文号", Text("批准文件的文号，可留空。", "The document, if there is one."), 18),
    )
    year = asked.log_starts.year
    row: Mapping[str, Value] = {
        "豁免事项": next((duty.id for duty in duties if duty.id == "theme-day"), "全部"),
        "适用对象": BRANCH,
        "起始日期": date(year, 1, 1),
        "截止日期": date(year, 3, 31),
        "原因": "示例：集中搬迁期间",
        "批准人": "示例镇党委",
    }
    return Template("waivers", "豁免", columns, [row])
