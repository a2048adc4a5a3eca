"""The rows of a plan that its user has added: events of his own, with UIDs made of what they are."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from datetime import date

from ...engine.planning.edits import Added, Edits, Remark
from ...engine.planning.plan import make_uid
from ...engine.text import Text
from ..calendar.words import clean
from .days import DayCheck
from .row import Plan, Row
from .words import shortened

_SHORT = 10  # characters of an event that was given its name by people


class OwnRows:
    """Makes the rows that were added to one plan."""

    def __init__(self, plan: Plan, edits: Edits, check: DayCheck) -> None:
        self._plan, self._edits, self._check = plan, edits, check
        self._agenda, self._words = plan.agenda, plan.words

    def all(self, partial: bool) -> Iterator[Row]:
        """Yield a row for each; with ``partial`` those of units that are not in the plan are left out."""
        names = {name: id_ for id_, name in self._words.names.items()} | {id_: id_ for id_ in self._words.names}
        seen: Counter[tuple[str, str]] = Counter()
        for one in sorted(
            self._edits.added, key=lambda one: (one.edit.day or date.max, one.edit.time, one.edit.number)
        ):
            unit = names.get(one.unit, "")
            if partial and unit and unit not in self._agenda.units:
                continue
            if one.unit and not unit and not self._known_only(one.unit):
                said = (
                    f"没有名为“{one.unit}”的支部，按各支部共有的事项显示。请改正支部名称，或清空该格。",
                    f"There is no unit “{one.unit}”; the event is shown as one for all units. Write the unit's name, "
                    "or nothing.",
                )
                self._plan.remarks.append(Remark(one.edit.number, Text(*said), wrong=False))
            seen[one.unit, one.matter] += 1
            yield self._own_row(one, unit, seen[one.unit, one.matter])

    def _known_only(self, text: str) -> bool:
        """Return whether a text is what the only unit of the plan is called in it."""
        return len(self._agenda.units) == 1 and text in {self._words.names.get(id_) for id_ in self._agenda.units}

    def _own_row(self, one: Added, unit: str, ordinal: int) -> Row:
        workspace = hashlib.sha256(self._agenda.audit.workspace.name.encode(errors="replace")).hexdigest()[:8]
        uid = make_uid("own", workspace, one.unit, one.matter, ordinal)
        matter = clean(one.matter) or Text("（未写事项）", "(nothing written)").say(self._words.language)
        cells = dict(one.kept) if one.matter else {**one.kept, "matter": ""}
        short = shortened(matter, self._words.language, _SHORT)
        row = Row(uid, unit, one.unit, matter, matter, short, "own", cells=cells)
        row.day = one.edit.day
        row.put(one.edit)
        self._check.own(row, one.edit, self._plan.remarks)
        return row
