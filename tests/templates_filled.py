"""The templates of a new workspace with every column of every table filled in as a person would."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from checkbranch.engine.packs import load_rules
from checkbranch.engine.packs.model import RuleBook
from checkbranch.reports.starter.files import packs_of, workspace_files
from checkbranch.reports.starter.template import Asked
from checkbranch.rules import names, path_of

BOOK = "台账.xlsx"
ALL = {
    "branch": Asked("示例村党支部", "branch", 12, 3, date(2026, 1, 1)),
    "households": Asked("示例村党支部", "branch", None, None, date(2026, 1, 1), households=True),
    "committee": Asked("示例镇党委", "committee", None, None, date(2026, 1, 1), households=True),
}
PASTED = 'yyyy"年"m"月"'
Row = Mapping[str, Any]
WHOM = "对象/谈话对象"

# By sheet, rows by header; a header that a workspace has not is left out there.
FILLED: Mapping[str, Sequence[Row]] = {
    "党组织": [
        {"名称": "示例镇党委", "组织类型": "党委", "成立日期": date(2001, 7, 1)},
        {
            "名称": "示例村党支部",
            "组织类型": "党支部",
            "上级党组织": "示例镇党委",
            "成立日期": date(2010, 7, 1),
            "正式党员数": 12,
            "支委人数": 3,
            "届满日期": date(2028, 12, 31),
        },
        {
            "名称": "旧村党支部",
            "组织类型": "党支部",
            "上级党组织": "示例镇党委",
            "成立日期": date(1998, 3, 2),
            "撤销日期": date(2025, 12, 31),
            "正式党员数": 0,
        },
    ],
    "会议活动": [
        {
            "日期": datetime(2026, 3, 5, 15, 0),
            "活动类型": "支部党员大会",
            "党小组": None,
            "主题": "年度计划",
            "地点": "村部会议室",
            "主持人": "张示例",
            "记录人": "李样本",
            "应到人数": 15,
            "实到人数": 14,
            "缺席人员": "王演示",
            "归档材料": "会议记录、签到表",
            "登记日期": date(2026, 3, 6),
        },
        {
            "日期": date(2026, 4, 10),
            "活动类型": "主题党日、党课",
            "主题": "3.15 消费者权益",
            "地点": "3号楼",
            "主持人": "张示例",
            "记录人": "李样本",
            "主讲人": "张示例",
            "应到人数": 3,
            "实到人数": 3,
            "参加人员": "张示例、李样本、王演示",
            "归档材料": "照片",
        },
        {
            "日期": date(2026, 4, 11),
            "活动类型": "党小组会",
            "党小组": "第一党小组",
            "主持人": "李样本",
            "参加人员": "李样本",
            "所属时段": "2026年3月",
            "登记日期": date(2026, 4, 12),
        },
        {
            "日期": datetime(2026, 4, 12, 9, 30),
            "活动类型": "谈心谈话",
            WHOM: "李样本",
            "主持人": "张示例",
            "方式": "当面",
        },
        {"日期": date(2026, 10, 8), "活动类型": "支部党员大会", "所属时段": "2026年第三季度", "主题": "补开"},
    ],
    "党员名册": [
        {
            "姓名": "张示例",
            "编号": "001",
            "党小组": "第一党小组",
            "党员类别": "正式党员",
            "党内职务": "书记",
            "转正日期": date(2010, 7, 1),
            "转入日期": date(2015, 1, 1),
            "流动党员": "否",
        },
        {
            "姓名": "李样本",
            "编号": "002",
            "党小组": "第一党小组",
            "党员类别": "正式党员",
            "党内职务": "组织委员、党小组组长",
            "转出日期": date(2026, 9, 1),
            "流动党员": "否",
        },
        {"姓名": "王演示", "编号": "010", "党员类别": "预备党员", "转入日期": date(2026, 1, 10), "流动党员": "是"},
    ],
    "住户": [
        {
            "户主": "赵举例",
            "户编号": "0101",
            "楼栋": "1栋",
            "片区": "示例片",
            "保洁区": "示例保洁区",
            "家庭人口": 4,
            "户类型": "监测户",
            "帮扶责任人": "张示例、李样本",
            "就业人数": 2,
            "入住日期": date(2020, 10, 1),
            "搬离日期": date(2027, 1, 1),
        },
        {"户主": "钱某户", "户编号": "0102", "家庭人口": 1, "就业人数": 0, "户类型": "一般户"},
    ],
    "岗位": [
        {
            "岗位": "片长",
            "责任区": "示例片",
            "姓名": "张示例",
            "任职日期": date(2026, 1, 1),
            "卸任日期": date(2026, 6, 30),
        },
        {"岗位": "楼长", "责任区": "1栋"},
    ],
    "诉求": [
        {
            "编号": "S001",
            "提出日期": date(2026, 3, 20),
            "户主": "赵举例",
            "诉求事项": "照明损坏",
            "办结日期": date(2026, 3, 27),
        },
    ],
    "豁免": [
        {
            "豁免事项": "theme-day",
            "适用对象": "示例村党支部",
            "起始日期": date(2026, 1, 1),
            "截止日期": date(2026, 3, 31),
            "原因": "集中搬迁期间",
            "批准人": "示例镇党委",
            "文号": "示组〔2026〕1号",
        },
        {
            "豁免事项": "全部",
            "起始日期": date(2026, 5, 1),
            "截止日期": date(2026, 5, 5),
            "原因": "防汛",
            "批准人": "示例镇党委",
        },
    ],
}
VISIT: Row = {
    "日期": date(2026, 4, 20),
    "活动类型": "走访慰问",
    "对象": "赵举例",
    "走访人": "张示例、李样本",
    "方式": "上门",
    "主题": "走访",
}


def rows_of(asked: Asked, sheet: str) -> list[dict[str, Any]]:
    """Return the rows that a workspace has on a sheet, by header."""
    rows = [dict(row) for row in FILLED[sheet]]
    if sheet == "会议活动":
        rows += [dict(VISIT)] if asked.households else []
        for row in rows:
            if WHOM in row:
                row["对象" if asked.households else "谈话对象"] = row.pop(WHOM)
    if not asked.single and sheet not in ("党组织", "豁免"):
        rows = [{"党支部": "示例村党支部", **row} for row in rows]
    return rows


def rules_of(asked: Asked) -> RuleBook:
    """Return the rules whose words the drop-downs hold."""
    return load_rules(packs_of(asked), Path(), path_of, names())


def empty(asked: Asked, language: str) -> dict[str, bytes]:
    """Return the files of a new workspace."""
    return workspace_files(asked, rules_of(asked), language)


def fill(book: bytes, rows: Mapping[str, Sequence[Row]]) -> bytes:
    """Return the workbook of templates with ``rows`` typed into it, by sheet: cells only, formats stay."""
    opened = load_workbook(BytesIO(book))
    for name, own in rows.items():
        sheet = opened[name]
        columns: dict[Any, int] = {cell.value: at for at, cell in enumerate(sheet[1], 1)}
        formats: dict[int, str] = {}
        for one in sheet.column_dimensions.values():  # one of them holds for several columns that are alike
            formats |= dict.fromkeys(range(one.min or 0, (one.max or 0) + 1), one.number_format)
        for number, row in enumerate(own, 2):
            for header, value in row.items():
                # openpyxl would put a format of its own on a day; a person's typing leaves that of the column.
                cell = sheet.cell(number, columns[header])
                cell.value = value
                form = formats[columns[header]]
                # In a column of texts a day has come from elsewhere, with its own format.
                cell.number_format = PASTED if form == "@" and isinstance(value, date) else form
    out = BytesIO()
    opened.save(out)
    return out.getvalue()
