"""Scoring tables: how they are read, refused and reckoned, and that what is not known is never lost in silence."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from checkbranch.cli import main
from checkbranch.cli.score_choice import shipped_duties
from checkbranch.engine import CheckbranchError
from checkbranch.engine.findings import Status, Subject
from checkbranch.engine.packs.schema import schema_text
from checkbranch.engine.packs.schema_scores import score_schema
from checkbranch.engine.packs.score_checks import check_score
from checkbranch.engine.packs.score_model import Deduction, ScoreItem
from checkbranch.engine.packs.scores import read_score
from checkbranch.engine.text import Text
from checkbranch.reports.inspection.lacks import Lacks
from checkbranch.reports.inspection.score_words import points_text
from checkbranch.reports.inspection.scored import Basis, ItemScore, Scored, UnitScore
from checkbranch.reports.inspection.scoring import item_score
from checkbranch.rules import score_names, score_path

from . import reports_fake as fake

pytestmark = pytest.mark.usefixtures("once")
ROOT = Path(__file__).parent.parent
TEN = Fraction(10)

TABLE = """\
score: mine
version: "1"
title: {zh: 本乡评分表, en: Our table}
source: {title: 某乡考核办法, issuer: 某乡党委, place: 某乡, checked_on: 2026-01-05}
items:
  - id: theme
    title: {zh: 主题党日, en: Theme day}
    points: 10
    duties: [theme-day]
    deductions:
      - {for: missing, points: 3}
      - {for: not_in_order, points: 1}
      - {for: made_up, points: 0.5, at_most: 1}
  - {id: papers, title: 材料, points: 5, by_hand: true, deductions: [{points: 1, say: 缺一项}]}
"""
PACK = """\
pack: p
version: "1"
sources: {s: {title: {zh: 某条例, en: Some rules}}}
activities:
  theme_day: {zh: 主题党日, en: Theme day}
  big_meeting: {zh: 大会, en: Big meeting}
duties:
  - id: theme-day
    title: {zh: 每月主题党日, en: Theme day every month}
    basis: [{source: s, article: "16", modality: shall}]
    subject: branch
    quota: {do: theme_day, at_least: 1, every: month}
    late: {until: 15 days}
  - id: big-meeting
    title: {zh: 大支部的会, en: Meeting of large branches}
    basis: [{source: s, article: "17", modality: shall}]
    subject: branch
    where: {full_members: {at_least: 50}}
    quota: {do: big_meeting, at_least: 1, every: month}
"""
LEDGER = "日期,类型,对应期间\n2026-01-05,主题党日,\n2026-03-05,主题党日,2026-02\n2026-03-20,主题党日,\n"
WAIVERS = "事项,对象,起始日期,截止日期,理由,批准人\ntheme-day,B1,2026-04-01,2026-04-30,防汛,乡党委\n"


def workspace(folder: Path, table: str = TABLE, more: str = "", ledger: str = LEDGER, data: str = "") -> Path:
    """Write a workspace of one branch whose table is ``t.yaml``."""
    for name, text in (("p.yaml", PACK), ("a.csv", ledger), ("t.yaml", table), ("w.csv", WAIVERS)):
        (folder / name).write_text(text, "utf-8")
    (folder / "checkbranch.yaml").write_text(
        f"checkbranch: 1\nname: 一支部\nrules: [p.yaml]\nunit: {{id: B1, name: 一支部, full_members: 9}}\n"
        f"log_starts: 2026-01-01\ncomplete_through: 2026-06-30\ndata: {{activities: a.csv{data}}}\n{more}",
        "utf-8",
    )
    return folder


def call(folder: Path, *options: str, as_of: str = "2026-05-20") -> Result:
    done = CliRunner().invoke(main, ["inspect", str(folder), "--as-of", as_of, "--from", "2026-01-01", *options])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def told(folder: Path, *options: str, as_of: str = "2026-05-20") -> dict[str, Any]:
    done = call(folder, "--format", "json", *options, as_of=as_of)
    assert done.exit_code in (0, 1), done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


# Reading


@pytest.mark.parametrize("name", score_names())
def test_a_shipped_table_says_where_it_comes_from_and_names_known_duties(name: str) -> None:
    path = score_path(name)
    assert path is not None
    table = read_score(path, name, shipped=True)
    source = table.source
    assert table.id == name and table.note and source.title and source.issuer and source.place and source.checked_on
    assert {duty: pack for duty, pack in check_score(table, [], shipped_duties).items() if not pack} == {}
    for text in (table.title, table.note, *(item.title for item in table.items)):
        assert text.zh and text.en and text.zh != text.en
    assert list(Draft7Validator(score_schema()).iter_errors(_plain(path.read_text("utf-8")))) == []


def test_the_table_of_the_page_can_be_used(tmp_path: Path) -> None:
    (block,) = re.findall(r"^```yaml score\n(.*?)^```$", (ROOT / "docs" / "scores.md").read_text("utf-8"), re.M | re.S)
    (tmp_path / "t.yaml").write_text(block, "utf-8")
    table = read_score(tmp_path / "t.yaml", "t.yaml")
    assert check_score(table, [], shipped_duties).keys() == set(table.duties) and table.total == 30
    assert list(Draft7Validator(score_schema()).iter_errors(_plain(block))) == []
    page = (ROOT / "docs" / "scores.md").read_text("utf-8")
    call = ["inspect", str(ROOT / "examples" / "huanghou"), "--as-of", "2026-11-23", "--on", "2026-12-04"]
    told = CliRunner().invoke(main, [*call, "--score", str(tmp_path / "t.yaml"), "--quiet"]).stdout
    (shown,) = re.findall(r"^自评评分表.*?(?=\n\n逐项自查)", told, re.MULTILINE | re.DOTALL)
    assert shown in page
    assert [name for name in score_names() if f"| `{name}` |" not in page] == []


def test_the_shipped_schema_is_fresh(update: bool) -> None:
    path, made = ROOT / "rules" / "score.schema.json", schema_text(score_schema())
    if update:
        path.write_text(made, "utf-8", newline="\n")
    assert made == path.read_text("utf-8"), "run pytest tests/test_scores.py --update"


def _plain(text: str) -> Any:
    value = yaml.load(text, yaml.BaseLoader)
    return json.loads(json.dumps(value).replace('"true"', "true"))


FAULTS = [
    ("points: 10", "ponts: 10", ":6:5: 缺少“points”（分值）", "是否应为“points”"),
    ("points: 10", "points: -1", ":8:13: “points”应为正数", None),
    ("points: 10", "points: 2", "扣分 3 超过本项分值 2", None),
    ("by_hand: true, ", "", "评分项没有写明如何评分", None),
    ("by_hand: true", "by_hand: true, duties: [theme-day]", "只能写一种", None),
    ("for: missing", "for: mising", "未知的“for”取值“mising”", "是否应为“missing”"),
    ("{for: missing, points: 3}", "{for: missing}", "缺少“points”", None),
    ("at_most: 1}", "at_most: 0.1}", "“at_most”小于每次的扣分 0.5", None),
    ("at_most: 1}", "at_most: 11}", ":13:46: “at_most” 11 超过本项分值 10，扣不到这么多。", None),
    ("id: papers", "id: theme", "评分项编号“theme”重复", None),
    ("deductions: [{points: 1, say: 缺一项}]", "deductions: [{points: 1, for: gap}]", "不能写“for”", None),
    ("deductions: [{points: 1, say: 缺一项}]", "deductions: [{points: 1}]", "扣分没有写明情形", None),
    ("score: mine", "total: 16\nscore: mine", ":1:8: “total”写 16，各项分值相加为 15", None),
    ("score: mine\n", "", "评分表缺少名称", None),
    ("points: 5", "points: 5, floor: 6", "“floor”（最低分）超过本项分值 5", None),
    ("2026-01-05", "2026-13-05", "不是有效日期", None),
    (TABLE[TABLE.index("items:") :], "", "“items”应为列表", None),
    ("points: 5", "points: 5, not_applicable: half", "未知的“not_applicable”取值“half”", None),
]


@pytest.mark.parametrize(("old", "new", "says", "also"), FAULTS)
def test_a_fault_is_told_with_its_place_and_its_mend(
    tmp_path: Path, old: str, new: str, says: str, also: str | None
) -> None:
    path = tmp_path / "t.yaml"
    path.write_text(TABLE.replace(old, new, 1), "utf-8")
    with pytest.raises(CheckbranchError) as raised:
        read_score(path, "t.yaml")
    lines = [fault.say("zh") for fault in raised.value.faults]
    assert all(line.startswith("t.yaml:") and line.count("。") >= 2 for line in lines), lines
    assert any(says in line for line in lines), lines
    assert also is None or any(also in line for line in lines), lines


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "t.yaml"
    path.write_text(TABLE.replace("points: 10", "ponts: 10").replace("made_up", "madeup"), "utf-8")
    with pytest.raises(CheckbranchError) as raised:
        read_score(path, "t.yaml")
    assert len(raised.value.faults) == 3
    path.write_text("- a\n", "utf-8")
    with pytest.raises(CheckbranchError, match="must be a map"):
        read_score(path, "t.yaml")


def test_a_table_on_an_unknown_duty_is_refused_with_the_nearest(tmp_path: Path) -> None:
    folder = workspace(tmp_path, TABLE.replace("[theme-day]", "[theme-dya, comittee-meeting]"))
    done = call(folder, "--score", str(folder / "t.yaml"), "-o", str(tmp_path / "out.docx"))
    lines = done.stderr.splitlines()
    assert done.exit_code == 2 and not (tmp_path / "out.docx").exists()
    assert len(lines) == 2 and all("t.yaml:9:" in line for line in lines), lines
    assert "theme-day" in lines[0] and "committee-meeting" in lines[1]


def test_lint_checks_the_table_of_a_workspace_and_one_by_itself(tmp_path: Path) -> None:
    """The same faults are told by ``rules lint`` and by ``inspect``."""

    def lint(*names: str) -> tuple[int, str, str]:
        done = CliRunner().invoke(main, ["rules", "lint", *names, "--as-of", "2026-02-01"])
        return done.exit_code, done.stdout, done.stderr

    folder = workspace(tmp_path, TABLE, "score: t.yaml\n")
    code, out, _ = lint(str(folder))
    assert code == 0 and out.splitlines()[-1] == "t.yaml：评分项 2 个，共 15 分，没有错误。"
    assert lint(str(folder / "t.yaml"))[1].splitlines() == [f"{folder / 't.yaml'}：评分项 2 个，共 15 分，没有错误。"]
    for old, new, says in (
        ("2026-01-05", "2090-01-05", ":4:62: “checked_on” 2090-01-05 还没有到（今天按 "),
        ("[theme-day]", "[theme-dya]", ":9:14: 评分表引用的事项“theme-dya”不存在。是否应为：theme-day"),
        ("at_most: 1}", "at_most: 11}", ":13:46: “at_most” 11 超过本项分值 10"),
    ):
        folder.joinpath("t.yaml").write_text(TABLE.replace(old, new), "utf-8")
        for told in (lint(str(folder)), lint(str(folder / "t.yaml"))):
            assert told[0] == 2 and f"t.yaml{says}" in told[2], told
        done = call(folder)
        assert done.exit_code == 2 and f"t.yaml{says}" in done.stderr
    # Alone, a table may be on duties of packs that nobody named: that is a hint; old is what was checked long ago.
    alone = tmp_path / "alone.yaml"
    alone.write_text(TABLE.replace("[theme-day]", "[our-own]").replace("2026-01-05", "2023-12-31"), "utf-8")
    code, out, err = lint(str(alone))
    assert (code, err) == (0, "") and "事项“our-own”不存在" in out and "已超过两年" in out and "建议 2 条" in out
    folder.joinpath("checkbranch.yaml").write_text(
        folder.joinpath("checkbranch.yaml").read_text("utf-8").replace("t.yaml", "none"), "utf-8"
    )
    code, _, err = lint(str(folder))
    assert code == 2 and "没有名为“none”的评分表" in err


@pytest.mark.parametrize(
    ("options", "more", "says"),
    [
        (["--score", "company-brnch"], "", "是否应为“company-branch”"),
        ([], "score: nope\n", "checkbranch.yaml:8:8: 没有名为“nope”的评分表"),
        (["--score", "missing.yaml"], "", "没有这个文件"),
        ([], "scores: company-branch\n", "未知的键“scores”。是否应为“score”"),
    ],
)
def test_a_table_that_is_not_there_is_told(tmp_path: Path, options: list[str], more: str, says: str) -> None:
    done = call(workspace(tmp_path, more=more), *options)
    assert done.exit_code == 2 and says in done.stderr, done.stderr


# Reckoning


def item(*deductions: Deduction, points: int = 10, **changes: Any) -> ScoreItem:
    given: dict[str, Any] = {"duties": ("d",), "deductions": deductions} | changes
    return ScoreItem("i", Text("项", "item"), Fraction(points), **given)


GAP = Deduction("gap", Fraction(2))
MISSING = Deduction("missing", Fraction(3), Fraction(6))
ORDER = Deduction("not_in_order", Fraction(1))
LATE = Deduction("made_up", Fraction(1, 2))
ALL = Deduction("missing", None)


@pytest.mark.parametrize(
    ("scored", "lacks", "low", "high"),
    [
        (item(GAP), Lacks(owed=9), 10, 10),
        (item(GAP), Lacks(missing=2, not_in_order=1), 4, 4),
        (item(GAP), Lacks(missing=6), 0, 0),  # never under the floor
        (item(GAP, floor=Fraction(3)), Lacks(missing=6), 3, 3),
        (item(MISSING), Lacks(missing=3), 4, 4),  # at most
        (item(MISSING, ORDER, LATE), Lacks(missing=1, not_in_order=2, made_up=1), Fraction(9, 2), Fraction(9, 2)),
        (item(ALL), Lacks(missing=1), 0, 0),
        (item(GAP), Lacks(open=5), 10, 10),  # not yet due costs nothing
        (item(GAP), Lacks(waived=5), 10, 10),
        (item(GAP), Lacks(unknown=1), 8, 10),
        (item(GAP), Lacks(missing=1, unknown=2), 4, 8),
        (item(MISSING, ORDER), Lacks(unknown=3), 3, 10),  # two at three points, then the cap, then one at one
        (item(Deduction(None, Fraction(1), None, Text("说", "said"))), Lacks(missing=4), 10, 10),  # the reviewer's
    ],
)
def test_an_item_gives(scored: ScoreItem, lacks: Lacks, low: Fraction, high: Fraction) -> None:
    found = item_score(scored, [Basis("d", "counted", lacks)])
    assert (found.state, found.low, found.high) == ("reckoned", low, high)


COUNTS = st.integers(0, 6)
DEDUCTIONS = st.builds(
    lambda lack, points, more: Deduction(lack, points, points + more if more else None),
    st.sampled_from(["missing", "not_in_order", "made_up", "gap"]),
    st.fractions(Fraction(1, 2), 3, max_denominator=4),
    st.integers(0, 4),
)


@given(st.lists(DEDUCTIONS, min_size=1, max_size=3), COUNTS, COUNTS, COUNTS, st.integers(0, 3))
def test_what_is_not_known_lies_between(
    deductions: list[Deduction], missing: int, wrong: int, late: int, unknown: int
) -> None:
    one = item(*deductions)

    def score(*counts: int) -> ItemScore:
        names = ("missing", "not_in_order", "made_up", "unknown")
        return item_score(one, [Basis("d", "counted", Lacks(**dict(zip(names, counts, strict=True))))])

    found = score(missing, wrong, late, unknown)
    assert found.low is not None and found.high is not None
    assert 0 <= found.low <= found.high == score(missing, wrong, late, 0).high
    ways = ((a, b, c) for a in range(unknown + 1) for b in range(unknown + 1 - a) for c in range(unknown + 1 - a - b))
    worst = min(score(missing + a, wrong + b, late + c, 0).low or Fraction(0) for a, b, c in ways)
    assert found.low == worst


@pytest.mark.parametrize(
    ("one", "standing", "state", "low"),
    [
        (item(GAP), "not_owed", "not_applicable", None),
        (item(GAP, spared="full"), "not_owed", "not_applicable", 10),
        (item(GAP), "off", "not_looked_at", None),
        (item(GAP, spared="full"), "aside", "not_looked_at", None),
        (item(GAP, spared="full"), "hint", "not_looked_at", None),
        (item(GAP, spared="full"), "absent", "not_looked_at", None),  # nothing is given for what was not looked at
        (item(duties=()), "counted", "by_hand", None),
    ],
)
def test_what_is_not_reckoned(one: ScoreItem, standing: Any, state: str, low: int | None) -> None:
    found = item_score(one, [Basis("d", standing)])
    assert (found.state, found.low) == (state, low)


@pytest.mark.parametrize(
    ("status", "changes", "counts"),
    [
        ("met", {"required": 2, "counted": 5}, {"owed": 2}),
        ("short", {"required": 3, "counted": 1}, {"owed": 3, "missing": 2}),
        ("short", {"required": 3, "counted": 1, "made_up": 1}, {"owed": 3, "missing": 1, "made_up": 1}),
        ("missing", {"required": 1, "counted": 0}, {"owed": 1, "missing": 1}),
        ("invalid", {"required": 2, "counted": 0}, {"owed": 2, "not_in_order": 2}),
        ("made_up", {"required": 1, "counted": 0, "made_up": 1}, {"owed": 1, "made_up": 1}),
        ("unknown", {"required": None, "counted": None, "made_up": None}, {"owed": 1, "unknown": 1}),
        ("open", {"required": 2, "counted": 1}, {"owed": 2, "open": 1}),
        ("waived", {"required": 1, "counted": 0}, {"owed": 1, "waived": 1}),
        ("not_applicable", {}, {}),
    ],
)
def test_times_are_counted(status: Status, changes: dict[str, Any], counts: dict[str, int]) -> None:
    found = Lacks()
    found.take(fake.finding("visit", "2026-Q1", status, **changes), summed=False)
    assert found == Lacks(**counts)


def test_hours_are_one_time_a_period() -> None:
    found = Lacks()
    found.take(fake.finding("visit", "2026-Q1", "short", required=32, counted=10), summed=True)
    assert found == Lacks(owed=1, missing=1)


def test_units_of_the_same_share_have_the_same_rank() -> None:
    def unit(name: str, low: int | None, high: int | None, points: int = 10) -> UnitScore:
        scores = (None, None) if low is None or high is None else (Fraction(low), Fraction(high))
        one = ItemScore(item(GAP, points=points), "by_hand" if low is None else "reckoned", (), *scores)
        return UnitScore(Subject("branch", name, None), (one,))

    units = (unit("a", 5, 5), unit("b", 9, 9), unit("c", 10, 10, 20), unit("d", None, None), unit("e", 5, 8))
    table = read_score(score_path("company-branch") or Path(), "company-branch")
    found = Scored(table, units, {}).ranking()
    assert [(rank, one.unit.id) for rank, one in found] == [(1, "b"), (2, "e"), (3, "a"), (3, "c")]


@pytest.mark.parametrize(
    ("number", "text"), [(Fraction(1, 2), "0.5"), (Fraction(10), "10"), (Fraction(5, 4), "1.25"), (TEN / 3, "10/3")]
)
def test_points_are_written_as_people_do(number: Fraction, text: str) -> None:
    assert points_text(number) == text


# In the self-check


def test_the_score_stands_in_the_self_check(tmp_path: Path) -> None:
    folder = workspace(tmp_path, more="score: t.yaml\n")
    report = told(folder)
    # January in time, February made up, March in time, April missing, May still open
    assert report["scores"][0]["low"] == 6.5 == report["scores"][0]["high"]
    assert (report["scores"][0]["full"], report["scores"][0]["by_hand"]) == (10, 5)
    assert report["score"]["total"] == 15 and report["score"]["shipped"] is False
    assert report["scores"][0]["without_waivers"] is None
    text = call(folder).stdout
    for words in ("自评评分表：本乡评分表", "1. 主题党日（10 分）  自评 6.5  复核 ____", "无记录或不足 −3、补开 −0.5",
                  "每次扣 0.5 分，至多扣 1 分", "合计：程序计分 6.5 分（满分 10 分）；由复核人评 5 分；全表 15 分",
                  "第 1 项中尚未到期的暂未扣分"):  # fmt: skip
        assert words in text, words
    assert (
        "Total: scored 6.5 of 10; 5 left to the reviewer; the table has 15 points"
        in call(folder, "--lang", "en").stdout
    )
    html = call(folder, "--format", "html").stdout
    assert "<b>6.5</b>" in html and "某乡党委" in html
    assert told(workspace(tmp_path))["score"] is None


def test_what_is_not_known_is_a_range(tmp_path: Path) -> None:
    folder = workspace(tmp_path, more="score: t.yaml\n")
    settings = folder / "checkbranch.yaml"
    settings.write_text(settings.read_text("utf-8").replace("2026-06-30", "2026-04-10"), "utf-8")
    report = told(folder)
    assert (report["scores"][0]["low"], report["scores"][0]["high"]) == (6.5, 9.5)
    assert "自评 6.5–9.5" in call(folder).stdout and "待核 1，核清前得分在 6.5–9.5 之间" in call(folder).stdout


def test_the_score_before_and_after_waivers(tmp_path: Path) -> None:
    folder = workspace(tmp_path, more="score: t.yaml\n", data=", waivers: w.csv")
    report = told(folder)["scores"][0]
    assert (report["low"], report["without_waivers"]["low"]) == (9.5, 6.5)
    assert "不计豁免为 6.5 分（满分 10 分）" in call(folder).stdout
    assert "（不计豁免 6.5）" in call(folder).stdout
    assert told(folder, "--no-waivers")["scores"][0]["without_waivers"] is None


@pytest.mark.parametrize(
    ("duties", "spared", "more", "state", "says"),
    [
        ("[big-meeting]", "left_out", "", "not_applicable", "不适用，不计入总分"),
        ("[big-meeting]", "full", "", "not_applicable", "不适用，按评分表计满分"),
        ("[theme-day]", "full", "off: [theme-day]\n", "not_looked_at", "已停用，未核"),
        ("[general-meeting]", "full", "", "not_looked_at", "未核：rules 中没有规则包 cn-party-branch"),
    ],
)
def test_what_does_not_apply_is_off_or_not_in_force_is_said(
    tmp_path: Path, duties: str, spared: str, more: str, state: str, says: str
) -> None:
    table = TABLE.replace("duties: [theme-day]", f"duties: {duties}\n    not_applicable: {spared}")
    folder = workspace(tmp_path, table, more=f"score: t.yaml\n{more}")
    found = told(folder)["scores"][0]["items"][0]
    assert (found["state"], found["low"]) == (state, 10 if (state, spared) == ("not_applicable", "full") else None)
    assert says in call(folder).stdout


def test_what_the_call_leaves_aside_is_not_taken_for_not_applicable(tmp_path: Path) -> None:
    folder = workspace(tmp_path, more="score: t.yaml\n")
    found = told(folder, "--duty", "big-meeting")["scores"]
    assert found == [] or found[0]["items"][0]["state"] == "not_looked_at"
    table = TABLE.replace("[theme-day]", "[theme-day, big-meeting]")
    report = told(workspace(tmp_path, table, more="score: t.yaml\n"), "--duty", "theme-day")
    first = report["scores"][0]["items"][0]
    assert [one["standing"] for one in first["duties"]] == ["counted", "aside"] and first["low"] == 6.5


def test_several_units_are_ranked(tmp_path: Path) -> None:
    folder = workspace(tmp_path, more="score: t.yaml\n", data=", units: u.csv")
    (folder / "u.csv").write_text("编号,名称,类别\nB1,一支部,党支部\nB2,=二支部,党支部\n", "utf-8")
    text = (folder / "checkbranch.yaml").read_text("utf-8")
    (folder / "checkbranch.yaml").write_text(
        text.replace("unit: {id: B1, name: 一支部, full_members: 9}\n", ""), "utf-8"
    )
    rows = LEDGER.splitlines()
    (folder / "a.csv").write_text(
        "\n".join(["支部," + rows[0], *("B1," + row for row in rows[1:]), "B2,2026-01-07,主题党日,"]) + "\n", "utf-8"
    )
    report = told(folder)
    assert report["score"]["ranking"] == [{"rank": 1, "unit": "B1"}, {"rank": 2, "unit": "B2"}]
    assert "各单位得分排名" in call(folder).stdout and "65.0%" in call(folder, "--format", "html").stdout


def test_the_fingerprint_is_that_of_the_audit_whatever_the_table(tmp_path: Path) -> None:
    plain = told(workspace(tmp_path))["fingerprint"]
    assert told(workspace(tmp_path, more="score: t.yaml\n"))["fingerprint"] == plain


def test_the_tables_are_listed_and_shown() -> None:
    def run(*options: str) -> Result:
        return CliRunner().invoke(main, ["rules", "scores", *options])

    text = run().stdout
    assert all(name in text for name in score_names()) and "不是统一标准" in text
    shown = run("company-branch", "--lang", "en")
    assert "General meeting (1)" in shown.stdout and "duties: general-meeting" in shown.stdout
    value = json.loads(run("standard-branch", "--format", "json").stdout)
    assert value["tables"][0]["total"] == "16" and len(value["tables"][0]["items"]) == 8
    wrong = run("six-have")
    assert wrong.exit_code == 2 and "six-haves" in wrong.stderr
    schema = CliRunner().invoke(main, ["rules", "schema", "--score"]).stdout
    assert json.loads(schema) == score_schema()
