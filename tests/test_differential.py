"""The engine against the oracle on random workspaces, and what must hold whatever a workspace says."""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from hypothesis import assume, given, note, settings
from hypothesis import strategies as st

from .often import times
from .oracle.cases import Case, Sheet, write_workspace
from .oracle.check_cases import check_cases
from .oracle.judge import GAPS, Finding, expected
from .oracle.random_rules import BORDERS
from .oracle.reading import read
from .oracle.run import by_obligation, differences, run_engine, run_report
from .oracle.strategy import cases

WIDE = (date(2026, 1, 1), date(2027, 3, 31))
STATUSES = ("met", "made_up", "waived", "open", "unknown", "short", "invalid", "missing", "not_applicable")
FRESH = date(2026, 6, 21)  # a day on which nothing else is held


def test_the_fresh_day_is_free() -> None:
    assert FRESH not in BORDERS


def by_engine(case: Case) -> list[Finding]:
    with tempfile.TemporaryDirectory() as folder:
        write_workspace(case, Path(folder))
        return run_engine(Path(folder), case.as_of, case.span)


def report_of(case: Case, engine: str | None = None) -> tuple[str, dict[str, Any]]:
    with tempfile.TemporaryDirectory() as folder:
        write_workspace(case, Path(folder))
        return run_report(Path(folder), case.as_of, case.span, engine)


# To draw a case takes as long as to judge it: what must hold of both is asked of both for the same case.
AUDITS: dict[str, Callable[[Case], list[Finding]]] = {"oracle": expected, "engine": by_engine}


def verdicts(findings: list[Finding]) -> dict[Any, Any]:
    """Return what is said of every obligation, without the rows it rests on."""
    told = ("status", "reason", "required", "counted", "made_up", "records", "due", "can_make_up_until")
    return {key: [found[name] for name in told] for key, found in by_obligation(findings).items()}


# The second opinion


@given(case=cases())
@settings(max_examples=times(15))
def test_the_engine_says_what_the_oracle_says(case: Case) -> None:
    note(str(case))
    assert differences(by_engine(case), expected(case)) == []


@given(case=check_cases())
@settings(max_examples=times(15))
def test_the_engine_says_of_every_kind_what_the_oracle_says(case: Case) -> None:
    note(str(case))
    assert differences(by_engine(case), expected(case)) == []


@given(case=check_cases())
@settings(max_examples=times(10))
def test_both_engines_write_the_same_report_of_every_kind(case: Case) -> None:
    durable, reference = report_of(case, "durable")[0], report_of(case, "reference")[0]
    assert durable.replace('"durable"', '"reference"', 1) == reference


@given(case=cases())
@settings(max_examples=times(10))
def test_both_engines_write_the_same_report_whose_summary_adds_up(case: Case) -> None:
    durable, told = report_of(case, "durable")
    reference, also = report_of(case, "reference")
    assert (told["engine"], also["engine"]) == ("durable", "reference")
    assert durable.replace('"durable"', '"reference"', 1) == reference
    _adds_up_and_is_in_order(told["summary"], told["findings"])


def _adds_up_and_is_in_order(summary: dict[str, int], findings: list[dict[str, Any]]) -> None:
    counts = Counter(found["status"] for found in findings)
    assert summary == {"total": len(findings), **{status: counts[status] for status in STATUSES}}
    groups = [(found["duty"], found["unit"], found["subject"]["id"]) for found in findings]
    starts = [found["period"]["start"] for found in findings]
    assert len({found["id"] for found in findings}) == len(findings)
    for depth in (1, 2, 3):
        blocks = [
            one[:depth]
            for one, before in zip(groups, [None, *groups], strict=False)
            if not before or one[:depth] != before[:depth]
        ]
        assert len(blocks) == len(set(blocks))
    assert all(groups[n] != groups[n - 1] or starts[n - 1] < starts[n] for n in range(1, len(groups)))


# What must hold of both


@given(case=cases(), seed=st.integers(0, 99), data=st.data())
@settings(max_examples=times(10))
def test_the_order_of_rows_rows_written_twice_and_a_second_file_say_nothing(
    case: Case, seed: int, data: st.DataObject
) -> None:
    first, *others = case.activities
    at = data.draw(st.integers(0, len(first.rows)))
    same: dict[str, list[Sheet]] = {
        "in another order": [
            replace(sheet, rows=tuple(random.Random(seed).sample(sheet.rows, len(sheet.rows))))
            for sheet in case.activities
        ],
        "rows written twice": [replace(sheet, rows=(*sheet.rows, *sheet.rows[::2])) for sheet in case.activities],
        "in two files": [
            replace(first, rows=first.rows[:at]),
            replace(first, file="more.csv", rows=first.rows[at:]),
            *others,
        ],
    }
    for who, audit in AUDITS.items():
        wanted = verdicts(audit(case))
        for what, activities in same.items():
            assert verdicts(audit(replace(case, activities=tuple(activities)))) == wanted, (who, what)


@given(case=cases(), later=st.sampled_from(BORDERS))
@settings(max_examples=times(10))
def test_a_gap_does_not_open_again(case: Case, later: date) -> None:
    assume(later > case.as_of)
    for who, audit in AUDITS.items():
        now = by_obligation(audit(replace(case, span=WIDE)))
        then = by_obligation(audit(replace(case, span=WIDE, as_of=later)))
        for key, found in now.items():
            if found["status"] in GAPS:
                assert then[key]["status"] != "open", (who, key)


@given(case=cases(), data=st.data())
@settings(max_examples=times(10))
def test_what_is_met_stays_met_when_more_is_held(case: Case, data: st.DataObject) -> None:
    sheet = case.activities[0]
    people = [row["id"] for name in ("members", "households") if name in case.tables for row in case.tables[name].rows]
    cells = {
        "id": "Z1",
        "type": data.draw(st.sampled_from(["theme_day", "party_lecture", "committee_meeting", "talk"])),
        "unit": "B1",
        "start": FRESH.isoformat(),
        "title": "学习",
        "place": "会议室",
        "present": "4",
        "expected": "4",
        "absent": "0",
        "mode": "in_person",
        "hours": "2",
        "evidence": "minutes;photos",
        "subject": ";".join(dict.fromkeys(people)),
    }
    more = Sheet(sheet.file, sheet.columns, (*sheet.rows, {name: cells.get(name, "") for name in sheet.columns}))
    grown = replace(case, activities=(more, *case.activities[1:]))
    for who, audit in AUDITS.items():
        before, after = by_obligation(audit(case)), by_obligation(audit(grown))
        for key, found in before.items():
            if found["status"] == "met" and not _newly_tested(case, grown):
                assert after[key]["status"] == "met", (who, key)


def _newly_tested(case: Case, grown: Case) -> bool:
    """Say whether the first row of a unit in a sheet brings columns by which its other records are tested."""
    return read(case).sheets_of(["B1"]) != [case.activities[0], *read(grown).sheets_of(["B1"])[1:]]


@given(case=cases(), duty=st.integers(0, 2))
@settings(max_examples=times(10))
def test_a_quarter_counts_what_its_months_count(case: Case, duty: int) -> None:
    assume(duty < len(case.duties))
    asked = {name: said for name, said in case.duties[duty].items() if name in ("subject", "quota", "basis")}
    unnamed = tuple(
        replace(sheet, rows=tuple({**row, "for_period": ""} if "for_period" in row else row for row in sheet.rows))
        for sheet in case.activities
    )
    rules = [{**asked, "id": every, "quota": {**asked["quota"], "every": every}} for every in ("month", "quarter")]
    for who, audit in AUDITS.items():
        findings = audit(replace(case, duties=rules, activities=unnamed, span=(date(2026, 1, 1), case.as_of)))
        assert set(_differences(findings).values()) <= {Fraction(0)}, who


def _differences(findings: list[Finding]) -> dict[Any, Fraction]:
    """Return what the months of a quarter count less what the quarter counts, by subject and quarter."""
    total: dict[Any, Fraction] = {}
    for found in findings:
        year, month = found["period"][:4], found["period"][5:]
        quarter = month if month.startswith("Q") else f"Q{(int(month) + 2) // 3}"
        key = (*found["subject"], year, quarter)
        sign = 1 if found["duty"] == "month" else -1
        total[key] = total.get(key, Fraction(0)) + sign * found["counted"]
    return total
