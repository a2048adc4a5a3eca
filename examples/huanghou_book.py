"""The sheets of the Huanghou ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from .huanghou_file import Sheet
from .huanghou_meetings import Meeting, Talk
from .huanghou_people import BRANCH, BRANCH_NAME, COMMUNITIES, Household, Member
from .huanghou_site import ACTIVITIES, NO_HELPER, Post, Request, employed
from .huanghou_visits import Visit

APPROVER = "皇后乡党委"

# duty, subject, first day, last day, reason, document
WAIVERS = (
    (
        "theme-day",
        BRANCH,
        "2026-02-01",
        "2026-02-28",
        "雨雪冰冻灾害应急，全体党员分组参加道路除冰和困难户保暖值守",
        "〔2026〕3号",
    ),
    (
        "household-visit",
        "H190",
        "2026-01-01",
        "2026-06-30",
        "全家在外省务工，经户主申请暂不入户，改为电话联系",
        "〔2026〕5号",
    ),
    ("household-visit", "H205", "2026-04-15", "2026-06-30", "户主住院治疗，家中无人", "〔2026〕11号"),
)


def unit_sheet(totals: Mapping[str, int]) -> Sheet:
    """Return the sheet 支部: the joint branch with its ``totals``, and the four communities below it."""
    header = ("编号", "名称", "类别", "上级", "成立日期", "正式党员数", "支委人数", *totals)
    branch = (BRANCH, BRANCH_NAME, "联合党支部", None, date(2019, 6, 18), None, 5, *totals.values())
    empty = (None,) * (3 + len(totals))
    places = [(key, name, "社区", BRANCH, *empty) for key, name in COMMUNITIES]
    return Sheet("支部", header, (branch, *places))


def member_sheet(roster: Sequence[Member]) -> Sheet:
    """Return the sheet 党员名册."""
    header = (
        "党员编号",
        "姓名",
        "所在党支部",
        "党小组",
        "党员类别",
        "转正日期",
        "职务",
        "原村",
        "转入日期",
        "转出日期",
    )
    rows = [
        (
            *(one.id, one.name, BRANCH, one.group, "正式党员" if one.confirmed else "预备党员", one.confirmed),
            *(one.role, one.village, one.joined, one.left, one.exempt, one.note),
        )
        for one in roster
    ]
    return Sheet("党员名册", (*header, "免于参加原因", "备注"), tuple(rows))


def household_sheet(homes: Sequence[Household]) -> Sheet:
    """Return the sheet 住户."""
    header = (
        "户号",
        "户主",
        "所在党支部",
        "居住社区",
        "楼栋",
        "户类别",
        "人口",
        "搬迁年度",
        "原村",
        "入住日期",
        "搬离日期",
    )
    rows = [
        (
            *(home.id, home.head, BRANCH, home.community, home.building, "监测户" if home.monitored else "一般户"),
            *(home.people, home.year, home.village, home.moved_in, home.left),
            None if home.id == NO_HELPER else "、".join(home.helpers),
            *(employed(home), home.area, home.zone, home.note),
        )
        for home in homes
    ]
    return Sheet("住户", (*header, "帮扶人", "就业人数", "片区", "保洁区", "备注"), tuple(rows))


def meeting_sheet(meetings: Sequence[Meeting]) -> Sheet:
    """Return the sheet 会议活动."""
    header = (
        "会议时间",
        "结束时间",
        "会议类型",
        "会议主题",
        "会议地点",
        "主持人",
        "记录人",
        "主讲人",
        "应到人数",
        "实到人数",
    )
    rows = [
        (
            *(row.start, row.end, row.type, row.title, row.place, row.host, row.recorder, row.lecturer),
            *(row.expected, row.present, row.group, row.for_period, row.evidence),
        )
        for row in meetings
    ]
    return Sheet("会议活动", (*header, "党小组", "对应期间", "材料"), tuple(rows))


def talk_sheet(talks: Sequence[Talk]) -> Sheet:
    """Return the sheet 谈心谈话."""
    header = ("谈话时间", "类型", "谈话人", "谈话对象", "谈话地点", "谈话内容")
    rows = [(row.day, "谈心谈话", row.host, row.subject, row.place, row.content) for row in talks]
    return Sheet("谈心谈话", header, tuple(rows))


def visit_sheet(visits: Sequence[Visit]) -> Sheet:
    """Return the sheet 走访."""
    header = ("走访时间", "走访对象", "走访人员", "走访方式", "走访内容")
    rows = [
        (
            row.written or row.day,
            row.names or "、".join(home.head for home in row.homes),
            "、".join(row.visitors),
            row.mode,
            row.content,
        )
        for row in visits
    ]
    return Sheet("走访", header, tuple(rows))


def activity_sheet() -> Sheet:
    """Return the sheet 居民活动."""
    header = ("活动时间", "活动类型", "活动主题", "活动地点", "参加人数")
    rows = [
        (date.fromisoformat(f"2026-{day}"), *(kind, title, place, came)) for day, kind, title, place, came in ACTIVITIES
    ]
    return Sheet("居民活动", header, tuple(rows))


def post_sheet(posts: Sequence[Post]) -> Sheet:
    """Return the sheet 岗位."""
    header = ("岗位", "所在党支部", "责任区", "姓名", "任职日期", "卸任日期")
    rows = [(post.kind, BRANCH, post.area, post.holder, post.first, post.last) for post in posts]
    return Sheet("岗位", header, tuple(rows))


def request_sheet(requests: Sequence[Request], heads: Mapping[str, str]) -> Sheet:
    """Return the sheet 诉求; ``heads`` gives the head of each household."""
    header = ("编号", "提出日期", "所在党支部", "户主", "诉求内容", "办结日期")
    rows = [(row.id, row.opened, BRANCH, heads[row.home], row.topic, row.resolved) for row in requests]
    return Sheet("诉求", header, tuple(rows))


def waiver_sheet() -> Sheet:
    """Return the sheet 豁免."""
    header = ("豁免事项", "对象", "起始日期", "截止日期", "原因", "批准人", "文号")
    rows = [
        (duty, subject, date.fromisoformat(first), date.fromisoformat(last), why, APPROVER, f"皇组{number}")
        for duty, subject, first, last, why, number in WAIVERS
    ]
    return Sheet("豁免", header, tuple(rows))
