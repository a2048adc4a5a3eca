"""What is said of waivers: border days of each finding, and the counts with and without them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from checkbranch.cli import main

PACK = """
pack: own
version: "1"
title: {zh: 本地, en: Local}
activities:
  meeting: {zh: 支委会, en: Meeting, aliases: [支委]}
sources:
  own: {title: {zh: 本地做法, en: Local practice}, issued: 2026-01-01, issuer: 本地, local: true}
duties:
  - id: monthly
    title: {zh: 每月支委会, en: A meeting every month}
    basis: [{source: own, article: "1", modality: generally}]
    subject: branch
    quota: {do: meeting, at_least: 1, every: month}
  - id: bound
    title: {zh: 每季度必须开会, en: A meeting every quarter without fail}
    basis: [{source: own, article: "2", modality: must}]
    subject: branch
    quota: {do: meeting, at_least: 1, every: quarter}
"""
SETTINGS = """
checkbranch: 1
name: 测试
rules: [rules.yaml]
log_starts: 2026-01-01
data:
  units: units.csv
  activities: log.csv
  waivers: waivers.csv
"""
UNITS = "编号,名称,类别\nB1,一支部,党支部\nB2,二支部,党支部\n"
LOG = "党支部,日期,类型\nB1,2026-01-08,支委会\nB2,2026-01-08,支委会\nB2,2026-02-08,支委会\n"
HEAD = "事项,对象,起始日期,截止日期,原因,批准人\n"


def audit(folder: Path, *waivers: str, day: str = "2026-05-01", extra: str = "", options: tuple[str, ...] = ()) -> Any:
    files = {"checkbranch.yaml": SETTINGS + extra, "rules.yaml": PACK, "units.csv": UNITS, "log.csv": LOG}
    files["waivers.csv"] = HEAD + "".join(f"{row},防汛,乡党委\n" for row in waivers)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    call = ["audit", str(folder), "--as-of", day, "--engine", "reference", "--format", "json", *options]
    done = CliRunner().invoke(main, call)
    assert done.exit_code in (0, 1), done.stderr
    return json.loads(done.stdout)


def codes(report: Any) -> list[tuple[str, str]]:
    return [(p["code"], p["severity"]) for p in report["problems"] if p["code"].startswith("waiver")]


@pytest.mark.parametrize(
    ("row", "day", "expected"),
    [
        # February and March are waived, April is not, and is over on 1 May
        ("monthly,B1,2026-02-01,2026-03-31", "2026-05-01", ["waiver_expired"]),
        ("monthly,B1,2026-02-01,2026-03-31", "2026-04-30", []),
        ("monthly,B1,2026-02-01,2026-04-30", "2026-05-01", []),
        ("monthly,B1,2026-02-01,2026-04-29", "2026-05-01", ["waiver_partial"]),
        ("monthly,B1,2026-02-02,2026-03-31", "2026-04-30", ["waiver_partial"]),
        # by its title, for all, for nothing that lacks
        ("每月支委会,B1,2026-02-01,2026-04-30", "2026-05-01", []),
        ("*,*,2026-02-01,2026-04-30", "2026-05-01", []),
        ("monthly,B1,2026-01-01,2026-01-31", "2026-02-28", ["waiver_unused"]),
        ("monthly,B1,2025-12-01,2025-12-31", "2026-04-30", ["waiver_unused"]),
        ("monthly,B1,2026-01-01,2026-01-31", "2026-03-01", ["waiver_expired"]),
        # never, and nothing
        ("bound,B1,2026-04-01,2026-06-30", "2026-07-01", ["waiver_must"]),
        ("montly,B1,2026-02-01,2026-04-30", "2026-05-01", ["waiver_unknown_duty"]),
        ("每月开会,B1,2026-02-01,2026-04-30", "2026-05-01", ["waiver_unknown_duty"]),
        # a year and a day
        ("monthly,B1,2026-02-01,2027-01-31", "2026-05-01", []),
        ("monthly,B1,2026-02-01,2027-02-01", "2026-05-01", ["waiver_long"]),
        ("bound,B1,2026-02-01,2027-02-01", "2026-05-01", ["waiver_long", "waiver_must"]),
    ],
)
def test_what_is_said_of_a_waiver(tmp_path: Path, row: str, day: str, expected: list[str]) -> None:
    assert [code for code, _ in codes(audit(tmp_path, row, day=day))] == expected


@pytest.mark.parametrize(
    ("longest", "last_good", "first_long"),
    [
        ("3 months", "2026-04-30", "2026-05-01"),
        ("30 days", "2026-03-02", "2026-03-03"),
        ("2 weeks", "2026-02-14", "2026-02-15"),
        ("2 years", "2028-01-31", "2028-02-01"),
    ],
)
def test_the_longest_waiver_is_set_in_the_workspace(
    tmp_path: Path, longest: str, last_good: str, first_long: str
) -> None:
    rows = (f"monthly,B1,2026-02-01,{last_good}", f"monthly,B2,2026-02-01,{first_long}")
    report = audit(tmp_path, *rows, extra=f"waivers: {{longest: {longest}}}\n")
    assert [p["source"] for p in report["problems"] if p["code"] == "waiver_long"] == ["waivers.csv!3"]


@pytest.mark.parametrize(
    ("extra", "says"),
    [
        ("waivers: {longest: 12}\n", "waivers.longest"),
        ("waivers: {longest: 0 months}\n", "waivers.longest"),
        ("waivers: {longst: 12 months}\n", "longest"),
        ("waivers: 12 months\n", "waivers"),
    ],
)
def test_a_wrong_setting_is_told(tmp_path: Path, extra: str, says: str) -> None:
    (tmp_path / "checkbranch.yaml").write_text(SETTINGS + extra, encoding="utf-8")
    done = CliRunner().invoke(main, ["audit", str(tmp_path)])
    assert (done.exit_code, says in done.stderr, "checkbranch.yaml:" in done.stderr) == (2, True, True)


def test_messages_say_the_day_and_what_to_write(tmp_path: Path) -> None:
    rows = ("monthly,B1,2026-02-01,2026-03-31", "montly,B2,2026-02-01,2026-02-28", "monthly,B2,2026-03-02,2026-04-30")
    said = {p["code"]: p["message"] for p in audit(tmp_path, *rows)["problems"]}
    assert "2026-03-31 到期" in said["waiver_expired"]
    assert "起始日期写 2026-04-01" in said["waiver_expired"]
    assert "是否应为“monthly”" in said["waiver_unknown_duty"]
    assert "2026年3月 1 项" in said["waiver_partial"]
    english = {p["code"]: p["message"] for p in audit(tmp_path, *rows, options=("--lang", "en"))["problems"]}
    assert "ended on 2026-03-31" in english["waiver_expired"]
    assert 'Did you mean "monthly"?' in english["waiver_unknown_duty"]


def test_the_counts_without_waivers_are_those_of_an_audit_without_them(tmp_path: Path) -> None:
    rows = ("monthly,B1,2026-02-01,2026-03-31", "*,B2,2026-03-01,2026-05-31")
    with_them, without = audit(tmp_path, *rows), audit(tmp_path, *rows, options=("--no-waivers",))
    bare = dict(with_them["without_waivers"])
    units = {unit.pop("unit"): unit for unit in bare.pop("units")}
    assert bare == without["summary"] != with_them["summary"]
    assert {unit: counts["waived"] for unit, counts in units.items()} == {"B1": 2, "B2": 3}
    assert units["B2"]["open"] == 1
    assert without["without_waivers"] == {**without["summary"], "units": []}


def test_the_text_says_what_the_gaps_would_be(tmp_path: Path) -> None:
    audit(tmp_path, "monthly,B1,2026-02-01,2026-03-31", "monthly,B2,2026-03-01,2026-03-31")
    call = ["audit", str(tmp_path), "--as-of", "2026-05-01", "--engine", "reference"]
    text = CliRunner().invoke(main, call).stdout
    assert "如不计豁免：缺口由 2 项增为 5 项；豁免的 3 项中，无记录 3。" in text
    assert "其中因豁免未计的缺口，按单位：一支部 2、二支部 1。" in text
    assert "如不计豁免" not in CliRunner().invoke(main, [*call, "--no-waivers"]).stdout
    assert "instead of 2" in CliRunner().invoke(main, [*call, "--lang", "en"]).stdout


def test_evidence_lists_the_rows_behind_what_is_met(tmp_path: Path) -> None:
    audit(tmp_path)
    call = ["audit", str(tmp_path), "--as-of", "2026-05-01", "--engine", "reference", "--evidence"]
    text = CliRunner().invoke(main, call).stdout
    assert "2026年1月  一支部（B1）  ✓ 达标  2026-01-08 log.csv!2" in text
    assert "2026-02-08 log.csv!4" in text
    only = CliRunner().invoke(main, [*call, "--unit", "B1", "--duty", "monthly"]).stdout
    assert ("log.csv!2" in only, "log.csv!3" in only) == (True, False)
    assert "达标和补开的依据" not in CliRunner().invoke(main, call[:-1]).stdout


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ("monthly,B1,2026-01-01,2027-06-30", "waiver_long", "截止日期"),
        ("monthly,B1,2026-02-01,2026-03-31", "waiver_expired", "截止日期"),
        ("nothing,B1,2026-02-01,2026-03-31", "waiver_unknown_duty", "事项"),
        ("bound,B1,2026-01-01,2026-03-31", "waiver_must", "事项"),
    ],
)
def test_the_column_is_named_as_it_is_headed_in_the_table(tmp_path: Path, row: str, code: str, column: str) -> None:
    assert [p["column"] for p in audit(tmp_path, row)["problems"] if p["code"] == code] == [column]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("monthly,B1,2026-01-01,2027-06-30", "豁免过长 waiver_long：1 条，已采用，请核对"),
        ("nothing,B1,2026-02-01,2026-03-31", "豁免的事项不在规则中 waiver_unknown_duty：1 条，不起作用"),
        ("bound,B1,2026-01-01,2026-03-31", "不能豁免的事项 waiver_must：1 条，不起作用"),
    ],
)
def test_the_text_says_what_became_of_the_row(tmp_path: Path, row: str, told: str) -> None:
    audit(tmp_path, row)
    call = ["audit", str(tmp_path), "--as-of", "2026-07-01", "--engine", "reference"]
    assert told in CliRunner().invoke(main, call).stdout
