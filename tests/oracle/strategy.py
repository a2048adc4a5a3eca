"""Random cases that mean something: few subjects, days crowded round the borders, rules of every feature."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from .cases import Case, Row, Sheet
from .days import period_of
from .random_rules import AS_OF, EVERY, TYPES, days, duties, few_days, maybe, seldom
from .random_subjects import HOUSEHOLD_COLUMNS, MEMBER_COLUMNS, UNIT_COLUMNS, households, ids, members, row, units

ACTIVITY_COLUMNS = (
    *("id", "type", "unit", "start", "group", "subject", "attendees", "lecturer", "title", "place"),
    *("present", "expected", "absent", "mode", "hours", "evidence", "for_period"),
)
OPTIONAL = ("present", "expected", "absent", "attendees", "mode", "hours", "evidence", "title", "place", "group")

clocks = st.sampled_from(["", "", " 08:00", " 19:30"])
groups = st.sampled_from(["", "第一组", "一组"])


@st.composite
def names_of_periods(draw: DrawFn, day: date, rules: list[dict[str, Any]]) -> str:
    """Name a period that a duty asks for (or one longer or shorter), mostly the one just over."""
    asked = [rule["quota"]["every"] for rule in rules if isinstance(rule["quota"]["every"], str)]
    back = draw(st.sampled_from([16, 16, 31, 0, -10]))
    return period_of(draw(st.sampled_from([*asked, *asked, *EVERY])), day - timedelta(days=back)).key


def words_of(rules: list[dict[str, Any]]) -> st.SearchStrategy[str]:
    """Draw a type, or two, mostly of those that the duties ask for."""
    return _words(tuple(word for word in TYPES for rule in rules if word in rule["quota"]["do"]))


# Strategies are made once for what they draw from: to make one takes longer than to draw from it.


@lru_cache(maxsize=64)
def _words(asked: tuple[str, ...]) -> st.SearchStrategy[str]:
    one = st.sampled_from([*asked, *asked, *asked, *TYPES])
    return maybe(st.lists(one, min_size=2, max_size=2, unique=True), [], 5).flatmap(
        lambda pair: st.just(";".join(pair)) if pair else one
    )


@lru_cache(maxsize=64)
def _names(people: tuple[str, ...]) -> tuple[st.SearchStrategy[str], st.SearchStrategy[str], st.SearchStrategy[str]]:
    """Return what draws names, names or mostly none, and one name or mostly none."""
    if not people:
        return st.just(""), maybe(st.just(""), "", 2), st.just("")
    some = st.lists(st.sampled_from(people), max_size=3, unique=True).map(";".join)
    return some, maybe(some, "", 2), maybe(st.sampled_from(people), "", 2)


@lru_cache(maxsize=64)
def _one_or_two(names: tuple[str, ...]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(names), min_size=1, max_size=2, unique=True)


faults = maybe(st.sampled_from(["day", "no day", "type", "no type", "both"]), "", 16)
cells = {
    "title": st.sampled_from(["学习", "学习", "走访", ""]),
    "place": st.sampled_from(["会议室", "会议室", "食堂", ""]),
    "present": st.sampled_from(["4", "3", "2", "6", ""]),
    "expected": st.sampled_from(["4", "5", "0", ""]),
    "absent": st.sampled_from(["0", "2", ""]),
    "mode": st.sampled_from(["in_person", "in_person", "phone", "video", ""]),
    "hours": st.sampled_from(["1", "2", "1.5", "0.1", "0.2", ""]),
    "evidence": st.sampled_from(["minutes;photos", "minutes", ""]),
}


@st.composite
def activity(draw: DrawFn, number: int, units_: list[Row], people: list[str], rules: list[dict[str, Any]]) -> Row:
    day = draw(days)
    start, type_ = day.isoformat() + draw(clocks), draw(words_of(rules))
    fault = draw(faults)
    if fault in ("day", "both", "no day"):
        start = "" if fault == "no day" else "2026-13-45"
    if fault in ("type", "both", "no type"):
        type_ = "" if fault == "no type" else "碰头会"
    subjects, attendees, lecturer = _names(tuple(people))
    where = draw(_one_or_two(tuple(ids(units_))))
    in_one = len(where) == 1 and not where[0].startswith("G")  # elsewhere the name of a group may fit several
    return row(
        ACTIVITY_COLUMNS,
        id=f"A{number:02}",
        type=type_,
        unit=";".join(where),
        start=start,
        group=draw(groups) if in_one else "",
        subject=draw(subjects),
        attendees=draw(attendees),
        lecturer=draw(lecturer),
        **{name: draw(strategy) for name, strategy in cells.items()},
        for_period=draw(names_of_periods(day, rules)) if draw(seldom(3)) else "",
    )


@st.composite
def sheets(draw: DrawFn, units_: list[Row], people: list[str], rules: list[dict[str, Any]]) -> list[Sheet]:
    made = []
    number = 0
    for index in range(1, draw(st.integers(2, 3))):
        lacking = draw(maybe(st.sets(st.sampled_from(OPTIONAL)), set(), 3))
        columns = tuple(column for column in ACTIVITY_COLUMNS if column not in lacking)
        rows = []
        for _ in range(draw(st.sampled_from([12, 16, 8, 10, 3, 1] if index == 1 else [8, 4, 0]))):
            number += 1
            full = draw(activity(number, units_, people, rules))
            rows.append({column: full[column] for column in columns})
        made.append(Sheet(f"activities-{index}.csv", columns, tuple(rows)))
    return made


# Cases


def known_groups(units_: list[Row], members_: list[Row], entry: Row) -> Row:
    """Drop a group that the record's units do not have: a name that means nothing is another matter."""
    mine = entry["unit"].split(";")
    listed = {line["parent"]: line["name"] for line in units_ if line["kind"] == "group"}
    found = {(line["unit"], line["group"]) for line in members_}
    fits = [
        unit
        for unit in mine
        if listed.get(unit) == entry["group"] or (unit not in listed and (unit, entry["group"]) in found)
    ]
    return entry if len(fits) == 1 else {**entry, "group": ""}


@st.composite
def waivers(draw: DrawFn, subjects: list[str], duties_: int) -> list[Row]:
    rows = []
    for _ in range(draw(maybe(st.integers(1, 3), 0, 2))):
        period = period_of(draw(st.sampled_from(EVERY)), draw(days))
        first = draw(
            st.sampled_from(
                [period.start, period.start, period.start + timedelta(days=1), period.start + timedelta(days=10)]
            )
        )
        last = draw(
            st.sampled_from(
                [period.last, period.last, period.last - timedelta(days=1), period.start + timedelta(days=9)]
            )
        )
        rows.append(
            {
                "duty": draw(st.sampled_from(["*", *[f"duty-{n}" for n in range(1, duties_ + 1)]])),
                "subject": draw(st.sampled_from(["*", *subjects])),
                "from": min(first, last).isoformat(),
                "until": max(first, last).isoformat(),
                "reason": "抗洪抢险",
                "approver": "镇党委",
            }
        )
    return rows


@st.composite
def cases(draw: DrawFn) -> Case:
    units_ = draw(units())
    members_ = draw(members(units_))
    households_ = draw(households(units_))
    people = [*ids(members_), *ids(households_)]
    rules = [draw(duties(number)) for number in range(1, draw(st.sampled_from([4, 3, 2])))]
    activities = tuple(
        replace(
            sheet,
            rows=tuple(known_groups(units_, members_, entry) if "group" in entry else entry for entry in sheet.rows),
        )
        for sheet in draw(sheets(units_, people, rules))
    )
    tables = {"units": Sheet("units.csv", tuple(UNIT_COLUMNS), tuple(units_))}
    if members_:
        tables["members"] = Sheet("members.csv", tuple(MEMBER_COLUMNS), tuple(members_))
    if households_:
        tables["households"] = Sheet("households.csv", tuple(HOUSEHOLD_COLUMNS), tuple(households_))
    dispensed = draw(waivers([*ids(units_), *people], len(rules)))
    if dispensed:
        tables["waivers"] = Sheet("waivers.csv", tuple(dispensed[0]), tuple(dispensed))
    settings: dict[str, Any] = {}
    for key in ("log_starts", "complete_through"):
        if cell := draw(few_days):
            settings[key] = max(date.fromisoformat(cell), settings.get("log_starts", date.min))
    if draw(seldom(3)):
        settings["entry_grace"] = draw(st.sampled_from(["5 days", "5 workdays", "1 days"]))
    first, last = sorted(draw(st.tuples(days, days)))
    span = (first, last) if draw(seldom(3)) else None
    return Case(draw(st.sampled_from(AS_OF)), rules, tables, activities, settings, span)
