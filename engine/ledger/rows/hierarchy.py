"""Which unit is above which."""

from __future__ import annotations

from collections.abc import Sequence

from ..model import Subjects
from ..problems import Log
from .references import References
from .registers import Rows


def only_branch(subjects: Subjects, sids: Sequence[int]) -> int | None:
    """Return the only branch among units, or the only unit that is no group; None where there are several."""
    for kinds in (("branch",), ("branch", "general_branch", "committee", "community")):
        found = [sid for sid in sids if subjects.kind[sid] in kinds]
        if found:
            return found[0] if len(found) == 1 else None
    return None


class Hierarchy:
    """Resolves the units above the units of a table."""

    def __init__(self, subjects: Subjects, log: Log) -> None:
        self._subjects, self._log = subjects, log

    def build(self, rows: Rows, order: Sequence[Sequence[int]], sids: Sequence[int]) -> None:
        """Turn the names of units above into subjects; what is no unit, or would make a circle, is left empty."""
        names, parents = rows.texts("name"), rows.texts("parent")
        books = References(self._subjects)
        for sid, places in zip(sids, order, strict=True):
            books.add(sid, {self._subjects.id[sid]}, {name for i in places if (name := names[i]) is not None})
        column: list[object] = [None] * len(rows)
        for sid, places in zip(sids, order, strict=True):
            for i in places:
                text = parents[i]
                hits = [] if text is None else books.unit(text)
                if len(hits) == 1 and not self._circular(sid, hits[0]):
                    column[i] = self._subjects.parent[sid] = hits[0]
                elif text is not None:
                    self._no_parent(rows, i, text, hits)
            if self._subjects.kind[sid] == "group" and self._subjects.parent[sid] is None:
                column[places[0]] = self._subjects.parent[sid] = only_branch(self._subjects, sids)
                if self._subjects.parent[sid] is None and parents[places[0]] is None:
                    self._no_parent(rows, places[0], "", [])
        rows.columns["parent"] = column

    def _no_parent(self, rows: Rows, i: int, text: str, hits: Sequence[int]) -> None:
        zh, en = "不在单位表中", "is not in the units table"
        if hits:
            zh, en = "会形成上下级循环", "would come to be above itself"
        if len(hits) > 1:
            zh, en = "对应多个单位", "may be several units"
        rows.refuse(self._log, i, "parent", "unknown_parent", shown=text, why_zh=zh, why_en=en)

    def _circular(self, sid: int, parent: int) -> bool:
        at: int | None = parent
        while at is not None and at != sid:
            at = self._subjects.parent[at]
        return at is not None
