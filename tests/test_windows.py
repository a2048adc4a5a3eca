"""Duties without periods: border days as a table, and a plain count of days as the oracle."""

from __future__ import annotations

import json
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given, note, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from checkbranch.cli import main
from checkbranch.reports import schema_path

from .often import times

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "windows.yaml").read_text("utf-8"))
SCHEMA = Draft202012Validator(json.loads(schema_path().read_text("utf-8")))  # made once: it is checked too
ROWS = [(case, row) for case in CASES for row in case["expect"]]
COLUMNS = ("id", "tier", "moved_in", "left")


def write(folder: Path, case: dict[str, Any]) -> None:
    workspace = {
        "checkbranch": 1,
        "name": "村",
        "rules": ["tried.yaml"],
        "unit": {"id": "B"},
        "log_starts": "2026-01-01",
    }
    workspace["data"] = {"households": "h.csv", "activities": "a.csv", "waivers": "w.csv"}
    workspace |= case.get("workspace", {})
    workspace = {key: value for key, value in workspace.items() if value is not None}
    pack = {"pack": "tried", "activities": {"visit": {"zh": "走访"}, "other": {"zh": "其他"}}}
    duties = [{"id": "tried", **case["duty"]}]
    _write(folder / "checkbranch.yaml", yaml.safe_dump(workspace, allow_unicode=True))
    _write(folder / "tried.yaml", yaml.safe_dump({**pack, "duties": duties}, allow_unicode=True))
    households = case.get("households") or [{"id": id_} for id_ in case["held"]]
    lines = [",".join(str(each.get(name, "")) for name in COLUMNS) for each in households]
    _write(folder / "h.csv", "\n".join([",".join(COLUMNS), *lines]) + "\n")
    visits = [(id_, *str(day).split()) for id_, days in case["held"].items() for day in days]
    rows = [f"visit,{day},{id_},{mode[0] if mode else 'in_person'},{n}" for n, (id_, day, *mode) in enumerate(visits)]
    _write(folder / "a.csv", "\n".join(["type,start,subject,mode,title", "other,2026-01-01,,,", *rows]) + "\n")
    waivers = [f"{w['duty']},{w['subject']},{w['from']},{w['until']},理由,乡党委" for w in case.get("waivers", [])]
    _write(folder / "w.csv", "\n".join(["duty,subject,from,until,reason,approver", *waivers]) + "\n")


def _write(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")


def findings(folder: Path, as_of: object, first: object = None) -> list[dict[str, Any]]:
    call = ["audit", str(folder), "--as-of", str(as_of), "--format", "json", "--fail-on", "never"]
    done = CliRunner().invoke(main, [*call, "--from", str(first)] if first else call)
    assert done.exit_code == 0, done.output
    report = json.loads(done.stdout)
    SCHEMA.validate(report)
    return list(report["findings"])


@pytest.mark.parametrize(
    ("case", "row"), ROWS, ids=[f"{c['name']}, {r['as_of']} {r.get('subject', '')}" for c, r in ROWS]
)
def test_borders(case: dict[str, Any], row: dict[str, Any], tmp_path: Path) -> None:
    write(tmp_path, case)
    told = findings(tmp_path, row["as_of"], row.get("from"))
    found = [f for f in told if f["subject"]["id"] == row.get("subject", "H1")]
    if row["status"] == "none":
        assert found == []
        return
    (finding,) = found
    said = {key: finding.get(key) for key in row if key not in ("as_of", "from", "subject", "intervals")}
    if "intervals" in row:
        said["intervals"] = [f"{i['from']} {i['to']} {i['days']}" for i in finding["detail"]["intervals"]]
    assert said == {k: str(v) if k == "due" else v for k, v in row.items() if k not in ("as_of", "from", "subject")}
    assert finding["period"]["key"] == "-"


def test_both_languages_say_the_days(tmp_path: Path) -> None:
    write(tmp_path, CASES[0])
    for language, words in (
        ("zh", "超过 30 天未见记录：2026-03-02 至 2026-04-02（31 天）"),
        ("en", "2026-03-02 to 2026-04-02"),
    ):
        call = ["audit", str(tmp_path), "--as-of", "2026-04-02", "--lang", language]
        assert words in CliRunner().invoke(main, call).stdout


DAYS = st.dates(date(2025, 12, 1), date(2026, 6, 30))


@st.composite
def cases(draw: st.DrawFn) -> dict[str, Any]:
    if draw(st.booleans()):
        kind: dict[str, Any] = {"gap": {"do": "visit", "at_most": f"{draw(st.integers(1, 60))} days"}}
    else:
        number, days = draw(st.integers(1, 3)), draw(st.integers(1, 60))
        kind = {"rolling": {"do": "visit", "at_least": number, "in_any": f"{days} days"}}
    moved = draw(st.none() | DAYS)
    left = draw(st.none() | DAYS)
    if moved and left and left < moved:
        moved, left = left, moved
    household = {"id": "H1", "moved_in": moved or "", "left": left or ""}
    starts = draw(st.none() | DAYS)
    return {
        "duty": {"subject": "household", **kind},
        "workspace": {
            "log_starts": starts,
            "complete_through": draw(
                st.none() | st.dates(max(starts or date(2026, 3, 1), date(2026, 3, 1)), date(2026, 7, 1))
            ),
        },
        "households": [household, {"id": "H2"}],  # the other's visit, so that there is a ledger of visits at all
        "held": {"H1": draw(st.lists(DAYS, max_size=6)), "H2": [date(2026, 1, 1)]},
        "as_of": draw(st.dates(date(2026, 2, 1), date(2026, 6, 30))),
        "from": draw(st.sampled_from([date(2026, 1, 1), date(2026, 1, 31)])),
    }


@given(case=cases())
@settings(max_examples=times(20))
def test_days_counted_one_by_one_give_the_same(case: dict[str, Any]) -> None:
    note(str(case))
    with tempfile.TemporaryDirectory() as name:
        write(Path(name), case)
        told = [f for f in findings(Path(name), case["as_of"], case["from"]) if f["subject"]["id"] == "H1"]
    wanted = counted(case)
    assert [(f["status"], f["due"], [r["date"] for r in f["records"] if r["use"] == "counted"]) for f in told] == wanted


def counted(case: dict[str, Any]) -> list[tuple[str, str | None, list[str]]]:
    """Return what is expected of the one household: status, due day and the days listed, counted day by day."""
    as_of, first = case["as_of"], case["from"]
    home, keys = case["households"][0], case["workspace"]
    starts, ends = home["moved_in"] or date.min, (home["left"] or date.max)
    held = sorted({day for day in case["held"]["H1"] if starts <= day < ends and day <= as_of})
    through = keys["complete_through"] or as_of
    known = [day for day in (home["moved_in"], keys["log_starts"]) if day]
    zero = max(known, default=None)
    gap = case["duty"].get("gap")
    if starts >= ends or not (starts <= (as_of) and ends > (first if gap else as_of)):
        return []
    if gap:
        return [_gap(gap, held, zero, min(as_of, ends - timedelta(days=1)), first, as_of, through)]
    return [_rolling(case["duty"]["rolling"], held, zero, as_of, through)]


def _gap(
    gap: dict[str, str], held: list[date], zero: date | None, end: date, first: date, last: date, through: date
) -> tuple[str, str | None, list[str]]:
    limit = int(gap["at_most"].split()[0])
    held = [day for day in held if zero is None or day >= zero]
    listed = [day.isoformat() for day in held if first <= day <= last]
    if not held and (zero is None or zero > end):
        return "unknown", None, listed
    marks = sorted({*held, *([zero] if zero else [])})
    due = (marks[-1] + timedelta(days=limit)).isoformat()
    if not held and (end - marks[0]).days <= limit:
        return "open", due, listed
    too_long = []
    for one, other in zip(marks, [*marks[1:], end], strict=True):
        late = [one + timedelta(days=n) for n in range(limit + 1, (other - one).days + 1)]
        if any(first <= day <= last for day in late):
            too_long.append((one, other))
    if not too_long:
        return "met", due, listed
    only_last = len(too_long) == 1 and too_long[0] == (marks[-1], end)
    if only_last and end > through:
        return "unknown", due, listed
    return "missing", due, listed


def _rolling(
    rolling: dict[str, Any], held: list[date], zero: date | None, as_of: date, through: date
) -> tuple[str, str | None, list[str]]:
    number, days = rolling["at_least"], int(rolling["in_any"].split()[0])
    fresh = [day for day in held if (as_of - day).days <= days]
    begin = held[-number] if len(held) >= number else zero or (held[0] if held else None)
    listed = sorted({*fresh, *([held[-number]] if len(held) >= number else [])})
    shown = [day.isoformat() for day in listed]
    if begin is None or (not held and begin > as_of):
        return "unknown", None, shown
    due = begin + timedelta(days=days)
    if len(fresh) >= number:
        return "met", due.isoformat(), shown
    if as_of <= due:
        return "open", due.isoformat(), shown
    if due > through:
        return "unknown", due.isoformat(), shown
    return ("short" if fresh else "missing"), due.isoformat(), shown
