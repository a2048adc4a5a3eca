"""Random rules of every feature, and the days that all random cases crowd round."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Any, TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

T = TypeVar("T")

ANCHORS = (date(2026, 6, 1), date(2026, 7, 1), date(2026, 10, 1), date(2027, 1, 1))
OFFSETS = (-31, -16, -2, -1, 0, 1, 4, 5, 6, 9, 10, 14, 15, 29, 30, 31)
BORDERS = sorted({anchor + timedelta(days=offset) for anchor in ANCHORS for offset in OFFSETS})
AS_OF = [day for day in BORDERS if day >= date(2026, 7, 14)]
CHANGES = (date(2026, 7, 1), date(2026, 10, 1), date(2026, 6, 1))
EVERY = ("month", "quarter", "month", "quarter", "half_year", "year")
UNIT_TYPES = ("committee_meeting", "theme_day", "party_lecture", "general_meeting")
TYPES = (*UNIT_TYPES, "talk")

days = st.sampled_from(BORDERS)


def maybe(strategy: st.SearchStrategy[T], empty: T, often: int = 4) -> st.SearchStrategy[T]:
    """Draw from the strategy once in ``often`` times, else take what is usual."""
    return st.integers(1, often).flatmap(lambda n: strategy if n == often else st.just(empty))


@cache
def seldom(often: int = 4) -> st.SearchStrategy[bool]:
    """Draw whether to do what is unusual, once in ``often`` times; to make it takes longer than to draw from it."""
    return maybe(st.just(True), False, often)


day_cells = days.map(date.isoformat)
few_days = maybe(day_cells, "", 8)

record_tests: dict[str, st.SearchStrategy[Any]] = {
    "attendance": st.one_of(
        st.sampled_from(["1/2", "2/3", 0.8]).map(lambda part: {"at_least": part}),
        st.sampled_from(["1/2", "3/5"]).map(lambda part: {"at_least": part, "of": "committee"}),
        st.just({"over": "1/2"}),
    ),
    "title": st.sampled_from([{"filled": True}, "学习", {"is_not": "学习"}]),
    "place": st.sampled_from([{"none_of": ["食堂"]}, ["会议室", "广场"], {"filled": False}]),
    "mode": st.sampled_from(["in_person", ["in_person", "video"], {"none_of": ["phone"]}]),
    "hours": st.sampled_from([{"at_least": 1, "under": 2.5}, {"over": 0.5}, {"at_most": "3/2"}, 2]),
    "evidence": st.sampled_from([{"has": "minutes"}, {"has": ["minutes", "photos"]}, {"filled": True}]),
}
flat = st.sampled_from(sorted(record_tests)).flatmap(lambda name: record_tests[name].map(lambda said: {name: said}))


@st.composite
def conditions(draw: DrawFn) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for part in draw(st.lists(flat, min_size=1, max_size=2)):
        said.update(part)
    for nest in ("any", "none"):
        if draw(seldom(6)):
            said[nest] = draw(st.lists(flat, min_size=1, max_size=2))
    return said


wheres: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "branch": st.sampled_from(
        [
            {"full_members": {"at_least": 3}},
            {"members": {"at_least": 2, "at_most": 3}},
            {"groups": {"over": 0}},
            {"any": [{"full_members": {"at_least": 3}}, {"setting": "urban"}]},
            {"setting": {"is_not": "urban"}},
        ]
    ),
    "unit": st.sampled_from([{"kind": "branch"}, {"kind": ["branch", "committee"], "setting": "urban"}]),
    "group": st.just({}),
    "member": st.sampled_from([{"status": "full"}, {"roles": {"has": ["secretary"]}}, {"none": [{"status": "full"}]}]),
    "household": st.sampled_from(
        [{"tier": "monitored"}, {"tier": ["monitored", "ordinary"]}, {"tier": {"filled": True}}]
    ),
}


def in_steps(strategy: st.SearchStrategy[Any], often: int = 5) -> st.SearchStrategy[Any]:
    """Draw a value, or values that come into force one after another."""
    stepped = st.dictionaries(days, strategy, min_size=1, max_size=3)
    return st.integers(1, often).flatmap(lambda n: stepped if n == often else strategy)


@st.composite
def lates(draw: DrawFn, every: str, oldest: bool) -> dict[str, Any]:
    short = ["5 days", "15 days", "5 workdays", "2 weeks"]
    long = [*short, "1 month", "31 days"]
    late = {"until": draw(st.sampled_from(short if every == "month" and oldest else long))}
    if draw(st.booleans()):
        late["counts_as"] = draw(st.sampled_from(["met", "made_up"]))
    if oldest:
        late["take"] = "oldest"
    return late


@st.composite
def amounts(draw: DrawFn, subject: str, sums: bool) -> Any:
    if sums:
        return draw(in_steps(st.sampled_from([1, 1.5, 0.3, "5/2"])))
    if subject == "household" and draw(st.booleans()):
        return {"column": "visits_owed", "else": draw(st.integers(1, 2))}
    return draw(in_steps(st.sampled_from([1, 1, 2, 3])))


BY: tuple[Any, ...] = ("attendees", ["subject", "attendees"], "lecturer", ["lecturer", "subject"])
NEW_EVERY = ({CHANGES[0]: "month", CHANGES[1]: "quarter"}, {CHANGES[2]: "quarter", CHANGES[0]: "month"})
EFFECTIVE = ({"from": CHANGES[0]}, {"until": CHANGES[1]}, {"from": date(2026, 6, 2), "until": date(2026, 12, 1)})


@st.composite
def quotas(draw: DrawFn, subject: str, every: Any) -> dict[str, Any]:
    personal = subject in ("member", "household")
    sums = draw(seldom(6))
    types = ("talk", "theme_day") if personal else UNIT_TYPES
    do = draw(st.lists(st.sampled_from(types), min_size=1, max_size=2, unique=True))
    quota: dict[str, Any] = {
        "do": do if len(do) > 1 or draw(st.booleans()) else do[0],
        "at_least": draw(amounts(subject, sums)),
        "every": every,
    }
    if sums:
        quota["sum"] = "hours"
    elif draw(seldom()):
        quota["count"] = "each"
    if personal and draw(seldom()):
        quota["by"] = draw(st.sampled_from(BY))
    return quota


@st.composite
def duties(draw: DrawFn, number: int) -> dict[str, Any]:
    subject = draw(st.sampled_from(["branch", "branch", "unit", "group", "member", "household"]))
    oldest = draw(seldom(3))
    every = draw(st.sampled_from(EVERY))
    changing = maybe(st.sampled_from(NEW_EVERY), every, 6)
    quota = draw(quotas(subject, every if oldest else draw(changing)))
    duty: dict[str, Any] = {"id": f"duty-{number}", "subject": subject, "quota": quota}
    if oldest or draw(st.booleans()):
        duty["late"] = draw(lates(every, oldest) if oldest else in_steps(lates(every, False)))
    if draw(seldom(3)):
        duty["counts_when"] = draw(conditions() if oldest else in_steps(conditions()))
    if draw(seldom(3)) and (where := draw(in_steps(wheres[subject]))):
        duty["where"] = where
    if draw(st.booleans()):
        duty["partial"] = draw(st.sampled_from(["waive", "require", "prorate"]))
    if draw(seldom()):
        duty["effective"] = draw(st.sampled_from(EFFECTIVE))
    if draw(seldom()):
        duty["basis"] = [{"source": "sample", "article": "1", "modality": draw(st.sampled_from(["must", "generally"]))}]
    return duty
