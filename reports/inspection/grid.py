"""One table of a self-check as the workbook and the document show it: heads, widths and rows of texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from ...engine.text import Text

Look = Literal["plain", "duty", "gap", "doubt", "total"]


@dataclass(frozen=True, slots=True)
class Row:
    """One row; ``group`` is the heading that it stands under, ``look`` how it is shown."""

    cells: Sequence[str]
    group: str = ""
    look: Look = "plain"


@dataclass(frozen=True, slots=True)
class Grid:
    """One table. ``widths`` are shares of the page; ``hand`` are the columns to fill in, counted from 0.

    ``name`` is short enough for a sheet, ``of`` what the groups of its rows are called, ``centred`` the narrow columns.
    """

    name: str
    title: str
    heads: Sequence[str]
    widths: Sequence[float]
    rows: Sequence[Row]
    note: str = ""
    of: str = ""
    hand: frozenset[int] = frozenset()
    centred: frozenset[int] = frozenset()
    after: Sequence[str] = field(default_factory=tuple)


_NAMES = {
    "todo": Text("待办", "To do"),
    "later": Text("之后到期", "Due later"),
    "explain": Text("须说明", "To explain"),
    "duties": Text("自查表", "Self-check"),
    "score": Text("评分", "Score"),
    "ranking": Text("排名", "Ranking"),
    "papers": Text("归档清单", "Papers"),
    "index": Text("一览", "At a glance"),
    "by_unit": Text("各单位", "By unit"),
}


def left_out(grid: Grid, most: int, language: str) -> str:
    """Return how many rows are left out where only ``most`` are shown; empty where none are."""
    rest = len(grid.rows) - most
    if rest <= 0:
        return ""
    return f"{rest} more rows: see --format json" if language == "en" else f"另有 {rest} 行，见 --format json"


def grid_name(key: str, language: str) -> str:
    """Return the short name of a table."""
    return _NAMES[key].say(language)
