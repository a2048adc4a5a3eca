"""Which records are one gathering: the same whatever the order of rows, and nothing is given up that says more."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from checkbranch.engine.ledger.model import Activities, Origin
from checkbranch.engine.ledger.rows.meetings import one_meeting

ORIGINS: tuple[Origin, ...] = ("ledger", "calendar", "form")
DAY = date(2026, 3, 5)
Row = tuple[int, tuple[str, ...], tuple[int, ...], int | None, int, int, str | None]

ROWS = st.lists(
    st.tuples(
        st.integers(0, 2),  # the source
        st.lists(st.sampled_from(["lecture", "theme_day", "talk"]), min_size=1, max_size=2, unique=True).map(tuple),
        st.lists(st.integers(0, 1), min_size=1, max_size=2, unique=True).map(lambda own: tuple(sorted(own))),
        st.sampled_from([None, None, 7, 8]),  # the group
        st.integers(0, 1),  # the day
        st.integers(8, 10),  # the hour
        st.sampled_from([None, "学习"]),  # the title
    ),
    max_size=7,
)


def activities(rows: list[Row]) -> Activities:
    days = [DAY + timedelta(day) for _, _, _, _, day, _, _ in rows]
    return Activities(
        id=[f"r{at}" for at in range(len(rows))],
        types=[types for _, types, _, _, _, _, _ in rows],
        units=[units for _, _, units, _, _, _, _ in rows],
        group=[group for _, _, _, group, _, _, _ in rows],
        date=list(days),
        start=[datetime(day.year, day.month, day.day, hour) for day, (*_, hour, _) in zip(days, rows, strict=True)],
        timed=[True] * len(rows),
        for_period=[None] * len(rows),
        source=[source for source, *_ in rows],
        row=list(range(len(rows))),
        fields={"title": [title for *_, title in rows]},
    )


@given(ROWS)
def test_no_record_is_given_up_that_says_more(rows: list[Row]) -> None:
    acts = activities(rows)
    copies = one_meeting(acts, ORIGINS)
    told: dict[int, list[int]] = {}
    for copy, kept in copies.items():
        assert kept not in copies
        assert acts.date[copy] == acts.date[kept]
        assert set(acts.types[copy]) <= set(acts.types[kept])
        assert set(acts.units[copy]) <= set(acts.units[kept])
        assert acts.group[copy] in (None, acts.group[kept])
        told.setdefault(kept, [kept]).append(copy)
    for same in told.values():
        assert len({acts.source[i] for i in same}) == len(same), "two of one kind of source are two gatherings"


@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(rows: list[Row], shuffle: object) -> None:
    acts = activities(rows)
    order = list(range(len(rows)))
    shuffle.shuffle(order)  # type: ignore[attr-defined]
    moved = activities([rows[at] for at in order])
    moved.id = [acts.id[at] for at in order]
    own = {acts.id[copy]: acts.id[kept] for copy, kept in one_meeting(acts, ORIGINS).items()}
    assert {moved.id[copy]: moved.id[kept] for copy, kept in one_meeting(moved, ORIGINS).items()} == own


@given(ROWS)
def test_one_kind_of_source_has_no_copies(rows: list[Row]) -> None:
    assert one_meeting(activities(rows), ("ledger",) * 3) == {}
