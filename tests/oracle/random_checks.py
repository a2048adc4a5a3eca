"""Random rules of the kinds without periods, and random posts and requests for them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from .cases import Row
from .random_rules import EFFECTIVE, TYPES, conditions, days, in_steps, maybe, seldom, wheres

NEAR = [date(2026, 6, 22) + timedelta(days=n) for n in range(20)]  # so close that one thing follows another
near_days = st.one_of(st.sampled_from(NEAR), st.sampled_from(NEAR), st.sampled_from(NEAR), days)
REQUEST_COLUMNS = ("id", "household", "unit", "opened", "resolved", "答复")
POST_COLUMNS = ("id", "kind", "unit", "area", "holder", "from", "until")
WITHIN = ("1 day", "3 days", "5 days", "1 week", "2 workdays", "4 workdays", "1 month", "10 days")
BY: tuple[Any, ...] = ("subject", "attendees", ["subject", "attendees"], "lecturer")
BUILDINGS = ("1栋", "2栋", "3栋")
UNITS = ("branch", "branch", "unit")

types = st.lists(st.sampled_from(TYPES), min_size=1, max_size=2, unique=True).map(
    lambda found: found if len(found) > 1 else found[0]
)
within = in_steps(st.sampled_from(WITHIN))
fields = st.sampled_from([{"duration": {"at_least": 60}}, {"recorded_after": {"at_most": 3}}, {"经费": {"over": 50}}])


def subjects(*more: str) -> st.SearchStrategy[str]:
    return st.sampled_from([*UNITS, *more])


@st.composite
def follow_ups(draw: DrawFn) -> dict[str, Any]:
    subject = draw(subjects("group", "member", "household", "household"))
    said: dict[str, Any] = {"within": draw(within)}
    if subject in ("household", *UNITS) and draw(st.booleans()):
        said |= {"of": "requests", "after": "opened"}
        have = st.sampled_from(["resolved", "resolved", "答复"])
    else:
        said["after"] = draw(types)
        have = st.sampled_from(["recorded_on", "上报"])
    if draw(st.booleans()):
        return {"subject": subject, "follow_up": {**said, "have": draw(have)}}
    return {"subject": subject, "follow_up": {**said, "do": draw(types), **draw(_by(subject))}, **draw(_counting())}


@st.composite
def precedes(draw: DrawFn) -> dict[str, Any]:
    said: dict[str, Any] = {"before": draw(types), "do": draw(types), "within": draw(within)}
    if draw(seldom(3)):
        return {
            "subject": draw(subjects()),
            "where": draw(wheres["member"]) if draw(st.booleans()) else {},
            "precede": {**said, "cover": "members", **draw(_by("member"))},
            **draw(_counting()),
        }
    subject = draw(subjects("group", "member", "household"))
    return {"subject": subject, "precede": {**said, **draw(_by(subject))}, **draw(_counting())}


def _by(subject: str) -> st.SearchStrategy[dict[str, Any]]:
    personal = subject in ("member", "household")
    return maybe(st.sampled_from(BY).map(lambda by: {"by": by}), {}, 2) if personal else st.just({})


def _counting() -> st.SearchStrategy[dict[str, Any]]:
    return maybe(in_steps(conditions()).map(lambda said: {"counts_when": said}), {}, 3)


@st.composite
def records(draw: DrawFn) -> dict[str, Any]:
    subject = draw(subjects("group", "member", "household"))
    must = in_steps(st.one_of(conditions(), conditions(), fields))
    of = draw(st.one_of(st.just("any"), types))
    return {"subject": subject, "record": {"of": of, "must": draw(must), **draw(_by(subject))}}


STATES: dict[str, list[dict[str, Any]]] = {
    "branch": [
        {"setting": {"filled": True}},
        {"full_members": {"at_least": 3}},
        {"setting": "urban", "committee_size": {"filled": True}},
        {"committee_size": {"at_least": 3}, "setting": {"filled": True}},
        {"term_ends": {"filled": True}},
        {"甲": {"at_least": 1}, "any": [{"setting": "rural"}, {"乙": {"over": 1}}]},
        {"none": [{"setting": "urban"}, {"丙": 1}]},
    ],
    "member": [
        {"status": "full"},
        {"roles": {"filled": True}, "confirmed": {"filled": True}},
        {"any": [{"roles": {"has": ["secretary"]}}, {"status": {"filled": True}}]},
        {"floating": {"filled": True}},
        {"包联": {"filled": True}},
    ],
    "household": [
        {"tier": {"filled": True}, "building": {"filled": True}},
        {"tier": ["monitored"], "helpers": {"filled": True}},
        {"building": {"is_not": "1栋"}},
        {"people": {"at_least": 2, "at_most": 4}},
        {"none": [{"tier": "ordinary"}]},
    ],
}


@st.composite
def states(draw: DrawFn) -> dict[str, Any]:
    subject = draw(st.sampled_from(["branch", "member", "household"]))
    return {"subject": subject, "state": {"must": draw(in_steps(st.sampled_from(STATES[subject])))}}


@st.composite
def covers(draw: DrawFn) -> dict[str, Any]:
    said: dict[str, Any] = {"each": "building", "of": "households"}
    if draw(seldom(4)):
        said |= {"by": "members", "match": "包联"} | draw(maybe(st.just({"where": {"status": "full"}}), {}, 2))
    else:
        said |= {"by": "posts", "match": "area"} | draw(maybe(st.just({"where": {"kind": "building_lead"}}), {}, 2))
    return {"subject": draw(st.sampled_from(["branch", "unit", "committee"])), "cover": said}


@st.composite
def tallies(draw: DrawFn) -> dict[str, Any]:
    said = draw(
        st.sampled_from(
            [
                {"whole": "甲", "parts": ["乙", "丙"]},
                {"whole": "乙", "parts": ["丙"]},
                {"whole": "甲", "sum": "people", "of": "households"},
                {"whole": "甲", "sum": "甲", "of": "units"},
                {"whole": "committee_size", "sum": "分值", "of": "members"},
            ]
        )
    )
    return {"subject": draw(st.sampled_from(["branch", "committee", "unit"])), "tally": said}


@st.composite
def overlaps(draw: DrawFn) -> dict[str, Any]:
    said: dict[str, Any] = {"of": draw(st.one_of(st.just("any"), types))}
    if draw(st.booleans()):
        said["who"] = draw(st.sampled_from(["attendees", ["attendees", "lecturer"], ["subject", "lecturer"]]))
    if draw(st.booleans()):
        said["within"] = "clock"
    return {"subject": draw(st.sampled_from(["member", "member", "household", "branch", "unit"])), "overlap": said}


KINDS: dict[str, Callable[[], st.SearchStrategy[dict[str, Any]]]] = {
    "follow_up": follow_ups,
    "precede": precedes,
    "record": records,
    "state": states,
    "cover": covers,
    "tally": tallies,
    "overlap": overlaps,
}
OFTEN = ("follow_up", "follow_up", "follow_up", "precede", "precede", *KINDS)


@st.composite
def checks(draw: DrawFn, number: int, kind: str | None = None) -> dict[str, Any]:
    """Draw a duty of one of the kinds, of whom and from when as may be."""
    duty = {"id": f"duty-{number}", **draw(KINDS[kind or draw(st.sampled_from(OFTEN))]())}
    where = wheres.get(duty["subject"])
    if "where" not in duty and where is not None and draw(seldom(3)):
        duty["where"] = draw(in_steps(where))
    if not duty.get("where"):
        duty.pop("where", None)
    if draw(seldom()):
        duty["effective"] = draw(st.sampled_from(EFFECTIVE))
    if draw(seldom()):
        duty["basis"] = [{"source": "sample", "article": "1", "modality": draw(st.sampled_from(["must", "generally"]))}]
    return duty


@st.composite
def posts(draw: DrawFn, branches: list[str]) -> list[Row]:
    rows = []
    for number in range(draw(st.sampled_from([0, 2, 4, 5]))):
        first, last = sorted(draw(st.tuples(near_days, near_days)))
        rows.append(
            {
                "id": f"P{number}",
                "kind": draw(st.sampled_from(["building_lead", "building_lead", "area_lead"])),
                "unit": draw(st.sampled_from(branches)),
                "area": draw(st.sampled_from([*BUILDINGS, ""])),
                "holder": draw(st.sampled_from(["某人", "某人", "某人", ""])),
                "from": draw(maybe(st.just(first.isoformat()), "", 2)),
                "until": draw(maybe(st.just(last.isoformat()), "", 2)),
            }
        )
    return rows


@st.composite
def requests(draw: DrawFn, branches: list[str], households: list[str]) -> list[Row]:
    rows = []
    for number in range(draw(st.sampled_from([0, 2, 4, 6]))):
        opened = draw(near_days)
        day = opened + timedelta(days=draw(st.sampled_from([-1, 0, 1, 3, 4, 5, 7, 8, 30, 31])))
        answer = draw(st.sampled_from(["", day.isoformat(), f"{day.year}年{day.month}月{day.day}日", "尽快"]))
        rows.append(
            {
                "id": f"R{number}",
                "household": draw(st.sampled_from([*households, ""])),
                "unit": draw(st.sampled_from([*branches, "", ""])),
                "opened": opened.isoformat(),
                "resolved": draw(st.sampled_from(["", day.isoformat(), day.isoformat()])),
                "答复": answer,
            }
        )
    return rows
