"""The signs that are counted, held against a plain count record by record; and what hints show of what they found."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given, note, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from checkbranch.calendars import DayKind, WorkCalendar
from checkbranch.cli import main
from checkbranch.engine.kinds.hints.signs import showing
from checkbranch.engine.packs.check_model import Hint, Sign
from checkbranch.engine.tables.database import connect
from checkbranch.reports import schema_path

from .often import times

SCHEMA = Draft202012Validator(json.loads(schema_path().read_text("utf-8")))  # made once: it is checked too
AS_OF = date(2026, 6, 15)
MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
MEMBERS = {"B1": (("甲一", None), ("乙一", None), ("丙一", date(2026, 2, 1))), "B2": (("丁一", None),)}  # until when
COLUMNS = ("编号", "类型", "日期", "支部", "应到", "实到", "缺席", "登记日期")


class Row(NamedTuple):
    """One record as it was written; ``units`` as ids."""

    id: str
    day: date
    units: tuple[str, ...]
    expected: int | None
    present: int | None
    absent: int | None
    entered: date | None


def run(folder: Path, rows: Sequence[Sequence[object]], hints: dict[str, dict[str, Any]], *call: str) -> dict[str, Any]:
    """Audit ``rows`` under ``hints``, by duty id; return the report."""
    duties = [{"id": name, "subject": "branch", "severity": "info", "hint": hint} for name, hint in hints.items()]
    pack = {"pack": "tried", "activities": {"talk": {"zh": "会"}, "other": {"zh": "别"}}, "duties": duties}
    space = {
        "checkbranch": 1,
        "name": "村",
        "rules": ["tried.yaml"],
        "complete_through": AS_OF,
        "data": {"units": "u.csv", "members": "m.csv", "activities": "a.csv"},
    }
    written = {
        "tried.yaml": yaml.safe_dump(pack, allow_unicode=True),
        "checkbranch.yaml": yaml.safe_dump(space, allow_unicode=True),
        "u.csv": "id,kind\nB1,branch\nB2,branch\n",
        "m.csv": "name,unit,left\n"
        + "".join(f"{name},{unit},{left or ''}\n" for unit, people in MEMBERS.items() for name, left in people),
        "a.csv": "\n".join(",".join("" if cell is None else str(cell) for cell in row) for row in (COLUMNS, *rows))
        + "\n",
    }
    for name, text in written.items():
        (folder / name).write_text(text, "utf-8")
    command = ["audit", str(folder), "--as-of", str(AS_OF), "--from", "2025-01-01", "--format", "json", *call]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 0, done.output  # a hint never fails
    report: dict[str, Any] = json.loads(done.stdout)
    SCHEMA.validate(report)
    return report


def cells(row: Row) -> tuple[object, ...]:
    return (row.id, "会", row.day, "、".join(row.units), row.expected, row.present, row.absent, row.entered)


def period(every: str, day: date) -> tuple[int, int]:
    return day.year, (day.month - 1) // MONTHS[every]


def members(unit: str, day: date) -> int:
    return sum(left is None or day < left for _, left in MEMBERS[unit])


def attendance(row: Row) -> tuple[int, int] | None:
    """Return who came and who was expected, None where one of the two is not known."""
    if row.present is None:
        return None
    expected = row.expected
    if expected is None and row.absent is not None:
        expected = row.present + row.absent
    return (row.present, expected) if expected and row.present <= expected else None


def above_roster(rows: Sequence[Row]) -> set[str]:
    return {r.id for r in rows if r.present is not None and r.present > sum(members(u, r.day) for u in r.units)}


def unaccounted(rows: Sequence[Row]) -> set[str]:
    return {
        r.id
        for r in rows
        if r.present is not None and r.expected is not None and r.present + (r.absent or 0) != r.expected
    }


def low_attendance(rows: Sequence[Row]) -> set[str]:
    known = {r.id: pair for r in rows if (pair := attendance(r))}
    half = Fraction(1, 2)
    if not known or Fraction(sum(p for p, _ in known.values()), sum(e for _, e in known.values())) >= half:
        return set()
    return {name for name, (came, due) in known.items() if Fraction(came, due) < half}


def entered_late(rows: Sequence[Row]) -> set[str]:
    return {r.id for r in rows if r.entered and (r.entered - r.day).days > 30}


def entered_together(rows: Sequence[Row]) -> set[str]:
    return {r.id for r in rows if r.entered and len({o.day for o in rows if o.entered == r.entered}) >= 3}


def on_holiday(rows: Sequence[Row]) -> set[str]:
    days = WorkCalendar()
    return {r.id for r in rows if days.day(r.day).kind is DayKind.HOLIDAY}


def last_day(rows: Sequence[Row]) -> set[str]:
    every = all((r.day + timedelta(days=1)).day == 1 for r in rows)
    return {r.id for r in rows} if every and len(rows) >= 2 else set()


def bunched(rows: Sequence[Row]) -> set[str]:
    close = [three for three in combinations(rows, 3) if max(r.day for r in three) - min(r.day for r in three) <= WEEK]
    return {r.id for three in close for r in three}


WEEK = timedelta(days=7)
SIGNS: dict[str, tuple[dict[str, Any], Callable[[Sequence[Row]], set[str]]]] = {
    "above_roster": ({}, above_roster),
    "unaccounted": ({}, unaccounted),
    "low_attendance": ({"over": "1/2"}, low_attendance),
    "entered_late": ({"within": "30 days"}, entered_late),
    "entered_together": ({"at_least": 3}, entered_together),
    "on_holiday": ({}, on_holiday),
    "last_day": ({"at_least": 2}, last_day),
    "bunched": ({"at_least": 3, "within": "7 days"}, bunched),
}

# Days near one another, at the ends of months and of holidays (2026: 1 to 3 January, 1 to 5 May), one of them to come.
DAYS = [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31), date(2026, 1, 3), date(2026, 1, 4), date(2026, 6, 16)]
near = st.integers(0, 24).map(lambda n: date(2026, 4, 20) + timedelta(days=n))
numbers = st.none() | st.integers(0, 5)
records = st.lists(
    st.builds(
        Row,
        st.just(""),
        st.sampled_from(DAYS) | near,
        st.sampled_from([("B1",), ("B2",), ("B1", "B2")]),
        numbers,
        numbers,
        numbers,
        st.none() | st.sampled_from([date(2026, 5, 20), date(2026, 5, 31)]),
    ),
    max_size=9,
).map(lambda rows: [row._replace(id=f"R{n}") for n, row in enumerate(rows)])


@settings(max_examples=times(15))
@given(records, st.sampled_from(sorted(MONTHS)))
def test_the_signs_are_those_of_a_plain_count(rows: list[Row], every: str) -> None:
    hints = {sign.replace("_", "-"): {"of": "talk", "every": every, "sign": sign, **SIGNS[sign][0]} for sign in SIGNS}
    with tempfile.TemporaryDirectory() as folder:
        findings = run(Path(folder), [cells(row) for row in rows], hints, "--fail-on", "never")["findings"]
    # What the reader takes: a present above the expected is taken out there.
    taken = [
        r._replace(present=None) if r.present and r.expected is not None and r.present > r.expected else r for r in rows
    ]
    wanted: dict[tuple[str, str, tuple[int, int]], set[str]] = {}
    for unit in MEMBERS:
        own = [row for row in taken if unit in row.units and row.day <= AS_OF]
        for place in {period(every, row.day) for row in own}:
            there = [row for row in own if period(every, row.day) == place]
            for sign, (_, look) in SIGNS.items():
                wanted[sign, unit, place] = look(there)
    found = {
        (f["duty"].replace("-", "_"), f["subject"]["id"], period(every, date.fromisoformat(f["period"]["start"]))): f
        for f in findings
    }
    note(yaml.safe_dump([cells(row) for row in rows], allow_unicode=True))
    assert {key: {r["id"] for r in f["records"]} for key, f in found.items()} == wanted
    assert {key: f["status"] for key, f in found.items()} == {
        key: "invalid" if shown else "met" for key, shown in wanted.items()
    }
    assert {(r["use"], *r["reasons"]) for f in findings for r in f["records"]} <= {("rejected",)}


def rows_of(*lines: str) -> list[list[str]]:
    return [line.split(",") for line in lines]


def only(report: dict[str, Any]) -> dict[str, Any]:
    (finding,) = report["findings"]
    assert (finding["severity"], finding["reason"], finding["required"], finding["counted"]) == (
        "info",
        None,
        None,
        None,
    )
    return dict(finding)


def test_the_share_is_told_of_low_attendance(tmp_path: Path) -> None:
    rows = rows_of(
        "R1,会,2026-03-01,B1,9,4,,",
        "R2,会,2026-03-02,B1,9,6,,",
        "R3,会,2026-03-03,B1,3,,,",
        "R4,会,2026-03-04,B1,9,1,,",
    )
    finding = only(run(tmp_path, rows, {"low": {"of": "any", "every": "quarter", "sign": "low_attendance"}}))
    assert finding["detail"] == {"present": 11, "expected": 27}
    assert [r["id"] for r in finding["records"]] == ["R1", "R4"]
    assert finding["period"] == {"key": "2026-Q1", "start": "2026-01-01", "end": "2026-04-01"}


def test_only_the_types_that_are_named_are_looked_at(tmp_path: Path) -> None:
    rows = rows_of("R1,别,2026-05-01,B1,,,,", "R2,会,2026-05-06,B1,,,,", "R3,别,2026-05-01,B2,,,,")
    finding = only(run(tmp_path, rows, {"holiday": {"of": "talk", "every": "month", "sign": "on_holiday"}}))
    assert (finding["subject"]["id"], finding["status"]) == ("B1", "met")


@pytest.mark.parametrize("sign", ["on_holiday", "last_day", "bunched", "entered_late", "entered_together"])
def test_a_record_of_which_only_the_month_is_known_shows_no_sign_of_days(sign: Sign) -> None:
    """Three of the last day of their month, on a holiday and entered late: with their days all show, else none."""
    con = connect(0)
    con.execute("CREATE TEMP TABLE hint_seen (base INTEGER, sid INTEGER, key VARCHAR, rid INTEGER)")
    con.execute("CREATE TEMP TABLE hint_off AS SELECT DATE '2026-01-31' AS day")
    con.execute(
        """
        CREATE TEMP TABLE hint_rec AS
        SELECT 0 AS base, 0 AS sid, known AS key, n AS rid, n::VARCHAR AS id, DATE '2026-01-31' AS day,
               CASE WHEN known = 'day' THEN DATE '2026-01-31' - CASE WHEN $apart THEN n::INT ELSE 0 END END AS date,
               DATE '2026-06-10' AS recorded_on
        FROM range(3) t(n), (VALUES ('day'), ('month')) k(known)""",
        {"apart": sign == "entered_together"},
    )
    hint = Hint(("talk",), "year", sign, at_least=3, within=7)
    con.execute(*showing(0, hint))
    assert con.execute("SELECT key, COUNT(*) FROM hint_seen GROUP BY key").fetchall() == [("day", 3)]


@pytest.mark.parametrize("chosen", ["--no-waivers", "--unit=B1", "--duty=holiday"])
def test_what_is_shown_never_changes_what_is_judged(chosen: str, tmp_path: Path) -> None:
    rows = rows_of("R1,会,2026-05-01,B1,,,,", "R2,会,2026-05-01,B2,,,,")
    hints = {"holiday": {"of": "any", "every": "year", "sign": "on_holiday"}}
    whole = {f["id"]: f for f in run(tmp_path, rows, hints)["findings"]}
    assert len(whole) == 2
    for finding in run(tmp_path, rows, hints, chosen)["findings"]:
        assert whole[finding["id"]] == finding


def test_the_order_of_rows_never_matters(tmp_path: Path) -> None:
    rows = rows_of(*(f"R{n},会,2026-05-0{1 + n % 5},B1,5,{n % 4},,2026-06-10" for n in range(9)))
    hints = {sign.replace("_", "-"): {"of": "any", "every": "year", "sign": sign, **SIGNS[sign][0]} for sign in SIGNS}

    def found(ordered: list[list[str]]) -> list[Any]:
        told = run(tmp_path, ordered, hints)["findings"]
        return [(f["id"], f["status"], f["detail"], [r["id"] for r in f["records"]]) for f in told]

    assert found(rows) == found(rows[::-1])


def test_a_period_is_asked_for_where_the_duty_is_in_force_on_its_first_day(tmp_path: Path) -> None:
    rows = rows_of("R1,会,2026-03-31,B1,,,,", "R2,会,2026-04-01,B1,,,,")
    run(tmp_path, rows, {"holiday": {"of": "any", "every": "quarter", "sign": "on_holiday"}})
    pack = tmp_path / "tried.yaml"
    for since, keys in (("2026-01-01", ["2026-Q1", "2026-Q2"]), ("2026-01-02", ["2026-Q2"]), ("2026-04-02", [])):
        text = yaml.safe_load(pack.read_text("utf-8"))
        text["duties"][0]["effective"] = {"from": since}
        pack.write_text(yaml.safe_dump(text, allow_unicode=True), "utf-8")
        done = CliRunner().invoke(main, ["audit", str(tmp_path), "--as-of", str(AS_OF), "--format", "json"])
        assert [f["period"]["key"] for f in json.loads(done.stdout)["findings"]] == keys
