"""The verdict table: each row, the order of rows, and durable-rules against the plain-Python reference."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkbranch.engine.judging.judge import BITS, judge, pack_sql, unpack
from checkbranch.engine.judging.reference import ReferenceTable
from checkbranch.engine.judging.verdicts import FIELDS, VERDICTS
from checkbranch.engine.tables.database import connect

BASE = dict.fromkeys(FIELDS, 0) | {"where": 1, "n": 1}

# What is known of an obligation besides the base (it applies, one record is owed, none was found): status, reason.
CASES = [
    ({"where": 0, "v": 1, "vm": 1}, "not_applicable", "where"),
    ({"partial": 1, "v": 1, "vm": 1}, "not_applicable", "partial_period"),
    ({"exempt": 1, "v": 1, "vm": 1}, "not_applicable", "exempt"),
    ({"v": 1, "vm": 1}, "met", None),
    ({"v": 1, "vm": 1, "waived": 1, "open": 1, "after": 1}, "met", None),
    ({"where": 2, "v": 1, "vm": 1}, "met", None),
    ({"vm": 1}, "made_up", None),
    ({"n": 3, "v": 1, "vm": 3, "waived": 1}, "made_up", None),
    ({"waived": 1, "open": 1}, "waived", None),
    ({"open": 1, "after": 1}, "open", None),
    ({"n": 2, "v": 1, "vm": 1, "open": 1}, "open", None),
    ({"after": 1, "before_log": 1}, "unknown", "after_complete_through"),
    ({"grace": 1, "before_log": 1}, "unknown", "entry_grace"),
    ({"before_log": 1, "no_ledger": 1}, "unknown", "before_log"),
    ({"no_ledger": 1, "where": 2}, "unknown", "no_ledger"),
    ({"where": 2, "unread": 1}, "unknown", "attribute_unknown"),
    ({"number": 1, "n": 2, "unread": 1}, "unknown", "attribute_unknown"),
    ({"unread": 1, "unreadable": 1, "x": 1}, "unknown", "unread_rows"),
    ({"unreadable": 1, "x": 1}, "unknown", "source_unreadable"),
    ({"n": 2, "v": 1, "vm": 1, "x": 1}, "short", None),
    ({"n": 2, "vm": 1, "x": 1}, "short", None),
    ({"x": 1}, "invalid", None),
    ({}, "missing", None),
]


@pytest.mark.parametrize(("known", "status", "reason"), CASES)
def test_the_first_row_that_holds_is_the_verdict(known: dict[str, int], status: str, reason: str | None) -> None:
    row = VERDICTS[ReferenceTable(VERDICTS).decide(BASE | known)]
    assert (row.status, row.reason) == (status, reason)


def test_every_row_of_the_table_is_exercised() -> None:
    table = ReferenceTable(VERDICTS)
    assert {table.decide(BASE | known) for known, _, _ in CASES} == set(range(len(VERDICTS)))


FACTS = st.fixed_dictionaries(
    {field: st.integers(0, 5 if field in ("n", "v", "vm") else 2 if field == "where" else 1) for field in FIELDS}
)


@given(FACTS)
def test_a_signature_holds_every_field(facts: dict[str, int]) -> None:
    packed = pack_sql({field: str(value) for field, value in facts.items()})
    found = connect(1).execute(f"SELECT {packed}").fetchone()
    assert found is not None
    assert unpack(found[0]) == facts


def test_a_signature_fits_into_63_bits() -> None:
    assert sum(BITS.get(field, 1) for field in FIELDS) <= 63


def test_each_signature_is_judged_once() -> None:
    table = ReferenceTable(VERDICTS)
    signatures = {1, 5, 9}
    assert set(judge(signatures, table)) == signatures
    assert table.calls == 3
