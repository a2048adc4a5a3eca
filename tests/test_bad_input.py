"""What a user may do wrong on the command line and in a ledger: the exit code, the message, and where it points."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checkbranch.cli import main

from .often import times

SETTINGS = "checkbranch: 1\nname: 样例\nrules: [cn-party-branch]\ndata: {activities: a.csv}\n"
LEDGER = "日期,会议类型\n2026-01-09,主题党日\n"
DAY = ["--as-of", "2026-03-02"]


def run(*call: str) -> Result:
    return CliRunner().invoke(main, ["audit", *call])


def workspace(folder: Path, settings_: str = SETTINGS, **files: str) -> str:
    (folder / "checkbranch.yaml").write_text(settings_, "utf-8")
    for name, text in ({"a.csv": LEDGER} | {key.replace("_", "."): text for key, text in files.items()}).items():
        (folder / name).write_text(text, "utf-8")
    return str(folder)


PACK = "pack: r\nactivities: {t: {zh: 甲, en: A}}\nduties:\n"
QUOTA = "quota: {do: t, at_least: 1, every: month}"
# What is wrong, the file, its text, the line the message names, words it holds.
REFUSED = [
    ("an unknown pack", "checkbranch.yaml", SETTINGS.replace("party-branch", "party-brunch"), 3, "cn-party-branch"),
    ("a misspelt key", "checkbranch.yaml", SETTINGS.replace("rules", "rule"), 3, "rules"),
    ("a ledger that is not there", "checkbranch.yaml", SETTINGS.replace("a.csv", "b.csv"), 4, "b.csv"),
    (
        "a duty twice",
        "r.yaml",
        f"{PACK}- {{id: a, subject: branch, {QUOTA}}}\n- {{id: a, subject: branch, {QUOTA}}}",
        5,
        "a",
    ),
    ("a duty without a kind", "r.yaml", f"{PACK}- {{id: a, subject: branch}}", 4, "quota"),
    ("a duty of two kinds", "r.yaml", f"{PACK}- {{id: a, subject: branch, {QUOTA}, gap: {{do: t}}}}", 4, "gap"),
    ("nothing owed", "r.yaml", f"{PACK}- {{id: a, subject: branch, {QUOTA.replace('1', '0')}}}", 4, "at_least"),
    (
        "no such cadence",
        "r.yaml",
        f"{PACK}- {{id: a, subject: branch, {QUOTA.replace('month', 'fortnight')}}}",
        4,
        "fortnight",
    ),
]


@pytest.mark.parametrize(("what", "file", "text", "line", "word"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_cannot_be_used_is_refused(what: str, file: str, text: str, line: int, word: str, tmp_path: Path) -> None:
    own = SETTINGS.replace("cn-party-branch", "r.yaml") if file == "r.yaml" else SETTINGS
    folder = workspace(tmp_path, own)
    (tmp_path / file).write_text(text, "utf-8")
    for language in ("zh", "en"):
        done = run(folder, *DAY, "--lang", language)
        assert (done.exit_code, done.stdout) == (2, "")
        assert any(said.startswith(f"{file}:{line}") and word in said for said in done.stderr.splitlines()), done.stderr


@pytest.mark.parametrize(
    ("call", "word"),
    [
        (["--unit", "X9"], "X9"),
        (["--duty", "theme_day"], "theme-day"),
        (["--period", "2026-13"], "2026-Q3"),
        (["--from", "2026-03-01", "--to", "2026-02-01"], "--from"),
        (["--period", "2026", "--from", "2026-01-01"], "--from"),
        (["--as-of", "2026-02-30"], "2026-11-23"),
        (["-o", "nowhere/report.txt"], "nowhere"),
    ],
)
def test_a_call_that_cannot_be_meant_is_refused(call: list[str], word: str, tmp_path: Path) -> None:
    done = run(workspace(tmp_path), *DAY, *call)
    assert (done.exit_code, done.stdout) == (2, "")
    assert word in done.stderr


def test_no_workspace_and_a_folder_for_a_file(tmp_path: Path) -> None:
    assert run(str(tmp_path / "none")).exit_code == 2
    assert run(str(tmp_path)).exit_code == 2
    folder = workspace(tmp_path)
    (tmp_path / "a.csv").unlink()
    (tmp_path / "a.csv").mkdir()
    assert run(folder).exit_code == 2


def test_an_old_report_stays_when_the_new_one_cannot_be_made(tmp_path: Path) -> None:
    out = tmp_path / "report.json"
    out.write_text("old", "utf-8")
    assert run(workspace(tmp_path, SETTINGS + "rulez: 1\n"), "-o", str(out)).exit_code == 2
    assert out.read_text("utf-8") == "old"
    assert run(workspace(tmp_path), *DAY, "-o", str(out)).exit_code == 1
    assert out.read_text("utf-8") != "old"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize(("level", "code"), [("error", 0), ("warning", 1), ("never", 0)])
def test_the_level_at_which_a_gap_fails(level: str, code: int, tmp_path: Path) -> None:
    assert run(workspace(tmp_path), *DAY, "--fail-on", level).exit_code == code


def report(folder: str, *call: str) -> dict[str, Any]:
    done = run(folder, *DAY, "--format", "json", *call)
    assert done.exit_code in (0, 1, 2), done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


UNITS = "编号,名称,类别\nB1,一支部,党支部\nB2,二支部,党支部\n"
HOMES = "户号,户主,党支部\nH1,张一,一支部\nH2,张一,一支部\n"
MANY = SETTINGS.replace("data: {", "data: {units: units.csv, households: homes.csv, ")
HEAD = "日期,类型,党支部,对象,应到人数,实到人数,结束时间\n"
# A row of the ledger, and the problem it gives: code, severity.
ROWS = [
    ("2026-01-09,主题党曰,一支部,,,,", "unknown_type", "error"),
    ("2026-01-09,,一支部,,,,", "missing_type", "error"),
    ("2026-01-09,主题党日,三支部,,,,", "unresolved_subject", "error"),
    ("2026-02-30,主题党日,一支部,,,,", "bad_date", "error"),
    (",主题党日,一支部,,,,", "missing_date", "error"),
    ("2026-01-09,谈心谈话,一支部,张一,,,", "ambiguous_name", "error"),
    ("2026-01-09 15:00,主题党日,一支部,,,,2026-01-09 14:00", "end_before_start", "warning"),
    ("2026-01-09,主题党日,一支部,,5,9,", "present_over_expected", "warning"),
    ("26.1.9,主题党日,一支部,,,,", "two_digit_year", "warning"),
]


@pytest.mark.parametrize(("row", "code", "severity"), ROWS, ids=[row[1] for row in ROWS])
def test_a_bad_cell_is_a_problem_with_its_place(row: str, code: str, severity: str, tmp_path: Path) -> None:
    folder = workspace(
        tmp_path, MANY, a_csv=f"{HEAD}2026-01-16,党员大会,二支部,,,,\n{row}\n", units_csv=UNITS, homes_csv=HOMES
    )
    said = [(p["source"], p["code"], p["severity"]) for p in report(folder)["problems"] if p["severity"] != "info"]
    assert said == [("a.csv!3", code, severity)]


def test_a_repeated_row_counts_once(tmp_path: Path) -> None:
    folder = workspace(tmp_path, a_csv=LEDGER + "2026-01-09,主题党日\n")
    found = report(folder)
    assert [(p["source"], p["code"]) for p in found["problems"]] == [("a.csv!3", "duplicate_row")]
    assert found["inputs"][0]["taken"] == 2


def test_an_empty_file_is_said(tmp_path: Path) -> None:
    assert [p["code"] for p in report(workspace(tmp_path, a_csv=""))["problems"]] == ["empty_source"]


def test_what_cannot_be_read_yet_costs_its_unit_not_the_report(tmp_path: Path) -> None:
    own = SETTINGS.replace("data: {activities: a.csv}", "unit: {id: B1}\ndata: {activities: [a.csv, b.ics]}")
    found = run(workspace(tmp_path, own, b_ics="BEGIN:VCALENDAR\n"), *DAY, "--format", "json")
    assert found.exit_code == 2
    assert "b.ics" in found.stderr
    theme = [
        f for f in json.loads(found.stdout)["findings"] if f["duty"] == "theme-day" and f["period"]["key"] == "2026-02"
    ]
    assert [(f["status"], f["reason"]) for f in theme] == [("unknown", "source_unreadable")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings_and_lines_of_a_quoted_field(encoding: str, tmp_path: Path) -> None:
    folder = workspace(tmp_path)
    text = '日期,会议类型,主题\n2026-01-09,主题党日,"第一行\n第二行"\n2026-02-30,主题党日,学习\n'
    (tmp_path / "a.csv").write_bytes(text.encode(encoding))
    said = [(p["source"], p["code"]) for p in report(folder)["problems"] if p["code"] != "encoding_guessed"]
    assert said == [("a.csv!4", "bad_date")]


def test_rows_of_a_workbook_have_the_numbers_that_excel_shows(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "2026年"
    for at, row in ((3, ["日期", "会议类型"]), (4, ["2026-01-09", "主题党日"]), (6, ["二月三十", "支委会"])):
        for column, value in enumerate(row, 1):
            sheet.cell(at, column, value)
    book.save(tmp_path / "a.xlsx")
    found = report(workspace(tmp_path, SETTINGS.replace("a.csv", "a.xlsx")))
    assert [(p["source"], p["code"]) for p in found["problems"]] == [("a.xlsx!2026年!6", "bad_date")]
    assert {k: found["inputs"][0][k] for k in ("read", "taken", "problems", "blank")} == {
        "read": 3, "taken": 1, "problems": 1, "blank": 1,
    }  # fmt: skip


CELLS = st.sampled_from(
    ["", " ", "2026-01-09", "2026年2月3日", "2026-02-30", "主题党日", "主题党日+党课", "开会", "9", "九", "B1", "合计"]
)


@settings(max_examples=times(15), suppress_health_check=list(HealthCheck))
@given(rows=st.lists(st.lists(CELLS, min_size=4, max_size=4), max_size=8))
def test_every_row_is_accounted_for(rows: list[list[str]], tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("account")
    text = "\n".join(["日期,类型,实到人数,主题", *[",".join(row) for row in rows]]) + "\n"
    for one in report(workspace(folder, a_csv=text))["inputs"]:
        assert one["read"] == one["taken"] + one["problems"] + one["blank"] + one["skipped"]
        assert one["read"] <= len(rows)
