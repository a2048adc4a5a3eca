"""Random cases of the kinds without periods: records so close in time that they follow, precede and overlap."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from .cases import Case, Row, Sheet
from .random_checks import BUILDINGS, NEAR, POST_COLUMNS, REQUEST_COLUMNS, checks, near_days, posts, requests
from .random_rules import TYPES, maybe, seldom
from .random_subjects import HOUSEHOLD_COLUMNS, MEMBER_COLUMNS, UNIT_COLUMNS, households, ids, members, units
from .strategy import ACTIVITY_COLUMNS, OPTIONAL, activity, known_groups, waivers

COLUMNS = (*ACTIVITY_COLUMNS, "end", "recorded_on", "上报", "经费")
LACKING = (*OPTIONAL, "end", "recorded_on", "上报", "经费", "lecturer", "subject")
OWN = {
    "units": ("甲", "乙", "丙", "term_ends"),
    "members": ("包联", "分值", "floating"),
    "households": ("building", "people", "helpers"),
}
START = {"units": UNIT_COLUMNS, "members": MEMBER_COLUMNS, "households": HOUSEHOLD_COLUMNS}
SOMETIMES = ("term_ends", "floating", "helpers")  # columns that a table may lack though rules look at them

few = st.sampled_from(["", "", "", "1", "2", "3", "5"])
own_cells: dict[str, st.SearchStrategy[str]] = {
    "甲": st.sampled_from(["", "1", "2", "3", "5", "3.5"]),
    "乙": st.sampled_from(["", "0", "1", "2", "1.5"]),
    "丙": st.sampled_from(["", "0", "1", "2", "约2"]),
    "term_ends": st.just("2026-07-01"),
    "包联": st.sampled_from(["", *BUILDINGS]),
    "分值": few,
    "floating": st.sampled_from(["", "是"]),
    "building": st.sampled_from(["", *BUILDINGS, *BUILDINGS]),
    "people": few,
    "helpers": st.sampled_from(["", "某人"]),
}


def _types_of(rules: list[dict[str, Any]]) -> list[str]:
    """Return the types that the duties name."""
    said = [rule[kind].get(key) for rule in rules for kind in rule for key in ("after", "do", "before", "of")
            if isinstance(rule[kind], dict)]  # fmt: skip
    named = [word for words in said if words for word in (words if isinstance(words, list) else [words])]
    return [word for word in TYPES for one in named if word == one]


@st.composite
def _activity(draw: DrawFn, number: int, units_: list[Row], people: list[str], rules: list[dict[str, Any]]) -> Row:
    row = draw(activity(number, units_, people, []))
    kinds = _types_of(rules)
    if kinds and row["type"] in TYPES and draw(st.integers(1, 4)) > 1:
        row["type"] = draw(st.sampled_from(kinds))
    day, clock = draw(near_days), draw(st.sampled_from(["", "08:00", "09:30", "10:00", "23:30"]))
    if row["start"] and "-13-" not in row["start"]:
        row["start"] = f"{day} {clock}".strip()
    row["attendees"] = row["attendees"] or row["subject"]  # or hardly anyone would be in two places
    row["end"] = _end(day, clock, draw(st.sampled_from([None, None, 0, 30, 60, 120, 2160, 5000, -30])))
    row["recorded_on"] = _later(draw, day)
    row["上报"] = draw(st.sampled_from([_later(draw, day), "尽快"]))
    row["经费"] = draw(st.sampled_from(["", "50", "50.01", "100"]))
    return row


def _end(day: date, clock: str, minutes: int | None) -> str:
    if minutes is None or not clock:
        return ""
    hour, minute = clock.split(":")
    total = int(hour) * 60 + int(minute) + minutes
    days, rest = divmod(total, 1440)
    return f"{day + timedelta(days=days)} {rest // 60:02}:{rest % 60:02}"


def _later(draw: DrawFn, day: date) -> str:
    after = draw(st.sampled_from([None, None, -1, 0, 1, 3, 4, 5, 6, 7, 8, 30, 31]))
    return "" if after is None else (day + timedelta(days=after)).isoformat()


@st.composite
def _sheets(draw: DrawFn, units_: list[Row], people: list[str], rules: list[dict[str, Any]]) -> list[Sheet]:
    made = []
    number = 0
    for index in range(1, draw(st.integers(2, 3))):
        lacking = draw(maybe(st.sets(st.sampled_from(LACKING), max_size=5), set(), 3))
        columns = tuple(column for column in COLUMNS if column not in lacking or (index == 1 and column in OWN_FIELDS))
        rows = []
        for _ in range(draw(st.sampled_from([12, 18, 8, 10, 3] if index == 1 else [8, 4, 1]))):
            number += 1
            full = draw(_activity(number, units_, people, rules))
            rows.append({column: full[column] for column in columns})
        made.append(Sheet(f"activities-{index}.csv", columns, tuple(rows)))
    return made


OWN_FIELDS = ("上报", "经费")  # a column that no file has is refused, so one always has these


@st.composite
def _with_own(draw: DrawFn, table: str, rows: list[Row]) -> Sheet:
    own = [name for name in OWN[table] if name not in SOMETIMES or draw(st.booleans())]
    full = tuple({**row, **{name: draw(own_cells[name]) for name in own}} for row in rows)
    return Sheet(f"{table}.csv", (*START[table], *own), full)


@st.composite
def check_cases(draw: DrawFn, kind: str | None = None) -> Case:
    """Draw a case of duties of ``kind``, or of all kinds."""
    units_ = draw(units())
    members_ = draw(members(units_))
    households_ = draw(households(units_))
    branches, people = ids(units_, "branch"), [*ids(members_), *ids(households_)]
    rules = [draw(checks(number, kind)) for number in range(1, draw(st.sampled_from([5, 4, 3])))]
    activities = tuple(
        replace(
            sheet,
            rows=tuple(known_groups(units_, members_, row) if "group" in row else row for row in sheet.rows),
        )
        for sheet in draw(_sheets(units_, people, rules))
    )
    tables = {"units": draw(_with_own("units", units_))}
    # Rows so that the columns of one's own are there, whoever draws no member and no household.
    tables["members"] = draw(_with_own("members", members_))
    tables["households"] = draw(_with_own("households", households_))
    tables["requests"] = Sheet("requests.csv", REQUEST_COLUMNS, tuple(draw(requests(branches, ids(households_)))))
    if found := draw(posts(ids(units_, "branch", "committee"))):
        tables["posts"] = Sheet("posts.csv", POST_COLUMNS, tuple(found))
    if dispensed := draw(_near_waivers([*ids(units_), *people], len(rules))):
        tables["waivers"] = Sheet("waivers.csv", tuple(dispensed[0]), tuple(dispensed))
    settings: dict[str, Any] = {}
    for key in ("log_starts", "complete_through"):
        if draw(seldom(3)):
            settings[key] = max(draw(near_days), settings.get("log_starts", date.min))
    if draw(seldom(3)):
        settings["entry_grace"] = draw(st.sampled_from(["5 days", "5 workdays", "1 days"]))
    first, last = sorted(draw(st.tuples(near_days, near_days)))
    span = (first, last) if draw(seldom(5)) else None
    as_of = draw(st.sampled_from([*NEAR[4:], *NEAR[12:], date(2026, 8, 15), date(2026, 10, 5)]))
    return Case(as_of, rules, tables, activities, settings, span)


@st.composite
def _near_waivers(draw: DrawFn, subjects: list[str], duties: int) -> list[Row]:
    rows = draw(waivers(subjects, duties))
    for row in rows:
        first, last = sorted(draw(st.tuples(near_days, near_days)))
        row.update({"from": first.isoformat(), "until": last.isoformat()})
    return rows
