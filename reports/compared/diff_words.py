"""The words for what changed between two audits, and the counts of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ...engine.text import Text
from .differences import CHANGES, Change, ChangeKind, Pair

TITLE: Mapping[ChangeKind, Text] = {
    "new": Text("新增缺口", "New gaps"),
    "closed": Text("已消除的缺口", "Closed gaps"),
    "still": Text("仍未消除的缺口", "Gaps still open"),
    "changed": Text("情况有变（不涉及缺口）", "Other changes of status"),
    "appeared": Text("新列入的事项", "Obligations that appeared"),
    "disappeared": Text("不再列入的事项", "Obligations that disappeared"),
    "aside": Text("不在新的审核区间内", "Outside the later span"),
}


@dataclass(slots=True)
class Counts:
    """How much changed in what way, in all and by unit; ``failing`` counts the new gaps that are no mere hints."""

    total: Counter[str] = field(default_factory=Counter)
    units: dict[str, Counter[str]] = field(default_factory=dict)
    failing: int = 0

    def take(self, change: Change) -> None:
        """Take account of one change."""
        self.total[change.kind] += 1
        self.units.setdefault(str(change.finding["unit"]), Counter())[change.kind] += 1
        self.failing += change.kind == "new" and change.finding["severity"] != "info"


@dataclass(frozen=True, slots=True)
class Beside:
    """What changed besides findings: flags raised and ceased, as the reports have them, and problems of the data."""

    raised: tuple[Mapping[str, object], ...]
    ceased: tuple[Mapping[str, object], ...]
    problems_new: int
    problems_gone: int


def beside(of: Pair) -> Beside:
    """Return which flags were raised and ceased, and how many problems of the data came and went."""
    old = {str(flag["id"]): flag for flag in of.old.rows("flags", "id", "message")}
    new = {str(flag["id"]): flag for flag in of.new.rows("flags", "id", "message")}
    was, now = (Counter(_problem(row) for row in one.rows("problems", "source", "code")) for one in (of.old, of.new))
    return Beside(
        tuple(flag for key, flag in new.items() if key not in old),
        tuple(flag for key, flag in old.items() if key not in new),
        (now - was).total(),
        (was - now).total(),
    )


def _problem(row: Mapping[str, object]) -> tuple[str, str, str]:
    # Not by its words: the two reports may be in two languages.
    from ..ledger_places import without_row

    return str(row["code"]), without_row(str(row["source"])), str(row.get("column") or "")


def summed(counts: Counter[str], language: str) -> Iterator[str]:
    """Yield the counts in words, one kind each."""
    for kind in CHANGES:
        title = TITLE[kind].say(language)
        yield f"{title}: {counts[kind]}" if language == "en" else f"{title} {counts[kind]}"
