"""The columns and sheets of a plan as a workbook: which the program writes, and which are the user's."""

from __future__ import annotations

from dataclasses import dataclass

from ..ledger.values.cells import fold
from ..text import Text

PLAN = Text("计划", "Plan")
YEAR = Text("全年", "Year")
GUIDE = Text("说明", "Guide")
MEMORY = "checkbranch"  # the hidden sheet that says whose plan it is and what was written
FORMAT = "checkbranch.plan/1"
ID_SIGNS = 16  # of a UID, that stand in the column of ids


@dataclass(frozen=True, slots=True)
class PlanColumn:
    """One column: its key, its header, and whether what stands in it is the user's."""

    key: str
    head: Text
    edited: bool = False


COLUMNS = (
    PlanColumn("id", Text("编号", "ID")),
    PlanColumn("unit", Text("支部", "Unit")),
    PlanColumn("matter", Text("事项", "What")),
    PlanColumn("period", Text("所属时段", "Period")),
    PlanColumn("day", Text("建议日期", "Date"), edited=True),
    PlanColumn("weekday", Text("星期", "Weekday")),
    PlanColumn("time", Text("时间", "Time"), edited=True),
    PlanColumn("place", Text("地点", "Place"), edited=True),
    PlanColumn("person", Text("负责人", "In charge"), edited=True),
    PlanColumn("basis", Text("依据", "Basis")),
    PlanColumn("opens", Text("最早日期", "Earliest")),
    PlanColumn("until", Text("最晚日期", "Latest")),
    PlanColumn("status", Text("状态", "Status")),
    PlanColumn("hint", Text("提示", "Remarks")),
    PlanColumn("note", Text("备注", "Notes"), edited=True),
)
BY_KEY = {column.key: column for column in COLUMNS}
EDITED = tuple(column.key for column in COLUMNS if column.edited)
# What the program writes and a user may have changed all the same; a weekday or a remark is only written anew.
WRITTEN = ("unit", "matter", "period", "basis", "opens", "until", "status")
_HEADS = {fold(text): column.key for column in COLUMNS for text in column.head}
_HEADS[fold("所属期间")] = "period"  # its name in plans made before


def column_of(header: str | None) -> str | None:
    """Return the key of the column with this header, in either language, or None where it is the user's own."""
    return None if header is None else _HEADS.get(fold(header))


def names_of(sheet: Text) -> tuple[str, str]:
    """Return what a sheet is called in either language."""
    return sheet.zh, sheet.en
