"""``checkbranch explain``: what it says of the example, how a question may be put, and what has no answer."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from checkbranch.cli import main
from checkbranch.engine.answering.question import period_in

pytestmark = pytest.mark.usefixtures("once")
ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "huanghou"
GOLDEN = Path(__file__).parent / "golden"
DAY = ["--as-of", "2026-11-23"]

SETTINGS = "checkbranch: 1\nname: 第一支部\nrules: [p.yaml]\ndata: {activities: a.csv}\n"
PACK = """\
pack: p
version: "1"
title: {zh: 包, en: Pack}
sources: {s: {title: {zh: 某文, en: Text}, issued: 2020-01-01, issuer: 某委, checked_on: 2026-01-01}}
activities: {theme_day: {zh: 主题党日, en: Theme day}}
duties:
  - id: theme-day
    title: {zh: 主题党日, en: Theme day}
    basis: [{source: s, article: "1", modality: generally}]
    subject: branch
    quota: {do: theme_day, at_least: {2020-01-01: 1, 2026-03-01: 2}, every: month}
    counts_when: {attendance: {over: 1/2}, place: {filled: true}}
    late: {2020-01-01: none, 2026-03-01: {until: 10 days}}
  - id: face
    title: {zh: 面谈, en: Face}
    subject: branch
    quota: {do: theme_day, at_least: 1, every: quarter}
"""
LEDGER = """\
日期,类型,应到,实到,地点
2026-02-05,主题党日,10,5,活动室
2026-03-05,主题党日,10,6,
2026-03-06,主题党日,10,6,活动室
2026-04-15,主题党日,10,9,活动室
"""


def explain(*words: str, language: str = "zh", day: list[str] | None = None) -> Result:
    done = CliRunner().invoke(main, ["explain", *words, *(day or DAY), "--lang", language], terminal_width=100)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def text(*words: str, **options: Any) -> str:
    done = explain(str(EXAMPLE), *words, **options)
    assert (done.exit_code, done.stderr) == (0, "")
    return done.stdout


def value(*words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text(*words, "--format", "json"))
    assert found["format"] == "checkbranch.explain/1"
    return found


def refused(*words: str, folder: Path = EXAMPLE) -> list[str]:
    """Return the lines of a question that has no answer; in English there are as many."""
    zh, en = (explain("-w", str(folder), *words, language=language) for language in ("zh", "en"))
    assert (zh.exit_code, en.exit_code, zh.stdout) == (2, 2, "")
    lines = zh.stderr.splitlines()
    assert len(lines) == len(en.stderr.splitlines()) and zh.stderr != en.stderr
    return lines


@pytest.fixture(scope="module")
def report() -> dict[str, Any]:
    done = CliRunner().invoke(main, ["audit", str(EXAMPLE), *DAY, "--format", "json"])
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    for name, content in (("checkbranch.yaml", SETTINGS), ("p.yaml", PACK), ("a.csv", LEDGER)):
        (tmp_path / name).write_text(content, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("explain-below-quorum", ["committee-meeting", "2026-04"]),
        ("explain-made-up", ["general-meeting", "2026-Q2"]),
        ("explain-unknown", ["group-meeting", "第二党小组", "2026-02"]),
        ("explain-flag", ["branch-red"]),
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_golden_explanations(name: str, words: list[str], language: str, update: bool) -> None:
    printed = text(*words, language=language).replace("durable", "ENGINE").replace("reference", "ENGINE")
    golden = GOLDEN / f"{name}.{language}.txt"
    if update:
        golden.write_text(printed, "utf-8")
    assert printed == golden.read_text("utf-8")


def test_a_finding_of_every_kind_is_explained_by_the_row_that_gave_its_verdict(report: dict[str, Any]) -> None:
    of_kind = {(f["status"], f["reason"]): f for f in report["findings"]}
    assert {f["status"] for f in of_kind.values()} == set(report["summary"]) - {"total"}
    for finding in of_kind.values():
        told = value(finding["id"])
        assert told["kind"] == "finding"
        assert told["finding"] == finding
        *before, row = told["verdict_rows"]
        assert not any(each["holds"] for each in before) and row["holds"]
        assert row["status"] == finding["status"]
        assert row["reason"] is None or finding["reason"].startswith(row["reason"])
        assert all(clause["holds"] for clause in row["clauses"])
        assert finding["message"] in text(finding["id"]).replace("\n", "").replace(" " * 8, "")


@pytest.mark.parametrize(
    "words",
    [
        ["6c36535881b2f3ef"],
        ["6C36"],
        ["committee-meeting", "JB", "2026-04"],
        ["committee-meeting", "2026-04", "JB"],
        ["committee-meeting", "皇后乡易地扶贫搬迁联合党支部", "2026-04"],
        ["committee-meeting", "皇后乡易地扶贫搬迁联合党支部（JB）", "2026年4月"],
        ["每月召开支部委员会会议", "2026年4月"],
        ["Committee meeting every month", "2026-04"],
        ["支委会", "2026-4"],
    ],
)
def test_one_question_may_be_put_in_many_ways(words: list[str]) -> None:
    assert text(*words) == text("committee-meeting", "JB", "2026-04")


def test_the_workspace_comes_first_or_with_w_or_is_here(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = text("theme-day")
    assert explain("-w", str(EXAMPLE), "theme-day").stdout == shown
    assert explain(str(EXAMPLE / "checkbranch.yaml"), "theme-day").stdout == shown
    monkeypatch.chdir(EXAMPLE)
    assert explain("theme-day").stdout == shown


def test_a_folder_that_is_called_like_a_duty_is_no_workspace_without_settings(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(workspace)
    shown = explain("theme-day").stdout
    (workspace / "theme-day").mkdir()
    assert explain("theme-day").stdout == shown
    (workspace / "theme-day" / "checkbranch.yaml").write_text("checkbranch: 1\n", encoding="utf-8")
    assert explain("theme-day").exit_code == 2  # now it is the workspace, and nothing is asked of it
    assert explain("-w", ".", "theme-day").stdout == shown


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("2026-09", "2026-09"),
        ("2026-9", "2026-09"),
        ("2026.9", "2026-09"),
        ("2026年9月", "2026-09"),
        ("2026年9月份", "2026-09"),
        ("2026-Q3", "2026-Q3"),
        ("2026q3", "2026-Q3"),
        ("2026年第三季度", "2026-Q3"),
        ("2026年第1季度", "2026-Q1"),
        ("2026年四季度", "2026-Q4"),
        ("2026年五季度", None),
        ("2026年下半年", "2026-H2"),
        ("2026上半年", "2026-H1"),
        ("2026-H2", "2026-H2"),
        ("2026", "2026"),
        ("2026年", "2026"),
        ("2026年度", "2026"),
        ("2026-13", None),
        ("2026年13月", None),
        ("0000", None),
        ("JB", None),
    ],
)
def test_periods_are_understood_as_reports_write_them(word: str, key: str | None) -> None:
    found = period_in(word)
    assert (found.key if found else None) == key


def test_a_duty_shows_its_counts_and_who_has_gaps(report: dict[str, Any]) -> None:
    told = value("household-visit")
    own = [f for f in report["findings"] if f["duty"] == "household-visit"]
    assert told["kind"] == "duty"
    assert told["summary"]["total"] == len(own) == sum(n for k, n in told["summary"].items() if k != "total")
    gaps = [f for f in own if f["status"] in ("short", "invalid", "missing")]
    assert gaps and told["findings"] == gaps
    shown = text("household-visit")
    assert all(f["id"][:8] in shown and f["subject"]["name"] in shown for f in gaps)


def test_a_subject_shows_every_period_in_a_line(report: dict[str, Any]) -> None:
    told, shown = value("theme-day", "JB"), text("theme-day", "JB")
    own = [f for f in report["findings"] if f["duty"] == "theme-day"]
    assert told["kind"] == "subject" and told["subject"]["id"] == "JB"
    assert told["findings"] == own
    assert [line.split()[0] for line in shown.splitlines() if "2026年" in line and line[2] != " "] == [
        f["id"][:8] for f in own
    ]


def test_a_longer_period_shows_the_periods_within_it() -> None:
    told = value("committee-meeting", "JB", "2026-Q2")
    assert [f["period"]["key"] for f in told["findings"]] == ["2026-04", "2026-05", "2026-06"]


def test_what_lies_outside_the_span_is_judged_for_the_question() -> None:
    assert value("life-meeting", "2025")["finding"]["status"] == "met"
    assert value("committee-meeting", "2025-04")["finding"]["reason"] == "before_log"
    id_ = value("committee-meeting", "2025-04")["finding"]["id"]
    assert "--period 2025" in refused(id_)[0]
    assert value(id_[:10], "--period", "2025-04")["finding"]["period"]["key"] == "2025-04"


def test_a_flag_leads_down_to_its_findings_even_outside_the_span(report: dict[str, Any]) -> None:
    red = next(flag for flag in report["flags"] if flag["inference"] == "branch-red")
    for words in ([red["id"][:6]], ["branch-red"], ["branch-red", "JB"], ["branch-red", "--period", "2026-10"]):
        told = value(*words)
        assert told["kind"] == "flag" and told["flags"] == [red]
        behind = {flag["id"]: flag for flag in told["flags_behind"]}
        needed = set(red["because"]) | {id_ for flag in behind.values() for id_ in flag["because"]}
        assert needed == set(behind) | {f["id"] for f in told["findings"]}
        assert {f["id"]: f for f in told["findings"]} == {f["id"]: f for f in report["findings"] if f["id"] in needed}
    assert "没有对象符合条件" in text("many-red")


def test_a_finding_tells_the_flags_that_rest_on_it_through_other_flags() -> None:
    assert [flag["inference"] for flag in value("theme-day", "2026-06")["flags"]] == ["branch-red", "theme-day-often"]


def test_an_id_that_fits_several_lists_them_with_more_of_each(report: dict[str, Any]) -> None:
    ids = sorted([f["id"] for f in report["findings"]] + [f["id"] for f in report["flags"]])
    prefix = next(a[:4] for a, b in pairwise(ids) if a[:4] == b[:4])
    fits = [id_ for id_ in ids if id_.startswith(prefix)]
    head, *rows = refused(prefix)
    assert f"对应 {len(fits)} 项" in head
    longer = [row.partition(":")[0] for row in rows]
    assert sorted(next(id_ for id_ in ids if id_.startswith(each)) for each in longer) == fits
    assert all(sum(id_.startswith(each) for id_ in ids) == 1 for each in longer)


@pytest.mark.parametrize(
    ("words", "needed"),
    [
        (["6c"], ["编号“6c”对应", "请多写几位", "前 10 项"]),
        (["committee-meting"], ["committee-meeting"]),
        (["ffffffffffff"], ["没有编号以“ffffffffffff”开头", "audit --format json"]),
        (["household-visit", "曹天耕"], ["曹天根"]),
        (["household-visit", "JB"], ["不是本项核对的对象", "H001"]),
        (["committee-meeting", "JB", "2026-1x"], ["不是时段", "2026-Q3"]),
        (["general-meeting", "2026-05"], ["请写 2026-Q2"]),
        (["committee-meeting", "2026-12"], ["尚未开始", "--as-of"]),
        (["committee-meeting", "2017-04"], ["施行期为 2018-10-28"]),
        (["household-visit", "H268", "2026-Q1"], ["自 2026-05-12 起在册"]),
        (["6c36", "2026-04"], ["多余"]),
        (["committee-meeting", "JB", "2026-04", "2026-05"], ["多余"]),
        (["走访慰问"], ["对应 2 项", "household-visit", "monitored-visit"]),
        ([], ["请写出要说明的内容"]),
    ],
)
def test_a_question_without_an_answer_says_what_to_ask(words: list[str], needed: list[str]) -> None:
    lines = "\n".join(refused(*words))
    assert [part for part in needed if part not in lines] == []


def test_without_a_workspace_here_the_way_to_name_one_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "-w" in explain("theme-day").stderr
    assert "folder/台账.xlsx" in explain("folder/台账.xlsx", "theme-day").stderr


def test_a_single_ledger_is_explained_with_what_is_assumed(workspace: Path) -> None:
    done = explain(str(workspace / "a.csv"), "主题党日", "2026-02")
    assert done.exit_code == 0
    assert done.stdout.startswith("以下为推定")


def test_a_rule_that_changes_is_told_as_it_is_in_force_in_the_period(workspace: Path) -> None:
    february = explain(str(workspace), "theme-day", "2026-02").stdout
    march = explain(str(workspace), "theme-day", "2026-03").stdout
    assert "应有：每月至少 1 次“主题党日”" in february and "补开：不设补开期" in february
    assert "应有：每月至少 2 次“主题党日”" in march and "补开期至 2026-04-10 止" in march
    assert "自 2026-03-01 起有变化" in february
    assert "先为：至少 1 次；2026-03-01 起为：至少 2 次" in explain(str(workspace), "theme-day").stdout


def test_the_numbers_behind_a_rejection_are_told(workspace: Path) -> None:
    february = explain(str(workspace), "theme-day", "2026-02").stdout
    assert "到会 5 人，应到 10 人，正好一半：本项要求超过半数，不符合" in february
    assert "规则要求超过应到 10 人的 1/2，至少须到 6 人" in february.replace("\n        ", "")
    assert "未填“地点”" in explain(str(workspace), "theme-day", "2026-03").stdout
    assert "未注明依据" in explain(str(workspace), "面谈", "2026-Q1").stdout


def test_a_duty_whose_name_looks_like_an_id_is_a_duty(workspace: Path) -> None:
    assert explain(str(workspace), "face").stdout.startswith("面谈（face）")


def test_what_the_workspace_changed_stands_in_the_chain(workspace: Path) -> None:
    (workspace / "checkbranch.yaml").write_text(
        SETTINGS + "severity: {theme-day: error}\noff: [face]\n", encoding="utf-8"
    )
    assert "工作区把级别改为“须整改”，checkbranch.yaml:5:12" in explain(str(workspace), "theme-day").stdout
    assert "已停用" in explain(str(workspace), "face").stdout
    assert "工作区停用本项，checkbranch.yaml:6:7" in explain(str(workspace), "face").stdout
    assert "已停用" in refused("face", "2026-Q1", folder=workspace)[0]


def test_both_engines_explain_alike() -> None:
    shown = [text("committee-meeting", "2026-04", "--engine", engine) for engine in ("durable", "reference")]
    assert shown[0].replace("durable", "reference") == shown[1]


WINDOWS = """\
pack: p
version: "1"
title: {zh: 包, en: Pack}
activities: {study: {zh: 集中学习, en: Study, aliases: [学习]}}
duties:
  - {id: apart, title: {zh: 学习不断线, en: Apart}, subject: branch, gap: {do: study, at_most: 30 days}}
  - id: fresh
    title: {zh: 近期学习, en: Fresh}
    subject: branch
    counts_when: {place: {filled: true}}
    rolling: {do: study, at_least: 2, in_any: 60 days}
  - id: hours
    title: {zh: 学时, en: Hours}
    subject: member
    partial: prorate
    quota:
      {do: study, at_least: {column: hours_owed, else: 32.5}, every: year, sum: hours, by: attendees}
"""
STUDIES = """\
类型,日期,地点,hours,attendees
学习,2026-01-05,甲,4.5,张三
学习,2026-03-05,乙,2,张三、李四
学习,2026-03-25,,2,李四
"""
MEMBERS = "id,name,hours_owed,joined\nM1,张三,6,\nM2,李四,,2026-07-01\n"


@pytest.fixture
def windows(tmp_path: Path) -> Path:
    settings = "checkbranch: 1\nname: 甲支部\nrules: [p.yaml]\nlog_starts: 2026-01-01\n"
    settings += "data: {activities: a.csv, members: m.csv}\n"
    files = {"checkbranch.yaml": settings, "p.yaml": WINDOWS, "a.csv": STUDIES, "m.csv": MEMBERS}
    for name, content in files.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    return tmp_path


def test_a_duty_without_periods_is_explained_by_its_intervals(windows: Path) -> None:
    shown = explain(str(windows), "apart", "甲支部", day=["--as-of", "2026-04-10"]).stdout
    assert "间隔：2026-01-05 至 2026-03-05，59 天，超过 30 天" in shown
    assert "是  无记录  以上都不成立：有间隔超过限度" in shown
    assert "补开" not in shown
    id_ = shown.partition("编号：")[2][:16]
    assert explain(str(windows), id_, day=["--as-of", "2026-04-10"]).stdout == shown


def test_a_record_too_old_for_a_rolling_duty_is_told_apart(windows: Path) -> None:
    shown = explain(str(windows), "fresh", "甲支部", day=["--as-of", "2026-04-10"]).stdout
    assert "最近 60 天应有 2 次，见 1 次" in shown
    before, _, after = shown.partition("在最近 60 天以前，只用于推算到期日")
    assert "a.csv!2" in before and "a.csv!3" not in before and "a.csv!3" in after
    assert "2026-04" in "\n".join(refused("fresh", "2026-04", folder=windows))


def test_sums_and_shares_of_a_year_are_told_as_decimals(windows: Path) -> None:
    full = explain(str(windows), "hours", "张三", "2026").stdout
    assert "应有 6 学时，按期有效 6.5 学时" in full and "本对象当时：“hours_owed”为 6" in full
    part = explain(str(windows), "hours", "李四", "2026").stdout
    assert "（留空的按 32.5 学时）" in part
    assert "本对象自 2026-07-01 起在册" in part.replace("\n            ", "")
    assert "应有 16 学时" in part  # 32.5 for 184 of 365 days, rounded down
