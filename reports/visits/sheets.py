"""The sheet of one helper: whom to visit, by when, and room to write down the visit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...engine.text import Text
from ..words.wording import listed
from .columns import Words
from .report import HelperSheet, Stop


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a sheet in words; what is empty is for the helper to fill in."""

    id: str
    name: str
    place: str
    duties: str
    last: str
    due: str
    standing: str
    overdue: bool


# Heading, and the width in a spreadsheet and its share of a page.
HEADS: tuple[tuple[Text, int], ...] = (
    (Text("编号", "Id"), 8),
    (Text("户主/姓名", "Name"), 11),
    (Text("楼栋住址", "Address"), 16),
    (Text("事项", "Duty"), 22),
    (Text("上次走访", "Last visit"), 11),
    (Text("最迟走访日", "Visit by"), 11),
    (Text("情况", "Status"), 17),
    (Text("走访日期", "Day of visit"), 12),
    (Text("见到的人", "Who was met"), 12),
    (Text("困难和反映", "Remarks"), 28),
)
GIVEN = 7  # columns that are filled in; the rest is room to write


def title_of(sheet: HelperSheet, words: Words) -> str:
    """Return what a sheet is headed: the helper, or that there is none."""
    if sheet.name is None:
        return words.say("未落实帮扶责任人的户", "Households without a helper")
    return words.say(f"走访单：{sheet.name}", f"Visits: {sheet.name}")


def note_of(sheet: HelperSheet, words: Words) -> str:
    """Return what is to be known of a sheet: how many there are, how many are overdue, and how to fill it in."""
    number = len(sheet.stops)
    overdue = sum(any(row.overdue_since for row in stop.rows) for stop in sheet.stops)
    late = words.say(f"，其中已逾期 {overdue} 户", f", {overdue} overdue") if overdue else ""
    how = words.say(
        "走访后如实填写日期和见到的人；电话联系、没有见到人的，写明即可，不算上门。",
        "After the visit write down the day and whom you met. A call, or nobody at home, is written down as such.",
    )
    return words.say(f"共 {number} 户{late}。{how}", f"{number} in all{late}. {how}")


def entries(sheet: HelperSheet, words: Words) -> Iterator[Entry]:
    """Yield the lines of a sheet, the most urgent first."""
    for stop in sheet.stops:
        yield _entry(sheet, stop, words)


def _entry(sheet: HelperSheet, stop: Stop, words: Words) -> Entry:
    row, last = stop.first, stop.last
    others = [name for name in row.helpers if name != sheet.name]
    beside = words.say("；同访：", "; with ") + listed(others, words.language) if others and sheet.name else ""
    return Entry(
        id=row.subject.id,
        name=row.subject.name or "",
        place=" ".join(part for part in (row.building, row.tier) if part) or (row.unit_name or row.unit),
        duties=words.say("；", "; ").join(dict.fromkeys(one.title.say(words.language) for one in stop.rows)) + beside,
        last=str(last.date) if last else "—",
        due=str(row.due) if row.due else "—",
        standing=words.standing(row),
        overdue=row.overdue_since is not None,
    )
