"""Random units, members and households, whose values change from a day on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from .cases import Row
from .random_rules import day_cells, days, few_days, maybe, seldom

UNIT_COLUMNS = (
    *("id", "name", "kind", "parent", "since", "founded", "dissolved", "setting"),
    *("full_members", "committee_size", "log_starts", "complete_through"),
)
MEMBER_COLUMNS = ["id", "name", "unit", "group", "since", "status", "confirmed", "roles", "joined", "left", "exempt"]
HOUSEHOLD_COLUMNS = ["id", "name", "unit", "since", "moved_in", "left", "tier", "visits_owed"]
sizes = st.sampled_from(["", "", "2", "3", "5"])
settings_ = st.sampled_from(["", "urban", "rural"])


def row(columns: Sequence[str], **cells: Any) -> Row:
    return {column: str(cells.get(column, "")) for column in columns}


@st.composite
def units(draw: DrawFn) -> list[Row]:
    rows = []
    above = draw(maybe(st.just("C1"), "", 3))
    if above:
        rows.append(
            row(
                UNIT_COLUMNS,
                id="C1",
                name="镇党委",
                kind="committee",
                complete_through=draw(few_days),
                log_starts=draw(few_days),
            )
        )
    for number in range(1, draw(st.integers(2, 4))):
        unit = f"B{number}"
        founded, dissolved = sorted(draw(st.tuples(days, days)))
        rows.append(
            row(
                UNIT_COLUMNS,
                id=unit,
                name=f"第{number}支部",
                kind="branch",
                parent=above,
                setting=draw(settings_),
                since=draw(maybe(day_cells, "", 8)),
                founded=draw(maybe(st.just(founded.isoformat()), "", 5)),
                dissolved=draw(maybe(st.just(dissolved.isoformat()), "", 5)) if founded < dissolved else "",
                full_members=draw(sizes),
                committee_size=draw(sizes),
                log_starts=draw(few_days),
                complete_through=draw(few_days),
            )
        )
        later = draw(few_days)
        if later > rows[-1]["since"]:
            rows.append(
                row(
                    UNIT_COLUMNS,
                    id=unit,
                    since=later,
                    full_members=draw(sizes),
                    committee_size=draw(sizes),
                    setting=draw(settings_),
                )
            )
        if draw(seldom()):
            rows.append(
                row(UNIT_COLUMNS, id=f"G{number}", name="第一组", kind="group", parent=unit, founded=draw(few_days))
            )
    return rows


def ids(rows: Sequence[Row], *kinds: str) -> list[str]:
    return list(dict.fromkeys(entry["id"] for entry in rows if not kinds or entry.get("kind") in kinds))


def _group(units_: list[Row], unit: str, draw: DrawFn) -> str:
    listed = any(entry["kind"] == "group" and entry["parent"] == unit for entry in units_)
    return draw(st.sampled_from(["", "第一组"] if listed else ["", "一组", "二组"]))


@st.composite
def members(draw: DrawFn, units_: list[Row]) -> list[Row]:
    rows: list[Row] = []
    branches = ids(units_, "branch")
    for number in range(1, draw(st.sampled_from([4, 3, 5, 2, 1]))):
        unit = draw(st.sampled_from(branches))
        joined, left = sorted(draw(st.tuples(days, days)))
        rows.append(
            row(
                MEMBER_COLUMNS,
                id=f"M{number}",
                name=f"党员{number}",
                unit=unit,
                group=_group(units_, unit, draw),
                status=draw(st.sampled_from(["full", "full", "probationary", ""])),
                confirmed=draw(few_days),
                roles=draw(st.sampled_from(["", "secretary", "secretary;member"])),
                joined=draw(maybe(st.just(joined.isoformat()), "")),
                left=draw(maybe(st.just(left.isoformat()), "")) if joined < left else "",
                exempt=draw(maybe(st.just("年老体弱"), "", 6)),
            )
        )
        since = draw(few_days)
        if since:
            moved = draw(st.sampled_from(branches))
            if moved != unit:  # a group of the old unit would mean nothing in the new one
                rows[-1]["group"] = ""
            status = draw(st.sampled_from(["full", ""]))
            group = _group(units_, moved, draw)
            exempt = draw(maybe(st.just("病假"), ""))
            rows.append(
                row(MEMBER_COLUMNS, id=f"M{number}", unit=moved, group=group, since=since, status=status, exempt=exempt)
            )
    return rows


@st.composite
def households(draw: DrawFn, units_: list[Row]) -> list[Row]:
    rows: list[Row] = []
    branches = ids(units_, "branch")
    for number in range(1, draw(st.sampled_from([3, 2, 4, 1]))):
        moved_in = draw(few_days)
        rows.append(
            row(
                HOUSEHOLD_COLUMNS,
                id=f"H{number}",
                name=f"住户{number}",
                unit=draw(st.sampled_from(branches)),
                moved_in=moved_in,
                tier=draw(st.sampled_from(["monitored", "ordinary", ""])),
                visits_owed=draw(st.sampled_from(["", "0", "1", "2"])),
            )
        )
        if since := draw(few_days):
            tier = draw(st.sampled_from(["monitored", "ordinary"]))
            rows.append(
                row(
                    HOUSEHOLD_COLUMNS,
                    id=f"H{number}",
                    since=since,
                    tier=tier,
                    unit=draw(st.sampled_from(["", *branches])),
                )
            )
    return rows
