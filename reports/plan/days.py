"""What is said of the day on which a row of a plan stands, beside the row and to the person who wrote it."""

from __future__ import annotations

from datetime import date

from ...calendars import DayKind
from ...engine.planning.agenda import Agenda
from ...engine.planning.edits import Edit, Remark
from ...engine.planning.memory import Written
from ...engine.text import Text
from .row import Row
from .words import DayNames, short_day

Remarks = list[Remark]


class DayCheck:
    """Looks at the days of rows; what is wrong with a day that the user chose is told with its place and its mend."""

    def __init__(self, agenda: Agenda, language: str) -> None:
        self._as_of, self._span = agenda.wanted.as_of, agenda.wanted.span
        self._days = DayNames(agenda.proposer, language)

    def owed(self, row: Row, edit: Edit, remarks: Remarks, due: date | None) -> None:
        """Look at an occurrence that is still owed; ``due`` is the day by which an overdue one should have been."""
        if due is not None:
            row.hints.append(Text(f"应不迟于 {due}，已逾期", f"was due by {due}"))
        if row.unread:
            self._unread(row)
        elif row.day is None:
            row.hints.append(Text("没有空闲的工作日，请自行安排", "no free working day left; choose one"))
        elif edit.day is None:
            return
        elif row.opens and row.until and not (row.opens <= edit.day <= row.until or (due and edit.day >= due)):
            self._outside(row, edit, row.opens, row.until, remarks)
        elif edit.day < self._as_of:
            self._past(row, edit, remarks)
        else:
            row.hints.append(Text("已改期", "moved by you"))
            self._off(row, edit, remarks)

    def held(self, row: Row, edit: Edit, was: Written | None, remarks: Remarks) -> None:
        """Look at what the ledger holds: its day is that of the ledger, whatever was planned."""
        if row.unread or (edit.day is not None and edit.day != row.day and was is not None and was.role == "held"):
            row.unread = ""
            said = Text(
                f"台账已有记录（{row.day}），日期以台账为准，所作改动未采用。记录有误的，请改台账。",
                f"It is in the ledger ({row.day}), whose day holds; the change was not used. If the record is wrong, "
                "mend the ledger.",
            )
            remarks.append(Remark(edit.number, said))

    def missed(self, row: Row) -> None:
        """Look at what was not seen, and can be held no longer or is not known."""
        if row.standing == "missed":
            row.hints.append(Text("期限已过；不得事后补写", "its time is over; do not write it up afterwards"))
        else:
            row.hints.append(Text("台账情况待核", "it is not known yet whether it was held"))

    def own(self, row: Row, edit: Edit, remarks: Remarks) -> None:
        """Look at an event of the user's own."""
        if row.unread:
            row.hints.append(Text("日期无法识别，日历上不显示", "its date cannot be read; it is on no calendar"))
            row.wrong = True
        elif row.day is None:
            row.hints.append(Text("没有日期，日历上不显示", "without a date it is on no calendar"))
            row.wrong = True
        else:
            self._off(row, edit, remarks)
            if not self._span.first <= row.day <= self._span.last:
                self._not_of_the_plan(row, edit, remarks)

    def _unread(self, row: Row) -> None:
        row.wrong = True
        if row.day is not None:
            row.hints.append(Text(f"日期无法识别，暂按 {row.day}", f"date not understood; {row.day} for now"))
        else:
            row.hints.append(Text("日期无法识别", "date not understood"))

    def _past(self, row: Row, edit: Edit, remarks: Remarks) -> None:
        row.wrong = True
        row.hints.append(Text("日期已过，台账未见记录", "its day is past, and no record is seen"))
        said = Text(
            f"{edit.day} 已过，台账未见“{row.matter}”的记录。已开展的请登记台账；没有开展的请改为 {self._as_of} "
            "或以后的日期，清空则重新建议。",
            f"{edit.day} is past and the ledger has no record of “{row.matter}”. If it was held, enter it; if not, "
            f"write a day from {self._as_of} on, or empty the cell to have a new proposal.",
        )
        remarks.append(Remark(edit.number, said))

    def _outside(self, row: Row, edit: Edit, opens: date, until: date, remarks: Remarks) -> None:
        row.wrong = True
        row.hints.append(
            Text(
                f"不在期限内（{short_day(opens, 'zh')}至{short_day(until, 'zh')}）",
                f"not within {short_day(opens, 'en')} to {short_day(until, 'en')}",
            )
        )
        said = Text(
            f"{edit.day} 不在“{row.matter}”（{row.period or '本项'}）的期限内，按此日期开展不计入；已标出并保留。请改"
            f"到 {max(opens, self._as_of)} 至 {until} 之间，清空则恢复建议日期。",
            f"{edit.day} is not within the time of “{row.matter}” ({row.period or 'this item'}): held then it would "
            f"not count. It is kept and marked. Write a day from {max(opens, self._as_of)} to {until}, or empty the "
            "cell to have the proposal again.",
        )
        remarks.append(Remark(edit.number, said))

    def _not_of_the_plan(self, row: Row, edit: Edit, remarks: Remarks) -> None:
        row.wrong = True
        row.hints.append(Text("不在本计划的起止日期内", "not within the days of this plan"))
        said = Text(
            f"{row.day} 不在本计划的 {self._span.first} 至 {self._span.last} 之内，只列在清单中。请核对年份。",
            f"{row.day} is not within {self._span.first} to {self._span.last}, the days of this plan; it is only "
            "listed. Check the year.",
        )
        remarks.append(Remark(edit.number, said))

    def _off(self, row: Row, edit: Edit, remarks: Remarks) -> None:
        day = row.day
        if day is None or self._days.kind(day) not in (DayKind.HOLIDAY, DayKind.WEEKEND):
            return
        name = self._days.name(day)
        row.hints.append(Text(f"休息日{f'（{name}）' if name else ''}", f"a day off{f' ({name})' if name else ''}"))
        said = Text(
            f"{day} 是休息日{f'（{name}）' if name else ''}，已按所填日期采用。不合适的请另改一天。",
            f"{day} is a day off{f' ({name})' if name else ''}; it is used as it is. Write another day if that will "
            "not do.",
        )
        remarks.append(Remark(edit.number, said, wrong=False))
