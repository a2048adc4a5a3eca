"""A plan and its rows: each one occurrence with its day, its hours and what stands beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Literal

from ...calendars.entries import Planned
from ...engine.ledger.values.cells import Raw
from ...engine.ledger.values.dates import Clock
from ...engine.planning.agenda import Agenda
from ...engine.planning.columns import ID_SIGNS
from ...engine.planning.edits import Edit, Remark
from ...engine.planning.memory import Written
from ...engine.text import Text
from ..calendar.words import Words

Standing = Literal["held", "made_up", "planned", "make_up", "own", "unknown", "missed", "gone"]
ON_CALENDAR: tuple[Standing, ...] = ("held", "made_up", "planned", "make_up", "own", "unknown")
STANDING: Mapping[Standing, Text] = {
    "held": Text("已开展", "held"),
    "made_up": Text("已补开", "made up"),
    "planned": Text("计划", "planned"),
    "make_up": Text("补开", "make-up"),
    "own": Text("自定", "own"),
    "unknown": Text("待核", "not known"),
    "missed": Text("未见记录", "no record seen"),
    "gone": Text("不再需要", "no longer needed"),
}
MARK: Mapping[Standing, str] = {
    "held": "✓",
    "made_up": "✓",
    "planned": "○",
    "make_up": "补",
    "own": "◇",
    "unknown": "?",
    "missed": "✗",
    "gone": "–",
}
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


@dataclass(slots=True)
class Row:
    """One row.

    ``unit`` is the id of its unit, empty for an event of all; ``matter`` what is held, with the ``group`` that holds
    it, ``what`` the same without, ``short`` in few characters. ``day`` is the day it stands on, ``unread`` what the
    user wrote that is no day, ``chosen`` whether the day is his. ``opens`` to ``until`` are the days on which it can be
    held. ``word`` says the standing more exactly, where that is needed. ``hints`` are remarks, ``wrong`` that one of
    them is about an edit that cannot be used as it stands. ``written`` is what is remembered, None of rows without an
    id. ``cells`` are the cells of a row of the user's own that are kept as they are, ``own`` those of columns that he
    added. Of a bundle of visits ``size`` is how many ``people`` (a word for them) are seen. ``number`` is the row of
    the workbook in which it was read, 0 for none.
    """

    uid: str
    unit: str
    label: str
    matter: str
    what: str
    short: str
    standing: Standing
    group: str = ""
    period: str = ""
    day: date | None = None
    clock: Clock | None = None
    time: str = ""
    place: str = ""
    person: str = ""
    note: str = ""
    basis: str = ""
    opens: date | None = None
    until: date | None = None
    word: Text | None = None
    hints: list[Text] = field(default_factory=list)
    wrong: bool = False
    chosen: bool = False
    unread: str = ""
    provisional: int | None = None
    written: Written | None = None
    cells: Mapping[str, Raw] = field(default_factory=dict)
    own: Sequence[Raw] = ()
    size: int = 0
    people: str = ""
    number: int = 0

    @property
    def id(self) -> str:
        """What stands in the column of ids; nothing in a row of the user's own."""
        return "" if self.standing == "own" else self.uid[:ID_SIGNS]

    @property
    def brief(self) -> str:
        """What is held, and by which group, in few characters."""
        return f"{self.group}·{self.short}" if self.group else self.short

    @property
    def on_calendar(self) -> bool:
        """Whether it stands on a day of the calendars."""
        return self.day is not None and self.standing in ON_CALENDAR

    @property
    def status(self) -> Text:
        """The standing in words."""
        return self.word or STANDING[self.standing]

    @property
    def mark(self) -> str:
        """The standing as a sign; one that asks for a look comes before all."""
        return "!" if self.wrong else MARK[self.standing]

    def put(self, edit: Edit) -> None:
        """Put in what the user wrote, the day aside."""
        if edit.time:
            self.time, self.clock = edit.time, edit.clock
            if edit.clock is None:
                self.hints.append(Text("时间无法识别，按全天", "time not understood; all day"))
                self.wrong = True
        self.place, self.person, self.note, self.own = edit.place, edit.person, edit.note, edit.own
        self.unread, self.number = edit.unread, edit.number

    def span(self) -> tuple[date, date]:
        """Return start and end on its day: clock times, an hour where no end is known, else the day."""
        if self.day is None:
            raise ValueError("a row without a day has no span")
        if self.clock is None:
            return self.day, self.day + _DAY
        start = datetime.combine(self.day, self.clock.start)
        if self.clock.end is None:
            return start, start + _HOUR
        end = datetime.combine(self.day, self.clock.end)
        return start, end if end > start else end + _DAY

    def clock_text(self) -> str:
        """Return its clock times, empty where it lasts all day."""
        if self.clock is None:
            return ""
        return shown_clock(self.clock)


@dataclass(slots=True)
class Plan:
    """A finished plan: its rows in order, the entries that a calendar file has for them, and what is to be told.

    ``edited`` tells whether there was a workbook to take edits from; ``dropped`` counts rows that are no longer needed
    and in which the user had put nothing.
    """

    agenda: Agenda
    words: Words
    rows: list[Row]
    planned: Mapping[str, Planned]
    remarks: list[Remark] = field(default_factory=list)
    edited: bool = False
    dropped: int = 0

    def rows_as_read(self) -> dict[int, int]:
        """Return, by the row of the workbook as it was read, the row that it has in the one that is written now."""
        return {row.number: at for at, row in enumerate(self.rows, 2) if row.number}

    def row_of(self, uid: str) -> int:
        """Return the row of the workbook that is written now in which ``uid`` stands."""
        return next(at for at, row in enumerate(self.rows, 2) if row.uid == uid)

    @property
    def units(self) -> list[tuple[str, str]]:
        """The units of the plan, by id and name, in the order of their names."""
        names = self.words.names
        return sorted(((id_, names.get(id_, id_)) for id_ in self.agenda.units), key=lambda one: (one[1], one[0]))


def shown_clock(clock: Clock) -> str:
    """Return clock times as they are written: ``15:00-16:30``."""

    def shown(moment: time) -> str:
        return f"{moment:%H:%M}"

    return shown(clock.start) + (f"-{shown(clock.end)}" if clock.end else "")
