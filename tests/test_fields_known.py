"""A column that a rule names and no table has is refused with its line; one's own columns and shipped packs are not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from checkbranch.cli import main

SETTINGS = """\
checkbranch: 1
name: 样例
rules: [own.yaml]
unit: {id: B1, name: 一支部, kind: community, 总户数: 3}
data:
  activities: a.csv
  households: h.csv
  members: m.csv
  posts: p.csv
  requests: r.csv
"""
TABLES = {
    "a.csv": "日期,类型,评分,对象\n2026-01-09,例会,5,甲户\n",
    "h.csv": "户号,户主,支部,楼栋,是否低保\nH1,甲户,B1,1栋,是\n",
    "m.csv": "编号,姓名,支部,联系楼栋\nM1,甲一,B1,1栋\n",
    "p.csv": "岗位,支部,片区,姓名\n楼长,B1,1栋,甲一\n",
    "r.csv": "编号,提出日期,户主,支部,回访日期\nR1,2026-01-09,甲户,B1,2026-01-10\n",
}
HEAD = "pack: own\nactivities: {t: {zh: 例会, en: Meeting}, v: {zh: 走访, en: Visit}}\n"
QUOTA = "quota: {do: t, at_least: 1, every: month}"

# subject, the rest of the duty; @ stands for the name of the column. All stand in line 4.
PLACES = {
    "where": ("branch", "where: {@: 1}, " + QUOTA),
    "where dated": ("branch", "where: {2026-01-01: {@: 1}, 2026-07-01: none}, " + QUOTA),
    "where of members": ("branch", "where: {@: x}, precede: {before: t, do: v, within: 5 days, cover: members}"),
    "counts_when": ("branch", "counts_when: {@: {at_least: 1}}, " + QUOTA),
    "any": ("branch", "counts_when: {any: [{@: 1}, {place: x}]}, " + QUOTA),
    "none": ("branch", "counts_when: {none: [{any: [{@: 1}]}]}, " + QUOTA),
    "of": ("branch", "counts_when: {hours: {at_least: 1/2, of: @}}, " + QUOTA),
    "at_least": ("household", "quota: {do: v, at_least: {column: @}, every: year}"),
    "have": ("branch", "follow_up: {after: t, have: @, within: 5 days}"),
    "have of requests": ("household", "follow_up: {of: requests, after: opened, have: @, within: 5 days}"),
    "same": ("branch", "follow_up: {after: t, do: v, same: @, within: 5 days}"),
    "record": ("branch", "record: {of: any, must: {@: {filled: true}}}"),
    "when": ("branch", "record: {of: any, when: {@: 1}, must: {place: {filled: true}}}"),
    "state": ("household", "state: {must: {@: {filled: true}}}"),
    "each": ("community", "cover: {each: @, of: households, by: posts, match: area}"),
    "match": ("community", "cover: {each: building, of: households, by: members, match: @}"),
    "cover where": ("community", "cover: {each: building, of: households, by: posts, where: {@: x}, match: area}"),
    "whole": ("household", "tally: {whole: @, parts: [people]}"),
    "parts": ("household", "tally: {whole: people, parts: [people, @]}"),
    "sum": ("community", "tally: {whole: 总户数, sum: @, of: households}"),
}
# a column of its own that each of the places may name: it stands in some table
OWN = {"a.csv": "评分", "h.csv": "是否低保", "m.csv": "联系楼栋", "r.csv": "回访日期", "unit": "总户数"}


def workspace(folder: Path, duty: str, rules: str = "own.yaml") -> Path:
    files = {**TABLES, "checkbranch.yaml": SETTINGS.replace("own.yaml", rules), "own.yaml": f"{HEAD}duties:\n{duty}"}
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    return folder


def item(place: str, column: str) -> str:
    subject, rest = PLACES[place]
    return f"  - {{id: a, title: 甲, subject: {subject}, {rest.replace('@', column)}}}\n"


def run(*words: object) -> Result:
    done = CliRunner().invoke(main, [str(word) for word in words])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def audit(folder: Path, language: str = "zh") -> Result:
    return run("audit", folder, "--as-of", "2026-03-02", "--lang", language, "--engine", "reference")


@pytest.mark.parametrize("place", PLACES)
def test_a_column_of_no_table_is_refused_where_it_stands(place: str, tmp_path: Path) -> None:
    duty = item(place, "无此栏")
    folder = workspace(tmp_path, duty)
    column = duty.index("无此栏") + 1
    for done in (audit(folder), audit(folder, "en"), run("rules", "lint", folder)):
        assert done.exit_code == 2
        (line,) = done.stderr.splitlines()
        assert line.startswith(f"own.yaml:4:{column}: “a”") and "“无此栏”" in line
    assert audit(folder).stdout == ""


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("own", OWN.values(), ids=OWN)
def test_a_column_of_any_table_is_taken(place: str, own: str, tmp_path: Path) -> None:
    folder = workspace(tmp_path, item(place, own))
    done = audit(folder)
    assert done.exit_code in (0, 1), done.output
    assert run("rules", "lint", folder).exit_code == 0


@pytest.mark.parametrize(
    ("place", "written", "meant"),
    [
        ("where", "ful_members", "full_members"),
        ("where", "正式党员数", "full_members"),
        ("counts_when", "地点", "place"),
        ("counts_when", "atendance", "attendance"),
        ("counts_when", "评分数", "评分"),
        ("state", "helper", "helpers"),
        ("match", "联系楼幢", "联系楼栋"),
        ("have of requests", "resolve", "resolved"),
    ],
)
def test_what_was_probably_meant_is_named(place: str, written: str, meant: str, tmp_path: Path) -> None:
    folder = workspace(tmp_path, item(place, written))
    assert f"是否应为“{meant}”？" in audit(folder).stderr
    assert f"Did you mean “{meant}”?" in audit(folder, "en").stderr


@pytest.mark.parametrize("known", ["attendance", "duration", "recorded_after"])
def test_what_is_computed_is_no_column_and_is_known(known: str, tmp_path: Path) -> None:
    duty = f"  - {{id: a, subject: branch, {QUOTA}, counts_when: {{{known}: {{at_least: 1/2}}}}}}\n"
    assert audit(workspace(tmp_path, duty)).exit_code in (0, 1)


def test_the_condition_of_an_inference_is_looked_at(tmp_path: Path) -> None:
    when = "[{none: {unit: {无此栏: 1}}}, {duty: a, run: 1}]"
    light = f"inferences:\n  - {{id: i, subject: branch, when: {when}, then: {{flag: f}}}}\n"
    folder = workspace(tmp_path, f"  - {{id: a, subject: branch, {QUOTA}}}\n{light}")
    done = audit(folder)
    assert (done.exit_code, done.stderr.startswith("own.yaml:6:")) == (2, True), done.output


def test_what_is_switched_off_hinders_nobody(tmp_path: Path) -> None:
    duty = f"  - {{id: a, subject: branch, off: true, {QUOTA}, where: {{无此栏: 1}}}}\n"
    assert audit(workspace(tmp_path, duty)).exit_code in (0, 1)


def test_a_sum_of_what_exists_nowhere_is_not_known(tmp_path: Path) -> None:
    duty = "  - {id: a, subject: branch, quota: {do: t, at_least: 1, every: month, sum: 无此栏}}\n"
    done = audit(workspace(tmp_path, duty))
    assert done.exit_code in (0, 1) and "待核" in done.stdout


def test_an_overlay_is_told_and_the_shipped_pack_below_it_is_not(tmp_path: Path) -> None:
    over = "  - id: committee-meeting\n    override: true\n    counts_when: {无此栏: {filled: true}}\n"
    folder = workspace(tmp_path, over, "cn-party-branch, own.yaml")
    (line,) = audit(folder).stderr.splitlines()
    assert line.startswith("own.yaml:6:19:")
    for pack in ("cn-party-branch", "huanghou-relocation", "cn-party-structure"):
        lone = workspace(tmp_path, item("where", "总户数"), pack)
        assert audit(lone).exit_code in (0, 1)


def test_a_source_that_cannot_be_read_may_have_had_the_column(tmp_path: Path) -> None:
    folder = workspace(tmp_path, item("counts_when", "无此栏"))
    (folder / "b.ics").write_text("BEGIN:VCALENDAR\n", "utf-8")
    (folder / "checkbranch.yaml").write_text(
        SETTINGS.replace("activities: a.csv", "activities: [a.csv, b.ics]"), "utf-8"
    )
    assert "无此栏" not in audit(folder).stderr


def test_a_pack_alone_gets_a_hint_where_a_name_is_near(tmp_path: Path) -> None:
    folder = workspace(
        tmp_path, item("where", "ful_members") + item("counts_when", "年度评分").replace("id: a", "id: b")
    )
    (folder / "checkbranch.yaml").unlink()
    told = run("rules", "lint", folder / "own.yaml").stdout
    assert "建议：单位表没有“ful_members”这一栏" in told and "年度评分" not in told


def test_cases_have_the_column_or_are_refused(tmp_path: Path) -> None:
    folder = workspace(tmp_path, item("counts_when", "评分"))
    case = """\
cases:
  - name: 甲
    as_of: 2026-03-02
    workspace: {unit: {id: B1}, log_starts: 2026-01-01}
    activities: [{类型: 例会, 日期: 2026-01-09, 评分: 5}]
    expect: [{duty: a, period: 2026-01, status: met}]
"""
    (folder / "own.cases.yaml").write_text(case, "utf-8")
    assert run("rules", "test", folder / "own.yaml", "--engine", "reference").exit_code == 0
    (folder / "own.cases.yaml").write_text(case.replace(", 评分: 5", ""), "utf-8")
    done = run("rules", "test", folder / "own.yaml", "--engine", "reference")
    assert done.exit_code == 2 and "own.yaml:4:" in done.stderr and "和用例中都没有" in done.stderr


@pytest.mark.parametrize(("column", "code"), [("应访次数", 0), ("是否底保", 2)])
def test_a_column_with_a_value_for_where_it_is_lacking_may_be_lacking_unless_it_is_a_slip(
    column: str, code: int, tmp_path: Path
) -> None:
    quota = f"quota: {{do: v, at_least: {{column: {column}, else: 1}}, every: year}}"
    folder = workspace(tmp_path, f"  - {{id: a, title: 甲, subject: household, {quota}}}\n")
    done = audit(folder)
    assert done.exit_code == code, done.output
    assert ("是否应为“是否低保”？" in done.output) is (code == 2)


@pytest.mark.parametrize(
    ("column", "cell", "status"), [("应访次数", "", "unknown"), ("应访次数", "0", "not_applicable")]
)
def test_a_number_owed_that_is_not_written_down_is_not_known(
    column: str, cell: str, status: str, tmp_path: Path
) -> None:
    quota = f"quota: {{do: v, at_least: {{column: {column}}}, every: year}}"
    folder = workspace(tmp_path, f"  - {{id: a, title: 甲, subject: household, {quota}}}\n")
    (folder / "h.csv").write_text(f"户号,户主,支部,{column}\nH1,甲户,B1,{cell}\nH2,乙户,B1,1\n", "utf-8")
    (folder / "a.csv").write_text("日期,类型,对象\n2026-05-09,走访,乙户\n", "utf-8")
    done = run("audit", folder, "--as-of", "2027-01-20", "--period", "2026", "--format", "json")
    found = {(one["status"], one["reason"]) for one in json.loads(done.stdout)["findings"]}
    assert found == {
        ("met", None),
        (status, f"attribute_unknown:{column}" if status == "unknown" else f"where:{column}"),
    }
