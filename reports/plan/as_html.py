"""A plan as one HTML page to hang on the wall or to read on a phone: no script, nothing loaded from elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Literal, TextIO

from ...calendars import DayKind
from ...engine.text import Text
from ..layout import cells
from .notes import counts, plan_owner, plan_title, provisional_notes
from .row import MARK, ON_CALENDAR, STANDING, Plan, Row
from .wall import Cell, Item, Month, WallCalendar, items_of, provisional_days
from .words import WEEKDAY, DayNames

Paper = Literal["a4", "a3", "a3-quarter"]
MOST_UNITS = 60  # that have pages of their own
_TEMPLATE = "plan.html.j2"
# How many characters a line of a day takes in print, and how many lines a day.
_ROOM: dict[Paper, tuple[int, int]] = {"a4": (10, 4), "a3": (5, 3), "a3-quarter": (4, 7)}
_CLASS = {DayKind.HOLIDAY: "off", DayKind.MAKEUP_WORKDAY: "worked", DayKind.WEEKEND: "end", DayKind.WORKDAY: ""}
_TAG = {DayKind.HOLIDAY: Text("休", "off"), DayKind.MAKEUP_WORKDAY: Text("班", "work")}


@dataclass(frozen=True, slots=True)
class Line:
    """An item as it is shown: its sign, its words, its hours and place, and how it is looked at in print."""

    mark: str
    text: str
    beside: str
    looks: str
    day: str = ""
    weekday: str = ""
    period: str = ""
    until: str = ""
    status: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """A cell of a month."""

    number: int
    weekday: str
    looks: str
    tag: str
    unsure: bool
    lines: Sequence[Line]
    more: int


@dataclass(frozen=True, slots=True)
class Leaf:
    """A month: its weeks, and the days on which not all fits into the cell."""

    title: str
    anchor: str
    weeks: Sequence[Sequence[Day | None]]
    over: Sequence[tuple[int, str, Sequence[Line]]]
    empty: bool


@dataclass(slots=True)
class Part:
    """The pages of one unit, or of all together."""

    anchor: str
    name: str
    counts: str
    leaves: Sequence[Leaf]
    lines: Sequence[Line] = ()
    undated: Sequence[Line] = ()
    notes: Sequence[str] = ()


@dataclass(slots=True)
class Sheet:
    """All that the page shows."""

    title: str
    owner: str
    facts: str
    paper: Paper
    parts: list[Part] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    legend: list[tuple[str, str]] = field(default_factory=list)
    units: list[tuple[str, str]] = field(default_factory=list)


def write_plan_html(plan: Plan, out: TextIO, paper: Paper = "a4", *, persons: bool = False) -> None:
    """Write the plan to ``out``: everything from files is escaped, and the same plan gives the same bytes."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parents[1] / "html", encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    sheet = sheet_of(plan, paper, persons=persons)
    english = plan.words.english
    weekdays = [name.say(plan.words.language) for name in WEEKDAY]
    # Globals, so that the macros see them too.
    environment.globals.update(sheet=sheet, en=english, colon=": " if english else "：", weekdays=weekdays)
    out.writelines(environment.get_template(_TEMPLATE).generate())


def sheet_of(plan: Plan, paper: Paper, *, persons: bool) -> Sheet:
    """Return what the page shows; with more than ``MOST_UNITS`` units they are laid out together."""
    return _Composer(plan, paper, persons).sheet()


class _Composer:
    """Lays one plan out."""

    def __init__(self, plan: Plan, paper: Paper, persons: bool) -> None:
        self._plan, self._paper, self._persons = plan, paper, persons
        self._language, self._english = plan.words.language, plan.words.english
        self._names = DayNames(plan.agenda.proposer, self._language)

    def sheet(self) -> Sheet:
        """Return the whole page."""
        plan, wanted = self._plan, self._plan.agenda.wanted
        facts = f"As of {wanted.as_of}. " if self._english else f"截至 {wanted.as_of}。"
        sheet = Sheet(plan_title(plan), plan_owner(plan), facts + counts(plan.rows, self._language), self._paper)
        sheet.legend = self._legend()
        self._say_unsure(sheet)
        units = plan.units
        if len(units) > MOST_UNITS:
            sheet.parts = [self._part("all", "", plan.rows, merged=True)]
            sheet.units = self._overview(units)
            sheet.notes.append(
                f"{len(units)} units, laid out together: × tells how many. --unit U makes the page of one."
                if self._english
                else f"共 {len(units)} 个单位，合在一起排列，× 后是次数。单个支部的挂历请用 --unit。"
            )
        elif len(units) > 1:
            for number, (id_, name) in enumerate(units, 1):
                rows = [row for row in plan.rows if row.unit == id_ or (row.standing == "own" and not row.unit)]
                sheet.parts.append(self._part(f"u{number}", name, rows, merged=False))
        else:
            sheet.parts = [self._part("all", "", [row for row in plan.rows if row.standing != "gone"], merged=False)]
        return sheet

    def _part(self, anchor: str, name: str, rows: Sequence[Row], *, merged: bool) -> Part:
        span = self._plan.agenda.wanted.span
        months = WallCalendar(span, self._names, self._language, merged=merged).months(rows)
        part = Part(anchor, name, counts(rows, self._language), [self._leaf(month, anchor) for month in months])
        if not merged:
            shown = [row for row in rows if row.on_calendar]
            by_day: dict[object, list[Row]] = {}
            for row in shown:
                by_day.setdefault(row.day, []).append(row)
            part.lines = [self._line(item) for found in by_day.values() for item in items_of(found, merged=False)]
            left = [row for row in rows if not row.on_calendar and row.standing != "gone"]
            part.undated = [self._line(Item(row.mark, row.brief, "", "", (row,))) for row in left]
        part.notes = provisional_notes(rows, self._language)
        return part

    def _leaf(self, month: Month, anchor: str) -> Leaf:
        weeks = [[self._day(cell) if cell else None for cell in week] for week in month.weeks]
        over = [
            (day.number, day.weekday, day.lines[len(day.lines) - day.more :])
            for week in weeks
            for day in week
            if day and day.more
        ]
        empty = not any(cell.items for cell in month.cells)
        return Leaf(month.title, f"{anchor}-{month.first:%Y-%m}", weeks, over, empty)

    def _day(self, cell: Cell) -> Day:
        found = [self._line(item, in_cell=True) for item in cell.items]
        fits = self._fitting(found)
        lines = [
            replace(line, looks=f"{line.looks} x".strip()) if at >= fits else line for at, line in enumerate(found)
        ]
        tag = _TAG[cell.kind].say(self._language) if cell.kind in _TAG else ""
        looks = " ".join(filter(None, ("d", _CLASS[cell.kind], "has" if cell.items else "e")))
        unsure = any(row.provisional for item in cell.items for row in item.rows)
        weekday = WEEKDAY[cell.day.weekday()].say(self._language)
        named = f"{tag} {cell.name}".strip() if cell.kind is DayKind.HOLIDAY else tag
        return Day(cell.day.day, weekday, looks, named, unsure, lines, len(cell.items) - fits)

    def _fitting(self, lines: Sequence[Line]) -> int:
        """Return how many items a day takes in print, at least one; where not all, a line says how many more."""
        wide, room = _ROOM[self._paper]
        heights = [-(-cells(f"{line.text} {line.beside}".strip()) // (2 * wide)) for line in lines]
        if sum(heights) <= room:
            return len(lines)
        fits = 1
        while sum(heights[: fits + 1]) < room:
            fits += 1
        return fits

    def _line(self, item: Item, *, in_cell: bool = False) -> Line:
        row = item.rows[0]
        text = self._text(item, in_cell=in_cell)
        person = row.person if self._persons and len({one.person for one in item.rows}) == 1 else ""
        beside = " ".join(filter(None, (item.time, item.place, person)))
        if in_cell and self._paper == "a3":  # where there is no room for more
            beside = item.time.partition("-")[0]
        hints = dict.fromkeys(hint.say(self._language) for one in item.rows for hint in one.hints)
        day = row.day if row.on_calendar else None
        wrong = "wrong" if item.wrong else row.standing
        return Line(
            item.mark,
            text,
            beside,
            wrong,
            self._shown_day(day) if day else "",
            WEEKDAY[day.weekday()].say(self._language) if day else "",
            row.period,
            f"{row.until:%m-%d}" if row.until and row.standing in ("planned", "make_up", "unknown", "missed") else "",
            row.status.say(self._language),
            ("; " if self._english else "；").join(hints),
        )

    def _text(self, item: Item, *, in_cell: bool) -> str:
        """Return what an item is called, and how often or for how many it stands."""
        row = item.rows[0]
        if row.size:
            size = sum(one.size for one in item.rows)
            return f"{row.what} ({size} {row.people})" if self._english else f"{row.what}（{size} {row.people}）"
        full = len({one.matter for one in item.rows}) == 1 and not (in_cell and self._paper != "a4")
        text = row.matter if full else item.text  # the cells of an A3 page are small
        return text + (f" ×{item.number}" if item.number > 1 else "")

    def _shown_day(self, day: date) -> str:
        """Return a day without its year where all days of the plan are of that year."""
        span = self._plan.agenda.wanted.span
        return f"{day:%m-%d}" if day.year == span.first.year == span.last.year else day.isoformat()

    def _legend(self) -> list[tuple[str, str]]:
        rows = self._plan.rows
        there = {row.standing for row in rows}
        found = [(MARK[one], STANDING[one].say(self._language)) for one in ON_CALENDAR if one in there]
        legend = [(mark, word) for mark, word in dict(reversed(found)).items()][::-1]
        if any(row.wrong for row in rows):
            legend.append(("!", "to be looked at" if self._english else "须核对"))
        return legend

    def _say_unsure(self, sheet: Sheet) -> None:
        for year, days in provisional_days(self._plan.rows).items():
            sheet.notes.append(
                f"The holidays of {year} are not announced yet. Days marked with ? ({len(days)}) go by the weekday: "
                "look at them again once they are (see the list)."
                if self._english
                else f"{year} 年放假调休安排尚未公布，标“?”的 {len(days)} 天按星期推算，公布后请再核对（见清单）。"
            )

    def _overview(self, units: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
        by_unit: dict[str, list[Row]] = {}
        for row in self._plan.rows:
            by_unit.setdefault(row.unit, []).append(row)
        assert Counter(id_ for id_, _ in units).most_common(1)[0][1] == 1
        return [(name, counts(by_unit.get(id_, ()), self._language)) for id_, name in units]
