"""What is written by hand is, to the byte, what the library ``icalendar`` writes for the same entries."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from urllib.parse import quote
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Alarm, Calendar, Component, Event, Todo

from checkbranch.calendars.entries import Content, Entry, Matter, Status, day_of
from checkbranch.calendars.ics import MATTER, PRODID, WORKSPACE, read_calendar, write_calendar
from checkbranch.calendars.writing import folded
from checkbranch.reports.calendar_words import clean

STATUSES: tuple[Status, ...] = ("TENTATIVE", "CONFIRMED", "CANCELLED")
TODO_STATUS = {"TENTATIVE": "NEEDS-ACTION", "CONFIRMED": "COMPLETED", "CANCELLED": "CANCELLED"}
ZONES = ("Asia/Shanghai", "Asia/Urumqi", "PRC", "UTC", "Etc/UTC", "Europe/Berlin", "America/New_York")

# Texts as people write them, and those that break lines, escapes and folds. ``\\N`` is left out: the library reads it
# as the end of a line, wherever it comes from.
TEXTS = st.text(
    st.sampled_from("党课第三季度，还差1次；abc ;,:\\\"'^%=\n\r\t🎋é") | st.characters(exclude_categories=["Cs", "Cc"]),
    max_size=200,
).filter(lambda text: "\\N" not in text)


def by_the_library(entries: list[Entry], name: str, workspace: str, timezone: str) -> bytes:
    calendar = Calendar.new(prodid=PRODID, name=name, method="PUBLISH", refresh_interval=timedelta(hours=12))
    del calendar["UID"]
    calendar["REFRESH-INTERVAL"].params["VALUE"] = "DURATION"
    calendar.add("X-PUBLISHED-TTL", "PT12H")
    calendar.add("X-WR-TIMEZONE", timezone)
    calendar.add(WORKSPACE, quote(workspace, safe=""))
    calendar.calscale = "GREGORIAN"
    for entry in entries:
        calendar.add_component(component(entry, ZoneInfo(timezone)))
    latest = max([2037, *(entry.day.year for entry in entries)])
    calendar.add_missing_timezones(first_date=date(2000, 1, 1), last_date=date(latest + 1, 1, 1))
    for zone in calendar.timezones:
        zone.pop("COMMENT", None)
    written: bytes = calendar.to_ical()
    return written


def component(entry: Entry, zone: ZoneInfo) -> Component:
    content, todo = entry.content, entry.content.form == "todo"
    made: Event | Todo = Todo() if todo else Event()
    for name in ("DTSTAMP", "LAST-MODIFIED"):
        made.add(name, datetime.combine(entry.modified, datetime.min.time(), UTC))
    made.add("UID", entry.uid)
    made.add("SEQUENCE", entry.sequence)
    made.add("SUMMARY", content.summary)
    made.add("DESCRIPTION", content.description)
    if content.categories:
        made.add("CATEGORIES", content.categories)
    if todo:
        if day_of(content.start) < day_of(content.end):
            made.add("DTSTART", day_of(content.start))
        made.add("DUE", day_of(content.end))
        made.add("STATUS", TODO_STATUS[content.status])
    else:
        made.add("DTSTART", zoned(content.start, zone))
        made.add("DTEND", zoned(content.end, zone))
        made.add("STATUS", content.status)
        busy = isinstance(content.start, datetime) and content.status != "CANCELLED"
        made.add("TRANSP", "OPAQUE" if busy else "TRANSPARENT")
    matter = entry.matter
    days = matter.opens.isoformat(), matter.closes.isoformat()
    about = (matter.role, matter.duty, matter.subject_kind, matter.subject, matter.unit, matter.period, *days)
    made.add(MATTER, "/".join(quote(text, safe="") for text in (*about, matter.wish, matter.title)))
    for minutes in content.alarms:
        alarm = Alarm.new_display(content.summary, timedelta(minutes=-minutes))
        if todo and "DTSTART" not in made:
            alarm["TRIGGER"].params["RELATED"] = "END"
        made.add_component(alarm)
    return made


def zoned(moment: date | datetime, zone: ZoneInfo) -> date | datetime:
    return moment.replace(tzinfo=zone) if isinstance(moment, datetime) else moment


@st.composite
def made_entries(draw: st.DrawFn) -> list[Entry]:
    found = []
    for number in range(draw(st.integers(0, 4))):
        todo, timed = draw(st.booleans()), draw(st.booleans())
        day = draw(st.dates(date(1990, 1, 1), date(2075, 12, 31)))
        start = datetime(day.year, day.month, day.day, 15, 30) if timed and not todo else day
        content = Content(
            "todo" if todo else "event",
            start,
            start + timedelta(days=draw(st.integers(0, 3))),
            draw(st.sampled_from(STATUSES)),
            draw(TEXTS.filter(str.strip)),
            draw(TEXTS),
            tuple(draw(st.lists(TEXTS.filter(bool), max_size=3))),
            tuple(draw(st.lists(st.integers(1, 28 * 24 * 60), max_size=3))),
        )
        matter = Matter("proposal", draw(TEXTS), "branch", draw(TEXTS), "B1", "2026-H2", day, day, "", draw(TEXTS))
        found.append(Entry(f"{number}@x", content, matter, draw(st.integers(0, 99)), day))
    return found


@given(made_entries(), TEXTS.map(clean), TEXTS, st.sampled_from(ZONES))
def test_the_bytes_are_those_of_the_library(entries: list[Entry], name: str, workspace: str, timezone: str) -> None:
    written = write_calendar(entries, name, workspace, timezone)
    assert written == by_the_library(entries, name, workspace, timezone)
    assert read_calendar(written) is not None


@given(TEXTS | st.text(st.sampled_from("党\\^a"), min_size=60))
def test_a_folded_line_is_short_whole_in_every_piece_and_the_same_again(text: str) -> None:
    line = text.replace("\n", "").replace("\r", "")
    pieces = folded(line).removesuffix(b"\r\n").split(b"\r\n ")
    assert all(len(piece) < 75 for piece in pieces)
    assert "".join(piece.decode() for piece in pieces) == line


@pytest.mark.parametrize("text", [r"a\Nb", "half \ud800 pair"])
def test_odd_texts_are_written_all_the_same(text: str) -> None:
    content = Content("event", date(2026, 1, 1), date(2026, 1, 2), "TENTATIVE", text, text)
    matter = Matter("proposal", "d", "branch", "B", "B", "2026", date(2026, 1, 1), date(2026, 12, 31))
    calendar = Calendar.from_ical(write_calendar([Entry("a@x", content, matter, 0, date(2026, 1, 1))], "n", "w", "UTC"))
    assert isinstance(calendar, Calendar)
    assert len(calendar.events) == 1


def test_the_file_of_one_unit_says_whose_it_is() -> None:
    written = write_calendar([], "n", "w", "Asia/Shanghai", "东岭/B 1")
    assert b"\r\nX-CHECKBRANCH-UNIT:%E4%B8%9C%E5%B2%AD%2FB%201\r\n" in written
    assert b"X-CHECKBRANCH-UNIT" not in write_calendar([], "n", "w", "Asia/Shanghai")
