"""What a user has changed in a plan: days, times, places, persons and notes, and rows of his own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta, tzinfo
from decimal import Decimal

from ...calendars.entries import Content, Entry, Matter, Role
from ..ledger.values.cells import Bad, Raw, is_blank, text_of
from ..ledger.values.dates import Clock, When, clock_of, when_of
from ..text import Text
from .book import Line, PlanBook
from .columns import BY_KEY, WRITTEN
from .memory import Written

_SERIAL_EPOCH, _SERIALS = date(1899, 12, 30), range(20_000, 80_000)  # days that a spreadsheet shows as numbers
_MINUTES = 24 * 60
_ROLES: dict[str, Role] = {"proposal": "proposal", "visits": "visits"}
_KEPT = ("period", "basis", "opens", "until")  # what stays of a row of the user's own, besides what he may edit


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to tell about a row of the plan; ``wrong`` where it cannot be used as it stands.

    ``number`` is the row of the workbook as it was read, 0 where it was not in it: then ``uid`` tells which it is.
    """

    number: int
    text: Text
    wrong: bool = True
    uid: str = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """What is the user's in one row.

    ``number`` is the row as it was read. ``day`` is a day that he chose, ``unread`` what he wrote instead of one.
    ``clock`` are his clock times, ``time`` the text that they stand in, which may be no time. ``own`` are the cells of
    columns that he added.
    """

    number: int = 0
    day: date | None = None
    unread: str = ""
    clock: Clock | None = None
    time: str = ""
    place: str = ""
    person: str = ""
    note: str = ""
    own: Sequence[Raw] = ()

    @property
    def said(self) -> bool:
        """Whether the user has put anything into the row."""
        texts = (self.unread, self.time, self.place, self.person, self.note)
        return self.day is not None or any(texts) or not all(map(is_blank, self.own))


@dataclass(frozen=True, slots=True)
class Added:
    """A row that the user added: an event of his own. ``kept`` are its cells in columns that are not his to edit."""

    unit: str
    matter: str
    edit: Edit
    kept: Mapping[str, Raw] = field(default_factory=dict)


@dataclass(slots=True)
class Edits:
    """All that a workbook holds of the user: by UID, rows added, and what is to be told of it.

    ``deleted`` are the UIDs of rows that were written and are there no longer.
    """

    by_uid: dict[str, Edit] = field(default_factory=dict)
    written: dict[str, Written] = field(default_factory=dict)
    added: list[Added] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    file: str = ""
    sheet: str = ""

    def edit(self, uid: str) -> Edit:
        """Return what is the user's in the row of ``uid``."""
        return self.by_uid.get(uid) or Edit()

    def fixed(self) -> dict[str, date]:
        """Return, by UID, the days that the user chose."""
        return {uid: edit.day for uid, edit in self.by_uid.items() if edit.day is not None}

    def earlier(self) -> Iterator[Entry]:
        """Yield what the program proposed before, so that it stays where it is still good."""
        for uid, was in self.written.items():
            role, day = _ROLES.get(was.role), was.day
            if role is None or (day is None and role != "visits"):
                continue
            day = day or was.opens or date.min
            content = Content("event", day, day, "TENTATIVE", "", "")
            matter = Matter(role, "", "", "", "", "", was.opens or day, day, was.wish, "", was.items)
            yield Entry(uid, content, matter, 0, day)


def read_edits(book: PlanBook, zone: tzinfo) -> Edits:
    """Return what the user has changed; of a cell that cannot be read its text is kept, and told."""
    found = Edits(file=book.file, sheet=book.sheet)
    reader = _Reader(book, zone, found.remarks)
    for id_, line in book.lines.items():
        was = book.memory.get(id_)
        if was is None:
            found.remarks.append(_unknown(line, id_))
            found.added.append(reader.added(line))
        else:
            found.by_uid[was.uid] = reader.edit(line, was)
            found.written[was.uid] = was
    found.added += [reader.added(line) for line in book.added]
    for id_, was in book.memory.items():
        if id_ not in book.lines:
            found.deleted.append(was.uid)
            found.written[was.uid] = was
    return found


def _unknown(line: Line, id_: str) -> Remark:
    return Remark(
        line.number,
        Text(
            f"编号“{id_}”不属于这份计划，已作为自定事项保留。原来那一行若因此缺失，会照样列出；不需要的请删去。",
            f"The id “{id_}” is not of this plan; the row is kept as an event of your own. If a row of the plan lost "
            "its id, it is listed again; delete the one that is not needed.",
        ),
    )


class _Reader:
    """Reads the rows of one workbook."""

    def __init__(self, book: PlanBook, zone: tzinfo, remarks: list[Remark]) -> None:
        self._book, self._zone, self._remarks = book, zone, remarks

    def edit(self, line: Line, was: Written) -> Edit:
        """Return what is the user's in a row of the plan."""
        made = self._read(line, was.day or self._book.scope.span.first)
        if made.day is not None and made.day == was.day:
            made = replace(made, day=None)
        if made.time == was.time:
            made = replace(made, time="", clock=None)
        return self._moved(line, was, made)

    def added(self, line: Line) -> Added:
        """Return a row that the user added."""
        made = self._read(line, self._book.scope.span.first)
        kept = {key: line.cells.get(key) for key in _KEPT if not is_blank(line.cells.get(key))}
        matter = line.text("matter")
        if not matter:
            self._tell(line, "没有写“事项”。请补写。", "“What” is empty. Write what it is.")
        if made.day is None and not made.unread:
            self._tell(
                line,
                "没有写“建议日期”，日历上不显示。请补写日期。",
                "“Date” is empty, so the event is on no calendar. Write the day.",
            )
        return Added(line.text("unit"), matter, made, kept)

    def _read(self, line: Line, near: date) -> Edit:
        day, start, unread = self._day(line, near)
        time_text = _time_text(line.cells.get("time"))
        clock = clock_of(_clock_cell(line.cells.get("time")))
        if isinstance(clock, Bad):
            self._tell(
                line,
                f"时间“{clock.shown}”无法识别，暂按全天。请写成 15:00 或 15:00-16:30。",
                f"The time “{clock.shown}” cannot be read; it lasts all day for now. Write 15:00 or 15:00-16:30.",
            )
            clock = None
        if clock is None and not time_text and start is not None:
            clock, time_text = Clock(start), f"{start:%H:%M}"
        text = line.text
        return Edit(
            line.number,
            day,
            unread,
            clock,
            time_text,
            text("place"),
            text("person"),
            text("note"),
            line.own,
        )

    def _day(self, line: Line, near: date) -> tuple[date | None, time | None, str]:
        """Return the day of a row, the clock time beside it where there is one, and what stands there instead."""
        cell = line.cells.get("day")
        if isinstance(cell, int | Decimal) and int(cell) in _SERIALS:
            cell = _SERIAL_EPOCH + timedelta(days=int(cell))
        when = when_of(cell, self._zone, near.year)
        shown = when.shown if isinstance(when, Bad) else ""
        if shown:
            self._tell(
                line,
                f"“{shown}”不是有效日期，未采用，原样留在表中。请写成 2027-03-05；要改回建议日期，清空即可。",
                f"“{shown}” is not a day; it is not used, and stays as it is. Write 2027-03-05, or empty the cell to "
                "have the proposal again.",
            )
            return None, None, shown
        if not isinstance(when, When):
            return None, None, ""
        start = when.start if when.start and when.start.time() != time() else None
        return when.day, start.time() if start else None, ""

    def _moved(self, line: Line, was: Written, made: Edit) -> Edit:
        """Tell of what was changed in columns that are written anew; a text is moved to the notes, so that it stays."""
        for key, before in zip(WRITTEN, was.texts, strict=True):
            if key not in line.cells:
                continue
            now = written_text(line.cells[key])
            if now == before:
                continue
            head = BY_KEY[key].head
            self._tell(
                line,
                f"“{head.zh}”由本程序填写，改动未采用{'，原文移到了“备注”' if now else ''}。"
                "可改的是日期、时间、地点、负责人和备注；是否已开展以台账为准。",
                f"“{head.en}” is written by the program; the change was not used"
                f"{', it is under “Notes” now' if now else ''}. Date, time, place, person and notes can be edited; "
                "whether it was held is told by the ledger.",
            )
            if now and now not in made.note:
                made = replace(made, note="；".join(filter(None, (made.note, f"{head.zh}：{now}"))))
        return made

    def _tell(self, line: Line, zh: str, en: str) -> None:
        self._remarks.append(Remark(line.number, Text(zh, en)))


def written_text(cell: Raw) -> str:
    """Return the text by which it is told whether a cell was changed: of a day its ISO form."""
    if isinstance(cell, datetime):
        cell = cell.date()
    return cell.isoformat() if isinstance(cell, date) else text_of(cell) or ""


def _clock_cell(cell: Raw) -> Raw:
    """Return a cell of clock times as ``clock_of`` takes it: a fraction of a day is a time in some spreadsheets."""
    if isinstance(cell, datetime):
        return cell.time()
    if isinstance(cell, timedelta) and timedelta() <= cell < timedelta(days=1):
        return (datetime.min + cell).time()
    if isinstance(cell, Decimal) and 0 <= cell < 1:
        return (datetime.min + timedelta(minutes=round(cell * _MINUTES))).time()
    return cell


def _time_text(cell: Raw) -> str:
    cell = _clock_cell(cell)
    return f"{cell:%H:%M}" if isinstance(cell, time) else text_of(cell) or ""
