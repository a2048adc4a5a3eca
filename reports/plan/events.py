"""A plan as the entries of a calendar file: the same days, with the user's hours and places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from ...calendars.entries import Content, Entry, Matter, Planned
from ...calendars.revisions import Fate
from ...engine.text import Text
from ..calendar.words import clean
from .row import Plan, Row

_OWN = Text("自行安排的事项。", "An event of your own.")


class Events:
    """Makes the entries of a plan. ``persons`` puts who is in charge into them, which otherwise names nobody."""

    def __init__(self, plan: Plan, *, persons: bool = False) -> None:
        self._plan, self._words, self._persons = plan, plan.words, persons

    def all(self) -> Iterator[Planned]:
        """Yield an entry for every row that stands on a day."""
        for row in self._plan.rows:
            if row.on_calendar and row.day is not None:
                yield (self._own(row, row.day) if row.standing == "own" else self._entry(row))

    def fate(self, entry: Entry) -> Fate:
        """Return what becomes of an entry that the plan has no longer.

        An event of the user's own is called off where it was in the workbook and is not any more: not where no
        workbook was read, nor where the days or units of this plan are others.
        """
        matter, agenda = entry.matter, self._plan.agenda
        if matter.role != "own":
            return agenda.fate(entry)
        if not self._plan.edited:
            return "keep"
        span = agenda.wanted.span
        here = not matter.unit or not agenda.wanted.units or matter.unit in agenda.units
        return "cancel" if here and span.first <= matter.opens <= span.last else "aside"

    def _entry(self, row: Row) -> Planned:
        planned = self._plan.planned[row.uid]
        if row.standing in ("held", "made_up"):
            return planned
        start, end = row.span()
        description = "\n".join([*self._beside(row), planned.content.description])
        return replace(planned, content=replace(planned.content, start=start, end=end, description=description))

    def _own(self, row: Row, day: date) -> Planned:
        start, end = row.span()
        matter = Matter("own", "own", "own", "", row.unit, "-", day, day, title=row.matter)
        description = "\n".join([*self._beside(row), _OWN.say(self._words.language)])
        content = Content("event", start, end, "TENTATIVE", self._summary(row), description, (row.status.say("zh"),))
        return Planned(row.uid, content, matter)

    def _summary(self, row: Row) -> str:
        if not self._words.many or not row.label:
            return row.matter
        return f"{clean(row.label)}{': ' if self._words.english else '：'}{row.matter}"

    def _beside(self, row: Row) -> list[str]:
        """Return the lines of what the user wrote, and of what is wrong with the day."""
        language, colon = self._words.language, ": " if self._words.english else "："
        said = [(Text("注意", "Note"), hint.say(language)) for hint in row.hints if row.wrong]
        said += [(Text("地点", "Place"), row.place)] if row.place else []
        said += [(Text("负责人", "In charge"), row.person)] if row.person and self._persons else []
        return [clean(f"{name.say(language)}{colon}{text}") for name, text in said]
