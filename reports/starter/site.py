"""The templates of what a site keeps beside its households: who holds which post, and what households ask for."""

from __future__ import annotations

from datetime import date

from ...engine.text import Text
from .template import HOUSE, MEMBER, SECRETARY, Asked, Column, Template, Value, in_unit, unit_column

_POSTS = ("片长", "楼长", "单元长", "保洁员", "包片干部")


def posts(asked: Asked) -> Template:
    """Return the table of posts: a row for each person and term."""
    columns = (
        *unit_column(asked),
        Column("岗位", Text("从下拉框选取。", "Choose from the list."), 12, "text", _POSTS, required=True),
        Column(
            "责任区",
            Text(
                "片长写片区，楼长写楼栋，保洁员写保洁区，名称与“住户”表一致。",
                "The area, building or cleaning zone, named as in the sheet 住户.",
            ),
            18,
            required=True,
        ),
        Column("姓名", Text("任职人姓名；空缺的留空。", "Who holds it; empty while vacant."), 12),
        Column("任职日期", Text("写成 2026-03-05。", "The first day, as 2026-03-05."), 12, "day"),
        Column(
            "卸任日期",
            Text("最后一天；仍在任的留空。换人的另写一行。", "The last day; empty while held. A successor has a row."),
            12,
            "day",
        ),
    )
    year = asked.log_starts.year
    rows: tuple[dict[str, Value], ...] = (
        {"岗位": "片长", "责任区": "示例片", "姓名": SECRETARY, "任职日期": date(year, 1, 1)},
        {"岗位": "包片干部", "责任区": "示例片", "姓名": MEMBER, "任职日期": date(year, 1, 1)},
        {"岗位": "保洁员", "责任区": "示例保洁区", "姓名": HOUSE, "任职日期": date(year, 1, 1)},
        {"岗位": "楼长", "责任区": "1栋", "姓名": MEMBER, "任职日期": date(year, 1, 1), "卸任日期": date(year, 6, 30)},
        {"岗位": "楼长", "责任区": "1栋", "姓名": HOUSE, "任职日期": date(year, 7, 1)},
    )
    return Template("posts", "岗位", columns, [in_unit(asked, row) for row in rows])


def requests(asked: Asked) -> Template:
    """Return the table of what households asked for, and when it was dealt with."""
    columns = (
        *unit_column(asked),
        Column("编号", Text("每件不同，可用流水号。", "Each its own; a running number will do."), 10),
        Column("提出日期", Text("写成 2026-03-05。", "The day, as 2026-03-05."), 12, "day", required=True),
        Column("户主", Text("提出的户，写户主姓名。", "The household, by its head."), 12),
        Column("诉求事项", Text("反映的困难或诉求。", "What was asked for."), 30),
        Column(
            "办结日期",
            Text("实际办结的那一天；没有办结的留空。", "The day it really was resolved; empty until then."),
            12,
            "day",
        ),
    )
    year = asked.log_starts.year
    row: dict[str, Value] = {
        "编号": "S001",
        "提出日期": date(year, 3, 20),
        "户主": HOUSE,
        "诉求事项": "示例：楼道照明损坏",
        "办结日期": date(year, 3, 27),
    }
    return Template("requests", "诉求", columns, [in_unit(asked, row)])
