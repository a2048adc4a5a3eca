"""The templates of who there is: units, members and households."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ...engine.text import Text
from .template import (
    BRANCH,
    HOUSE,
    KINDS,
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

_YES_NO = ("是", "否")
_STATUS = ("正式党员", "预备党员")
_ROLES = ("书记", "副书记", "组织委员", "宣传委员", "纪检委员", "委员", "党小组组长")
_TIERS = ("一般户", "监测户", "脱贫不稳定户", "边缘易致贫户", "突发严重困难户")
_UNIT_KINDS = ("党委", "党总支", "党支部")  # Party groups are told by the roster


def units(asked: Asked) -> Template:
    """Return the table of units, its first row being the workspace's own."""
    day = Text("写成 2026-03-05；不清楚的留空。", "Write it as 2026-03-05; leave it empty if not known.")
    columns = (
        Column("名称", Text("党组织的名称，不能重复。", "The name of the unit; each only once."), 30, required=True),
        Column("组织类型", Text("从下拉框选取。", "Choose from the list."), 10, "text", _UNIT_KINDS, True, True),
        Column("上级党组织", Text("上级党组织的名称；没有的留空。", "The unit above, if any."), 30),
        Column("成立日期", day, 12, "day"),
        Column("撤销日期", day, 12, "day"),
        Column(
            "正式党员数",
            Text(
                "不含预备党员；已填党员名册的可以不填。",
                "Without probationary members; not needed where the roster is filled in.",
            ),
            12,
            "number",
        ),
        Column(
            "支委人数",
            Text("支部委员会的委员人数；未设的不填。", "The members of the branch committee; empty if there is none."),
            10,
            "number",
        ),
        Column("届满日期", day, 12, "day"),
    )
    own: dict[str, Value] = {
        "名称": asked.name,
        "组织类型": KINDS[asked.kind],
        "正式党员数": asked.members,
        "支委人数": asked.committee or None,
    }
    examples: tuple[Mapping[str, Value], ...] = (
        {"名称": "示例镇党委", "组织类型": "党委", "成立日期": date(2001, 7, 1)},
        {
            "名称": BRANCH,
            "组织类型": "党支部",
            "上级党组织": "示例镇党委",
            "成立日期": date(2010, 7, 1),
            "正式党员数": 15,
            "支委人数": 3,
            "届满日期": date(2028, 12, 31),
        },
    )
    return Template("units", "党组织", columns, examples, (own,))


def members(asked: Asked) -> Template:
    """Return the roster of members."""
    columns = (
        *unit_column(asked),
        Column("姓名", Text("党员姓名。", "The member's name."), 12, required=True),
        Column("编号", Text("有重名时才需要，每人不同。", "Only where two have the same name; each its own."), 10),
        Column("党小组", Text("所在党小组；没有划分的留空。", "The Party group; empty where there is none."), 14),
        Column("党员类别", Text("从下拉框选取。", "Choose from the list."), 12, "text", _STATUS, True),
        Column(
            "党内职务",
            Text("没有的留空；几项用顿号隔开。", "Empty if none; several are separated by 、."),
            14,
            "text",
            _ROLES,
        ),
        Column("转正日期", Text("预备党员转正的日期。", "The day of full membership."), 12, "day"),
        Column("转入日期", Text("转入本支部的日期；一直在的留空。", "The day of joining the branch."), 12, "day"),
        Column("转出日期", Text("转出的日期；仍在的留空。", "The day of leaving; empty while a member."), 12, "day"),
        Column("流动党员", Text("选“是”或“否”。", "Choose yes (是) or no (否)."), 10, "text", _YES_NO, True),
    )
    rows: list[Mapping[str, Value]] = [
        {"姓名": SECRETARY, "党小组": "第一党小组", "党员类别": "正式党员", "党内职务": "书记", "流动党员": "否"},
        {"姓名": MEMBER, "党小组": "第一党小组", "党员类别": "正式党员", "党内职务": "组织委员", "流动党员": "否"},
        {
            "姓名": PROBATIONER,
            "党小组": "第一党小组",
            "党员类别": "预备党员",
            "转入日期": date(asked.log_starts.year, 1, 10),
            "流动党员": "是",
        },
    ]
    return Template("members", "党员名册", columns, [in_unit(asked, row) for row in rows])


def households(asked: Asked) -> Template:
    """Return the table of households."""
    columns = (
        *unit_column(asked),
        Column("户主", Text("户主姓名。", "The head of the household."), 12, required=True),
        Column("户编号", Text("有重名时才需要，每户不同。", "Only where two have the same name; each its own."), 10),
        Column(
            "楼栋",
            Text("几处都有“1栋”的写全称。", "The building; its full name where several sites have one of that number."),
            12,
        ),
        Column("片区", Text("片长负责的片区；没有划分的留空。", "The area of an area lead, if any."), 12),
        Column("保洁区", Text("保洁员负责的区域；没有划分的留空。", "The zone of a cleaner, if any."), 12),
        Column("家庭人口", Text("写数字。", "A number."), 10, "number"),
        Column("户类型", Text("从下拉框选取；监测户走访次数要求较高。", "Choose from the list."), 16, "text", _TIERS),
        Column("帮扶责任人", Text("姓名，用顿号隔开。", "Names, separated by 、."), 16),
        Column("就业人数", Text("写数字；没有人就业的写 0。", "A number; 0 where nobody is employed."), 10, "number"),
        Column("入住日期", Text("搬入的日期；不清楚的留空。", "The day of moving in."), 12, "day"),
        Column("搬离日期", Text("搬离的日期；仍在的留空。", "The day of moving out."), 12, "day"),
    )
    row: Mapping[str, Value] = {
        "户主": HOUSE,
        "楼栋": "1栋",
        "片区": "示例片",
        "保洁区": "示例保洁区",
        "家庭人口": 4,
        "户类型": "一般户",
        "帮扶责任人": SECRETARY,
        "就业人数": 2,
        "入住日期": date(2020, 10, 1),
    }
    return Template("households", "住户", columns, [in_unit(asked, row)])
