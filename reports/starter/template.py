"""A table that a new workspace is given, and what the user said of the workspace."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from ...engine.text import Text

Form = Literal["text", "day", "number"]
Value = str | int | date | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its header, what to write, and the words its drop-down offers.

    ``strict``: nothing but those words may be written. ``width`` is in characters of a spreadsheet's column.
    ``note`` is said in the header's comment, besides ``help``.
    """

    header: str
    help: Text
    width: int = 12
    form: Form = "text"
    words: Sequence[str] = ()
    strict: bool = False
    required: bool = False
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Template:
    """One table: the name of its sheet or file, its columns, and rows of example by header."""

    table: str
    name: str
    columns: Sequence[Column]
    examples: Sequence[Mapping[str, Value]]
    rows: Sequence[Mapping[str, Value]] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """What the user said of the workspace; None where it is not known.

    ``kind`` is ``branch``, ``general_branch`` or ``committee``; ``members`` are full members, ``committee`` the size of
    the branch committee.
    """

    name: str
    kind: str
    members: int | None
    committee: int | None
    log_starts: date
    households: bool = False
    form: Literal["xlsx", "csv"] = "xlsx"

    @property
    def single(self) -> bool:
        """Whether the workspace is that of one branch, which needs no table of units."""
        return self.kind == "branch"


KINDS: Mapping[str, str] = {"branch": "党支部", "general_branch": "党总支", "committee": "党委"}

# Invented, as is everything in the examples.
BRANCH, SECRETARY, MEMBER, PROBATIONER, HOUSE = "示例村党支部", "张示例", "李样本", "王演示", "赵举例"


def for_example(asked: Asked) -> Asked:
    """Return the invented workspace whose tables show how to fill in those of ``asked``."""
    return replace(
        asked,
        name=BRANCH if asked.single else "示例镇党委",
        kind="branch" if asked.single else "committee",
        members=15 if asked.single else None,
        committee=3 if asked.single else None,
    )


def unit_column(asked: Asked) -> Iterable[Column]:
    """Yield the column that says which branch a row is of, where the workspace is not that of one branch."""
    if not asked.single:
        text = Text("写“党组织”表中的名称。", "A name of the sheet 党组织.")
        yield Column("党支部", text, 20, required=True)


def in_unit(asked: Asked, row: Mapping[str, Value]) -> Mapping[str, Value]:
    """Return a row of example with its branch, where there is a column for it."""
    return row if asked.single else {**row, "党支部": BRANCH}
