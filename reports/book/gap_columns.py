"""The columns of the sheet of gaps: which the program writes, and which are filled in by those who mend them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ...engine.ledger.values.cells import fold
from ...engine.text import Text
from .table import Column

NAME = Text("缺口与整改", "Gaps")
MEMORY = "checkbranch"  # the hidden sheet that says that the workbook is ours, and of which workspace
FORMAT = "checkbranch.book/1"
DONE = (Text("未开始", "not started"), Text("进行中", "in progress"), Text("已完成", "done"))
_KEPT = Text(
    "供填写；再次运行并写入同一文件时，所填内容保留。", "To be filled in; kept when the command writes this file again."
)


@dataclass(frozen=True, slots=True)
class GapColumn:
    """One column with its key."""

    key: str
    column: Column


COLUMNS = (
    GapColumn("id", Column(Text("编号", "ID"), 18, hidden=True)),
    GapColumn("unit", Column(Text("单位", "Unit"), 16)),
    GapColumn("duty", Column(Text("事项", "Duty"), 18)),
    GapColumn("subject", Column(Text("对象", "Subject"), 13)),
    GapColumn("period", Column(Text("时段", "Period"), 12, "centre")),
    GapColumn("status", Column(Text("状态", "Status"), 10, "centre")),
    GapColumn("severity", Column(Text("程度", "Severity"), 8, "centre")),
    GapColumn("lack", Column(Text("缺什么、台账出处", "What is missing, and where in the ledger"), 36)),
    GapColumn("remedy", Column(Text("怎么办", "What to do"), 32)),
    GapColumn("basis", Column(Text("依据", "Basis"), 18)),
    GapColumn("until", Column(Text("可补开至", "Can be made up until"), 10.5, "day")),
    GapColumn("owner", Column(Text("责任人", "Owner"), 9, edited=True, help=_KEPT)),
    GapColumn("deadline", Column(Text("整改时限", "Deadline"), 10.5, "day", edited=True, help=_KEPT)),
    GapColumn("done", Column(Text("完成情况", "Done"), 8.5, "centre", edited=True, help=_KEPT)),
    GapColumn("note", Column(Text("备注", "Remarks"), 16, edited=True, help=_KEPT)),
)
KEYS = tuple(one.key for one in COLUMNS)
AT: Mapping[str, int] = {key: at for at, key in enumerate(KEYS)}
EDITED = tuple(one.key for one in COLUMNS if one.column.edited)
NEEDED = ("id", *EDITED)  # without which a sheet cannot be read again
_HEADS = {fold(text): one.key for one in COLUMNS for text in one.column.head}


def key_of(header: str | None) -> str | None:
    """Return the key of the column with this header, in either language; None where it is the reader's own."""
    return None if header is None else _HEADS.get(fold(header))
