"""The calendar and its state file as they are read again, whole and damaged."""

from __future__ import annotations

import random
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkbranch.calendars.entries import Content, Entry, Matter
from checkbranch.calendars.ics import is_foreign, read_calendar, write_calendar
from checkbranch.calendars.revisions import Fate, revise
from checkbranch.calendars.state import Damaged, dump_state, load_state

MATTER = Matter(
    *("proposal", "lectures", "branch", 'B"1/,;\\ %', "B1", "2026-H2"),
    *(date(2026, 7, 1), date(2027, 1, 31), "on first friday; shift next", "党课（下半年）"),
)
ENTRIES = [
    Entry(
        "a@x",
        Content(
            *("event", datetime(2026, 12, 1, 23, 30), datetime(2026, 12, 2, 1, 0), "TENTATIVE", "党课，“甲”; b, c"),
            *("第一行\n第二行\\n，" * 20, ("党课", "a,b"), (1440, 60)),
        ),
        MATTER,
        3,
        date(2026, 11, 23),
    ),
    Entry(
        "b@x",
        Content("event", date(2026, 12, 3), date(2026, 12, 4), "CANCELLED", "s", "d"),
        MATTER,
        0,
        date(2026, 1, 1),
    ),
    Entry(
        "c@x",
        Content("todo", date(2026, 12, 3), date(2026, 12, 3), "CONFIRMED", "s", "d", (), (60,)),
        MATTER,
        1,
        date(2026, 1, 1),
    ),
]
SHELF = {entry.uid: entry for entry in ENTRIES}
CALENDAR = write_calendar(ENTRIES, "计划", "第一;支,部", "Asia/Shanghai")
STATE = dump_state("第一;支,部", ENTRIES).encode()


def test_both_files_hold_every_entry_whole() -> None:
    assert read_calendar(CALENDAR) == ("第一;支,部", SHELF)
    assert load_state(STATE) == ("第一;支,部", SHELF)
    assert dump_state("第一;支,部", reversed(ENTRIES)).encode() == STATE


def test_half_a_surrogate_pair_does_not_break_the_state_file() -> None:
    odd = Matter("proposal", "d", "branch", "B\ud800", "B\ud800", "2026", date(2026, 1, 1), date(2026, 12, 31))
    entry = Entry("a@x", ENTRIES[1].content, odd, 0, date(2026, 1, 1))
    assert load_state(dump_state("w", [entry]).encode())[1]["a@x"] == entry
    assert read_calendar(write_calendar([entry], "n", "w", "Asia/Shanghai"))


@pytest.mark.parametrize(
    ("start", "end"), [(date(2026, 1, 2), date(2026, 1, 1)), (date(2026, 1, 2), datetime(2026, 1, 3, 1, 0))]
)
def test_what_ends_before_it_begins_is_no_content(start: date, end: date) -> None:
    with pytest.raises(ValueError, match="does not end"):
        Content("event", start, end, "TENTATIVE", "s", "d")


@st.composite
def damaged(draw: st.DrawFn, data: bytes) -> bytes:
    """Cut, change and double pieces of a file."""
    chance, made = random.Random(draw(st.integers(0, 10_000))), bytearray(data)
    for _ in range(draw(st.integers(1, 4))):
        at = chance.randrange(len(made))
        piece = bytes(made[at : at + chance.randrange(1, 30)])
        change = chance.choice(
            [b"", piece * 2, piece[::-1], bytes([chance.randrange(256)]), b"0", b'"', b"\r\n", b"9999"]
        )
        made[at : at + len(piece)] = change
    return bytes(made)


@given(damaged(STATE))
def test_a_damaged_state_file_is_refused_or_gives_what_can_be_written(data: bytes) -> None:
    try:
        _, entries = load_state(data)
    except Damaged:
        return
    assert write_calendar(entries.values(), "n", "w", "Asia/Shanghai")


@given(damaged(CALENDAR))
def test_a_damaged_calendar_is_refused_or_gives_what_can_be_written(data: bytes) -> None:
    found = read_calendar(data)
    is_foreign(data)
    assert found is None or write_calendar(found[1].values(), "n", "w", "Asia/Shanghai")


@pytest.mark.parametrize(
    ("data", "foreign"),
    [
        (CALENDAR, False),
        (CALENDAR.replace(b"checkbranch//", b"phone//"), True),
        (b"", False),
        ("会议".encode("gbk"), False),
        (b"BEGIN:VEVENT\r\nEND:VEVENT\r\n", False),
    ],
)
def test_whose_calendar_it_is(data: bytes, foreign: bool) -> None:
    assert is_foreign(data) is foreign


@pytest.mark.parametrize(
    ("fate", "as_of", "status", "sequence", "kept"),
    [
        ("cancel", "2026-12-10", "CANCELLED", 4, True),
        ("keep", "2026-12-10", "TENTATIVE", 3, True),
        ("aside", "2026-12-10", None, None, True),
        ("cancel", "2027-02-01", None, None, False),
        ("keep", "2027-02-01", None, None, False),
    ],
)
def test_what_becomes_of_an_entry_that_is_not_planned(
    fate: Fate, as_of: str, status: str | None, sequence: int | None, kept: bool
) -> None:
    gone = Content("event", date(2026, 12, 1), date(2026, 12, 2), "CANCELLED", "s", "d")
    made = revise({"a@x": ENTRIES[0]}, [], date.fromisoformat(as_of), lambda _: fate, lambda _: gone)
    assert [(entry.content.status, entry.sequence) for entry in made.entries] == (
        [(status, sequence)] if status else []
    )
    assert bool(made.entries or made.aside) is kept
