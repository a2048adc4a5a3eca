"""durable-rules behind its guard: the same answers as the reference, and each known trap kept out."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkbranch.engine.judging.guarded import LIMIT, MOST_ROWS, DurableTable, clean
from checkbranch.engine.judging.reference import ReferenceTable
from checkbranch.engine.judging.verdicts import FIELDS, VERDICTS, Clause, Row

pytest.importorskip("durable.engine", reason="durable-rules is not installed here: the reference engine is what runs")

BASE = dict.fromkeys(FIELDS, 0) | {"where": 1, "n": 1}
NUMBERS = st.integers(0, 4095)
FACTS = st.fixed_dictionaries({f: NUMBERS if f in ("n", "v", "vm") else st.integers(0, 2) for f in FIELDS})


@pytest.fixture(scope="module")
def durable() -> Iterator[DurableTable]:
    yield DurableTable(VERDICTS)


@given(facts=FACTS)
def test_durable_and_reference_agree(durable: DurableTable, facts: dict[str, int]) -> None:
    assert durable.decide(facts) == ReferenceTable(VERDICTS).decide(facts)


CLAUSES = st.builds(
    Clause,
    st.sampled_from(FIELDS),
    st.sampled_from(["=", ">=", ">"]),
    st.one_of(st.integers(0, 3), st.sampled_from(["n", "v"])),
)
TABLES = st.lists(
    st.builds(Row, st.just("met"), st.none(), st.lists(CLAUSES, min_size=1, max_size=3).map(tuple)), max_size=8
)


@given(rows=TABLES, facts=st.lists(FACTS, min_size=1, max_size=4))
def test_any_table_gives_the_same_first_hit(rows: list[Row], facts: list[dict[str, int]]) -> None:
    table = [*rows, Row("missing", None)]
    durable, reference = DurableTable(table), ReferenceTable(table)
    assert [durable.decide(one) for one in facts] == [reference.decide(one) for one in facts]


def test_equal_facts_may_be_judged_again(durable: DurableTable) -> None:
    assert durable.decide(BASE) == durable.decide(dict(BASE))


# What durable-rules would answer wrongly, or end the interpreter on, never reaches it.
REFUSED = {
    "a field too few": dict.fromkeys(FIELDS[1:], 0),
    "a field too many, which could be an id": BASE | {"id": 1},
    "a sid, which would name another state": BASE | {"sid": 1},
    "the mark of its own states": BASE | {"$s": 1},
    "nothing at all": {},
    "None": BASE | {"v": None},
    "a float": BASE | {"v": 1.0},
    "a float without a dot in JSON": BASE | {"v": 1e22},
    "not a number": BASE | {"v": float("nan")},
    "a text": BASE | {"v": "1"},
    "a truth value": BASE | {"v": True},
    "a list": BASE | {"v": [1]},
    "a nested map": BASE | {"v": {"b": 1}},
    "a number beyond 64 bits": BASE | {"v": 10**40},
    "a number at the limit": BASE | {"v": LIMIT},
    "a negative number": BASE | {"v": -1},
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_clean_fact_is_refused(durable: DurableTable, what: str) -> None:
    calls = durable.calls
    with pytest.raises(ValueError, match=r"."):
        durable.decide(REFUSED[what])  # type: ignore[arg-type]
    assert durable.calls == calls


def test_an_event_never_carries_what_durable_reads_itself() -> None:
    assert not {"id", "sid", "$s"} & set(clean(BASE))


def test_a_table_must_end_with_a_row_that_always_holds() -> None:
    with pytest.raises(ValueError, match="without a condition"):
        DurableTable(VERDICTS[:-1])


def test_a_table_beyond_the_library_is_refused() -> None:
    with pytest.raises(ValueError, match=str(MOST_ROWS)):
        DurableTable([Row("met", None, (Clause("v", "=", 1),))] * MOST_ROWS + [Row("missing", None)])


def test_no_thread_is_started() -> None:
    before = threading.active_count()
    table = DurableTable(VERDICTS)
    for n in range(1, 50):
        table.decide(BASE | {"n": n, "v": n - 1, "vm": n})
    assert threading.active_count() == before


def test_many_judgements_and_tables_end_well_under_a_poisoned_heap() -> None:
    """Freed memory is overwritten: a use of it ends the process, and the test fails."""
    code = """
from checkbranch.engine.judging.guarded import DurableTable
from checkbranch.engine.judging.verdicts import FIELDS, VERDICTS
base = dict.fromkeys(FIELDS, 0) | {"where": 1, "n": 3}
for _ in range(20):
    table = DurableTable(VERDICTS)
    print(sum(table.decide(base | {"v": v % 4, "vm": v % 5, "x": v % 2}) for v in range(100)))
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"MALLOC_PERTURB_": "165", "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert len(set(done.stdout.split())) == 1
