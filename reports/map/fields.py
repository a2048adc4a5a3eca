"""The fields of every table as they are named where a column is said to hold one."""

from __future__ import annotations

from collections.abc import Mapping

from ...engine.text import Text
from ..words.fields import FIELD, named

_ID = Text("编号", "id")
_OWN: Mapping[str, Mapping[str, Text]] = {
    "units": {"name": Text("名称", "name"), "kind": Text("类别", "kind")},
    "members": {"name": Text("姓名", "name"), "left": Text("转出日期", "day of leaving")},
    "households": {
        "name": Text("户主", "householder"),
        "unit": Text("所属社区或支部", "community or branch"),
        "left": Text("搬离日期", "day of leaving"),
        "area": Text("片区", "area"),
    },
    "posts": {"kind": Text("岗位", "post")},
    "waivers": {
        "duty": Text("豁免事项", "duty"),
        "from": Text("起始日期", "first day"),
        "until": Text("截止日期", "last day"),
        "reason": Text("原因", "reason"),
        "approver": Text("批准人", "approver"),
    },
}


def field_name(table: str, field: str, language: str) -> str:
    """Return a field of a table in words."""
    own = _OWN.get(table, {}).get(field) or (_ID if field == "id" else None)
    return own.say(language) if own else named(FIELD, field, language)
