"""The tables as they are named to people."""

from __future__ import annotations

from collections.abc import Mapping

from ..text import Text

TABLE_NAMES: Mapping[str, Text] = {
    "units": Text("单位表", "units"),
    "members": Text("党员名册", "members"),
    "households": Text("住户表", "households"),
    "posts": Text("岗位表", "posts"),
    "requests": Text("诉求表", "requests"),
    "activities": Text("活动台账", "activities"),
    "waivers": Text("豁免表", "waivers"),
}
