"""What people write into a cell to say that there is nothing to write: a stroke, ``无``, ``空缺``."""

from __future__ import annotations

from decimal import Decimal

from ..headers import TABLES
from .cells import Raw

_STROKES = ("/", "//", "／", "\\", "-", "--", "－", "–", "—", "——", "―")
_STROKE = frozenset(_STROKES)
_NOTHING = frozenset([*_STROKES, "无", "没有", "暂无", "空", "空白", "n/a"])
_NOBODY = _NOTHING | frozenset(["无人", "空缺", "暂缺", "待定", "未定"])
_NOT = _NOTHING | frozenset(
    ["否", "不", "未", "不免除", "未免除", "无需", "不需要", "不适用", "no", "n", "×", "0", "false"]
)
_LONGEST = 8
# Of ticks and numbers of people such a word is an answer; what has to be there is asked for as it stands.
_KINDS = {
    **dict.fromkeys(
        ("day", "text", "when", "period", "decimal", "unit", "status", "mode", "evidence", "clock"), _NOTHING
    ),
    **dict.fromkeys(("name", "names", "post"), _NOBODY),
}
_ASKED = frozenset(["start", "type", "unit"])
_ANSWERS = frozenset(["tier", "setting"])  # a household that is of no tier is known to be of none


def words_for_nothing(table: str, name: str) -> frozenset[str]:
    """Return the words, in lower case, that leave a cell of the column ``name`` empty."""
    if name == "exempt":
        return _NOT
    if table == "units" and name in ("id", "name"):
        return _STROKE  # a unit may be called like a file that is, 无 or 空
    column = TABLES[table].get(name)
    kind = column.kind if column is not None else name
    return frozenset() if name in _ASKED | _ANSWERS else _KINDS.get(kind, frozenset())


def says_nothing(cell: Raw, words: frozenset[str]) -> bool:
    """Return whether the cell holds one of ``words`` and nothing else."""
    if isinstance(cell, (int, Decimal)):
        return str(cell).lower() in words
    return isinstance(cell, str) and len(cell) <= _LONGEST and cell.strip().lower() in words
