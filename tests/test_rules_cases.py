"""``checkbranch rules test`` and ``rules new``: the shipped cases, cases that differ, and files that cannot be used."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from checkbranch.cli import main
from checkbranch.engine.cases.files import suites
from checkbranch.engine.cases.scaffold import SUBJECTS_OF
from checkbranch.engine.cases.suite import SuiteResult, run_suite
from checkbranch.engine.packs.duties import KINDS
from checkbranch.rules import names, path_of

PACK = """\
pack: own
title: {zh: 包, en: Pack}
activities: {walk: {zh: 巡查, en: Walk}}
duties:
  - id: walk-monthly
    title: {zh: 每月巡查, en: A walk every month}
    subject: branch
    where: {full_members: {at_least: 3}}
    quota: {do: walk, at_least: 1, every: month}
    counts_when: {place: {filled: true}}
    late: {until: 15 days}
"""
COMMON = """\
common:
  as_of: 2026-03-10
  from: 2026-01-01
  workspace: {unit: {id: B1, name: 示例支部, full_members: 5}, log_starts: 2026-01-01, complete_through: 2026-03-10}
"""
GOOD = """\
cases:
  - name: 按期
    activities:
      - {类型: 巡查, 日期: 2026-01-31, 地点: 河边}
      - {类型: 巡查, 日期: 2026-02-27}
    expect:
      - {duty: walk-monthly, period: 2026-01, status: 达标, counted: 1}
      - {duty: walk-monthly, period: 2026-02, status: invalid, reason: "missing_field:place"}
      - {duty: 每月巡查, period: 2026-04, status: none}
"""


def run(*args: object) -> Result:
    return CliRunner().invoke(main, ["rules", *map(str, args)])


def lay(folder: Path, cases: str, pack: str = PACK) -> Path:
    (folder / "own.yaml").write_text(pack, encoding="utf-8")
    (folder / "own.cases.yaml").write_text(cases, encoding="utf-8")
    return folder / "own.yaml"


@cache
def shipped(name: str) -> SuiteResult:
    return run_suite(suites(name, path_of, names())[0], "reference")


@pytest.mark.parametrize("name", names())
def test_every_shipped_case_comes_out_and_every_rule_is_passed_and_failed(name: str) -> None:
    suite = shipped(name)
    assert suite.results
    assert [(r.case.name, d) for r in suite.results for d in r.differences] == []
    assert [(rule, text.en) for rule, text in suite.untried] == []


def test_both_engines_agree_on_the_lights() -> None:
    again = run_suite(suites("branch-lights", path_of, names())[0])
    assert [each.flags for each in again.results] == [each.flags for each in shipped("branch-lights").results]


def test_good_cases_end_with_0_and_name_what_is_not_tried(tmp_path: Path) -> None:
    pack = lay(tmp_path, COMMON + GOOD)
    result = run("test", pack, "--lang", "en")
    assert result.exit_code == 0, result.output
    assert "1 case, 1 ok, 0 differ." in result.output
    assert "walk-monthly: full_members in where never left anyone out" in result.output
    assert run("test", pack, "--strict").exit_code == 1
    assert run("test", tmp_path / "own.cases.yaml").exit_code == 0


def test_a_changed_rule_is_told_with_expected_and_found(tmp_path: Path) -> None:
    pack = lay(tmp_path, COMMON + GOOD, PACK.replace("at_least: 1, every", "at_least: 2, every"))
    result = run("test", pack)
    assert result.exit_code == 1
    told = "".join(result.output.split())
    assert (
        "own.cases.yaml:11:walk-monthly示例支部2026-01：应为达标（met），实为不足（short）应2次，台账见1次，差1次。"
        in told
    )
    value = json.loads(run("test", pack, "--format", "json").stdout)
    (target,) = value["targets"]
    (case,) = target["cases"]
    assert (value["kind"], target["failed"], case["ok"]) == ("test", 1, False)
    assert {(d["expected"], d["found"]) for d in case["differences"]} == {("met", "short")}


def test_a_duty_that_owes_nothing_there_differs(tmp_path: Path) -> None:
    cases = GOOD.replace("period: 2026-04, status: none", "period: 2026-04, status: 无记录")
    result = run("test", lay(tmp_path, COMMON + cases), "--lang", "en")
    assert result.exit_code == 1
    told = "".join(result.output.split())
    assert "thereisnone;thereare:示例支部2026-01,示例支部2026-02,示例支部2026-03" in told


def test_rows_that_cannot_be_read_differ_unless_they_are_meant(tmp_path: Path) -> None:
    cases = GOOD.replace("类型: 巡查, 日期: 2026-02-27", "类型: 巡逻队, 日期: 2026-02-27, 地点: 山边")
    cases = cases.replace('invalid, reason: "missing_field:place"', "unknown, reason: unread_rows")
    result = run("test", lay(tmp_path, COMMON + cases))
    assert result.exit_code == 1
    told = "".join(result.output.split())  # a long path wraps the line
    assert "own.cases.yaml:9:" in told
    assert "unknown_type" in told
    meant = cases.replace("    expect:", "    problems: [unknown_type]\n    expect:")
    assert run("test", lay(tmp_path, COMMON + meant)).exit_code == 0
    never = GOOD.replace("    expect:", "    problems: [unknown_type]\n    expect:")
    assert run("test", lay(tmp_path, COMMON + never)).exit_code == 1


def test_all_faults_of_a_file_at_once_each_with_its_line_and_mend(tmp_path: Path) -> None:
    cases = """\
cases:
  - name: 甲
    as_off: 2026-03-10
    activites: []
    expect:
      - {duty: walk-montly, status: 达标}
      - {duty: walk-monthly, status: misssing}
  - name: 乙
    as_of: 2026-03-10
    flags: [red]
"""
    result = run("test", lay(tmp_path, cases), "--lang", "en")
    assert result.exit_code == 2
    told = result.stderr.splitlines()
    where = [line.partition("own.cases.yaml:")[2].split(":")[0] for line in told]
    assert where == ["2", "3", "4", "6", "7", "10"]
    assert "Did you mean “as_of”?" in told[1]
    assert "Did you mean “activities”?" in told[2]
    assert "Did you mean “walk-monthly”?" in told[3]
    assert "Did you mean “missing”?" in told[4]


@pytest.mark.parametrize(
    ("cases", "told"),
    [
        ("cases: []\n", "There is no case"),
        ("cases:\n  - {name: 甲, as_of: 2026-03-10}\n", "expects nothing"),
        ("cases:\n  - {name: 甲, as_of: 2026-02-30, expect: [{duty: walk-monthly, status: met}]}\n", "is not a date"),
        ("cases:\n  - {name: 甲, as_of: 2026-03-10, period: 三月, expect: []}\n", "is not a period"),
        (COMMON + "cases:\n  - {name: 甲, workspace: {log_start: 2026-01-01}, expect: []}\n", "log_starts"),
        (COMMON + "cases:\n  - {name: 甲, workspace: {log_starts: 一月}, expect: []}\n", "Case “甲”"),
        (COMMON + "cases:\n  - {name: 甲, expect: []}\n  - {name: 甲, expect: []}\n", "is taken"),
    ],
)
def test_files_that_cannot_be_used(tmp_path: Path, cases: str, told: str) -> None:
    result = run("test", lay(tmp_path, cases), "--lang", "en")
    assert result.exit_code == 2
    assert told in result.stderr
    assert "own.cases.yaml:" in result.stderr


def test_a_pack_without_cases_and_cases_without_a_pack(tmp_path: Path) -> None:
    pack = lay(tmp_path, COMMON + GOOD)
    (tmp_path / "own.cases.yaml").rename(tmp_path / "lone.cases.yaml")
    assert run("test", pack).exit_code == 2
    assert run("test", tmp_path / "lone.cases.yaml").exit_code == 2
    (tmp_path / "lone.cases.yaml").write_text("pack: own.yaml\n" + COMMON + GOOD, encoding="utf-8")
    assert run("test", tmp_path / "lone.cases.yaml").exit_code == 0


def test_a_workspace_tries_the_packs_of_its_own(tmp_path: Path) -> None:
    lay(tmp_path, COMMON + GOOD)
    settings = "checkbranch: 1\nrules: [cn-party-branch, ./own.yaml]\nunit: {id: B1}\n"
    (tmp_path / "checkbranch.yaml").write_text(settings, encoding="utf-8")
    value: dict[str, Any] = json.loads(run("test", tmp_path, "--format", "json").stdout)
    assert [(each["passed"], each["failed"]) for each in value["targets"]] == [(1, 0)]


ALL = ("branch", "general_branch", "committee", "group", "community", "unit", "member", "household")


@pytest.mark.parametrize("subject", ALL)
@pytest.mark.parametrize("kind", KINDS)
def test_a_new_duty_comes_out_as_it_is_and_lint_asks_for_its_provision(tmp_path: Path, kind: str, subject: str) -> None:
    pack = tmp_path / "local.yaml"
    made = run("new", "walk-often", "--in", pack, "--kind", kind, "--subject", subject)
    if subject not in SUBJECTS_OF.get(kind, ALL):
        assert made.exit_code == 2 and "可写：" in made.stderr
        return
    assert made.exit_code == 0, made.output
    tried = run("test", pack, "--strict", "--engine", "reference")
    assert tried.exit_code == 0, tried.output
    assert "用例 2 个，通过 2 个" in tried.output
    linted = run("lint", pack, "--lang", "en", "--as-of", "2026-12-01")
    assert linted.exit_code == 0
    assert "“walk-often” names no provision" in linted.output


def test_a_new_duty_is_added_and_the_text_around_it_stays(tmp_path: Path) -> None:
    pack = lay(tmp_path, COMMON + GOOD + "# 完\n", PACK + "\n# 备注\nsources: {}\n")
    before, cases = pack.read_text("utf-8"), (tmp_path / "own.cases.yaml").read_text("utf-8")
    quiet = run("new", "walk-often", "--in", pack, "--do", "walk", "--lang", "en", "-q")
    assert (quiet.exit_code, quiet.stderr) == (0, "")
    after = pack.read_text("utf-8")
    assert [line for line in after.splitlines() if line in before.splitlines()][-2:] == ["# 备注", "sources: {}"]
    start = after.index("  - id: walk-often")
    assert after[:start].rstrip() + "\n" == PACK
    assert after[after.index("# 备注") :] == "# 备注\nsources: {}\n"
    grown = (tmp_path / "own.cases.yaml").read_text("utf-8")
    assert grown.startswith(cases.removesuffix("# 完\n"))
    assert grown.endswith("# 完\n")
    result = run("test", pack, "--lang", "en")
    assert "3 cases, 3 ok" in result.output


def test_windows_line_ends_and_a_byte_order_mark_are_kept(tmp_path: Path) -> None:
    pack = tmp_path / "own.yaml"
    pack.write_bytes(b"\xef\xbb\xbf" + PACK.replace("\n", "\r\n").encode())
    assert run("new", "walk-often", "--in", pack, "--do", "walk").exit_code == 0
    data = pack.read_bytes()
    assert data.startswith(b"\xef\xbb\xbfpack: own\r\n")
    assert data.count(b"\n") == data.count(b"\r\n")
    assert run("test", pack).exit_code == 0


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("walk-monthly", "--do", "walk"), "The id “walk-monthly” is taken by the pack “own”"),
        (("走访", "--do", "walk"), "cannot be an id"),
        (("fresh",), "Name one with --do, or add it under activities first; there are: walk."),
        (("fresh", "--do", "wolk"), "Did you mean “walk”?"),
    ],
)
def test_what_new_refuses(tmp_path: Path, args: tuple[str, ...], told: str) -> None:
    pack = lay(tmp_path, COMMON + GOOD)
    result = run("new", *args, "--in", pack, "--lang", "en")
    assert result.exit_code == 2
    assert told in result.stderr
    assert pack.read_text("utf-8") == PACK
    assert (tmp_path / "own.cases.yaml").read_text("utf-8") == COMMON + GOOD


def test_new_leaves_alone_what_it_cannot_go_on_with(tmp_path: Path) -> None:
    flow = (
        PACK.partition("duties:")[0]
        + "duties: [{id: one, title: 一, subject: branch, quota: {do: walk, at_least: 1, every: year}}]\n"
    )
    pack = lay(tmp_path, COMMON + GOOD, flow)
    result = run("new", "two", "--in", pack, "--do", "walk", "--lang", "en")
    assert result.exit_code == 2
    assert "own.yaml:4:9: “duties” cannot be continued" in result.stderr
    assert pack.read_text("utf-8") == flow


def test_new_without_a_file_prints_a_pack_and_its_cases(tmp_path: Path) -> None:
    printed = run("new", "walk-often", "--subject", "household", "--kind", "rolling").stdout
    pack, _, rest = printed.partition("\n# ==== ")
    cases = rest.partition("\n")[2]
    result = run("test", lay(tmp_path, cases, pack))
    assert result.exit_code == 0, result.output
    assert run("new", "theme-day").exit_code == 2
    assert run("new", "theme-day-red").exit_code == 2


def test_the_example_of_the_documentation_comes_out(tmp_path: Path) -> None:
    text = (Path(__file__).parent.parent / "docs" / "rules.md").read_text("utf-8").partition("## Trying rules out")[2]
    (tmp_path / "my.cases.yaml").write_text(text.partition("```yaml\n")[2].partition("```")[0], encoding="utf-8")
    result = run("test", tmp_path / "my.cases.yaml")
    assert result.exit_code == 0, result.output


def test_a_folder_of_duties_has_its_cases_beside_it(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "pack.yaml").write_text(PACK, encoding="utf-8")
    (tmp_path / "own.cases.yaml").write_text(COMMON + GOOD, encoding="utf-8")
    assert run("test", folder).exit_code == 0
    assert run("test", tmp_path / "own.cases.yaml").exit_code == 0


def test_flags_that_differ_are_told_both_ways(tmp_path: Path) -> None:
    cases = """\
pack: branch-lights
cases:
  - name: 甲
    as_of: 2026-11-23
    workspace: {unit: {id: B1}, log_starts: 2026-10-01}
    activities: [{类型: 主题党日, 日期: 2026-10-10}]
    flags: [theme-day-red, {inference: year-end, subject: B2}]
    no_flags: [year-end]
"""
    (tmp_path / "x.cases.yaml").write_text(cases, encoding="utf-8")
    value = json.loads(run("test", tmp_path / "x.cases.yaml", "--format", "json", "--lang", "en").stdout)
    found = [(d["about"], d["expected"], d["found"]) for d in value["targets"][0]["cases"][0]["differences"]]
    assert found == [
        ("theme-day-red", "raised", "not raised"),
        ("year-end B2", "raised", "not raised"),
        ("year-end B1", "not raised", "raised"),
    ]
